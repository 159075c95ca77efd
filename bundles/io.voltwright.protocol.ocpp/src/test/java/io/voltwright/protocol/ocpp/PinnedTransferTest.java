package io.voltwright.protocol.ocpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLParameters;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Abuse case 18, "resolve once and pin": the address that was checked is the one connected to, by HTTP and HTTPS, whatever the name
 * server says a moment later (DNS rebinding). The names are known to no name server but the test's.
 */
@Timeout(120)
class PinnedTransferTest {

    private static final TestPki AUTHORITY = TestPki.root("Files");

    @TempDir
    Path folder;

    /** What was asked for, in order. */
    final List<String> asked = new ArrayList<>();

    FileServer plain;
    FileServer secure;

    @BeforeEach
    void open() {
        plain = new FileServer();
        secure = secure("files.example");
    }

    @AfterEach
    void close() {
        plain.close();
        secure.close();
    }

    private static FileServer secure(String name) {
        KeyPair own = TestPki.ec();
        return new FileServer(Optional.of(AUTHORITY.server(own, AUTHORITY.issueFor(name, own))));
    }

    private FileServer server(String scheme) {
        return scheme.equals("https") ? secure : plain;
    }

    // Each name leads to the allowed address when it is asked for the first time, and to another service of the station
    // after that.
    private InetAddress[] rebinding(String host) throws UnknownHostException {
        byte last = (byte) (asked.contains(host) ? 2 : 1);
        asked.add(host);
        return new InetAddress[] {InetAddress.getByAddress(host, new byte[] {127, 0, 0, last})};
    }

    private Transfer transfer() {
        FakeCertificates certificates = new FakeCertificates(Instant::now);
        return new Transfer(new Transfer.Tools(
                new TransferRules(TransferRulesTest.ALL, List.of("127.0.0.1"), this::rebinding),
                () -> new WebSocketDialer.Armour(
                        certificates.client(List.of(AUTHORITY.certificate), Optional.empty(), chain -> {}),
                        new SSLParameters()),
                () -> Duration.ZERO));
    }

    private static TransferTrouble trouble(ThrowingCallable call) {
        return catchThrowableOfType(TransferTrouble.class, call);
    }

    @ParameterizedTest
    @DisplayName("abuse case 18: the name is resolved once, the request goes there, under the name and with its port")
    @ValueSource(strings = {"http", "https"})
    void once(String scheme) throws Exception {
        FileServer server = server(scheme);
        server.files.put("/fw.bin", "image".getBytes(StandardCharsets.UTF_8));
        Path to = folder.resolve("image");
        transfer().fetch(server.urlAt("files.example", "/fw.bin"), to);
        assertThat(to).hasContent("image");
        assertThat(asked).containsExactly("files.example");
        assertThat(server.hosts)
                .containsExactly(server.urlAt("files.example", "").replaceFirst("^.*//", ""));
        Path log = Files.writeString(folder.resolve("a.log"), "what happened\n");
        asked.clear();
        transfer().send(server.urlAt("files.example", "/in"), log, "a.log");
        assertThat(server.files.get("/in/a.log")).asString().isEqualTo("what happened\n");
        assertThat(asked).containsExactly("files.example");
    }

    @ParameterizedTest
    @DisplayName("abuse case 18: a redirect is judged and pinned anew: the name that now leads elsewhere is refused")
    @ValueSource(strings = {"http", "https"})
    void redirectedToItself(String scheme) {
        FileServer server = server(scheme);
        server.files.put("/real", "image".getBytes(StandardCharsets.UTF_8));
        server.redirects.put("/fw.bin", server.urlAt("files.example", "/real"));
        assertThat(trouble(() -> transfer().fetch(server.urlAt("files.example", "/fw.bin"), folder.resolve("image")))
                        .kind())
                .isEqualTo(TransferTrouble.Kind.NOT_PERMITTED);
        assertThat(asked).containsExactly("files.example", "files.example");
        assertThat(server.requests).containsExactly("GET /fw.bin");
    }

    @Test
    @DisplayName(
            "abuse case 18: a redirect to another name is followed at that name's own address, and by its certificate")
    void redirectedElsewhere() throws IOException, TransferTrouble {
        try (FileServer other = secure("other.example")) {
            other.files.put("/real", "image".getBytes(StandardCharsets.UTF_8));
            secure.redirects.put("/fw.bin", other.urlAt("other.example", "/real"));
            Path to = folder.resolve("image");
            transfer().fetch(secure.urlAt("files.example", "/fw.bin"), to);
            assertThat(to).hasContent("image");
            assertThat(asked).containsExactly("files.example", "other.example");
            secure.redirects.put("/astray", other.urlAt("third.example", "/real"));
            asked.clear();
            assertThat(trouble(() -> transfer().fetch(secure.urlAt("files.example", "/astray"), to))
                            .kind())
                    .isEqualTo(TransferTrouble.Kind.FAILED);
            assertThat(other.requests).containsExactly("GET /real");
        }
    }

    @ParameterizedTest
    @DisplayName("N01.FR.15: a certificate counts for the name in the URL only, not for the address that it leads to")
    @ValueSource(strings = {"elsewhere.example", "127.0.0.1", "localhost"})
    void anotherName(String name) {
        try (FileServer impostor = secure(name)) {
            impostor.files.put("/fw.bin", "image".getBytes(StandardCharsets.UTF_8));
            assertThat(trouble(() -> transfer()
                                    .fetch(impostor.urlAt("files.example", "/fw.bin"), folder.resolve("image")))
                            .kind())
                    .isEqualTo(TransferTrouble.Kind.FAILED);
            assertThat(impostor.requests).isEmpty();
            assertThat(folder.resolve("image")).doesNotExist();
        }
    }

    @Test
    @DisplayName("RFC 6066, 3: the server is told the name that is meant, though the connection goes to an address")
    void serverName() throws Exception {
        secure.files.put("/fw.bin", "image".getBytes(StandardCharsets.UTF_8));
        transfer().fetch(secure.urlAt("files.example", "/fw.bin"), folder.resolve("image"));
        assertThat(secure.names).containsExactly("files.example");
    }
}
