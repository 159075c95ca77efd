package io.voltwright.protocol.ocpp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Logs on their way to a file server (N01, R-F06, R-F07; abuse cases 18 and 19). */
@Timeout(300)
class LogCallsTest {

    final FileServer web = new FileServer();
    GuardScene scene;

    @BeforeEach
    void open(@TempDir Path folder) throws IOException {
        scene = new GuardScene(folder);
        Path logs = Files.createDirectories(folder.resolve("logs"));
        Files.writeString(
                logs.resolve("station.log"),
                "2026-03-01T08:00:00,000 | old line\n2026-03-02T07:59:00,000 | fresh line\n  of two lines\n");
        Files.writeString(logs.resolve("setup-code"), "no log");
        Path secret = Files.writeString(folder.resolve("secret"), "2026-03-02T07:59:00,000 | of somebody else\n");
        Files.createSymbolicLink(logs.resolve("linked.log"), secret);
    }

    @AfterEach
    void end() {
        web.close();
    }

    private JsonNode getLog(int request, String type, String location, String more) {
        JsonNode answer = scene.station.answer(
                "GetLog",
                "{\"logType\":\"" + type + "\",\"requestId\":" + request
                        + ",\"retries\":1,\"retryInterval\":10,\"log\":{\"remoteLocation\":\"" + location + "\"" + more
                        + "}}");
        scene.station.settle();
        return answer;
    }

    @Test
    @DisplayName("TC_079_CS, N01.FR.01 to .09: the security log is sent, told with the number of the request")
    void securityLog() {
        scene.start();
        scene.station.conversation.securityReports().report(SecurityEvent.INVALID_TLS_VERSION, "TLS 1.1");
        JsonNode answer = getLog(3, "SecurityLog", web.url("/in/"), "");
        assertThat(answer.path("status").asText()).isEqualTo("Accepted");
        assertThat(scene.statuses("LogStatusNotification")).containsExactly("Uploading", "Uploaded");
        assertThat(scene.peer.payloads("LogStatusNotification"))
                .allMatch(status -> status.path("requestId").asInt() == 3);
        String name = answer.path("filename").asText();
        assertThat(name).as("abuse case 19").matches("voltwright-security-\\d{8}T\\d{6}Z-\\d+\\.log");
        assertThat(new String(web.files.get("/in/" + name), StandardCharsets.UTF_8))
                .contains("StartupOfTheDevice")
                .contains("InvalidTLSVersion")
                .contains("TLS 1.1");
        assertThat(scene.folder.resolve("transfer")).isEmptyDirectory();
    }

    @Test
    @DisplayName(
            "TC_045_1_CS, R-F06: diagnostics are one file, of the time that was asked for; abuse case 19: no link is followed")
    void diagnostics() throws IOException {
        scene.start();
        JsonNode answer = scene.station.answer(
                "GetDiagnostics", "{\"location\":\"" + web.url("/d") + "\",\"startTime\":\"2026-03-02T00:00:00Z\"}");
        scene.station.settle();
        String name = answer.path("fileName").asText();
        assertThat(scene.statuses("DiagnosticsStatusNotification")).containsExactly("Uploading", "Uploaded");
        StringBuilder all = new StringBuilder();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(web.files.get("/d/" + name)))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                all.append(entry.getName()).append('\n').append(new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        assertThat(all)
                .contains("log/station.log")
                .contains("fresh line")
                .contains("of two lines")
                .doesNotContain("old line")
                .doesNotContain("setup-code", "of somebody else");
    }

    @Test
    @DisplayName("TC_045_2_CS, R-F07: an upload that fails is tried again, then told as failed")
    void failed() {
        scene.start();
        web.statuses.put("PUT", 500);
        getLog(4, "DiagnosticsLog", web.url("/d"), "");
        assertThat(scene.statuses("LogStatusNotification")).containsExactly("Uploading");
        scene.station.pass(Duration.ofSeconds(11));
        assertThat(scene.statuses("LogStatusNotification")).containsExactly("Uploading", "UploadFailure");
        web.statuses.put("PUT", 403);
        getLog(5, "DiagnosticsLog", web.url("/d"), "");
        assertThat(scene.statuses("LogStatusNotification")).endsWith("Uploading", "PermissionDenied");
        web.statuses.put("PUT", 500);
        scene.station.ask("GetDiagnostics", "{\"location\":\"" + web.url("/d") + "\",\"retries\":0}");
        assertThat(scene.statuses("DiagnosticsStatusNotification")).containsExactly("Uploading", "UploadFailed");
    }

    @Test
    @DisplayName("R-X10: a soft reset lets an upload come to its end")
    void resetWaits() {
        scene.start();
        web.statuses.put("PUT", 503);
        getLog(6, "SecurityLog", web.url("/d"), "");
        assertThat(scene.station.status("Reset", "{\"type\":\"Soft\"}")).isEqualTo("Accepted");
        scene.station.pass(Duration.ofSeconds(5));
        assertThat(scene.station.restarts).isEmpty();
        scene.station.pass(Duration.ofSeconds(30));
        assertThat(scene.statuses("LogStatusNotification")).endsWith("UploadFailure");
        assertThat(scene.station.restarts).hasSize(1);
    }

    @Test
    @DisplayName("R-X10: a hard reset does not wait for an upload")
    void hardReset() {
        scene.start();
        web.statuses.put("PUT", 503);
        getLog(6, "SecurityLog", web.url("/d"), "");
        scene.station.status("Reset", "{\"type\":\"Hard\"}");
        assertThat(scene.station.restarts).hasSize(1);
    }

    @Test
    @DisplayName("N01.FR.11, R-F07: a second request takes the place of the first, which is told no more")
    void second() {
        scene.start();
        web.statuses.put("PUT", 503);
        getLog(6, "SecurityLog", web.url("/d"), "");
        assertThat(scene.station.status("ExtendedTriggerMessage", "{\"requestedMessage\":\"LogStatusNotification\"}"))
                .isEqualTo("Accepted");
        assertThat(scene.peer
                        .payloads("LogStatusNotification")
                        .get(1)
                        .path("requestId")
                        .asInt())
                .isEqualTo(6);
        web.statuses.clear();
        assertThat(getLog(7, "SecurityLog", web.url("/d"), "").path("status").asText())
                .isEqualTo("AcceptedCanceled");
        scene.station.pass(Duration.ofMinutes(1));
        assertThat(scene.statuses("LogStatusNotification"))
                .containsExactly("Uploading", "Uploading", "Uploading", "Uploaded");
        scene.station.ask("ExtendedTriggerMessage", "{\"requestedMessage\":\"LogStatusNotification\"}");
        JsonNode idle = scene.peer.payloads("LogStatusNotification").get(4);
        assertThat(idle.path("status").asText()).isEqualTo("Idle");
        assertThat(idle.has("requestId")).as("N01.FR.12").isFalse();
    }

    @Test
    @DisplayName("N01.FR.11: of two requests that come at once only the second is carried out, once")
    void atOnce() {
        scene.start();
        for (int request : new int[] {8, 9}) {
            scene.peer.ask(
                    "GetLog",
                    "{\"logType\":\"SecurityLog\",\"requestId\":" + request + ",\"log\":{\"remoteLocation\":\""
                            + web.url("/d") + "\"}}");
        }
        scene.station.settle();
        assertThat(scene.statuses("LogStatusNotification")).containsExactly("Uploading", "Uploaded");
        assertThat(scene.peer.payloads("LogStatusNotification"))
                .allMatch(status -> status.path("requestId").asInt() == 9);
        assertThat(web.requests).hasSize(1);
    }

    @Test
    @DisplayName("R-F07, R-F08: an upload that a restart interrupts goes on after it, with the same file and number")
    void restart() throws IOException {
        scene.start();
        web.statuses.put("PUT", 503);
        String name =
                getLog(12, "SecurityLog", web.url("/d"), "").path("filename").asText();
        Files.writeString(scene.folder.resolve("transfer/voltwright-diagnostics-old.zip"), "half a fi");
        web.statuses.clear();
        scene.start();
        scene.station.pass(Duration.ofMinutes(1));
        assertThat(scene.statuses("LogStatusNotification")).endsWith("Uploading", "Uploaded");
        assertThat(scene.peer.payloads("LogStatusNotification"))
                .allMatch(status -> status.path("requestId").asInt() == 12);
        assertThat(web.files.get("/d/" + name)).asString().contains("StartupOfTheDevice");
        assertThat(scene.folder.resolve("transfer")).isEmptyDirectory();
        int told = scene.statuses("LogStatusNotification").size();
        Files.writeString(scene.folder.resolve("transfer/voltwright-security-old.log"), "half a fi");
        scene.start();
        assertThat(scene.folder.resolve("transfer")).as("also without an order").isEmptyDirectory();
        scene.station.pass(Duration.ofMinutes(1));
        assertThat(scene.statuses("LogStatusNotification")).as("once").hasSize(told);
    }

    @ParameterizedTest
    @DisplayName(
            "R-F08: a request that was taken is carried out also where the line went before its answer could leave")
    @CsvSource(
            delimiter = '|',
            value = {
                "GetLog|LogStatusNotification|{'logType':'SecurityLog','requestId':14,'log':{'remoteLocation':'URL'}}",
                "GetDiagnostics|DiagnosticsStatusNotification|{'location':'URL'}"
            },
            quoteCharacter = '`')
    void answerLost(String action, String notice, String request) {
        scene.start();
        String id = scene.peer.ask(action, request.replace('\'', '"').replace("URL", web.url("/d")));
        scene.peer.cut();
        scene.station.pass(Duration.ofMinutes(2));
        assertThat(scene.peer.answers).doesNotContainKey(id);
        assertThat(scene.statuses(notice)).containsExactly("Uploading", "Uploaded");
        assertThat(web.requests).hasSize(1);
        assertThat(getLog(15, "SecurityLog", web.url("/d"), "").path("status").asText())
                .as("nothing of it is left over")
                .isEqualTo("Accepted");
    }

    @Test
    @DisplayName("R-F08: the tries that are left are counted over a restart, and a file that is gone is told as failed")
    void restartAndFailure() throws IOException {
        scene.start();
        web.statuses.put("PUT", 503);
        scene.station.ask(
                "GetDiagnostics", "{\"location\":\"" + web.url("/d") + "\",\"retries\":2,\"retryInterval\":10}");
        scene.station.pass(Duration.ofSeconds(11));
        assertThat(web.requests).hasSize(2);
        scene.start();
        scene.station.pass(Duration.ofMinutes(1));
        assertThat(web.requests).as("one try was left").hasSize(3);
        assertThat(scene.statuses("DiagnosticsStatusNotification"))
                .containsExactly("Uploading", "Uploading", "UploadFailed");
        scene.station.ask("GetDiagnostics", "{\"location\":\"" + web.url("/d") + "\",\"retryInterval\":600}");
        try (var files = Files.list(scene.folder.resolve("transfer"))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        scene.start();
        scene.station.pass(Duration.ofHours(1));
        assertThat(scene.statuses("DiagnosticsStatusNotification")).endsWith("Uploading", "UploadFailed");
    }

    @Test
    @DisplayName("abuse case 18, R-F05: no log goes to what is no file server, or not allowed")
    void forbidden() {
        scene.start();
        assertThat(getLog(8, "SecurityLog", "file:///tmp/x", "").path("status").asText())
                .isEqualTo("Rejected");
        getLog(9, "SecurityLog", "http://169.254.169.254/x", "");
        assertThat(scene.statuses("LogStatusNotification")).containsExactly("Uploading", "PermissionDenied");
        JsonNode none = scene.station.answer("GetDiagnostics", "{\"location\":\"gopher://example.org\"}");
        assertThat(none.has("fileName")).isFalse();
    }

    @Test
    @DisplayName("R-F06: where nothing of that time is there nothing is sent")
    void nothing() {
        scene.start();
        JsonNode answer = getLog(10, "SecurityLog", web.url("/d"), ",\"latestTimestamp\":\"2020-01-01T00:00:00Z\"");
        assertThat(answer.path("status").asText()).isEqualTo("Rejected");
        assertThat(web.requests).isEmpty();
    }

    @Test
    @DisplayName("roles: logs belong to the back end that controls the station, for they tell of others' customers")
    void notItsBusiness() {
        scene.roles = new Roles(true, true, true, false);
        scene.start();
        assertThat(getLog(11, "SecurityLog", web.url("/d"), "").path("status").asText())
                .isEqualTo("Rejected");
        assertThat(web.requests).isEmpty();
    }
}
