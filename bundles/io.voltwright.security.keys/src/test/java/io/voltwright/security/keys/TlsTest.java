package io.voltwright.security.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voltwright.base.api.VirtualTime;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Abuse case 34 on real sockets. */
class TlsTest {

    Path home;

    StationKeys keys;
    SSLServerSocket listener;

    @BeforeEach
    void listen(@TempDir Path folderOfTheTest) throws Exception {
        home = folderOfTheTest;
        // JSSE checks validity against the machine's clock, so the certificates are of today.
        keys = keysFor(List.of("localhost"), Instant.now());
        trust(keys.identity("http").getCertificate());
        listener = listenerOf(keys);
    }

    @AfterEach
    void close() throws IOException {
        listener.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void modernProtocolsAreSpoken(String protocol) throws Exception {
        try (SSLSocket socket = connect("localhost", protocol, TlsContexts.SUITES)) {
            socket.startHandshake();
            assertThat(socket.getSession().getProtocol()).isEqualTo(protocol);
            assertThat(socket.getSession().getCipherSuite()).contains("GCM");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256",
                "TLS_RSA_WITH_AES_128_GCM_SHA256",
                "TLS_RSA_WITH_AES_128_CBC_SHA"
            })
    @DisplayName("abuse case 34: suites without forward secrecy or with CBC are refused")
    void weakSuitesAreRefused(String suite) throws Exception {
        try (SSLSocket socket = connect("localhost", "TLSv1.2", List.of(suite))) {
            assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLException.class);
        }
    }

    @Test
    @DisplayName("abuse case 34: a certificate for another host is refused")
    void anotherHostIsRefused() throws Exception {
        Path other = Files.createDirectories(home.resolve("other"));
        StationKeys elsewhere = new StationKeys(
                other.resolve("keys"),
                other,
                Map.of(),
                names(List.of("elsewhere.example")),
                new VirtualTime(Instant.now()));
        trust(elsewhere.identity("http").getCertificate());
        listener.close();
        listener = listenerOf(elsewhere);

        try (SSLSocket socket = connect("localhost", "TLSv1.3", TlsContexts.SUITES)) {
            assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLHandshakeException.class);
        }
    }

    @Test
    @DisplayName("abuse case 34: an expired certificate is refused")
    void anExpiredCertificateIsRefused() throws Exception {
        Path other = Files.createDirectories(home.resolve("old"));
        StationKeys old = new StationKeys(
                other.resolve("keys"),
                other,
                Map.of(),
                names(List.of("localhost")),
                new VirtualTime(Instant.now().minus(Duration.ofDays(2000))));
        trust(old.identity("http").getCertificate());
        listener.close();
        listener = listenerOf(old);

        try (SSLSocket socket = connect("localhost", "TLSv1.3", TlsContexts.SUITES)) {
            assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLHandshakeException.class);
        }
    }

    @Test
    @DisplayName("abuse case 34: an unknown authority is refused")
    void anUnknownAuthorityIsRefused() throws Exception {
        trust(keys.identity("mqtt").getCertificate());

        try (SSLSocket socket = connect("localhost", "TLSv1.3", TlsContexts.SUITES)) {
            assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLHandshakeException.class);
        }
    }

    StationKeys keysFor(List<String> hosts, Instant now) {
        return new StationKeys(home.resolve("keys"), home, Map.of(), names(hosts), new VirtualTime(now));
    }

    static Certificates.Names names(List<String> hosts) {
        return new Certificates.Names(hosts, List.of("127.0.0.2"), "urn:voltwright:station", Duration.ofDays(1095));
    }

    void trust(Certificate authority) throws Exception {
        String body = Base64.getMimeEncoder().encodeToString(authority.getEncoded());
        Files.writeString(
                home.resolve("peer.pem"), "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n");
    }

    static SSLServerSocket listenerOf(StationKeys keys) throws IOException {
        SSLContext context = keys.server("http");
        SSLServerSocket socket = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 5, InetAddress.getLoopbackAddress());
        socket.setSSLParameters(keys.parameters());
        Thread acceptor = new Thread(
                () -> {
                    while (!socket.isClosed()) {
                        try (SSLSocket peer = (SSLSocket) socket.accept()) {
                            peer.startHandshake();
                        } catch (IOException refused) {
                            // a refused peer is what the tests are about
                        }
                    }
                },
                "tls test listener");
        acceptor.setDaemon(true);
        acceptor.start();
        return socket;
    }

    SSLSocket connect(String host, String protocol, List<String> suites) throws IOException {
        SSLContext context = keys.client(Optional.of("peer"), Optional.empty());
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(host, listener.getLocalPort());
        SSLParameters parameters = keys.parameters();
        parameters.setProtocols(new String[] {protocol});
        parameters.setCipherSuites(suites.toArray(String[]::new));
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(60_000);
        return socket;
    }
}
