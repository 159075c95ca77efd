package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Voltage;
import io.voltwright.protocol.ocpp.Ocpp16.ChargingProfile;
import io.voltwright.protocol.ocpp.Ocpp16.ChargingProfileKind;
import io.voltwright.protocol.ocpp.Ocpp16.ChargingProfilePurpose;
import io.voltwright.protocol.ocpp.Ocpp16.ChargingRateUnit;
import io.voltwright.protocol.ocpp.Ocpp16.ChargingSchedule;
import io.voltwright.protocol.ocpp.Ocpp16.ChargingSchedulePeriod;
import io.voltwright.protocol.ocpp.Ocpp16.RecurrencyKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The form that charging profiles have in OCPP 1.6. */
final class Profiles16 {

    private Profiles16() {}

    /** Empty if it recurs and does not say when. */
    static Optional<Profile> profile(ChargingProfile profile, Optional<EvseId> evse, Instant now) {
        ChargingSchedule schedule = profile.chargingSchedule();
        return kind(profile)
                .map(kind -> new Profile(
                        profile.chargingProfileId(),
                        evse,
                        purpose(profile.chargingProfilePurpose()),
                        profile.stackLevel(),
                        Optional.empty(),
                        profile.validFrom().map(Profiles16::time),
                        profile.validTo().map(Profiles16::time),
                        time(now),
                        new Schedule(
                                kind,
                                schedule.startSchedule().map(Profiles16::time),
                                schedule.duration().map(Duration::ofSeconds),
                                unit(schedule.chargingRateUnit()),
                                periods(schedule),
                                schedule.minChargingRate())));
    }

    private static List<Schedule.Period> periods(ChargingSchedule schedule) {
        return schedule.chargingSchedulePeriod().stream()
                .map(period -> new Schedule.Period(
                        Duration.ofSeconds(period.startPeriod()), period.limit(), period.numberPhases()))
                .toList();
    }

    // What the store cannot keep is no time of a charging station.
    private static Instant time(Instant time) {
        try {
            return Instant.ofEpochMilli(time.toEpochMilli());
        } catch (ArithmeticException e) {
            throw new Violation(ErrorCode.PROPERTY_CONSTRAINT_VIOLATION, time + " is out of range");
        }
    }

    private static Optional<Schedule.Kind> kind(ChargingProfile profile) {
        if (profile.chargingProfileKind() != ChargingProfileKind.RECURRING) {
            return Optional.of(
                    profile.chargingProfileKind() == ChargingProfileKind.RELATIVE
                            ? Schedule.Kind.RELATIVE
                            : Schedule.Kind.ABSOLUTE);
        }
        return profile.recurrencyKind()
                .map(kind -> kind == RecurrencyKind.DAILY ? Schedule.Kind.DAILY : Schedule.Kind.WEEKLY);
    }

    static Purpose purpose(ChargingProfilePurpose purpose) {
        return switch (purpose) {
            case CHARGE_POINT_MAX_PROFILE -> Purpose.STATION_MAX;
            case TX_DEFAULT_PROFILE -> Purpose.TX_DEFAULT;
            case TX_PROFILE -> Purpose.TX;
        };
    }

    private static Rate.Unit unit(ChargingRateUnit unit) {
        return unit == ChargingRateUnit.A ? Rate.Unit.A : Rate.Unit.W;
    }

    /** Without startSchedule (errata v4 3.57); every step has a limit. */
    static ChargingSchedule schedule(Plan plan, ChargingRateUnit unit, Voltage voltage) {
        List<ChargingSchedulePeriod> periods = plan.in(unit(unit), voltage).stream()
                .map(line -> new ChargingSchedulePeriod(
                        Math.toIntExact(line.offset().toSeconds()), line.limit(), Optional.of(line.phases())))
                .toList();
        return new ChargingSchedule(
                Optional.of(Math.toIntExact(plan.duration().toSeconds())),
                Optional.empty(),
                unit,
                periods,
                Optional.empty());
    }
}
