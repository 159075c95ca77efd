package io.voltwright.protocol.ocpp;

import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.Lane;
import io.voltwright.base.api.VirtualTime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One try of a transfer takes 30 minutes and no longer, though the server says nothing and does not hang up (R-F08). */
@Timeout(180)
class UploadsTest {

    @TempDir
    Path folder;

    final ExecutorService threads = Executors.newCachedThreadPool();
    final VirtualTime time = new VirtualTime();
    final Lane lane = time.open("ocpp");
    final Transfer transfer = new Transfer(new Transfer.Tools(
            TransferRulesTest.rules("127.0.0.1"),
            () -> {
                throw new IllegalStateException("no TLS here");
            },
            () -> Duration.ZERO));

    @AfterEach
    void end() {
        threads.shutdownNow();
        lane.close();
    }

    private static String url(ServerSocket server) {
        return "http://127.0.0.1:" + server.getLocalPort() + "/x";
    }

    private static ServerSocket server() throws IOException {
        ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        server.setSoTimeout(60_000);
        return server;
    }

    private void ends(CompletableFuture<Void> ended) throws Exception {
        time.pass(Duration.ofMinutes(29));
        assertThat(ended).isNotDone();
        time.pass(Duration.ofMinutes(2));
        try {
            ended.get(60, TimeUnit.SECONDS);
            throw new AssertionError("it did not fail");
        } catch (ExecutionException e) {
            assertThat(Uploads.trouble(new CompletionException(e.getCause())).kind())
                    .as("worth another try")
                    .isEqualTo(TransferTrouble.Kind.FAILED);
        }
    }

    @Test
    @DisplayName("R-F08: a log whose server does not answer")
    void noAnswer() throws Exception {
        Path log = Files.writeString(folder.resolve("a.log"), "what happened\n");
        try (ServerSocket server = server()) {
            CompletableFuture<Void> ended = Uploads.within(
                            lane, threads, transfer, () -> Uploads.send(transfer, url(server), log))
                    .toCompletableFuture();
            try (Socket client = server.accept()) {
                assertThat(client.getInputStream().read()).isEqualTo('P');
                ends(ended);
            }
        }
    }

    @Test
    @DisplayName("R-F08: an image of which the server sends the begin only")
    void noRest() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        PartialFile image = new PartialFile(() -> {
            begun.countDown();
            return folder.resolve("image");
        });
        try (ServerSocket server = server()) {
            CompletableFuture<Void> ended = Uploads.within(
                            lane, threads, transfer, () -> Uploads.fetch(transfer, url(server), image))
                    .toCompletableFuture();
            try (Socket client = server.accept()) {
                client.getOutputStream()
                        .write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nabc"
                                .getBytes(StandardCharsets.US_ASCII));
                begun.await();
                ends(ended);
            }
        }
    }

    @Test
    @DisplayName("what ended in time is not given up later")
    void inTime() throws Exception {
        Uploads.within(lane, threads, transfer, () -> {}).toCompletableFuture().get(60, TimeUnit.SECONDS);
        time.pass(Duration.ofHours(1));
        assertThat(transfer.cancelled()).isFalse();
    }

    @Test
    @DisplayName("abuse case 14: a try that was given up cannot write into the file of the next one")
    void nextTry() throws Exception {
        PartialFile image = new PartialFile(() -> folder.resolve("image"));
        try (var old = image.begin(java.util.Optional.empty())) {
            old.write("old".getBytes(StandardCharsets.US_ASCII));
            try (var next = new PartialFile(() -> folder.resolve("image")).begin(java.util.Optional.empty())) {
                next.write("new".getBytes(StandardCharsets.US_ASCII));
                old.write("and more of it".getBytes(StandardCharsets.US_ASCII));
            }
        }
        assertThat(folder.resolve("image")).hasContent("new");
    }
}
