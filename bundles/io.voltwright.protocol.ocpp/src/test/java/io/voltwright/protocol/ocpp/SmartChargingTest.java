package io.voltwright.protocol.ocpp;

import static io.voltwright.protocol.ocpp.ChargingScene.amperes;
import static io.voltwright.protocol.ocpp.ChargingScene.profile;
import static io.voltwright.protocol.ocpp.ChargingScene.unit;
import static io.voltwright.protocol.ocpp.FakeStation.LEFT;
import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.Outcome;
import io.voltwright.base.api.SessionId;
import io.voltwright.charging.api.EvseStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which profiles are taken, and when charging hears of their limits. */
class SmartChargingTest {

    static final String RELATIVE = "\"chargingProfileKind\":\"Relative\"";

    final ChargingScene scene = new ChargingScene();
    final FakeStation station = scene.station;

    @ParameterizedTest(name = "{0} at {1}: {2}")
    @DisplayName("R-K01: where each purpose may be set")
    @CsvSource({
        "ChargePointMaxProfile, 0, Accepted",
        "ChargePointMaxProfile, 1, Rejected",
        "TxDefaultProfile, 0, Accepted",
        "TxDefaultProfile, 2, Accepted",
        "TxProfile, 0, Rejected",
        "TxProfile, 1, Accepted",
        "TxProfile, 2, Rejected"
    })
    void places(String purpose, int connector, String status) {
        scene.charge();
        assertThat(scene.set(connector, profile(1, purpose, 0, amperes(0, 8)))).isEqualTo(status);
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @DisplayName("R-K03, R-K04, R-K12: what is not taken, and what just is")
    @CsvSource(
            delimiter = '|',
            value = {
                "101 | \"chargingProfileKind\":\"Absolute\" | {\"startPeriod\":0,\"limit\":8} | Rejected",
                "100 | \"chargingProfileKind\":\"Absolute\" | {\"startPeriod\":0,\"limit\":8} | Accepted",
                "0 | \"chargingProfileKind\":\"Absolute\" | | Rejected",
                "0 | \"chargingProfileKind\":\"Absolute\" | {\"startPeriod\":1,\"limit\":8} | Rejected",
                "0 | \"chargingProfileKind\":\"Absolute\" | {\"startPeriod\":0,\"limit\":8},{\"startPeriod\":0,\"limit\":9} | Rejected",
                "0 | \"chargingProfileKind\":\"Absolute\" | {\"startPeriod\":0,\"limit\":8},{\"startPeriod\":9,\"limit\":9},{\"startPeriod\":5,\"limit\":9} | Rejected",
                "0 | \"chargingProfileKind\":\"Absolute\" | {\"startPeriod\":0,\"limit\":-1} | Rejected",
                "0 | \"chargingProfileKind\":\"Recurring\",\"recurrencyKind\":\"Daily\" | {\"startPeriod\":0,\"limit\":8} | Rejected",
                "0 | \"chargingProfileKind\":\"Absolute\" | {\"startPeriod\":0,\"limit\":8,\"numberPhases\":1} | Rejected",
                "0 | \"chargingProfileKind\":\"Absolute\" | {\"startPeriod\":0,\"limit\":0,\"numberPhases\":1} | Accepted",
                "0 | \"chargingProfileKind\":\"Absolute\" | {\"startPeriod\":0,\"limit\":8,\"numberPhases\":0} | Rejected",
                "0 | \"chargingProfileKind\":\"Absolute\" | {\"startPeriod\":0,\"limit\":8.05} | PropertyConstraintViolation"
            })
    void rules(int level, String kind, String periods, String answer) {
        String schedule = "\"chargingRateUnit\":\"A\",\"chargingSchedulePeriod\":["
                + Optional.ofNullable(periods).orElse("") + "]";
        var answered = station.answer(
                "SetChargingProfile",
                "{\"connectorId\":1,\"csChargingProfiles\":" + profile(1, "TxDefaultProfile", level, kind, schedule)
                        + "}");
        assertThat(answered.path("status").asText(answered.asText())).isEqualTo(answer);
    }

    @Test
    @DisplayName(
            "R-K03: a connector that is not there is a violation; R-K04: a recurring profile names its recurrence and start")
    void wrongOnes() {
        assertThat(station.answer(
                                "SetChargingProfile",
                                "{\"connectorId\":3,\"csChargingProfiles\":"
                                        + profile(1, "TxDefaultProfile", 0, amperes(0, 8)) + "}")
                        .asText())
                .isEqualTo("PropertyConstraintViolation");
        assertThat(scene.set(
                        0,
                        profile(
                                1,
                                "TxDefaultProfile",
                                0,
                                "\"chargingProfileKind\":\"Recurring\"",
                                "\"startSchedule\":\"2026-03-02T08:00:00Z\"," + amperes(0, 8))))
                .isEqualTo("Rejected");
        assertThat(scene.set(0, profile(1, "ChargePointMaxProfile", 0, RELATIVE, amperes(0, 8))))
                .isEqualTo("Rejected");
    }

    @Test
    @DisplayName("R-K03: no more than MaxChargingProfilesInstalled; R-K02: the same id or level is no more")
    void room() {
        for (int id = 0; id < 2 * (ProfileRules.MOST_STACK_LEVEL + 1) && id < ProfileRules.MOST_PROFILES; id++) {
            int connector = id % 2;
            assertThat(scene.set(connector, profile(id, "TxDefaultProfile", id / 2, amperes(0, 8))))
                    .isEqualTo("Accepted");
        }
        assertThat(scene.set(0, profile(999, "ChargePointMaxProfile", 0, amperes(0, 8))))
                .isEqualTo("Rejected");
        assertThat(scene.set(0, profile(0, "ChargePointMaxProfile", 0, amperes(0, 8))))
                .isEqualTo("Accepted");
        assertThat(scene.set(1, profile(999, "TxDefaultProfile", 0, amperes(0, 8))))
                .isEqualTo("Accepted");
        assertThat(station.conversation.smartCharging().profiles()).hasSize(ProfileRules.MOST_PROFILES);
    }

    @Test
    @DisplayName("R-K05: a profile that is not valid yet has taken the place of the old one already")
    void notYetValid() {
        scene.set(0, profile(1, "TxDefaultProfile", 0, amperes(0, 8)));
        scene.limits();
        scene.set(
                0,
                profile(
                        2,
                        "TxDefaultProfile",
                        0,
                        "\"chargingProfileKind\":\"Absolute\",\"validFrom\":\"2026-03-02T08:00:30Z\"",
                        amperes(0, 10)));
        assertThat(scene.limits()).containsExactly("unlimit left ocpp:acme", "unlimit right ocpp:acme");
        station.pass(Duration.ofSeconds(30));
        assertThat(scene.limits()).containsExactly("limit left ocpp:acme 10 A", "limit right ocpp:acme 10 A");
    }

    @Test
    @DisplayName("R-K10: the station's maximum is a limit of the site; R-K18: 0 A is given as 0 A")
    void site() {
        scene.set(0, profile(1, "ChargePointMaxProfile", 0, amperes(0, 20, 60, 0)));
        assertThat(scene.limits()).containsExactly("limit - ocpp:acme 20 A");
        station.pass(Duration.ofMinutes(1));
        assertThat(scene.limits()).containsExactly("limit - ocpp:acme 0 A");
    }

    @Test
    @DisplayName("R-K23: a limit changes when its period ends, not a moment before, and nobody polls")
    void edges() {
        scene.set(0, profile(1, "ChargePointMaxProfile", 0, amperes(0, 20, 30, 10)));
        scene.limits();
        station.time.pass(Duration.ofSeconds(30).minusMillis(1));
        assertThat(scene.limits()).isEmpty();
        station.time.pass(Duration.ofMillis(1));
        assertThat(scene.limits()).containsExactly("limit - ocpp:acme 10 A");
    }

    @Test
    @DisplayName("R-K23: an edge is met though the clock is set meanwhile")
    void clockSet() {
        scene.set(0, profile(1, "ChargePointMaxProfile", 0, amperes(0, 20, 3_600, 10)));
        scene.limits();
        station.time.jumpClock(Duration.ofMinutes(59));
        station.time.pass(Duration.ofMinutes(1));
        assertThat(scene.limits()).containsExactly("limit - ocpp:acme 10 A");
    }

    @Test
    @DisplayName("limits are leases: they end with the profile, or after a day unless renewed")
    void leases() {
        scene.set(0, profile(1, "ChargePointMaxProfile", 0, "\"duration\":600," + amperes(0, 20)));
        assertThat(station.charging.until).contains(Instant.parse("2026-03-02T08:10:00Z"));
        scene.set(0, profile(1, "ChargePointMaxProfile", 0, amperes(0, 20)));
        assertThat(station.charging.until).contains(Instant.parse("2026-03-03T08:00:00Z"));
        scene.limits();
        station.time.pass(Duration.ofHours(12));
        assertThat(scene.limits()).containsExactly("limit - ocpp:acme 20 A");
        assertThat(station.charging.until).contains(Instant.parse("2026-03-03T20:00:00Z"));
    }

    @Test
    @DisplayName("a limit that charging refuses is given again")
    void refused() {
        station.charging.next = Outcome.refused("the journal does not take facts now");
        scene.set(0, profile(1, "ChargePointMaxProfile", 0, amperes(0, 20)));
        scene.limits();
        station.charging.next = Outcome.done();
        station.pass(Duration.ofSeconds(5));
        assertThat(scene.limits()).containsExactly("limit - ocpp:acme 20 A");
        station.pass(Duration.ofSeconds(30));
        assertThat(scene.limits()).isEmpty();
    }

    @Test
    @DisplayName("R-K16, R-K17: profiles outlive a restart and an outage, that of a transaction as long as it runs")
    void persistence() {
        SessionId session = scene.charge();
        String day = "\"chargingProfileKind\":\"Recurring\",\"recurrencyKind\":\"Weekly\","
                + "\"validFrom\":\"2026-03-01T00:00:00Z\",\"validTo\":\"2026-04-01T00:00:00Z\"";
        scene.set(
                0,
                profile(
                        1,
                        "TxDefaultProfile",
                        3,
                        day,
                        "\"duration\":3600,\"startSchedule\":\"2026-03-02T07:30:00Z\",\"minChargingRate\":4.2,"
                                + unit("W", 0, 6_900.5, 60, 4_140)));
        scene.set(1, profile(2, "TxProfile", 0, RELATIVE, amperes(0, 8, 90, 9)));
        List<Profile> before = station.conversation.smartCharging().profiles();
        scene.limits();

        station.swap();
        assertThat(station.conversation.smartCharging().profiles())
                .usingRecursiveComparison()
                .withComparatorForType(java.math.BigDecimal::compareTo, java.math.BigDecimal.class)
                .isEqualTo(before);
        assertThat(scene.limits()).containsExactly("limit left ocpp:acme 8 A", "limit right ocpp:acme 6 A");
        station.peer.cut();
        station.pass(Duration.ofSeconds(90));
        assertThat(scene.limits()).containsExactly("limit left ocpp:acme 9 A");

        station.conversation.stop();
        station.settle();
        station.end(LEFT, session, 2_000, io.voltwright.charging.api.StopReason.LOCAL, Optional.empty());
        station.charging.put(new FakeCharging.FakeEvse(
                LEFT, 1, EvseStatus.AVAILABLE, station.time.moment(), Optional.empty(), Optional.empty(), true));
        station.swap();
        assertThat(station.conversation.smartCharging().profiles())
                .extracting(Profile::id)
                .as("the transaction ended while nobody looked")
                .containsExactly(1);
        assertThat(scene.limits()).containsExactly("limit left ocpp:acme 6 A", "limit right ocpp:acme 6 A");
    }

    @Test
    @DisplayName("R-K13: without a transaction the schedule is that of one that starts now")
    void withoutTransaction() {
        scene.set(1, profile(1, "TxDefaultProfile", 0, RELATIVE, amperes(0, 8, 60, 10)));
        station.pass(Duration.ofSeconds(20));
        assertThat(scene.composite(1, 100, "A")).containsExactly("0: 8 x 3", "60: 10 x 3");
        assertThat(scene.limits()).as("what the next car finds").containsExactly("limit left ocpp:acme 8 A");
        scene.charge();
        station.pass(Duration.ofMinutes(1));
        assertThat(scene.limits()).containsExactly("limit left ocpp:acme 10 A");
    }

    @Test
    @DisplayName("the configuration keys of smart charging are there (section 1.2)")
    void keys() {
        for (String key : List.of(
                "ChargeProfileMaxStackLevel",
                "ChargingScheduleAllowedChargingRateUnit",
                "ChargingScheduleMaxPeriods",
                "MaxChargingProfilesInstalled",
                "ConnectorSwitch3to1PhaseSupported")) {
            assertThat(station.answer("GetConfiguration", "{\"key\":[\"" + key + "\"]}")
                            .path("configurationKey")
                            .path(0)
                            .path("readonly")
                            .asBoolean())
                    .as(key)
                    .isTrue();
        }
        assertThat(station.answer("GetConfiguration", "{\"key\":[\"SupportedFeatureProfiles\"]}")
                        .path("configurationKey")
                        .path(0)
                        .path("value")
                        .asText())
                .contains("SmartCharging");
    }
}
