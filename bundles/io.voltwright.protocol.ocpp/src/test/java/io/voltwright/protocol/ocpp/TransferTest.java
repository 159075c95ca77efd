package io.voltwright.protocol.ocpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files over real sockets of the loopback, to and from servers that were not written here (R-F05, R-F07; abuse case 18). */
@Timeout(300)
class TransferTest {

    @TempDir
    Path folder;

    final FileServer web = new FileServer();

    @AfterEach
    void end() {
        web.close();
    }

    private static Transfer transfer(String... hosts) {
        return new Transfer(new Transfer.Tools(
                TransferRulesTest.rules(hosts),
                () -> {
                    throw new IllegalStateException("no TLS here");
                },
                () -> Duration.ZERO));
    }

    private static Transfer allowed() {
        return transfer("127.0.0.1");
    }

    private Path log() throws IOException {
        return Files.writeString(folder.resolve("voltwright-security-1.log"), "what happened\n");
    }

    private static TransferTrouble.Kind kind(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return catchThrowableOfType(TransferTrouble.class, call).kind();
    }

    @Test
    @DisplayName("R-F05: HTTP brings what is there, with user and password where the URL has them")
    void fetch() throws Exception {
        web.files.put("/fw.bin", "image".getBytes(StandardCharsets.UTF_8));
        Path to = folder.resolve("image");
        allowed().fetch(web.urlFor("me:secret", "/fw.bin"), to);
        assertThat(to).hasContent("image");
        assertThat(web.authorizations).containsExactly("Basic bWU6c2VjcmV0");
        assertThat(kind(() -> allowed().fetch(web.url("/none"), to))).isEqualTo(TransferTrouble.Kind.FAILED);
    }

    @Test
    @DisplayName("R-F07: HTTP PUT into the folder under our name; POST with Content-Disposition where PUT is not known")
    void send() throws Exception {
        allowed().send(web.url("/logs/"), log(), "voltwright-security-1.log");
        assertThat(web.files.get("/logs/voltwright-security-1.log")).asString().isEqualTo("what happened\n");
        web.statuses.put("PUT", 405);
        allowed().send(web.url("/inbox"), log(), "voltwright-security-1.log");
        assertThat(web.requests).endsWith("PUT /inbox/voltwright-security-1.log", "POST /inbox");
        assertThat(web.dispositions.get(web.dispositions.size() - 1))
                .isEqualTo("attachment; filename=\"voltwright-security-1.log\"");
    }

    @ParameterizedTest
    @DisplayName("N01.FR.10: why it failed, as precisely as the server says")
    @CsvSource({"400,BAD_MESSAGE", "401,NOT_PERMITTED", "403,NOT_PERMITTED", "500,FAILED", "503,FAILED"})
    void statuses(int status, TransferTrouble.Kind kind) throws IOException {
        Path log = log();
        web.statuses.put("PUT", status);
        assertThat(kind(() -> allowed().send(web.url("/logs"), log, "x.log"))).isEqualTo(kind);
    }

    @Test
    @DisplayName("abuse case 18: nothing is even asked of an address that is not allowed")
    void forbidden() {
        web.files.put("/fw.bin", new byte[1]);
        assertThat(kind(() -> transfer().fetch(web.url("/fw.bin"), folder.resolve("x"))))
                .isEqualTo(TransferTrouble.Kind.NOT_PERMITTED);
        assertThat(kind(() -> transfer().fetch("file:///etc/hostname", folder.resolve("x"))))
                .isEqualTo(TransferTrouble.Kind.NOT_PERMITTED);
        assertThat(kind(() -> transfer().fetch("ftp://127.0.0.1:1/x", folder.resolve("x"))))
                .isEqualTo(TransferTrouble.Kind.NOT_PERMITTED);
        assertThat(web.requests).isEmpty();
    }

    @Test
    @DisplayName(
            "abuse case 18: a redirect is followed only where its target is allowed as well, and takes no password along")
    void redirects() throws Exception {
        web.files.put("/real", "image".getBytes(StandardCharsets.UTF_8));
        Path to = folder.resolve("image");
        web.redirects.put("/fw", web.url("/real").replace("127.0.0.1", "127.0.0.2"));
        assertThat(kind(() -> allowed().fetch(web.url("/fw"), to))).isEqualTo(TransferTrouble.Kind.NOT_PERMITTED);
        assertThat(web.requests).containsExactly("GET /fw");
        web.redirects.put("/fw", web.url("/real").replace("127.0.0.1", "localhost"));
        transfer("127.0.0.1", "localhost").fetch(web.urlFor("me:secret", "/fw"), to);
        assertThat(to).hasContent("image");
        assertThat(web.authorizations).endsWith("Basic bWU6c2VjcmV0", "null");
        web.redirects.put("/meta", "http://169.254.169.254/latest");
        assertThat(kind(() -> allowed().fetch(web.url("/meta"), to))).isEqualTo(TransferTrouble.Kind.NOT_PERMITTED);
        web.redirects.put("/file", "file:///etc/passwd");
        assertThat(kind(() -> allowed().fetch(web.url("/file"), to))).isEqualTo(TransferTrouble.Kind.NOT_PERMITTED);
        web.redirects.put("/round", web.url("/round"));
        assertThat(kind(() -> allowed().fetch(web.url("/round"), to))).isEqualTo(TransferTrouble.Kind.FAILED);
    }

    @Test
    @DisplayName("R-F08: what is under way can be given up from elsewhere")
    void givenUp() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            Transfer transfer = allowed();
            CompletableFuture<TransferTrouble> ended = CompletableFuture.supplyAsync(() -> catchThrowableOfType(
                    TransferTrouble.class,
                    () -> transfer.fetch("http://127.0.0.1:" + silent.getLocalPort() + "/x", folder.resolve("x"))));
            silent.setSoTimeout(60_000);
            silent.accept();
            transfer.cancel();
            assertThat(ended).succeedsWithin(Duration.ofSeconds(60));
        }
    }

    @Test
    @DisplayName("R-F05: a download that breaks off is gone on with where the server still has the same file")
    void brokenOff() throws Exception {
        byte[] image = "0123456789".repeat(100).getBytes(StandardCharsets.UTF_8);
        web.files.put("/fw.bin", image);
        web.tag = "\"one\"";
        Path to = folder.resolve("image");
        PartialFile part = new PartialFile(() -> to);
        web.cuts.put("/fw.bin", 400);
        assertThat(kind(() -> allowed().fetch(web.url("/fw.bin"), part))).isEqualTo(TransferTrouble.Kind.FAILED);
        assertThat(Files.size(to)).isPositive().isLessThanOrEqualTo(400);
        long there = Files.size(to);
        allowed().fetch(web.url("/fw.bin"), part);
        assertThat(to).hasBinaryContent(image);
        assertThat(web.ranges).containsExactly("null", "bytes=" + there + "-");
    }

    @Test
    @DisplayName("R-F05: of another version, or without a mark of it, all is fetched again")
    void anotherVersion() throws Exception {
        for (String later : List.of("\"two\"", "", "W/\"one\"")) {
            web.files.put("/fw.bin", "old image, long".getBytes(StandardCharsets.UTF_8));
            web.tag = "\"one\"";
            Path to = folder.resolve("image");
            PartialFile part = new PartialFile(() -> to);
            web.cuts.put("/fw.bin", 7);
            assertThat(kind(() -> allowed().fetch(web.url("/fw.bin"), part))).isEqualTo(TransferTrouble.Kind.FAILED);
            web.files.put("/fw.bin", "new one".getBytes(StandardCharsets.UTF_8));
            web.tag = later;
            allowed().fetch(web.url("/fw.bin"), part);
            assertThat(to).hasContent("new one");
        }
    }
}
