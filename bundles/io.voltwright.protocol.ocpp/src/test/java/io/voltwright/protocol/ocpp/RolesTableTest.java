package io.voltwright.protocol.ocpp;

import static io.voltwright.protocol.ocpp.FakeStation.LEFT;
import static io.voltwright.protocol.ocpp.FakeStation.RIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.voltwright.base.api.Energy;
import io.voltwright.base.api.SessionId;
import io.voltwright.base.api.TokenRef;
import io.voltwright.charging.api.ChargingFact;
import io.voltwright.charging.api.EvseStatus;
import io.voltwright.charging.api.Reservation;
import io.voltwright.charging.api.StopReason;
import io.voltwright.users.api.Biller;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Who gets what: reads the tables of {@code docs/ocpp.md} and holds each of their cells, with the role that it names and without. */
class RolesTableTest {

    static final Path DOCS = Path.of("../../docs/ocpp.md");

    /** Who authorised, and who bills, by the columns of the table. */
    static final Map<String, List<String>> SESSIONS = Map.of(
            "it authorised", List.of("acme: cache", "local"),
            "it bills, the station authorised", List.of("local", "backend:acme"),
            "it bills, another one authorised", List.of("other", "backend:acme"),
            "of the station", List.of("local", "free"),
            "another back end's", List.of("other", "backend:other"));

    /** A file server where nobody is. */
    static final String NOBODY = "http://127.0.0.1:1/";

    static final String SIGNED_FIRMWARE =
            "{\"requestId\":1,\"firmware\":{\"location\":\"https://files.example/image\",\"retrieveDateTime\":"
                    + "\"2026-03-02T08:00:00Z\",\"signingCertificate\":\"none\",\"signature\":\"none\"}}";

    final FakeStation station = new FakeStation();

    /** The rows of the table whose first header cell is this one; each with its header. */
    static Stream<Arguments> cells(String corner) throws IOException {
        List<String> lines = Files.readAllLines(DOCS);
        int head = lines.indexOf(lines.stream()
                .filter(line -> line.startsWith("| " + corner + " |"))
                .findFirst()
                .orElseThrow());
        List<String> columns = split(lines.get(head));
        List<Arguments> cells = new ArrayList<>();
        for (int i = head + 2; i < lines.size() && lines.get(i).startsWith("|"); i++) {
            List<String> row = split(lines.get(i));
            for (int column = 1; column < row.size(); column++) {
                cells.add(Arguments.of(row.get(0), columns.get(column), row.get(column)));
            }
        }
        assertThat(cells).isNotEmpty();
        return cells.stream();
    }

    private static List<String> split(String line) {
        return Stream.of(line.substring(1, line.length() - 1).split("\\|", -1))
                .map(cell -> cell.strip().replace("`", ""))
                .toList();
    }

    static Stream<Arguments> sessionCells() throws IOException {
        return cells("a session");
    }

    static Stream<Arguments> roleCells() throws IOException {
        return cells("the station");
    }

    void roles(Roles roles) {
        station.roles = roles;
        station.swap();
    }

    @ParameterizedTest(name = "{0}, {1}: {2}")
    @MethodSource("sessionCells")
    @DisplayName("what a back end gets of a session, by who authorised and who bills it")
    void session(String row, String column, String word) {
        boolean listens = word.equals("if it listens");
        boolean controls = word.equals("if it controls");
        if (listens || controls) {
            assertThat(happens(row, column, new Roles(true, true, true, controls)))
                    .isTrue();
            assertThat(happens(row, column, new Roles(true, true, controls, false)))
                    .isFalse();
            return;
        }
        assertThat(word).isIn("yes", "no");
        boolean expected = word.equals("yes");
        // Without being told of a transaction it cannot name it.
        boolean told = !column.equals("of the station") && !column.equals("another back end's");
        assertThat(happens(row, column, new Roles(true, true, true, true))).isEqualTo(expected);
        assertThat(happens(row, column, new Roles(true, true, !told, false))).isEqualTo(expected);
    }

    private boolean happens(String row, String column, Roles roles) {
        roles(roles);
        station.peer.calls.clear();
        station.charging.told.clear();
        boolean refuses = row.startsWith("its refusal");
        station.peer.on(
                "StartTransaction",
                "{\"transactionId\":42,\"idTagInfo\":{\"status\":\"" + (refuses ? "Invalid" : "Accepted") + "\"}}");
        station.conversation.tokens().clearCache();
        SessionId session = begin(Optional.ofNullable(SESSIONS.get(column)).orElseThrow());
        boolean happened = happened(row, session);
        station.end(LEFT, session, 100, StopReason.LOCAL, Optional.of("CARD"));
        station.put(LEFT, 1, EvseStatus.AVAILABLE, Optional.empty());
        return happened;
    }

    private SessionId begin(List<String> who) {
        SessionId session = SessionId.random();
        Biller biller = Biller.of(who.get(1));
        station.put(LEFT, 1, EvseStatus.CHARGING, Optional.of(session), biller, Optional.empty());
        TokenRef token = new TokenRef("ref-CARD");
        station.append(new ChargingFact.Authorized(
                LEFT, session, token, Optional.empty(), biller, "standard", "card", who.get(0)));
        // The role outlives an update of the module.
        station.swap();
        station.append(new ChargingFact.SessionStarted(
                LEFT, session, token, Optional.empty(), biller, "standard", Energy.ZERO, "card"));
        return session;
    }

    private boolean happened(String row, SessionId session) {
        return switch (row) {
            case "StartTransaction, MeterValues, StopTransaction" -> station.peer
                    .actions()
                    .contains("StartTransaction");
            case "its refusal of the token after the start" -> station.charging.told.contains(
                    "stop " + session + " DEAUTHORIZED backend:acme");
            case "its answers go into its cache" -> !station.conversation
                    .tokens()
                    .all(false)
                    .isEmpty();
            case "RemoteStopTransaction" -> remoteStop(session);
            case "UnlockConnector" -> station.status("UnlockConnector", "{\"connectorId\":1}")
                    .equals("Unlocked");
            case "SetChargingProfile of a TxProfile" -> station.status(
                            "SetChargingProfile",
                            "{\"connectorId\":1,\"csChargingProfiles\":{\"chargingProfileId\":1,\"stackLevel\":0,"
                                    + "\"chargingProfilePurpose\":\"TxProfile\",\"chargingProfileKind\":\"Relative\","
                                    + "\"chargingSchedule\":{\"chargingRateUnit\":\"A\",\"chargingSchedulePeriod\":"
                                    + "[{\"startPeriod\":0,\"limit\":10}]}}}")
                    .equals("Accepted");
            default -> throw new AssertionError("no test for the row " + row);
        };
    }

    private boolean remoteStop(SessionId session) {
        boolean stopped = station.status("RemoteStopTransaction", "{\"transactionId\":42}")
                .equals("Accepted");
        assertThat(station.charging.told.contains("stop " + session + " REMOTE backend:acme"))
                .isEqualTo(stopped);
        return stopped;
    }

    @ParameterizedTest(name = "{0}, {1}: {2}")
    @MethodSource("roleCells")
    @DisplayName("what a back end may do with the station, by its role")
    void station(String row, String column, String word) {
        boolean with = column.equals("with the role");
        String role = row.substring(row.lastIndexOf('(') + 1, row.length() - 1);
        roles(new Roles(
                role.equals("authorises") == with,
                role.equals("bills") == with,
                role.equals("listens") == with,
                role.equals("controls") == with));
        assertThat(outcome(row.substring(0, row.lastIndexOf('(')).strip())).isEqualTo(word);
    }

    private String firmware() {
        JsonNode answer = station.answer(
                "UpdateFirmware",
                "{\"location\":\"" + NOBODY + "\",\"retries\":0,\"retrieveDate\":\"2036-03-02T08:00:00Z\"}");
        return answer.isTextual() ? answer.asText() : "taken";
    }

    private String outcome(String row) {
        return switch (row) {
            case "RemoteStartTransaction" -> {
                station.ask("RemoteStartTransaction", "{\"connectorId\":1,\"idTag\":\"A\"}");
                yield station.charging.told.get(0).contains(" acme ") ? "it bills" : "the routing decides who bills";
            }
            case "ReserveNow" -> station.status(
                    "ReserveNow",
                    "{\"connectorId\":1,\"expiryDate\":\"2027-03-02T09:00:00Z\",\"idTag\":\"A\",\"reservationId\":1}");
            case "Reset" -> station.status("Reset", "{\"type\":\"Soft\"}");
            case "ChangeAvailability" -> station.status(
                    "ChangeAvailability", "{\"connectorId\":2,\"type\":\"Inoperative\"}");
            case "UnlockConnector without a session" -> {
                station.put(RIGHT, 2, EvseStatus.AVAILABLE, Optional.empty());
                yield station.status("UnlockConnector", "{\"connectorId\":2}");
            }
            case "SignedUpdateFirmware with a bad certificate" -> station.status(
                    "SignedUpdateFirmware", SIGNED_FIRMWARE);
            case "SignedUpdateFirmware while another's order is under way" -> {
                station.turn.take("other");
                yield station.status("SignedUpdateFirmware", SIGNED_FIRMWARE);
            }
            case "UpdateFirmware, where unsigned images are taken" -> firmware();
            case "UpdateFirmware while another's order is under way" -> {
                station.turn.take("other");
                yield firmware();
            }
            case "GetLog" -> station.status(
                    "GetLog",
                    "{\"logType\":\"SecurityLog\",\"requestId\":1,\"retries\":0,\"log\":{\"remoteLocation\":\"" + NOBODY
                            + "\"}}");
            case "GetDiagnostics" -> station.answer("GetDiagnostics", "{\"location\":\"" + NOBODY + "\",\"retries\":0}")
                            .has("fileName")
                    ? "a file"
                    : "no file";
            case "InstallCertificate of a manufacturer's root" -> {
                station.certificates = Optional.of(new FakeCertificates(station.time::instant));
                yield station.status(
                        "InstallCertificate",
                        "{\"certificateType\":\"ManufacturerRootCertificate\",\"certificate\":"
                                + TestPki.json(TestPki.pem(TestPki.root("Maker").certificate)) + "}");
            }
            case "CancelReservation of another's reservation" -> {
                station.bookings.standing.add(new Reservation(
                        "7",
                        "other",
                        Optional.of(LEFT),
                        new TokenRef("ref-A"),
                        Optional.empty(),
                        station.time.instant().plusSeconds(600)));
                yield station.status("CancelReservation", "{\"reservationId\":7}");
            }
            case "SetChargingProfile of the station or a connector" -> station.status(
                    "SetChargingProfile",
                    "{\"connectorId\":0,\"csChargingProfiles\":{\"chargingProfileId\":1,\"stackLevel\":0,"
                            + "\"chargingProfilePurpose\":\"ChargePointMaxProfile\",\"chargingProfileKind\":\"Absolute\","
                            + "\"chargingSchedule\":{\"chargingRateUnit\":\"A\",\"chargingSchedulePeriod\":"
                            + "[{\"startPeriod\":0,\"limit\":10}]}}}");
            case "SendLocalList, ClearCache" -> station.status(
                            "SendLocalList", "{\"listVersion\":1,\"updateType\":\"Full\"}")
                    + station.status("ClearCache", "{}").replace("Accepted", "");
            case "TriggerMessage" -> station.status("TriggerMessage", "{\"requestedMessage\":\"Heartbeat\"}");
            case "ChangeConfiguration of a shared key" -> station.status(
                    "ChangeConfiguration", "{\"key\":\"ConnectorPhaseRotation\",\"value\":\"0.RST\"}");
            case "ChangeConfiguration of its own keys" -> station.status(
                    "ChangeConfiguration", "{\"key\":\"MessageTimeout\",\"value\":\"20\"}");
            default -> throw new AssertionError("no test for the row " + row);
        };
    }
}
