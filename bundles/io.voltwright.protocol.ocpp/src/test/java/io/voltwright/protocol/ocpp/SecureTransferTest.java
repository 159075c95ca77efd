package io.voltwright.protocol.ocpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLParameters;
import org.apache.ftpserver.FtpServer;
import org.apache.ftpserver.FtpServerFactory;
import org.apache.ftpserver.listener.Listener;
import org.apache.ftpserver.listener.ListenerFactory;
import org.apache.ftpserver.ssl.SslConfigurationFactory;
import org.apache.ftpserver.usermanager.impl.BaseUser;
import org.apache.ftpserver.usermanager.impl.WritePermission;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files by FTP, FTPS and HTTPS, to and from servers that were not written here (R-F05, R-F07; abuse case 18). */
@Timeout(300)
class SecureTransferTest {

    private static final TestPki AUTHORITY = TestPki.root("Files");
    private static final TestPki STRANGER = TestPki.root("Stranger");

    @TempDir
    static Path home;

    private static Path logs;
    private static FtpServer server;
    private static Map<String, Listener> listeners;
    private static FileServer web;

    @TempDir
    Path folder;

    SSLParameters tls = new SSLParameters();

    @BeforeAll
    static void open() throws Exception {
        web = new FileServer(Optional.of(AUTHORITY.server()));
        logs = Files.createDirectories(home.resolve("logs"));
        FtpServerFactory factory = new FtpServerFactory();
        listeners = new HashMap<>(Map.of(
                "default", listener(Optional.empty(), false),
                "ftps", listener(Optional.of(AUTHORITY), false),
                "implicit", listener(Optional.of(AUTHORITY), true),
                "stranger", listener(Optional.of(STRANGER), false)));
        factory.setListeners(listeners);
        BaseUser user = new BaseUser();
        user.setName("me");
        user.setPassword("secret");
        user.setHomeDirectory(home.toString());
        user.setAuthorities(new ArrayList<>(List.of(new WritePermission())));
        factory.getUserManager().save(user);
        server = factory.createServer();
        server.start();
    }

    @AfterAll
    static void close() {
        server.stop();
        web.close();
    }

    @BeforeEach
    void empty() throws IOException {
        Files.deleteIfExists(logs.resolve("a.log"));
    }

    private static Listener listener(Optional<TestPki> authority, boolean implicit) throws Exception {
        ListenerFactory listener = new ListenerFactory();
        listener.setServerAddress("127.0.0.1");
        listener.setPort(0);
        listener.setImplicitSsl(implicit);
        if (authority.isPresent()) {
            SslConfigurationFactory tls = new SslConfigurationFactory();
            tls.setKeystoreFile(store(authority.get()).toFile());
            tls.setKeystorePassword("changeit");
            tls.setKeystoreType("PKCS12");
            listener.setSslConfiguration(tls.createSslConfiguration());
        }
        return listener.createListener();
    }

    private static Path store(TestPki authority) throws Exception {
        KeyPair own = TestPki.rsa();
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("server", own.getPrivate(), "changeit".toCharArray(), new Certificate[] {
            authority.issue("CN=localhost", own, Optional.empty()), authority.certificate
        });
        Path file = Files.createTempFile(home, "store", ".p12");
        try (var out = Files.newOutputStream(file)) {
            store.store(out, "changeit".toCharArray());
        }
        return file;
    }

    private Transfer transfer(String... hosts) {
        FakeCertificates certificates = new FakeCertificates(Instant::now);
        return new Transfer(new Transfer.Tools(
                TransferRulesTest.rules(hosts),
                () -> new WebSocketDialer.Armour(
                        certificates.client(List.of(AUTHORITY.certificate), Optional.empty(), chain -> {}), tls),
                () -> Duration.ZERO,
                port("implicit")));
    }

    private Transfer allowed() {
        return transfer("127.0.0.1");
    }

    private static int port(String listener) {
        return Objects.requireNonNull(listeners.get(listener)).getPort();
    }

    private static String base(String listener) {
        return (listener.equals("default") ? "ftp" : "ftps") + "://me:secret@127.0.0.1:" + port(listener);
    }

    private Path log() throws IOException {
        return Files.writeString(folder.resolve("a.log"), "what happened\n");
    }

    private static TransferTrouble trouble(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return catchThrowableOfType(TransferTrouble.class, call);
    }

    @ParameterizedTest
    @DisplayName("R-F05: FTP, FTPS by AUTH TLS, and FTPS with TLS from the first byte; always passive")
    @ValueSource(strings = {"default", "ftps", "implicit"})
    void bothWays(String listener) throws Exception {
        Path back = folder.resolve("back");
        allowed().send(base(listener) + "/logs/", log(), "a.log");
        assertThat(logs.resolve("a.log")).hasContent("what happened\n");
        allowed().fetch(base(listener) + "/logs/a.log", back);
        assertThat(back).hasContent("what happened\n");
        assertThat(trouble(() -> allowed().fetch(base(listener) + "/none", back))
                        .kind())
                .isEqualTo(TransferTrouble.Kind.NOT_PERMITTED);
        String wrong = base(listener).replace("secret", "wrong");
        assertThat(trouble(() -> allowed().fetch(wrong + "/logs/a.log", back)))
                .hasMessageNotContaining("wrong")
                .returns(TransferTrouble.Kind.NOT_PERMITTED, TransferTrouble::kind);
        assertThatThrownBy(() -> allowed().fetch(base(listener) + "/a%0D%0ADELE%20b", back))
                .as("no command hides in a path")
                .hasMessageContaining("control");
    }

    @ParameterizedTest
    @DisplayName("R-F05: FTP goes on with what broke off, and begins anew where the file is another one")
    @ValueSource(strings = {"default", "ftps"})
    void resumed(String listener) throws Exception {
        Files.writeString(logs.resolve("a.log"), "0123456789");
        Path to = folder.resolve("image");
        PartialFile part = new PartialFile(() -> to);
        allowed().fetch(base(listener) + "/logs/a.log", part);
        Files.writeString(to, "abcd");
        allowed().fetch(base(listener) + "/logs/a.log", part);
        assertThat(to).as("only the rest was sent").hasContent("abcd456789");
        Files.writeString(logs.resolve("a.log"), "a longer file than before");
        Files.writeString(to, "abcd");
        allowed().fetch(base(listener) + "/logs/a.log", part);
        assertThat(to).hasContent("a longer file than before");
    }

    @Test
    @DisplayName(
            "N01.FR.15: a file server whose certificate is of another authority gets nothing, not even the password")
    void strangers() throws Exception {
        Path log = log();
        assertThat(trouble(() -> allowed().send(base("stranger") + "/logs/", log, "a.log"))
                        .kind())
                .isEqualTo(TransferTrouble.Kind.FAILED);
        assertThat(logs.resolve("a.log")).doesNotExist();
        try (FileServer stranger = new FileServer(Optional.of(STRANGER.server()))) {
            assertThat(trouble(() -> allowed().send(stranger.urlFor("me:secret", "/in/"), log, "a.log"))
                            .kind())
                    .isEqualTo(TransferTrouble.Kind.FAILED);
            assertThat(stranger.requests).isEmpty();
        }
    }

    @Test
    @DisplayName("N01.FR.15: a certificate of another host is not taken, however good its authority")
    void anotherHost() throws Exception {
        KeyPair own = TestPki.ec();
        var other = AUTHORITY.issueFor("elsewhere.example", own);
        try (FileServer impostor = new FileServer(Optional.of(AUTHORITY.server(own, other)))) {
            assertThat(trouble(() -> allowed().fetch(impostor.url("/fw.bin"), folder.resolve("x")))
                            .kind())
                    .isEqualTo(TransferTrouble.Kind.FAILED);
            assertThat(impostor.requests).isEmpty();
        }
    }

    @Test
    @DisplayName("R-F05, R-F07: HTTPS brings and takes files")
    void https() throws Exception {
        web.files.put("/fw.bin", "image".getBytes(StandardCharsets.UTF_8));
        Path to = folder.resolve("image");
        allowed().fetch(web.urlFor("me:secret", "/fw.bin"), to);
        assertThat(to).hasContent("image");
        allowed().send(web.url("/in"), log(), "a.log");
        assertThat(web.files.get("/in/a.log")).asString().isEqualTo("what happened\n");
        web.cuts.put("/fw.bin", 2);
        assertThat(trouble(() -> allowed().fetch(web.url("/fw.bin"), to)).kind())
                .as("a file that is cut short")
                .isEqualTo(TransferTrouble.Kind.FAILED);
    }

    @Test
    @DisplayName("R-Z03: HTTPS and FTPS offer no other suites than the station's TLS does")
    void suites() throws Exception {
        web.files.put("/fw.bin", "image".getBytes(StandardCharsets.UTF_8));
        String only = "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256";
        tls = new SSLParameters(new String[] {only}, new String[] {"TLSv1.2"});
        web.suites.clear();
        allowed().fetch(web.url("/fw.bin"), folder.resolve("image"));
        assertThat(web.suites).containsExactly(only);
        assertThat(trouble(() -> allowed().send(base("ftps") + "/logs/", log(), "a.log")))
                .as("its certificate is of RSA, so it cannot do with that one")
                .returns(TransferTrouble.Kind.FAILED, TransferTrouble::kind);
        assertThat(logs.resolve("a.log")).doesNotExist();
    }

    @Test
    @DisplayName("abuse case 18: HTTPS does not redirect to HTTP, nor to what is forbidden")
    void redirects() {
        Path to = folder.resolve("image");
        try (FileServer plain = new FileServer()) {
            web.redirects.put("/weak", plain.url("/fw.bin"));
            assertThat(trouble(() -> allowed().fetch(web.url("/weak"), to)).kind())
                    .isEqualTo(TransferTrouble.Kind.NOT_PERMITTED);
            assertThat(plain.requests).isEmpty();
        }
        web.redirects.put("/inside", "https://10.0.0.1/fw.bin");
        assertThat(trouble(() -> allowed().fetch(web.url("/inside"), to)).kind())
                .isEqualTo(TransferTrouble.Kind.NOT_PERMITTED);
    }

    @ParameterizedTest
    @DisplayName("abuse case 18: no FTP to an address that is not allowed, whatever the login looks like")
    @ValueSource(strings = {"ftp://127.0.0.1@10.0.0.1/x", "ftp://u:p@169.254.169.254/x", "ftps://10.0.0.1:990/x"})
    void forbidden(String url) {
        assertThat(trouble(() -> allowed().fetch(url, folder.resolve("x"))).kind())
                .isEqualTo(TransferTrouble.Kind.NOT_PERMITTED);
    }
}
