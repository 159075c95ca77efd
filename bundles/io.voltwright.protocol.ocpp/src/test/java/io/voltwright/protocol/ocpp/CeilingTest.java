package io.voltwright.protocol.ocpp;

import static io.voltwright.protocol.ocpp.FakeStation.LEFT;
import static io.voltwright.protocol.ocpp.FakeStation.RIGHT;
import static io.voltwright.protocol.ocpp.Stacks.NOW;
import static io.voltwright.protocol.ocpp.Stacks.VOLTS;
import static io.voltwright.protocol.ocpp.Stacks.amperes;
import static io.voltwright.protocol.ocpp.Stacks.profile;
import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.SessionId;
import io.voltwright.protocol.ocpp.Ceilings.Transaction;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What charging profiles allow at a moment. */
class CeilingTest {

    static final SessionId SESSION = SessionId.random();
    static final Transaction RUNNING = new Transaction(Optional.of(SESSION), Optional.of(NOW));

    static Stack stack(Profile... profiles) {
        return new Stack(List.of(profiles), Optional.of(NOW), VOLTS);
    }

    static Ceilings ceilings(Profile... profiles) {
        return new Ceilings(List.of(profiles), new Wires(FakeSite.site()));
    }

    static Instant after(long seconds) {
        return NOW.plusSeconds(seconds);
    }

    @Test
    @DisplayName("R-K05: a profile holds from validFrom on and at validTo no more")
    void validity() {
        Ceiling ceiling = stack(profile(1, Purpose.TX_DEFAULT, 0)
                .valid(Optional.of(after(10)), Optional.of(after(20)))
                .periods(0, 8));

        assertThat(amperes(ceiling, after(10).minusMillis(1))).isEqualTo(-1);
        assertThat(amperes(ceiling, after(10))).isEqualTo(8);
        assertThat(amperes(ceiling, after(20).minusMillis(1))).isEqualTo(8);
        assertThat(amperes(ceiling, after(20))).isEqualTo(-1);
        assertThat(ceiling.changeAfter(NOW)).contains(after(10));
        assertThat(ceiling.changeAfter(after(10))).contains(after(20));
        assertThat(ceiling.changeAfter(after(20))).isEmpty();
    }

    @Test
    @DisplayName("R-K06: absolute counts from startSchedule, relative and absolute without it from the transaction")
    void origins() {
        Ceiling absolute = stack(profile(1, Purpose.TX_DEFAULT, 0)
                .kind(Schedule.Kind.ABSOLUTE, Optional.of(after(-60)))
                .periods(0, 8, 90, 10));
        assertThat(amperes(absolute, after(29))).isEqualTo(8);
        assertThat(amperes(absolute, after(30))).isEqualTo(10);
        for (Schedule.Kind kind : List.of(Schedule.Kind.RELATIVE, Schedule.Kind.ABSOLUTE)) {
            Ceiling relative =
                    stack(profile(1, Purpose.TX, 0).kind(kind, Optional.empty()).periods(0, 8, 90, 10));
            assertThat(amperes(relative, after(89))).isEqualTo(8);
            assertThat(amperes(relative, after(90))).isEqualTo(10);
        }
        Ceiling future = stack(profile(1, Purpose.TX_DEFAULT, 0)
                .kind(Schedule.Kind.ABSOLUTE, Optional.of(after(60)))
                .periods(0, 8));
        assertThat(amperes(future, after(59))).isEqualTo(-1);
        assertThat(future.changeAfter(NOW)).contains(after(60));
    }

    @Test
    @DisplayName("R-K06: a day is 24 hours and a week 7 days, over the change to summer time; not before startSchedule")
    void recurrence() {
        Instant first = Instant.parse("2026-03-27T20:00:00Z");
        Ceiling daily = stack(profile(1, Purpose.TX_DEFAULT, 0)
                .kind(Schedule.Kind.DAILY, Optional.of(first))
                .periods(0, 16, 3600, 8));
        assertThat(amperes(daily, first.minusSeconds(1))).isEqualTo(-1);
        // Central Europe went to summer time on 2026-03-29 at 01:00 UTC.
        Instant summer = Instant.parse("2026-03-30T20:00:00Z");
        assertThat(amperes(daily, summer.minusMillis(1))).isEqualTo(8);
        assertThat(amperes(daily, summer)).isEqualTo(16);
        assertThat(daily.changeAfter(summer)).contains(summer.plusSeconds(3600));
        assertThat(daily.changeAfter(summer.plusSeconds(3600))).contains(summer.plus(Duration.ofDays(1)));

        Ceiling weekly = stack(profile(1, Purpose.TX_DEFAULT, 0)
                .kind(Schedule.Kind.WEEKLY, Optional.of(first))
                .lasting(60)
                .periods(0, 16));
        assertThat(amperes(weekly, first.plus(Duration.ofDays(1)))).isEqualTo(-1);
        assertThat(amperes(weekly, first.plus(Duration.ofDays(14)))).isEqualTo(16);
        assertThat(weekly.changeAfter(first.plusSeconds(60))).contains(first.plus(Duration.ofDays(7)));
    }

    @Test
    @DisplayName("R-K07: a period lasts until the next or the duration; what starts after the duration is ignored")
    void durations() {
        Ceiling ceiling = stack(profile(1, Purpose.TX_DEFAULT, 0).lasting(100).periods(0, 8, 50, 10, 100, 12, 200, 14));
        assertThat(amperes(ceiling, after(99))).isEqualTo(10);
        assertThat(amperes(ceiling, after(100))).isEqualTo(-1);
        assertThat(ceiling.changeAfter(after(50))).contains(after(100));
        assertThat(ceiling.changeAfter(after(100))).isEmpty();

        Ceiling ever = stack(profile(1, Purpose.TX_DEFAULT, 0).periods(0, 8, 50, 10));
        assertThat(amperes(ever, after(1_000_000_000))).isEqualTo(10);
        assertThat(ever.changeAfter(after(50))).isEmpty();
    }

    @Test
    @DisplayName("R-K07: beyond the recurrence is cut off; short of it leaves a gap to the lower level")
    void recurrencesAndDurations() {
        long day = 86_400;
        Ceiling tooLong = stack(profile(1, Purpose.TX_DEFAULT, 0)
                .kind(Schedule.Kind.DAILY, Optional.of(NOW))
                .lasting(2 * day)
                .periods(0, 8, (double) day + 10, 10));
        assertThat(amperes(tooLong, after(day + 20))).isEqualTo(8);
        assertThat(tooLong.changeAfter(after(20))).contains(after(day));

        Ceiling gap = stack(
                profile(1, Purpose.TX_DEFAULT, 1)
                        .kind(Schedule.Kind.DAILY, Optional.of(NOW))
                        .lasting(3600)
                        .periods(0, 20),
                profile(2, Purpose.TX_DEFAULT, 0).periods(0, 8));
        assertThat(amperes(gap, after(3599))).isEqualTo(20);
        assertThat(amperes(gap, after(3600))).isEqualTo(8);
        assertThat(amperes(gap, after(day))).isEqualTo(20);
    }

    @Test
    @DisplayName("R-K08: the highest level with a period leads, though it allows more")
    void leads() {
        Ceiling ceiling = stack(
                profile(1, Purpose.TX_DEFAULT, 0).periods(0, 6),
                profile(2, Purpose.TX_DEFAULT, 5).lasting(60).periods(0, 16));
        assertThat(amperes(ceiling, after(59))).isEqualTo(16);
        assertThat(amperes(ceiling, after(60))).isEqualTo(6);
    }

    @Test
    @DisplayName("R-K01: a default for one EVSE takes the place of the general one of its level there, and only there")
    void defaults() {
        Ceilings all = ceilings(
                profile(1, Purpose.TX_DEFAULT, 0).periods(0, 6),
                profile(2, Purpose.TX_DEFAULT, 0).at(LEFT).lasting(60).periods(0, 10));
        assertThat(amperes(all.transaction(LEFT, RUNNING), after(59))).isEqualTo(10);
        assertThat(amperes(all.transaction(LEFT, RUNNING), after(60))).isEqualTo(-1);
        assertThat(amperes(all.transaction(RIGHT, RUNNING), after(59))).isEqualTo(6);
    }

    @Test
    @DisplayName(
            "R-K09: the transaction's own profile while it has a period, else the default; the lowest of all purposes")
    void purposes() {
        Ceilings all = ceilings(
                profile(1, Purpose.STATION_MAX, 0).periods(0, 12, 40, 7),
                profile(2, Purpose.TX_DEFAULT, 0).periods(0, 8),
                profile(3, Purpose.TX, 0).at(LEFT).of(SESSION).lasting(60).periods(0, 16),
                profile(4, Purpose.TX, 3).at(LEFT).of(SessionId.random()).periods(0, 6));
        assertThat(amperes(all.evse(LEFT, RUNNING), NOW)).isEqualTo(12);
        assertThat(amperes(all.evse(LEFT, RUNNING), after(40))).isEqualTo(7);
        assertThat(amperes(all.transaction(LEFT, RUNNING), after(60))).isEqualTo(8);
        assertThat(amperes(all.evse(RIGHT, RUNNING), NOW)).isEqualTo(8);
        assertThat(amperes(ceilings().evse(LEFT, RUNNING), NOW))
                .as("the pile's own fuse")
                .isEqualTo(16);
        assertThat(amperes(ceilings().transaction(LEFT, RUNNING), NOW))
                .as("R-K17: without any profile no constraint")
                .isEqualTo(-1);
    }

    @Test
    @DisplayName("R-K11: watts are a total over numberPhases, 3 where it is not said, at the nominal voltage")
    void units() {
        // 11 040 W / (230 V x 3) = 16 A; 3 680 W / (230 V x 1) = 16 A (errata v4 3.69)
        assertThat(amperes(stack(profile(1, Purpose.TX, 0).watts().periods(0, 11_040)), NOW))
                .isEqualTo(16);
        var one = new Schedule.Period(Duration.ZERO, BigDecimal.valueOf(3_680), Optional.of(1));
        assertThat(amperes(stack(profile(1, Purpose.TX, 0).watts().periods(List.of(one))), NOW))
                .isEqualTo(16);
        // 3.34: more phases than there are leave the limit per phase as it is.
        var many = new Schedule.Period(Duration.ZERO, BigDecimal.valueOf(13), Optional.of(3));
        assertThat(amperes(stack(profile(1, Purpose.TX, 0).periods(List.of(many))), NOW))
                .isEqualTo(13);

        Ceilings mixed = ceilings(
                profile(1, Purpose.STATION_MAX, 0).watts().periods(0, 6_000),
                profile(2, Purpose.TX_DEFAULT, 0).periods(0, 10));
        Rate lowest = mixed.evse(LEFT, RUNNING).at(NOW).orElseThrow();
        // 6 000 W / 690 V = 8.6956... A: told as 8.6 A or as the 6 000 W it came from, set as 8.695 A.
        assertThat(lowest.in(Rate.Unit.A, VOLTS)).isEqualByComparingTo("8.6");
        assertThat(lowest.in(Rate.Unit.W, VOLTS)).isEqualByComparingTo("6000");
        assertThat(lowest.current()).isEqualTo(Current.milliamperes(8_695));
    }

    @Test
    @DisplayName(
            "R-K13: what the station takes from the grid is no more than all EVSEs together, its maximum and its fuse")
    void grid() {
        // Two piles of 16 A each behind 32 A.
        assertThat(amperes(ceilings().grid(Map.of()), NOW)).isEqualTo(32);
        assertThat(amperes(
                        ceilings(profile(1, Purpose.STATION_MAX, 0).periods(0, 20))
                                .grid(Map.of()),
                        NOW))
                .isEqualTo(20);
        assertThat(amperes(
                        ceilings(profile(1, Purpose.TX_DEFAULT, 0).at(LEFT).periods(0, 6))
                                .grid(Map.of(LEFT, RUNNING)),
                        NOW))
                .isEqualTo(22);
    }

    @Test
    @DisplayName(
            "R-K13: a composite schedule starts at 0, has whole seconds and no equal neighbours, and is never endless")
    void plans() {
        Ceilings all = ceilings(profile(1, Purpose.TX_DEFAULT, 0)
                .kind(Schedule.Kind.DAILY, Optional.of(NOW))
                .periods(0, 8, 60, 8, 120, 10));
        Plan plan = Plan.of(all.evse(LEFT, RUNNING), after(5).plusMillis(700), Duration.ofSeconds(200), 10);
        assertThat(plan.start()).isEqualTo(after(5));
        assertThat(plan.steps())
                .extracting(step ->
                        step.offset().toSeconds() + " " + step.rate().amperes().toPlainString())
                .containsExactly("0 8", "115 10");

        Plan years = Plan.of(all.evse(LEFT, RUNNING), NOW, Duration.ofSeconds(Integer.MAX_VALUE), 10);
        assertThat(years.steps()).hasSize(10);
        assertThat(years.duration()).isEqualTo(Duration.ofDays(5));
    }
}
