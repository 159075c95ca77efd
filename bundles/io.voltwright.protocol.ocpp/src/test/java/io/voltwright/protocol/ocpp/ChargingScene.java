package io.voltwright.protocol.ocpp;

import static io.voltwright.protocol.ocpp.FakeStation.LEFT;
import static io.voltwright.protocol.ocpp.FakeStation.NAME;

import com.fasterxml.jackson.databind.JsonNode;
import io.voltwright.base.api.SessionId;
import io.voltwright.charging.api.EvseStatus;
import io.voltwright.charging.api.StopReason;
import io.voltwright.users.api.Biller;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A station under a back end that charges smartly; 2026-03-02T08:00:00Z is now. */
final class ChargingScene {

    final FakeStation station = new FakeStation();

    ChargingScene() {
        station.start();
    }

    /** A transaction with the id 42 at the left EVSE. */
    SessionId charge() {
        SessionId session = station.begin(LEFT, "CARD", Biller.backend(NAME), 1_000);
        station.put(LEFT, 1, EvseStatus.CHARGING, Optional.of(session));
        return session;
    }

    void unplug(SessionId session) {
        station.end(LEFT, session, 2_000, StopReason.LOCAL, Optional.of("CARD"));
        station.put(LEFT, 1, EvseStatus.AVAILABLE, Optional.empty());
    }

    String set(int connector, String profile) {
        return station.status(
                "SetChargingProfile", "{\"connectorId\":" + connector + ",\"csChargingProfiles\":" + profile + "}");
    }

    String clear(String fields) {
        return station.status("ClearChargingProfile", fields);
    }

    /** Limits that charging was given since the last call of this. */
    List<String> limits() {
        List<String> limits = new ArrayList<>(station.charging.told.stream()
                .filter(told -> told.startsWith("limit") || told.startsWith("unlimit"))
                .toList());
        station.charging.told.clear();
        return limits;
    }

    /** Start, limit and phases of each period. */
    List<String> composite(int connector, int duration, String unit) {
        JsonNode answer = station.answer(
                "GetCompositeSchedule",
                "{\"connectorId\":" + connector + ",\"duration\":" + duration + ",\"chargingRateUnit\":\"" + unit
                        + "\"}");
        List<String> periods = new ArrayList<>();
        answer.path("chargingSchedule")
                .path("chargingSchedulePeriod")
                .forEach(period -> periods.add(period.path("startPeriod").asInt() + ": "
                        + period.path("limit")
                                .decimalValue()
                                .stripTrailingZeros()
                                .toPlainString() + " x "
                        + period.path("numberPhases").asInt()));
        return periods;
    }

    /** An absolute profile from now on. */
    static String profile(int id, String purpose, int level, String schedule) {
        return profile(
                id,
                purpose,
                level,
                "\"chargingProfileKind\":\"Absolute\"",
                "\"startSchedule\":\"2026-03-02T08:00:00Z\"," + schedule);
    }

    static String profile(int id, String purpose, int level, String more, String schedule) {
        return "{\"chargingProfileId\":" + id + ",\"stackLevel\":" + level + ",\"chargingProfilePurpose\":\"" + purpose
                + "\"," + more + ",\"chargingSchedule\":{" + schedule + "}}";
    }

    /** Pairs of start and limit, in amperes. */
    static String amperes(double... pairs) {
        return unit("A", pairs);
    }

    static String unit(String unit, double... pairs) {
        List<String> periods = new ArrayList<>();
        for (int i = 0; i < pairs.length; i += 2) {
            periods.add("{\"startPeriod\":" + (long) pairs[i] + ",\"limit\":" + pairs[i + 1] + "}");
        }
        return "\"chargingRateUnit\":\"" + unit + "\",\"chargingSchedulePeriod\":" + periods;
    }
}
