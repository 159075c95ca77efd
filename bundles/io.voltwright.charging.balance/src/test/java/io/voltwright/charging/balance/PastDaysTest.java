package io.voltwright.charging.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.Energy;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Phase;
import io.voltwright.charging.api.PowerPolicy.Coming;
import io.voltwright.charging.api.PowerPolicy.Demand;
import io.voltwright.charging.api.PowerPolicy.Limit;
import io.voltwright.charging.api.PowerPolicy.Problem;
import io.voltwright.charging.api.PowerPolicy.Share;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What past days teach, and what the policy makes of it. */
class PastDaysTest {

    /** A Monday at noon. */
    static final LocalDateTime NOON = LocalDateTime.of(2026, 11, 16, 12, 0);

    final PastDays past = new PastDays();

    void stayed(String evse, LocalDateTime comes, long hours) {
        past.add(new PastDays.Stay(
                new EvseId(evse), comes, comes.plusHours(hours), Energy.wattHours(8_000), Current.amperes(16)));
    }

    @Test
    void aCarOfYesterdayComesAgainAtItsTime() {
        stayed("left", NOON.plusHours(2), 3);

        assertThat(past.coming(NOON.plusDays(1)))
                .containsExactly(new Coming(
                        new EvseId("left"),
                        Duration.ofHours(2),
                        Duration.ofHours(5),
                        Energy.wattHours(8_000),
                        Current.amperes(16),
                        1.0));
    }

    @Test
    void itIsAsLikelyAsItsDayIsOneOfThoseSeen() {
        stayed("left", NOON.plusHours(2), 3);
        stayed("right", NOON.plusDays(3).plusHours(1), 3);

        // Monday to Thursday; on Tuesday and Wednesday nobody came.
        List<Coming> coming = past.coming(NOON.plusDays(4));

        assertThat(coming).extracting(each -> each.evse().value()).containsExactly("right", "left");
        assertThat(coming).allSatisfy(each -> assertThat(each.likely()).isCloseTo(0.25, within(1e-9)));
    }

    @Test
    void todayAndWhatIsToComeTeachNothing() {
        stayed("left", NOON.minusHours(2), 1);
        stayed("left", NOON.plusHours(1), 1);
        stayed("left", NOON.plusDays(1), 1);

        assertThat(past.coming(NOON)).isEmpty();
    }

    @Test
    void workingDaysTeachNothingOfAWeekend() {
        stayed("left", NOON.plusHours(2), 3);

        assertThat(past.coming(NOON.plusDays(5))).isEmpty();
        assertThat(past.coming(NOON.plusDays(7))).hasSize(1);
    }

    @Test
    void theNextMorningIsExpectedInTheEvening() {
        stayed("left", NOON.minusHours(4), 3);

        assertThat(past.coming(NOON.plusDays(1).plusHours(10))).singleElement().satisfies(each -> assertThat(each.in())
                .isEqualTo(Duration.ofHours(10)));
    }

    @Test
    void fourWeeksAreRemembered() {
        stayed("left", NOON.plusHours(2), 3);

        assertThat(past.coming(NOON.plusDays(PastDays.DAYS))).hasSize(1);
        assertThat(past.coming(NOON.plusDays(PastDays.DAYS + 1))).isEmpty();
    }

    // Two feeders of 16 A below 26 A, one car on each, with the same to do in the same time. Where more cars are to
    // come on one
    // of them, what the grid has goes there first: later that feeder will be full.
    @Test
    void aFeederWhereCarsAreExpectedBeginsBeforeOneWhereNobodyComes() {
        Limit grid = Sites.node(
                "grid",
                26,
                List.of(),
                Sites.node("left", 16, Sites.cars("l1", "l2")),
                Sites.node("right", 16, Sites.cars("r1", "r2")));
        List<Demand> demands = List.of(wanting("l1"), wanting("r1"), idle("l2"), idle("r2"));

        assertThat(share(grid, demands, "r2", "r1")).isGreaterThan(share(grid, demands, "r2", "l1"));
        assertThat(share(grid, demands, "l2", "l1")).isGreaterThan(share(grid, demands, "l2", "r1"));
    }

    @Test
    void whoIsExpectedWhereNothingIsKnownDoesNotCount() {
        Limit grid = Sites.node("grid", 24, Sites.cars("l1", "r1"));
        List<Demand> demands = List.of(wanting("l1"), wanting("r1"));

        assertThat(share(grid, demands, "elsewhere", "l1") + share(grid, demands, "elsewhere", "r1"))
                .isEqualTo(24_000);
    }

    private static Demand wanting(String evse) {
        return Sites.leaving(Sites.onePhase(evse, 16, Phase.L1), 240, 7_000);
    }

    private static Demand idle(String evse) {
        return Sites.onePhase(evse, 0, Phase.L1);
    }

    private static int share(Limit grid, List<Demand> demands, String where, String who) {
        var coming = new Coming(
                new EvseId(where),
                Duration.ofHours(1),
                Duration.ofHours(4),
                Energy.wattHours(9_000),
                Current.amperes(16),
                1);
        return FiveLevels.shipped()
                .share(new Problem(grid, demands, Duration.ofMinutes(5), List.of(coming)))
                .getOrDefault(new EvseId(who), new Share(Current.ZERO, "none"))
                .current()
                .milliamperes();
    }
}
