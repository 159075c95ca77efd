package io.voltwright.charging.balance;

import static io.voltwright.charging.balance.Sites.cars;
import static io.voltwright.charging.balance.Sites.leaving;
import static io.voltwright.charging.balance.Sites.node;
import static io.voltwright.charging.balance.Sites.onePhase;
import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Phase;
import io.voltwright.charging.api.PowerPolicy.Demand;
import io.voltwright.charging.api.PowerPolicy.Limit;
import io.voltwright.charging.api.PowerPolicy.Problem;
import io.voltwright.charging.api.PowerPolicy.Share;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who named a departure; amounts worked out by hand. Cars on L1 of 230 V: 32 A are 7.36 kW. */
class DeadlineTest {

    final FairShare policy = new FairShare(Duration.ofMinutes(15));

    // Both need an hour at 32 A; one leaves in an hour, the other in ten.
    @Test
    void whoHasToLeaveSoonComesFirst() {
        Limit grid = node("grid", 32, cars("soon", "later"));

        assertThat(share(grid, leaves("later", 600, 7_360), leaves("soon", 61, 7_360)))
                .containsExactly(Map.entry("later", 0), Map.entry("soon", 32_000));
    }

    @Test
    void whatTheUrgentLeaveGoesToTheNext() {
        assertThat(share(
                        node("grid", 40, cars("soon", "later")),
                        leaves("later", 600, 7_360),
                        leaves("soon", 61, 7_360)))
                .containsExactly(Map.entry("later", 8_000), Map.entry("soon", 32_000));
    }

    // Three share 48 A: 16 each. The one without a deadline keeps its 16; the urgent one takes what the other can wait
    // for.
    @Test
    void aDeadlineTakesNothingFromThoseWhoNameNone() {
        Demand silent = onePhase("silent", 32, Phase.L1);
        Limit grid = node("grid", 48, cars("silent", "soon", "later"));

        assertThat(share(grid, silent, leaves("soon", 61, 7_360), leaves("later", 600, 7_360)))
                .containsExactly(Map.entry("later", 0), Map.entry("silent", 16_000), Map.entry("soon", 32_000));
    }

    @Test
    void whatThoseWithADeadlineLeaveGoesToTheOthers() {
        Demand silent = onePhase("silent", 32, Phase.L1);

        assertThat(share(node("grid", 32, cars("silent", "small")), silent, onePhase("small", 6, Phase.L1)))
                .containsEntry("silent", 26_000);
        assertThat(share(
                        node("grid", 32, cars("silent", "small")),
                        silent,
                        leaving(onePhase("small", 6, Phase.L1), 60, 1_000)))
                .containsExactly(Map.entry("silent", 26_000), Map.entry("small", 6_000));
    }

    // Each a feeder of 32 A below a grid of 40 A. On b three cars need 3 h of the feeder until they leave in 3 h; on a
    // one car needs
    // 1 h of it until it leaves in 2.5 h: it can wait for as long as any on b, but b cannot wait at all.
    @Test
    void theFeederThatHasMostToDoBegins() {
        Limit grid = node("grid", 40, List.of(), node("a", 32, cars("a1")), node("b", 32, cars("b1", "b2", "b3")));

        Map<String, Integer> shares = share(
                grid,
                leaves("a1", 150, 7_360),
                leaves("b1", 180, 7_360),
                leaves("b2", 180, 7_360),
                leaves("b3", 180, 7_360));

        assertThat(shares.get("b1")).isEqualTo(32_000);
        assertThat(shares.get("a1")).isEqualTo(8_000);
    }

    // A quarter of an hour of laxity is not worth two contactors.
    @Test
    void whoChargesGoesOnUnlessAnotherIsMoreUrgentByATurn() {
        Limit grid = node("grid", 32, cars("a", "b"));

        assertThat(share(grid, holding("a", 130), leaves("b", 120, 7_360))).containsEntry("a", 32_000);
        assertThat(share(grid, holding("a", 140), leaves("b", 120, 7_360))).containsEntry("b", 32_000);
    }

    @Test
    void whoHasWhatItNeedsSharesFairly() {
        Limit grid = node("grid", 32, cars("a", "b"));

        assertThat(share(grid, leaves("a", 10, 0), leaves("b", 600, 0)))
                .containsEntry("a", 16_000)
                .containsEntry("b", 16_000);
    }

    @Test
    void theReasonNamesTheLineTheEnergyAndTheTime() {
        Limit grid = node("grid", 40, cars("a", "b", "c"));
        Demand[] demands = {leaves("a", 60, 7_360), leaves("b", 130, 7_360), leaves("c", 900, 14_720)};

        assertThat(reasons(grid, demands))
                .containsExactly(
                        "32 A: all it can use; 7.4 kWh to go in 1 h 0 min",
                        "8 A: L1 of grid is full; 2 cars share it; 7.4 kWh to go in 2 h 10 min",
                        "0 A: waits for L1 of grid, 2 cars are more urgent; 14.7 kWh to go in 15 h 0 min");
    }

    @Test
    void whoShouldHaveLeftIsSaidToBeLate() {
        assertThat(reasons(node("grid", 40, cars("a")), leaves("a", -5, 7_360)))
                .containsExactly("32 A: all it can use; 7.4 kWh to go, late");
    }

    private static Demand leaves(String evse, long minutes, long wattHours) {
        return leaving(onePhase(evse, 32, Phase.L1), minutes, wattHours);
    }

    private static Demand holding(String evse, long minutes) {
        return leaving(new Sites.Wish(evse, 32).on(Phase.L1).holding(32, 60).build(), minutes, 7_360);
    }

    private Map<String, Integer> share(Limit grid, Demand... demands) {
        Map<EvseId, Share> shares = policy.share(new Problem(grid, Arrays.asList(demands)));
        var plain = new TreeMap<String, Integer>();
        shares.forEach((evse, share) -> plain.put(evse.value(), share.current().milliamperes()));
        return plain;
    }

    private List<String> reasons(Limit grid, Demand... demands) {
        Map<EvseId, Share> shares = policy.share(new Problem(grid, Arrays.asList(demands)));
        return Stream.of(demands)
                .map(demand -> Objects.requireNonNull(shares.get(demand.evse())).reason())
                .toList();
    }
}
