package io.voltwright.protocol.ocpp;

import static io.voltwright.protocol.ocpp.FakeStation.NAME;
import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.protocol.ocpp.Ocpp16.AuthorizationStatus;
import io.voltwright.protocol.ocpp.Ocpp16.IdTagInfo;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The local authorisation list of a back end (3.5.2, 5.10, 5.15). */
class LocalListTest {

    static final String ACCEPTED = "{\"status\":\"Accepted\"}";

    final FakeStation station = new FakeStation();

    LocalListTest() {
        station.start();
    }

    static String entry(String idTag, String info) {
        return "{\"idTag\":\"" + idTag + "\"" + (info.isEmpty() ? "" : ",\"idTagInfo\":" + info) + "}";
    }

    String send(int version, String type, String... entries) {
        return station.status(
                "SendLocalList",
                "{\"listVersion\":" + version + ",\"updateType\":\"" + type + "\",\"localAuthorizationList\":["
                        + String.join(",", entries) + "]}");
    }

    int version() {
        return station.answer("GetLocalListVersion", "{}").path("listVersion").asInt();
    }

    String tags() {
        return station.conversation.tokens().all(true).stream()
                .map(token -> token.idTag() + " " + token.info().status().text())
                .sorted()
                .collect(Collectors.joining(", "));
    }

    void key(String name, String value) {
        assertThat(station.status("ChangeConfiguration", "{\"key\":\"" + name + "\",\"value\":\"" + value + "\"}"))
                .isEqualTo("Accepted");
    }

    @Test
    @DisplayName("R-L01, TC_043: a full list takes the place of all, a differential one changes what it names")
    void fullAndDifferential() {
        assertThat(send(3, "Full", entry("A", ACCEPTED), entry("B", ACCEPTED))).isEqualTo("Accepted");
        assertThat(version()).isEqualTo(3);
        assertThat(send(
                        4,
                        "Differential",
                        entry("a", ""),
                        entry("B", "{\"status\":\"Blocked\"}"),
                        entry("C", ACCEPTED)))
                .isEqualTo("Accepted");
        assertThat(tags()).isEqualTo("B Blocked, C Accepted");
        assertThat(send(2, "Full", entry("D", ACCEPTED)))
                .as("R-L02: a full list may go back")
                .isEqualTo("Accepted");
        assertThat(tags()).isEqualTo("D Accepted");
        assertThat(version()).isEqualTo(2);
    }

    @Test
    @DisplayName("R-L05, TC_042_2: an empty list has version 0")
    void empty() {
        assertThat(version()).isZero();
        send(3, "Full", entry("A", ACCEPTED));
        assertThat(station.status("SendLocalList", "{\"listVersion\":5,\"updateType\":\"Full\"}"))
                .isEqualTo("Accepted");
        assertThat(version()).isZero();
        assertThat(tags()).isEmpty();
    }

    @Test
    @DisplayName("R-L02: a differential list without entries only sets the version")
    void onlyTheVersion() {
        send(3, "Full", entry("A", ACCEPTED));
        assertThat(send(7, "Differential")).isEqualTo("Accepted");
        assertThat(version()).isEqualTo(7);
        assertThat(tags()).isEqualTo("A Accepted");
    }

    @ParameterizedTest
    @DisplayName("R-L02, TC_043_2: a differential list that is not newer is a VersionMismatch, and nothing is applied")
    @CsvSource({"2", "3"})
    void versionMismatch(int version) {
        send(3, "Full", entry("A", ACCEPTED));
        assertThat(send(version, "Differential", entry("B", ACCEPTED))).isEqualTo("VersionMismatch");
        assertThat(tags()).isEqualTo("A Accepted");
    }

    @Test
    @DisplayName("R-L03, TC_043_3: a token twice, whatever its case, fails as a whole")
    void doubled() {
        send(3, "Full", entry("A", ACCEPTED));
        assertThat(send(4, "Differential", entry("B", ACCEPTED), entry("b", "")))
                .isEqualTo("Failed");
        assertThat(send(4, "Full", entry("X", ACCEPTED), entry("x", ACCEPTED))).isEqualTo("Failed");
        assertThat(tags()).isEqualTo("A Accepted");
        assertThat(version()).isEqualTo(3);
    }

    @Test
    @DisplayName("a full list whose entries say nothing of a token fails (7.1)")
    void incomplete() {
        assertThat(send(3, "Full", entry("A", ""))).isEqualTo("Failed");
    }

    @Test
    @DisplayName("R-L04: more entries than SendLocalListMaxLength fail")
    void tooMany() {
        String[] entries = IntStream.rangeClosed(0, LocalTokens.MOST_SENT)
                .mapToObj(i -> entry("T" + i, ACCEPTED))
                .toArray(String[]::new);
        assertThat(send(3, "Full", entries)).isEqualTo("Failed");
        assertThat(version()).isZero();
    }

    @Test
    @DisplayName("R-L04: a list that would become longer than LocalAuthListMaxLength fails and stays as it was")
    void tooLong() {
        TokenStore store = station.store.tokens(() -> Optional.of(station.holder));
        send(3, "Full", entry("A", ACCEPTED));
        var more = new KnownToken(
                "B",
                new IdTagInfo(AuthorizationStatus.ACCEPTED, Optional.empty(), Optional.empty()),
                true,
                station.time.instant());
        assertThat(store.change(NAME, 4, false, List.of(more), List.of(), 1)).isFalse();
        assertThat(tags()).isEqualTo("A Accepted");
        assertThat(version()).isEqualTo(3);
    }

    @ParameterizedTest
    @DisplayName("R-L08, errata 3.52: 0 and -1 are no versions of a list")
    @CsvSource({"0", "-1"})
    void noVersion(int version) {
        assertThat(station.answer("SendLocalList", "{\"listVersion\":" + version + ",\"updateType\":\"Full\"}")
                        .asText())
                .isEqualTo("PropertyConstraintViolation");
    }

    @Test
    @DisplayName("R-L05, R-L06, TC_042_1, TC_043_1: switched off there is no list, and -1 says so")
    void switchedOff() {
        send(3, "Full", entry("A", ACCEPTED));
        key("LocalAuthListEnabled", "false");
        assertThat(version()).isEqualTo(-1);
        assertThat(send(4, "Full", entry("B", ACCEPTED))).isEqualTo("NotSupported");
        key("LocalAuthListEnabled", "true");
        assertThat(version()).isEqualTo(3);
        assertThat(tags()).isEqualTo("A Accepted");
    }

    @Test
    @DisplayName("R-L07: the list outlives the module, and no idTag lies readable in the store")
    void kept() throws SQLException {
        send(3, "Full", entry("SECRET04A2", "{\"status\":\"Accepted\",\"parentIdTag\":\"SECRETPARENT\"}"));
        station.swap();
        assertThat(version()).isEqualTo(3);
        assertThat(station.conversation.tokens().all(true)).singleElement().satisfies(token -> {
            assertThat(token.idTag()).isEqualTo("SECRET04A2");
            assertThat(token.parent()).hasValue("SECRETPARENT");
        });
        StringBuilder rows = new StringBuilder();
        try (Connection connection = station.source.getConnection();
                Statement sql = connection.createStatement();
                ResultSet row = sql.executeQuery("SELECT token_index, sealed FROM OCPP.KNOWN_TOKEN")) {
            while (row.next()) {
                rows.append(row.getString(1)).append(row.getString(2));
            }
        }
        assertThat(rows.toString()).isNotEmpty().doesNotContain("SECRET");
    }
}
