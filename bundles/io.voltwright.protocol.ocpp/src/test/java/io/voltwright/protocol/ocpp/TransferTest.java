package io.voltwright.protocol.ocpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.ftpserver.FtpServer;
import org.apache.ftpserver.FtpServerFactory;
import org.apache.ftpserver.listener.ListenerFactory;
import org.apache.ftpserver.usermanager.impl.BaseUser;
import org.apache.ftpserver.usermanager.impl.WritePermission;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files over real sockets of the loopback, to and from servers that were not written here (R-F05, R-F07; abuse case 18). */
@Timeout(120)
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
            silent.accept();
            transfer.cancel();
            assertThat(ended).succeedsWithin(Duration.ofSeconds(30));
        }
    }

    @Test
    @DisplayName("R-F05: FTP, passive, with user and password; wrong ones are told as such")
    void ftp() throws Exception {
        Path home = folder.resolve("ftp");
        Files.createDirectories(home.resolve("logs"));
        int port = port();
        FtpServer server = ftp(port, home);
        try {
            String base = "ftp://me:secret@127.0.0.1:" + port;
            allowed().send(base + "/logs/", log(), "a.log");
            assertThat(home.resolve("logs/a.log")).hasContent("what happened\n");
            allowed().fetch(base + "/logs/a.log", folder.resolve("back"));
            assertThat(folder.resolve("back")).hasContent("what happened\n");
            assertThat(kind(() -> allowed().fetch(base + "/none", folder.resolve("back"))))
                    .isEqualTo(TransferTrouble.Kind.NOT_PERMITTED);
            assertThat(kind(() -> allowed()
                            .fetch("ftp://me:wrong@127.0.0.1:" + port + "/logs/a.log", folder.resolve("back"))))
                    .isEqualTo(TransferTrouble.Kind.NOT_PERMITTED);
            assertThatThrownBy(() -> allowed().fetch(base + "/a%0D%0ADELE%20b", folder.resolve("back")))
                    .as("no command hides in a path")
                    .hasMessageContaining("control");
        } finally {
            server.stop();
        }
    }

    private static int port() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    private static FtpServer ftp(int port, Path home) throws Exception {
        FtpServerFactory factory = new FtpServerFactory();
        ListenerFactory listener = new ListenerFactory();
        listener.setServerAddress("127.0.0.1");
        listener.setPort(port);
        factory.setListeners(new HashMap<>(Map.of("default", listener.createListener())));
        BaseUser user = new BaseUser();
        user.setName("me");
        user.setPassword("secret");
        user.setHomeDirectory(home.toString());
        user.setAuthorities(new ArrayList<>(List.of(new WritePermission())));
        factory.getUserManager().save(user);
        FtpServer server = factory.createServer();
        server.start();
        return server;
    }
}
