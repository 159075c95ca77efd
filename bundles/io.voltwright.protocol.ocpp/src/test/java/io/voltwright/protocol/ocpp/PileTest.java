package io.voltwright.protocol.ocpp;

import static io.voltwright.protocol.ocpp.FakeStation.LEFT;
import static io.voltwright.protocol.ocpp.FakeStation.RIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.voltwright.base.api.SessionId;
import io.voltwright.charging.api.ChargingFact.Context;
import io.voltwright.charging.api.EvseStatus;
import io.voltwright.charging.api.StopReason;
import io.voltwright.users.api.Biller;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The right pile as a station of its own towards a back end. */
class PileTest {

    final FakeStation station = new FakeStation();

    @BeforeEach
    void right() {
        station.pile = Optional.of(RIGHT);
        station.swap();
    }

    private List<Integer> connectors(String action) {
        return station.peer.payloads(action).stream()
                .map(payload -> payload.path("connectorId").asInt())
                .toList();
    }

    @Test
    @DisplayName("it has connectors 0 and 1 and hears of no other")
    void connectors() {
        station.put(LEFT, 1, EvseStatus.PREPARING, Optional.empty());
        station.put(RIGHT, 2, EvseStatus.PREPARING, Optional.empty());
        assertThat(connectors("StatusNotification")).containsExactly(0, 1, 1);
        JsonNode keys = station.answer("GetConfiguration", "{\"key\": [\"NumberOfConnectors\"]}");
        assertThat(keys.at("/configurationKey/0/value").asText()).isEqualTo("1");
        assertThat(station.status("UnlockConnector", "{\"connectorId\": 2}")).isEqualTo("NotSupported");
    }

    @Test
    @DisplayName("it is told of the charges at the pile, whoever of the other piles charges")
    void itsOwnCharges() {
        SessionId left = station.begin(LEFT, "CARD", Biller.backend("acme"), 0);
        SessionId right = station.begin(RIGHT, "CARD", Biller.backend("acme"), 500);
        station.pass(Duration.ofSeconds(61));
        station.meter(LEFT, left, 100, Context.PERIODIC);
        station.meter(RIGHT, right, 600, Context.PERIODIC);
        station.end(LEFT, left, 200, StopReason.LOCAL, Optional.empty());
        station.end(RIGHT, right, 700, StopReason.LOCAL, Optional.empty());
        assertThat(connectors("StartTransaction")).containsExactly(1);
        assertThat(connectors("MeterValues")).containsExactly(1);
        assertThat(station.peer.payloads("StopTransaction"))
                .extracting(stop -> stop.path("meterStop").asInt())
                .containsExactly(700);
        assertThat(station.conversation.delivery().name()).isEqualTo("ocpp.acme.right");
    }

    @Test
    @DisplayName("what it starts, the back end bills")
    void remoteStart() {
        assertThat(station.status("RemoteStartTransaction", "{\"connectorId\": 1, \"idTag\": \"CARD\"}"))
                .isEqualTo("Accepted");
        assertThat(station.charging.told).contains("start right CARD acme backend:acme.right");
        assertThat(station.conversation.authorizer().backend()).isEqualTo("acme");
    }

    @Test
    @DisplayName("a limit of the station is one of its pile, beside that of the connector")
    void limits() {
        String profile = "{\"connectorId\": 0, \"csChargingProfiles\": {\"chargingProfileId\": %d, \"stackLevel\": 0,"
                + " \"chargingProfilePurpose\": \"%s\", \"chargingProfileKind\": \"Absolute\", \"chargingSchedule\":"
                + " {\"startSchedule\": \"2026-01-01T00:00:00Z\", \"chargingRateUnit\": \"A\","
                + " \"chargingSchedulePeriod\": [{\"startPeriod\": 0, \"limit\": %d}]}}}";
        assertThat(station.status("SetChargingProfile", profile.formatted(1, "ChargePointMaxProfile", 10)))
                .isEqualTo("Accepted");
        assertThat(station.status("SetChargingProfile", profile.formatted(2, "TxDefaultProfile", 8)))
                .isEqualTo("Accepted");
        assertThat(station.charging.told)
                .filteredOn(told -> told.startsWith("limit"))
                .containsExactly("limit right ocpp:acme.right:station 10 A", "limit right ocpp:acme.right 8 A");
        station.pass(Duration.ofMinutes(2));
        assertThat(station.charging.told)
                .filteredOn(told -> told.startsWith("limit"))
                .as("said once while nothing changes")
                .hasSize(2);
        station.status("ClearChargingProfile", "{}");
        assertThat(station.charging.told)
                .contains("unlimit right ocpp:acme.right:station", "unlimit right ocpp:acme.right");
        JsonNode schedule = station.answer(
                "GetCompositeSchedule", "{\"connectorId\": 0, \"duration\": 60, \"chargingRateUnit\": \"A\"}");
        assertThat(schedule.at("/chargingSchedule/chargingSchedulePeriod/0/limit")
                        .asInt())
                .as("no more than the EVSE")
                .isEqualTo(16);
    }

    @Test
    @DisplayName("out of service, reserved and led by its keys is the pile alone")
    void itAlone() {
        assertThat(station.status("ChangeAvailability", "{\"connectorId\": 0, \"type\": \"Inoperative\"}"))
                .isEqualTo("Accepted");
        assertThat(station.charging.told).containsExactly("operative right false backend:acme.right");
        assertThat(station.charging.habits).hasEntrySatisfying("ocpp.acme.right", habits -> assertThat(habits.evses())
                .isEqualTo(Set.of(RIGHT)));
        station.status(
                "ReserveNow",
                "{\"connectorId\": 0, \"expiryDate\": \"2036-01-01T00:00:00Z\", \"idTag\": \"CARD\", \"reservationId\": 7}");
        assertThat(station.bookings.standing).singleElement().satisfies(asked -> assertThat(asked.evse())
                .contains(RIGHT));
    }

    @Test
    @DisplayName("R-X10: its reset ends its own charge and starts it anew; the controller goes on")
    void reset() {
        SessionId left = station.begin(LEFT, "CARD", Biller.backend("acme"), 0);
        SessionId right = station.begin(RIGHT, "CARD", Biller.backend("acme"), 0);
        station.put(LEFT, 1, EvseStatus.CHARGING, Optional.of(left));
        station.put(RIGHT, 2, EvseStatus.CHARGING, Optional.of(right));
        assertThat(station.status("Reset", "{\"type\": \"Soft\"}")).isEqualTo("Accepted");
        station.end(RIGHT, right, 100, StopReason.SOFT_RESET, Optional.empty());
        station.pass(Duration.ofSeconds(3));
        assertThat(station.charging.told)
                .filteredOn(told -> told.startsWith("stop"))
                .singleElement()
                .asString()
                .contains(right.value());
        assertThat(station.resets).hasSize(1);
        assertThat(station.restarts).isEmpty();
    }
}
