package io.voltwright.protocol.ocpp;

import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.protocol.ocpp.Ocpp16.ChargingProfile;
import io.voltwright.protocol.ocpp.Ocpp16.ChargingProfileKind;
import io.voltwright.protocol.ocpp.Ocpp16.ChargingProfilePurpose;
import io.voltwright.protocol.ocpp.Ocpp16.ChargingRateUnit;
import io.voltwright.protocol.ocpp.Ocpp16.ChargingSchedule;
import io.voltwright.protocol.ocpp.Ocpp16.ChargingSchedulePeriod;
import io.voltwright.protocol.ocpp.Ocpp16.ClearChargingProfileRequest;
import io.voltwright.protocol.ocpp.Ocpp16.GetCompositeScheduleAnswer;
import io.voltwright.protocol.ocpp.Ocpp16.GetCompositeScheduleRequest;
import io.voltwright.protocol.ocpp.Ocpp16.GetCompositeScheduleStatus;
import io.voltwright.protocol.ocpp.Ocpp16.RecurrencyKind;
import io.voltwright.protocol.ocpp.Ocpp16.SetChargingProfileRequest;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The messages of smart charging on the wire. */
class ProfileMessagesTest {

    final Codec codec = new Codec(Ocpp16.REQUESTS);

    @Test
    @DisplayName("the example of section 3.13.7 is read")
    void readsTheStandardsExample() {
        Frame frame = codec.read("[2,\"1\",\"SetChargingProfile\",{\"connectorId\":0,\"csChargingProfiles\":"
                + "{\"chargingProfileId\":100,\"stackLevel\":0,\"chargingProfilePurpose\":\"TxDefaultProfile\","
                + "\"chargingProfileKind\":\"Recurring\",\"recurrencyKind\":\"Daily\",\"chargingSchedule\":"
                + "{\"duration\":86400,\"startSchedule\":\"2013-01-01T00:00Z\",\"chargingRateUnit\":\"W\","
                + "\"chargingSchedulePeriod\":[{\"startPeriod\":0,\"limit\":11000,\"numberPhases\":3},"
                + "{\"startPeriod\":28800,\"limit\":6000,\"numberPhases\":3},"
                + "{\"startPeriod\":72000,\"limit\":11000,\"numberPhases\":3}]}}}]");
        assertThat(frame).isInstanceOfSatisfying(Frame.Call.class, call -> {
            ChargingSchedule schedule = ((SetChargingProfileRequest) call.request())
                    .csChargingProfiles()
                    .chargingSchedule();
            assertThat(schedule.startSchedule()).contains(Instant.parse("2013-01-01T00:00:00Z"));
            assertThat(schedule.chargingSchedulePeriod()).hasSize(3);
        });
    }

    @Test
    @DisplayName("what is written is read again as it was, and is what the OCA's schemas want")
    void roundTrips() {
        long seed = Long.getLong("voltwright.seed", System.nanoTime());
        System.out.println("ProfileMessagesTest seed " + seed);
        int runs = (int) Math.max(3, 1_000 * Double.parseDouble(System.getProperty("voltwright.scale", "0.1")));
        Random random = new Random(seed);
        for (int run = 0; run < runs; run++) {
            check(new SetChargingProfileRequest(random.nextInt(100), profile(random)));
            check(new ClearChargingProfileRequest(
                    some(random, random::nextInt),
                    some(random, () -> random.nextInt(100)),
                    some(random, () -> any(random, ChargingProfilePurpose.values())),
                    some(random, () -> random.nextInt(100))));
            check(new GetCompositeScheduleRequest(
                    random.nextInt(100),
                    random.nextInt(Integer.MAX_VALUE),
                    some(random, () -> any(random, ChargingRateUnit.values()))));
            answer(random);
        }
    }

    private void answer(Random random) {
        var asked = new GetCompositeScheduleRequest(1, 60, Optional.empty());
        var given = new GetCompositeScheduleAnswer(
                any(random, GetCompositeScheduleStatus.values()),
                some(random, () -> random.nextInt(100)),
                some(random, () -> time(random)),
                some(random, () -> schedule(random)));
        String text = codec.result("7", given);
        assertThat(codec.answer(asked, text)).isEqualTo(given);
        assertThat(Schemas.violations(
                        "GetCompositeScheduleResponse", Schemas.parse(text).get(2)))
                .isEmpty();
    }

    private void check(Request<?> request) {
        String text = codec.call("7", request);
        assertThat(codec.read(text)).isInstanceOfSatisfying(Frame.Call.class, call -> assertThat(call.request())
                .isEqualTo(request));
        assertThat(Schemas.violations(request.action(), Schemas.parse(text).get(3)))
                .isEmpty();
    }

    static ChargingProfile profile(Random random) {
        return new ChargingProfile(
                random.nextInt(),
                some(random, () -> (long) random.nextInt()),
                random.nextInt(100),
                any(random, ChargingProfilePurpose.values()),
                any(random, ChargingProfileKind.values()),
                some(random, () -> any(random, RecurrencyKind.values())),
                some(random, () -> time(random)),
                some(random, () -> time(random)),
                schedule(random));
    }

    static ChargingSchedule schedule(Random random) {
        List<ChargingSchedulePeriod> periods = new ArrayList<>();
        int count = 1 + random.nextInt(20);
        for (int i = 0; i < count; i++) {
            periods.add(new ChargingSchedulePeriod(
                    random.nextInt(Integer.MAX_VALUE),
                    BigDecimal.valueOf(random.nextInt(1_000_000), 1),
                    some(random, () -> 1 + random.nextInt(3))));
        }
        return new ChargingSchedule(
                some(random, () -> random.nextInt(Integer.MAX_VALUE)),
                some(random, () -> time(random)),
                any(random, ChargingRateUnit.values()),
                periods,
                some(random, () -> BigDecimal.valueOf(random.nextInt(1_000), 1)));
    }

    static Instant time(Random random) {
        return Instant.ofEpochMilli(random.nextLong(4_000_000_000_000L));
    }

    static <T> T any(Random random, T[] values) {
        return values[random.nextInt(values.length)];
    }

    static <T> Optional<T> some(Random random, Supplier<T> value) {
        return random.nextBoolean() ? Optional.of(value.get()) : Optional.empty();
    }
}
