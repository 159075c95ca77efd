package io.voltwright.protocol.ocpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.voltwright.base.api.SessionId;
import io.voltwright.charging.api.StopReason;
import io.voltwright.users.api.Biller;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The wire: real WebSockets on the loopback, against a server that was not written here. */
@Timeout(600)
class SocketTest {

    static final String KEY = "000102030405060708090a0b0c0d0e0f";

    final ExecutorService threads = Executors.newCachedThreadPool();
    final LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();
    final CompletableFuture<String> closed = new CompletableFuture<>();
    final CompletableFuture<Void> pong = new CompletableFuture<>();
    final Link.Events events = new Link.Events() {
        @Override
        public void received(String text) {
            heard.add(text);
        }

        @Override
        public void pong() {
            pong.complete(null);
        }

        @Override
        public void closed(String why) {
            closed.complete(why);
        }
    };

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    WebSocketDialer dialer(TestServer server, String scheme, String identity, Optional<String> header) {
        return new WebSocketDialer(
                WebSocketDialer.address(server.url(scheme), identity),
                "ocpp1.6",
                threads,
                Optional::empty,
                () -> header);
    }

    Link open(WebSocketDialer dialer) {
        Link link = dialer.dial(events).toCompletableFuture().join();
        link.start();
        return link;
    }

    @Test
    @DisplayName("R-T01: the identity is escaped at the end of the address; R-T18: long texts pass both ways")
    void textsPass() throws InterruptedException {
        try (TestServer server = new TestServer("ocpp1.6").open()) {
            Link link = open(dialer(server, "ws", "CP 1/ä", Optional.empty()));
            assertThat(server.paths).containsExactly("/ocpp/CP%201%2F%C3%A4");
            String big = "[9,\"" + "x".repeat(100_000) + "\"]";
            for (int i = 0; i < 20; i++) {
                link.send("[3,\"" + i + "\",{}]");
            }
            link.send(big);
            for (int i = 0; i < 20; i++) {
                assertThat(server.frames.poll(60, TimeUnit.SECONDS)).hasToString("[3,\"" + i + "\",{}]");
            }
            assertThat(server.frames.poll(60, TimeUnit.SECONDS)).isNotNull();
            server.station.orElseThrow().send(big);
            assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo(big);
            link.ping();
            assertThat(pong).succeedsWithin(Duration.ofSeconds(60));
            link.close().toCompletableFuture().join();
            assertThat(closed).as("our own close is no event").isNotDone();
        }
    }

    @Test
    @DisplayName("R-T02: a server that selects no subprotocol, or another, is no back end")
    void subprotocol() throws InterruptedException {
        try (TestServer server = new TestServer("").open()) {
            assertThat(dialer(server, "ws", "CP", Optional.empty()).dial(events).toCompletableFuture())
                    .failsWithin(Duration.ofSeconds(60))
                    .withThrowableThat()
                    .withMessageContaining("ocpp1.6");
        }
        try (TestServer server = new TestServer("ocpp2.0.1").open()) {
            assertThat(dialer(server, "ws", "CP", Optional.empty()).dial(events).toCompletableFuture())
                    .failsWithin(Duration.ofSeconds(60));
        }
    }

    @Test
    @DisplayName("R-Z02: Basic is the identity as it is, a colon, and the bytes of the AuthorizationKey")
    void basicAuthentication() throws InterruptedException {
        byte[] raw = HexFormat.of().parseHex(HexFormat.of().formatHex("CP/1:".getBytes(StandardCharsets.UTF_8)) + KEY);
        String expected = "Basic " + Base64.getEncoder().encodeToString(raw);
        Credentials credentials = new Credentials("CP/1", () -> Optional.of(KEY.toCharArray()));
        assertThat(credentials.header()).contains(expected);
        assertThat(new Credentials("a", () -> Optional.of("open sesame".toCharArray())).header())
                .as("what is not a key is a password")
                .contains("Basic "
                        + Base64.getEncoder().encodeToString("a:open sesame".getBytes(StandardCharsets.UTF_8)));
        try (TestServer server = new TestServer("ocpp1.6").open()) {
            server.door = handshake -> handshake.getFieldValue("Authorization").equals(expected);
            open(dialer(server, "ws", "CP/1", credentials.header()));
            assertThat(dialer(server, "ws", "CP/1", Optional.of("Basic bm86bm8="))
                            .dial(events)
                            .toCompletableFuture())
                    .as("R-T03")
                    .failsWithin(Duration.ofSeconds(60));
        }
    }

    @Test
    @DisplayName("R-Z01, R-Z03: profile 2 speaks TLS with an authority that was named, and checks the host name")
    void tls(@TempDir java.nio.file.Path folder) throws Exception {
        KeyStore good = certificate(folder, "good", "localhost");
        KeyStore wrong = certificate(folder, "wrong", "elsewhere");
        try (TestServer server = new TestServer("ocpp1.6")) {
            server.secure(serverContext(good));
            server.open();
            // The server's TLS now and then loses a handshake; the station would come again as well.
            await().atMost(Duration.ofMinutes(1)).ignoreExceptions().until(() -> {
                open(tlsDialer(server, good)).close().toCompletableFuture().join();
                return true;
            });
            assertThat(tlsDialer(server, wrong).dial(events).toCompletableFuture())
                    .as("an authority that is not trusted")
                    .failsWithin(Duration.ofSeconds(60));
        }
        try (TestServer server = new TestServer("ocpp1.6")) {
            server.secure(serverContext(wrong));
            server.open();
            assertThat(tlsDialer(server, wrong).dial(events).toCompletableFuture())
                    .as("a certificate for another host")
                    .failsWithin(Duration.ofSeconds(60));
        }
    }

    private WebSocketDialer tlsDialer(TestServer server, KeyStore trusted) throws Exception {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        SSLParameters parameters = new SSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        return new WebSocketDialer(
                WebSocketDialer.address(server.url("wss"), "CP"),
                "ocpp1.6",
                threads,
                () -> Optional.of(new WebSocketDialer.Armour(context, parameters)),
                Optional::empty);
    }

    private static SSLContext serverContext(KeyStore store) throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, "changeit".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private static KeyStore certificate(java.nio.file.Path folder, String alias, String host) throws Exception {
        java.nio.file.Path file = folder.resolve(alias + ".p12");
        Process keytool = new ProcessBuilder(List.of(
                        java.nio.file.Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        alias,
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=" + host,
                        "-ext",
                        "san=dns:" + host,
                        "-validity",
                        "30",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "changeit",
                        "-keystore",
                        file.toString()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (var in = java.nio.file.Files.newInputStream(file)) {
            store.load(in, "changeit".toCharArray());
        }
        return store;
    }

    @Test
    @DisplayName("a link that opens while the station leaves, or that nobody took, does not stay open")
    void nobodyIsThere() throws InterruptedException {
        try (TestServer server = new TestServer("ocpp1.6").open()) {
            CountDownLatch knocked = new CountDownLatch(1);
            CountDownLatch opens = new CountDownLatch(1);
            server.door = handshake -> {
                knocked.countDown();
                return passed(opens);
            };
            WebSocketDialer late = dialer(server, "ws", "CP", Optional.empty());
            CompletableFuture<Link> opened = late.dial(events).toCompletableFuture();
            assertThat(passed(knocked)).isTrue();
            late.close();
            opens.countDown();
            assertThat(opened).failsWithin(Duration.ofSeconds(60));
            awaitNobody(server);

            WebSocketDialer early = dialer(server, "ws", "CP", Optional.empty());
            early.dial(events).toCompletableFuture().join();
            early.close();
            awaitNobody(server);
            assertThat(early.dial(events)).failsWithin(Duration.ofSeconds(60));
        }
    }

    private static boolean passed(CountDownLatch latch) {
        try {
            return latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void awaitNobody(TestServer server) {
        Awaitility.await("nobody is connected").atMost(Duration.ofSeconds(60)).until(() -> server.getConnections()
                .isEmpty());
    }

    @Test
    void aLineThatIsCutIsReported() throws InterruptedException {
        try (TestServer server = new TestServer("ocpp1.6").open()) {
            open(dialer(server, "ws", "CP", Optional.empty()));
            await().atMost(Duration.ofMinutes(1)).until(() -> server.station.isPresent());
            server.station.orElseThrow().closeConnection(1006, "cut");
            assertThat(closed).succeedsWithin(Duration.ofSeconds(60));
        }
    }

    @Test
    @DisplayName("a session passes a real socket, and no frame breaks a schema of the OCA")
    void aSessionOverARealSocket() throws InterruptedException {
        try (TestServer server = new TestServer("ocpp1.6").open();
                SocketStation station = new SocketStation(server.url("ws"))) {
            server.script = TestServer::content;
            station.start();
            server.await("BootNotification");
            server.await("StatusNotification");
            SessionId session = station.station.begin(FakeStation.LEFT, "CARD", Biller.backend("acme"), 1_000);
            assertThat(server.await("StartTransaction")
                            .get(3)
                            .path("meterStart")
                            .asInt())
                    .isEqualTo(1_000);
            station.station.end(FakeStation.LEFT, session, 2_000, StopReason.LOCAL, Optional.of("CARD"));
            JsonNode stop = server.await("StopTransaction").get(3);
            assertThat(stop.path("transactionId").asInt()).isEqualTo(1);
            assertThat(server.violations).isEmpty();
        }
    }
}
