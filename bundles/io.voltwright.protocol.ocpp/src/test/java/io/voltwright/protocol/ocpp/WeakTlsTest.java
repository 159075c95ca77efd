package io.voltwright.protocol.ocpp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Back ends that know only weak TLS get no connection, and hear of it once they, or whoever took their place, know better (R-Z04). */
@Timeout(600)
class WeakTlsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void end() throws InterruptedException {
        threads.shutdownNow();
        threads.awaitTermination(10, TimeUnit.SECONDS);
    }

    // The bytes are those of RFC 5246, 7.2 and 7.4.1.3: a ServerHello that selects version and suite, or a fatal alert.
    @ParameterizedTest(name = "{0}")
    @DisplayName(
            "TC_086_CS, A00.FR.315, .318: low TLS and weak suites are refused, and told when the line is back, over a restart")
    @CsvSource({
        "selects TLS 1.0,160301002a02000026 0301 RANDOM 00 c02b 00,InvalidTLSVersion",
        "selects TLS 1.1,160302002a02000026 0302 RANDOM 00 c02b 00,InvalidTLSVersion",
        "knows no TLS 1.2,15030200020246,InvalidTLSVersion",
        "selects 3DES,160303002a02000026 0303 RANDOM 00 000a 00,InvalidTLSCipherSuite",
        "selects RC4,160303002a02000026 0303 RANDOM 00 0005 00,InvalidTLSCipherSuite",
        "selects no encryption,160303002a02000026 0303 RANDOM 00 0002 00,InvalidTLSCipherSuite",
        "selects CBC,160303002a02000026 0303 RANDOM 00 c013 00,InvalidTLSCipherSuite",
        "knows no such suite,15030300020228,InvalidTLSCipherSuite",
    })
    void weak(String what, String answer, String event, @TempDir Path folder) throws Exception {
        byte[] bytes = HexFormat.of()
                .parseHex(answer.replace("RANDOM", "42".repeat(32)).replace(" ", ""));
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            GuardScene scene = scene(folder, server.getLocalPort());
            scene.tellEvents();
            scene.peer.refuses = true;
            scene.peer.cut();
            CompletableFuture<Void> answered = CompletableFuture.runAsync(() -> answer(server, bytes), threads);

            CompletableFuture<Link> link = new ArmouredDialer(scene.approach, Conversation.SUBPROTOCOL, threads)
                    .dial(new Link.Events() {
                        @Override
                        public void received(String text) {}

                        @Override
                        public void pong() {}

                        @Override
                        public void closed(String why) {}
                    })
                    .toCompletableFuture();
            assertThat(link).failsWithin(PATIENCE);
            answered.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

            assertThat(scene.events()).doesNotContain(event);
            scene.peer.refuses = false;
            scene.start();
            assertThat(scene.events()).containsOnlyOnce(event);
        }
    }

    private static GuardScene scene(Path folder, int port) {
        GuardScene scene = new GuardScene(folder);
        scene.port = port;
        scene.profile = SecurityProfile.TLS_BASIC;
        // As the product's own.
        scene.tls = Optional.of(new SSLParameters(
                new String[] {"TLS_AES_256_GCM_SHA384", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"},
                new String[] {"TLSv1.3", "TLSv1.2"}));
        scene.certificates.install("ocpp.acme", TestPki.root("Acme").certificate);
        scene.station.holder.secrets.put("ocpp.acme", "00112233445566778899aabbccddeeff");
        return scene.start();
    }

    private static void answer(ServerSocket server, byte[] bytes) {
        try (Socket client = server.accept();
                DataInputStream in = new DataInputStream(client.getInputStream())) {
            in.skipNBytes(3);
            in.skipNBytes(in.readUnsignedShort());
            client.getOutputStream().write(bytes);
            client.getOutputStream().flush();
            in.transferTo(java.io.OutputStream.nullOutputStream());
        } catch (java.net.SocketException e) {
            // It hung up on us, which is all that it could do.
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
