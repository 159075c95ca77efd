package io.voltwright.protocol.ocpp;

import static io.voltwright.protocol.ocpp.ChargingScene.amperes;
import static io.voltwright.protocol.ocpp.ChargingScene.profile;
import static io.voltwright.protocol.ocpp.ChargingScene.unit;
import static io.voltwright.protocol.ocpp.FakeStation.LEFT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.voltwright.base.api.SessionId;
import io.voltwright.charging.api.EvseStatus;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The conformance cases of the OCA for smart charging in OCPP 1.6, as far as messages and limits show them. */
class ChargingCasesTest {

    static final String RELATIVE = "\"chargingProfileKind\":\"Relative\"";

    final ChargingScene scene = new ChargingScene();
    final FakeStation station = scene.station;

    @Test
    @DisplayName("TC_056_CS: central smart charging, TxDefaultProfile")
    void tc056() {
        assertThat(scene.set(1, profile(1, "TxDefaultProfile", 0, amperes(0, 6, 60, 10, 120, 8))))
                .isEqualTo("Accepted");
        scene.charge();

        assertThat(scene.limits()).containsExactly("limit left ocpp:acme 6 A");
        station.pass(Duration.ofMinutes(2));
        assertThat(scene.limits()).containsExactly("limit left ocpp:acme 10 A", "limit left ocpp:acme 8 A");
    }

    @Test
    @DisplayName("TC_057_CS: central smart charging, TxProfile")
    void tc057() {
        SessionId session = scene.charge();

        assertThat(scene.set(1, profile(1, "TxProfile", 0, "\"transactionId\":42," + RELATIVE, amperes(0, 6, 60, 10))))
                .isEqualTo("Accepted");
        assertThat(scene.limits()).containsExactly("limit left ocpp:acme 6 A");
        station.pass(Duration.ofMinutes(1));
        assertThat(scene.limits()).containsExactly("limit left ocpp:acme 10 A");
        scene.unplug(session);
        assertThat(scene.limits()).containsExactly("unlimit left ocpp:acme");
        assertThat(station.conversation.smartCharging().profiles()).as("R-K16").isEmpty();
    }

    @Test
    @DisplayName("TC_058_1_CS: TxProfile without a transaction")
    void tc058withoutTransaction() {
        assertThat(scene.set(1, profile(1, "TxProfile", 0, amperes(0, 6)))).isEqualTo("Rejected");
        assertThat(scene.limits()).isEmpty();
    }

    @Test
    @DisplayName("TC_058_2_CS: TxProfile with the id of another transaction")
    void tc058wrongId() {
        scene.charge();
        assertThat(scene.set(1, profile(1, "TxProfile", 0, "\"transactionId\":43," + RELATIVE, amperes(0, 6))))
                .isEqualTo("Rejected");
        assertThat(scene.limits()).isEmpty();
    }

    @Test
    @DisplayName("TC_059_CS: remote start with a charging profile; R-X13: it holds before the car can draw")
    void tc059() {
        station.put(LEFT, 1, EvseStatus.PREPARING, Optional.empty());
        assertThat(station.status(
                        "RemoteStartTransaction",
                        "{\"connectorId\":1,\"idTag\":\"CARD\",\"chargingProfile\":"
                                + profile(1, "TxProfile", 1, RELATIVE, amperes(0, 6, 600, 10)) + "}"))
                .isEqualTo("Accepted");
        assertThat(station.charging.told)
                .containsExactly("limit left ocpp:acme 6 A", "start left CARD acme backend:acme");
        SessionId session = scene.charge();
        assertThat(station.conversation.smartCharging().profiles())
                .singleElement()
                .satisfies(kept -> assertThat(kept.session()).contains(session));
        scene.limits();

        assertThat(scene.set(1, profile(2, "TxProfile", 1, "\"transactionId\":42," + RELATIVE, amperes(0, 8))))
                .isEqualTo("Accepted");
        assertThat(scene.limits()).containsExactly("limit left ocpp:acme 8 A");
        assertThat(station.conversation.smartCharging().profiles())
                .as("the same stack level replaces it")
                .hasSize(1);
    }

    @Test
    @DisplayName("TC_060_CS: remote start with a charging profile is rejected; R-X13, R-K21")
    void tc060() {
        for (String wrong : new String[] {
            profile(1, "TxDefaultProfile", 0, amperes(0, 6)),
            profile(1, "ChargePointMaxProfile", 0, amperes(0, 6)),
            profile(1, "TxProfile", 0, "\"transactionId\":42," + RELATIVE, amperes(0, 6)),
            profile(1, "TxProfile", 0, amperes(5, 6))
        }) {
            assertThat(station.status(
                            "RemoteStartTransaction",
                            "{\"connectorId\":1,\"idTag\":\"CARD\",\"chargingProfile\":" + wrong + "}"))
                    .isEqualTo("Rejected");
        }
        assertThat(station.charging.told).isEmpty();
    }

    @Test
    @DisplayName("R-X13: nothing stays of the profile when nothing comes of the remote start")
    void nothingStays() {
        station.charging.next = io.voltwright.base.api.Outcome.refused("no");
        station.ask(
                "RemoteStartTransaction",
                "{\"connectorId\":1,\"idTag\":\"CARD\",\"chargingProfile\":"
                        + profile(1, "TxProfile", 0, RELATIVE, amperes(0, 6)) + "}");
        station.charging.next = io.voltwright.base.api.Outcome.done();
        station.pass(Duration.ofSeconds(10));
        assertThat(scene.limits()).endsWith("unlimit left ocpp:acme");
        assertThat(scene.composite(1, 60, "A")).containsExactly("0: 16 x 3");
    }

    @Test
    @DisplayName("TC_066_CS: get composite schedule; R-K13")
    void tc066() {
        scene.set(0, profile(1, "ChargePointMaxProfile", 0, amperes(0, 14, 200, 9)));
        scene.set(1, profile(2, "TxDefaultProfile", 0, amperes(0, 10, 100, 16)));
        scene.charge();
        station.pass(Duration.ofSeconds(50));
        scene.set(
                1,
                profile(3, "TxProfile", 0, "\"transactionId\":42," + RELATIVE, "\"duration\":130," + amperes(0, 12)));

        JsonNode answer = station.answer(
                "GetCompositeSchedule", "{\"connectorId\":1,\"duration\":300,\"chargingRateUnit\":\"A\"}");
        assertThat(answer.path("status").asText()).isEqualTo("Accepted");
        assertThat(answer.path("connectorId").asInt()).isEqualTo(1);
        assertThat(answer.path("scheduleStart").asText()).isEqualTo("2026-03-02T08:00:50.000Z");
        assertThat(answer.path("chargingSchedule").path("duration").asInt()).isEqualTo(300);
        assertThat(answer.path("chargingSchedule").has("startSchedule")).isFalse();
        assertThat(scene.composite(1, 300, "A")).containsExactly("0: 12 x 3", "80: 14 x 3", "150: 9 x 3");
        // 12 A x 230 V x 3 = 8 280 W, and so on.
        assertThat(scene.composite(1, 100, "W")).containsExactly("0: 8280 x 3", "80: 9660 x 3");
        assertThat(scene.composite(0, 300, "A")).containsExactly("0: 14 x 3", "150: 9 x 3");
        assertThat(station.status("GetCompositeSchedule", "{\"connectorId\":9,\"duration\":300}"))
                .isEqualTo("Rejected");
        assertThat(station.answer(
                                "GetCompositeSchedule",
                                "{\"connectorId\":1,\"duration\":300,\"chargingRateUnit\":\"VA\"}")
                        .asText())
                .as("errata v4 3.24")
                .isEqualTo("PropertyConstraintViolation");
    }

    @Test
    @DisplayName("TC_067_CS: clear charging profile; R-K14: by id only, by all fields given, or all")
    void tc067() {
        scene.set(0, profile(1, "ChargePointMaxProfile", 0, amperes(0, 14)));
        scene.set(0, profile(2, "TxDefaultProfile", 0, amperes(0, 10)));
        scene.set(1, profile(3, "TxDefaultProfile", 1, amperes(0, 8)));
        scene.set(2, profile(4, "TxDefaultProfile", 1, amperes(0, 7)));
        scene.limits();

        assertThat(scene.clear("{\"id\":99}")).isEqualTo("Unknown");
        assertThat(scene.clear("{\"id\":3,\"connectorId\":2,\"stackLevel\":7}")).isEqualTo("Accepted");
        assertThat(scene.limits()).containsExactly("limit left ocpp:acme 10 A");
        assertThat(scene.clear("{\"connectorId\":1}")).isEqualTo("Unknown");
        assertThat(scene.clear("{\"connectorId\":9}")).isEqualTo("Unknown");
        assertThat(scene.clear("{\"chargingProfilePurpose\":\"TxDefaultProfile\",\"stackLevel\":2}"))
                .isEqualTo("Unknown");
        assertThat(scene.clear("{\"chargingProfilePurpose\":\"TxDefaultProfile\",\"stackLevel\":1,\"connectorId\":2}"))
                .isEqualTo("Accepted");
        assertThat(scene.limits()).containsExactly("limit right ocpp:acme 10 A");
        assertThat(scene.clear("{}")).isEqualTo("Accepted");
        assertThat(scene.limits())
                .containsExactly("unlimit - ocpp:acme", "unlimit left ocpp:acme", "unlimit right ocpp:acme");
        assertThat(scene.clear("{}")).isEqualTo("Unknown");
    }

    @Test
    @DisplayName("TC_072_CS: stacking charging profiles; R-K08")
    void tc072() {
        scene.set(1, profile(1, "TxDefaultProfile", 0, amperes(0, 6)));
        scene.charge();
        scene.set(1, profile(2, "TxProfile", 0, RELATIVE, amperes(0, 8)));
        scene.set(1, profile(3, "TxProfile", 1, RELATIVE, "\"duration\":60," + amperes(0, 12)));

        assertThat(scene.composite(1, 120, "A")).containsExactly("0: 12 x 3", "60: 8 x 3");
        scene.limits();
        station.pass(Duration.ofMinutes(1));
        assertThat(scene.limits()).containsExactly("limit left ocpp:acme 8 A");
        scene.clear("{\"chargingProfilePurpose\":\"TxProfile\"}");
        assertThat(scene.limits()).containsExactly("limit left ocpp:acme 6 A");
    }

    @Test
    @DisplayName("TC_082_CS: TxDefaultProfile during a transaction takes effect at once; R-K15")
    void tc082() {
        scene.charge();
        assertThat(scene.set(0, profile(1, "TxDefaultProfile", 0, unit("W", 0, 6_900))))
                .isEqualTo("Accepted");
        // 6 900 W / (230 V x 3) = 10 A
        assertThat(scene.limits()).containsExactly("limit left ocpp:acme 10 A", "limit right ocpp:acme 10 A");
        scene.set(0, profile(2, "TxDefaultProfile", 0, amperes(0, 7)));
        assertThat(scene.limits()).containsExactly("limit left ocpp:acme 7 A", "limit right ocpp:acme 7 A");
        scene.clear("{\"id\":2}");
        assertThat(scene.limits()).containsExactly("unlimit left ocpp:acme", "unlimit right ocpp:acme");
    }
}
