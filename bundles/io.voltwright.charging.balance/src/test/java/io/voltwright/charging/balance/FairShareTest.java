package io.voltwright.charging.balance;

import static io.voltwright.charging.balance.Sites.cars;
import static io.voltwright.charging.balance.Sites.demand;
import static io.voltwright.charging.balance.Sites.node;
import static io.voltwright.charging.balance.Sites.onePhase;
import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Phase;
import io.voltwright.base.api.PhaseCurrents;
import io.voltwright.charging.api.PowerPolicy.Demand;
import io.voltwright.charging.api.PowerPolicy.Limit;
import io.voltwright.charging.api.PowerPolicy.Problem;
import io.voltwright.charging.api.PowerPolicy.Share;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Amounts worked out by hand. */
class FairShareTest {

    final FairShare policy = new FairShare(Duration.ofMinutes(15));

    @Test
    void whatASmallCarLeavesGoesToTheOther() {
        var shares = share(node("grid", 32, cars("left", "right")), demand("left", 32), demand("right", 10));

        assertThat(shares).containsEntry("left", 22_000).containsEntry("right", 10_000);
    }

    @Test
    void aLoneCarGetsAllItCanUseAndIsToldSo() {
        assertThat(reason(node("grid", 63, cars("left")), "left", demand("left", 32)))
                .isEqualTo("32 A: all it can use");
    }

    @Test
    void theFullPhaseOfTheFullNodeIsNamed() {
        Limit site = node("grid", 63, List.of(), node("hall-b", 27, cars("a", "b", "c")));
        Demand a = onePhase("a", 32, Phase.L2);

        assertThat(reason(site, "a", a, onePhase("b", 32, Phase.L2), demand("c", 32)))
                .isEqualTo("9 A: L2 of hall-b is full; 3 cars share it");
    }

    @Test
    void aLimitThatSomebodySetIsNamedWithItsOwner() {
        var site = new Limit("grid", PhaseCurrents.amperes(10, 10, 10), "operator", cars("left"), List.of());

        assertThat(reason(site, "left", demand("left", 32)))
                .isEqualTo("10 A: L1 of grid (limited by operator) is full");
    }

    @Test
    void whatIsCappedNamesTheCap() {
        assertThat(reason(node("grid", 63, cars("left")), "left", Sites.capped("left", 6, "operator")))
                .isEqualTo("6 A: capped by operator");
    }

    // 32 A over three: 10.67 each; devices take whole amperes, and the two that are left go to the first two.
    @Test
    void leftOversOfTheStepsAreHandedOn() {
        var shares = share(node("grid", 32, cars("a", "b", "c")), demand("a", 32), demand("b", 32), demand("c", 32));

        assertThat(shares).containsEntry("a", 11_000).containsEntry("b", 11_000).containsEntry("c", 10_000);
    }

    // hall 20 A: 10 each for its two; the grid of 40 leaves 20 for the one outside.
    @Test
    void aFeederThatIsFullLeavesTheRestOfTheGridToOthers() {
        Limit site = node("grid", 40, cars("outside"), node("hall", 20, cars("a", "b")));

        assertThat(share(site, demand("outside", 32), demand("a", 32), demand("b", 32)))
                .containsEntry("a", 10_000)
                .containsEntry("b", 10_000)
                .containsEntry("outside", 20_000);
    }

    // L1 carries both: 16 each; L2 carries one of them and a third: 32 - 16 = 16 for it; L3 is the fourth's alone.
    @Test
    void phasesAreSharedOneByOne() {
        Demand both = new Sites.Wish("both", 32).on(Phase.L1, Phase.L2).build();

        assertThat(share(
                        node("grid", 32, cars("both", "one", "two", "three")),
                        both,
                        onePhase("one", 20, Phase.L1),
                        onePhase("two", 32, Phase.L2),
                        onePhase("three", 32, Phase.L3)))
                .containsEntry("both", 16_000)
                .containsEntry("one", 16_000)
                .containsEntry("two", 16_000)
                .containsEntry("three", 32_000);
    }

    @Test
    @DisplayName("R6: between 0 and 6 A there is nothing")
    void noShareLiesBelowTheLeast() {
        var shares = share(node("grid", 10, cars("a", "b")), demand("a", 32), demand("b", 32));

        assertThat(shares).containsEntry("a", 10_000).containsEntry("b", 0);
    }

    @Test
    void whoWaitsIsToldForWhatAndHowManyComeFirst() {
        Limit site = node("grid", 63, List.of(), node("hall-a", 6, cars("a", "b", "c", "d")));
        Demand holder = new Sites.Wish("a", 32).holding(6, 60).build();
        Demand[] all = {
            holder,
            new Sites.Wish("b", 32).waiting(10).build(),
            new Sites.Wish("c", 32).waiting(30).build(),
            new Sites.Wish("d", 32).waiting(20).build()
        };

        assertThat(reason(site, "c", all)).isEqualTo("0 A: waits for hall-a, next in line");
        assertThat(reason(site, "d", all)).isEqualTo("0 A: waits for hall-a, 1 car before it");
        assertThat(reason(site, "b", all)).isEqualTo("0 A: waits for hall-a, 2 cars before it");
    }

    @Test
    void whoHoldsKeepsItsTurnAndThenYieldsToTheLongestWaiting() {
        Limit site = node("grid", 10, cars("a", "b", "c"));

        assertThat(share(site, holds("a", 899), waits("b", 5_000), waits("c", 6_000)))
                .containsEntry("a", 10_000)
                .containsEntry("b", 0)
                .containsEntry("c", 0);
        assertThat(share(site, holds("a", 900), waits("b", 5_000), waits("c", 6_000)))
                .containsEntry("a", 0)
                .containsEntry("b", 0)
                .containsEntry("c", 10_000);
    }

    @Test
    void whoHasNotWaitedATurnTakesNothingFromWhoHolds() {
        assertThat(share(node("grid", 10, cars("a", "b")), holds("a", 80_000), waits("b", 899)))
                .containsEntry("a", 10_000)
                .containsEntry("b", 0);
    }

    @Test
    void ofThoseWhoHadTheirTurnTheLongestYields() {
        Limit site = node("grid", 12, cars("a", "b", "c"));

        assertThat(share(site, holds("a", 1_000), holds("b", 2_000), waits("c", 900)))
                .containsEntry("a", 6_000)
                .containsEntry("b", 0)
                .containsEntry("c", 6_000);
    }

    // a lost its turn, but its fail-safe of 6 A is still armed: neither may draw until that is gone.
    @Test
    @DisplayName("5b: what is armed counts until it is let go, and nobody slips in meanwhile")
    void theNextWaitsUntilTheLastHasLetGo() {
        Limit site = node("grid", 10, cars("a", "b"));
        Demand lost = new Sites.Wish("a", 32).waiting(1).reserved(6).build();

        assertThat(share(site, lost, waits("b", 901))).containsEntry("a", 0).containsEntry("b", 0);
        assertThat(share(site, waits("a", 2), waits("b", 902)))
                .containsEntry("a", 0)
                .containsEntry("b", 10_000);
    }

    // 20 A: 6 A stay with the idle pile's armed fail-safe, so 14 A are left for the car.
    @Test
    @DisplayName("5b: max(share, reserved) counts at every node")
    void whatIsSetAsideIsNotGivenAway() {
        Limit site = node("yard", 20, cars("idle", "car"));
        Demand idle = new Sites.Wish("idle", 0).reserved(6).build();

        assertThat(share(site, idle, demand("car", 32)))
                .containsEntry("idle", 0)
                .containsEntry("car", 14_000);
        assertThat(reason(site, "car", idle, demand("car", 32)))
                .isEqualTo("14 A: L1 of yard is full; 6 A is set aside for piles that may take it");
    }

    // Its own 16 A are set aside anyway, so it takes the other's part only beyond them: 16 and 24 - 16 = 8.
    @Test
    void aShareWithinItsOwnReserveCostsNothing() {
        Demand unheard = new Sites.Wish("a", 32).reserved(16).build();

        assertThat(share(node("grid", 24, cars("a", "b")), unheard, demand("b", 32)))
                .containsEntry("a", 16_000)
                .containsEntry("b", 8_000);
    }

    // The operator lowers the grid to 10 A under fail-safes of 6 + 6 A that stay armed: 10 A may still be used.
    @Test
    void aLimitBelowTheArmedFailSafesStillLetsOneCharge() {
        Demand a = new Sites.Wish("a", 32).reserved(6).holding(16, 60).build();
        Demand b = new Sites.Wish("b", 32).reserved(6).holding(16, 90).build();

        assertThat(share(node("grid", 10, cars("a", "b")), a, b))
                .containsEntry("a", 6_000)
                .containsEntry("b", 0);
    }

    @Test
    void whoNeedsMoreThanTheNodeHasIsToldSoAndBlocksNobody() {
        Limit site = node("grid", 8, cars("big", "small"));
        Demand big = new Sites.Wish("big", 32).least(10).waiting(9_999).build();

        assertThat(share(site, big, demand("small", 32))).containsEntry("small", 8_000);
        assertThat(reason(site, "big", big, demand("small", 32)))
                .isEqualTo("0 A: L1 of grid allows 8 A, less than the 10 A it needs");
    }

    @Test
    void whatIsNotOnTheTreeGetsNothing() {
        assertThat(reason(node("grid", 32, cars()), "ghost", demand("ghost", 16)))
                .isEqualTo("0 A: not on any node of the site's tree");
    }

    @Test
    void whoWantsNothingAndWhoIsCappedBelowTheLeastAreToldApart() {
        Limit site = node("grid", 32, cars("a"));

        assertThat(reason(site, "a", demand("a", 0))).isEqualTo("0 A: wants nothing");
        assertThat(reason(site, "a", Sites.capped("a", 4, "plant")))
                .isEqualTo("0 A: capped by plant at 4 A, less than the 6 A it needs");
    }

    // 4,000 A are set aside for each of a thousand: more milliamperes than an int holds, and told in amperes all the
    // same.
    @Test
    void whatIsSetAsideForManyIsToldInFull() {
        List<String> names = IntStream.range(0, 1000).mapToObj(i -> "e" + i).toList();
        Demand[] demands = names.stream()
                .map(name -> new Sites.Wish(name, 32).reserved(4_000).build())
                .toArray(Demand[]::new);

        assertThat(reason(node("grid", 10, cars(names.toArray(String[]::new))), "e0", demands))
                .isEqualTo("10 A: L1 of grid is full; 3999990 A is set aside for piles that may take it");
    }

    Map<String, Integer> share(Limit site, Demand... demands) {
        return policy.share(new Problem(site, List.of(demands))).entrySet().stream()
                .collect(java.util.stream.Collectors.toMap(
                        e -> e.getKey().value(), e -> e.getValue().current().milliamperes()));
    }

    String reason(Limit site, String evse, Demand... demands) {
        return Optional.ofNullable(
                        policy.share(new Problem(site, List.of(demands))).get(new EvseId(evse)))
                .map(Share::reason)
                .orElseThrow();
    }

    static Demand holds(String evse, long seconds) {
        return new Sites.Wish(evse, 32).holding(10, seconds).build();
    }

    static Demand waits(String evse, long seconds) {
        return new Sites.Wish(evse, 32).waiting(seconds).build();
    }
}
