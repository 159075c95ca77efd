package io.voltwright.protocol.ocpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server of FTP that means ill, or hangs: replies as of RFC 959 and 2428 that no honest one gives. */
@Timeout(120)
class FtpTransferTest {

    @TempDir
    Path folder;

    final ExecutorService threads = Executors.newCachedThreadPool();
    final CountDownLatch silent = new CountDownLatch(1);
    final CountDownLatch over = new CountDownLatch(1);
    ServerSocket control;
    ServerSocket data;
    String passive = "227 Entering Passive Mode (127,0,0,1,HIGH,LOW)";
    boolean silence;

    @BeforeEach
    void open() throws IOException {
        control = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        data = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        over.countDown();
        control.close();
        data.close();
        threads.shutdownNow();
    }

    private void serve() {
        threads.execute(() -> {
            try (Socket client = control.accept();
                    BufferedReader in = new BufferedReader(
                            new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII))) {
                say(client, "220 here");
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    answer(client, line.split(" ", 2)[0]);
                }
            } catch (java.net.SocketException e) {
                // It hung up, as it may.
                return;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static void say(Socket client, String reply) throws IOException {
        client.getOutputStream().write((reply + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    private void answer(Socket client, String command) throws IOException {
        switch (command) {
            case "USER" -> say(client, "331 and the password");
            case "PASS" -> say(client, "230 welcome");
            case "TYPE" -> say(client, "200 so be it");
            case "PASV" -> say(
                    client,
                    passive.replace("HIGH", String.valueOf(data.getLocalPort() / 256))
                            .replace("LOW", String.valueOf(data.getLocalPort() % 256)));
            case "RETR", "STOR" -> {
                say(client, "150 here it comes");
                carry(command);
                say(client, "226 done");
            }
            default -> say(client, "500 what");
        }
    }

    private void carry(String command) throws IOException {
        try (Socket peer = data.accept()) {
            if (silence) {
                silent.countDown();
                over.await();
            } else if (command.equals("RETR")) {
                peer.getOutputStream().write("image".getBytes(StandardCharsets.US_ASCII));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Transfer transfer(String... hosts) {
        return new Transfer(new Transfer.Tools(
                TransferRulesTest.rules(hosts),
                () -> {
                    throw new IllegalStateException("no TLS here");
                },
                () -> Duration.ZERO));
    }

    private String url(String path) {
        return "ftp://127.0.0.1:" + control.getLocalPort() + path;
    }

    @ParameterizedTest
    @DisplayName(
            "abuse case 18: data comes from where the login was, whatever address the answer to PASV names (FTP bounce)")
    @ValueSource(
            strings = {
                "227 Entering Passive Mode (127,0,0,2,HIGH,LOW)",
                "227 Entering Passive Mode (10,0,0,1,HIGH,LOW)",
                "227 Entering Passive Mode (127,0,0,1,HIGH,LOW)"
            })
    void bounce(String answer) throws Exception {
        passive = answer;
        serve();
        Path to = folder.resolve("image");
        transfer("127.0.0.1", "127.0.0.2").fetch(url("/fw.bin"), to);
        assertThat(to).hasContent("image");
    }

    @Test
    @DisplayName("R-F08: a download on which the server falls silent ends at once when it is given up")
    void givenUp() throws Exception {
        silence = true;
        serve();
        Transfer transfer = transfer("127.0.0.1");
        CompletableFuture<TransferTrouble> ended = CompletableFuture.supplyAsync(
                () -> catchThrowableOfType(
                        TransferTrouble.class, () -> transfer.fetch(url("/fw.bin"), folder.resolve("image"))),
                threads);
        silent.await();
        transfer.cancel();
        assertThat(ended)
                .succeedsWithin(Duration.ofSeconds(60))
                .returns(TransferTrouble.Kind.FAILED, TransferTrouble::kind);
    }

    @Test
    @DisplayName("R-F08: an upload of which the server takes nothing ends when it is given up")
    void uploadGivenUp() throws Exception {
        silence = true;
        Path large = Files.write(folder.resolve("a.log"), new byte[16 << 20]);
        serve();
        Transfer transfer = transfer("127.0.0.1");
        CompletableFuture<TransferTrouble> ended = CompletableFuture.supplyAsync(
                () -> catchThrowableOfType(TransferTrouble.class, () -> transfer.send(url("/in"), large, "a.log")),
                threads);
        silent.await();
        transfer.cancel();
        assertThat(ended)
                .succeedsWithin(Duration.ofSeconds(60))
                .returns(TransferTrouble.Kind.FAILED, TransferTrouble::kind);
    }
}
