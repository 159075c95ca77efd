package io.voltwright.charging.balance;

import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Phase;
import io.voltwright.base.api.PhaseCurrents;
import io.voltwright.base.api.Power;
import io.voltwright.charging.api.PowerPolicy.Bounds;
import io.voltwright.charging.api.PowerPolicy.Demand;
import io.voltwright.charging.api.PowerPolicy.Limit;
import io.voltwright.charging.api.PowerPolicy.Problem;
import io.voltwright.charging.api.PowerPolicy.Share;
import io.voltwright.charging.api.PowerPolicy.Terms;
import io.voltwright.charging.balance.Sites.Wish;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What holds at a node beside the currents of its lines; the sums are worked out by hand. */
class BoundsTest {

    static final EvseId A = new EvseId("a");
    static final EvseId B = new EvseId("b");
    static final EvseId C = new EvseId("c");

    final FairShare policy = new FairShare(Duration.ofMinutes(15));

    // 11.04 kW are 16 A on three phases of 230 V: 8 A each for two cars.
    @Test
    @DisplayName("4.1: a node has a limit of total power besides the current of its lines")
    void powerIsShared() {
        var shares = shares(bounded(power(11_040)), Sites.demand("a", 32), Sites.demand("b", 32));

        assertThat(amperes(shares, A)).isEqualTo(8);
        assertThat(amperes(shares, B)).isEqualTo(8);
        assertThat(reason(shares, A)).isEqualTo("8 A: all power of grid is used; 2 cars share it");
    }

    // A car on one phase takes a third of the power per ampere: 3 * 230 * 6 = 4140 W beside 230 * 30 = 6900 W.
    @Test
    void aCarOnOnePhaseTakesAThirdOfThePower() {
        var shares = shares(
                bounded(power(11_040)),
                Sites.demand("a", 6),
                new Wish("b", 32).on(Phase.L1).build());

        assertThat(amperes(shares, A)).isEqualTo(6);
        assertThat(amperes(shares, B)).isEqualTo(30);
    }

    // VDE-AR-N 4100, 5.5.2: 4.6 kVA are 20 A between the phases.
    @Test
    @DisplayName("4.2 step 4: a car on one phase is lowered until the phases are as even as they have to be")
    void thePhasesAreLoadedEvenly() {
        var shares = shares(
                bounded(new Bounds(Optional.empty(), "fuse", Optional.of(Current.amperes(20)), Optional.empty())),
                new Wish("a", 32).on(Phase.L1).build(),
                Sites.demand("b", 16));

        assertThat(amperes(shares, A)).isEqualTo(20);
        assertThat(amperes(shares, B)).isEqualTo(16);
        assertThat(reason(shares, A)).startsWith("20 A: ");
    }

    @Test
    void aCarOnTheOtherPhaseMakesThePhasesEven() {
        var shares = shares(
                bounded(new Bounds(Optional.empty(), "fuse", Optional.of(Current.amperes(20)), Optional.empty())),
                new Wish("a", 32).on(Phase.L1).build(),
                new Wish("b", 32).on(Phase.L2).build(),
                new Wish("c", 12).on(Phase.L3).build());

        assertThat(amperes(shares, A)).isEqualTo(32);
        assertThat(amperes(shares, B)).isEqualTo(32);
        assertThat(amperes(shares, C)).isEqualTo(12);
    }

    @Test
    @DisplayName("R46: a cabinet serves as many outlets at a time as it can, in turns")
    void aCabinetServesTwoAtATime() {
        Bounds two = new Bounds(Optional.empty(), "fuse", Optional.empty(), Optional.of(2));
        var shares = shares(
                bounded(two),
                new Wish("a", 32).holding(16, 1000).build(),
                new Wish("b", 32).holding(16, 100).build(),
                new Wish("c", 32).waiting(1000).build());

        assertThat(amperes(shares, A)).isZero();
        assertThat(amperes(shares, B)).isEqualTo(32);
        assertThat(amperes(shares, C)).as("waits until a has let go").isZero();
        assertThat(reason(shares, C)).contains("grid, which serves 2 at a time");

        var next = shares(
                bounded(two),
                new Wish("a", 32).waiting(5).build(),
                new Wish("b", 32).holding(16, 105).build(),
                new Wish("c", 32).waiting(1005).build());
        assertThat(amperes(next, C)).isEqualTo(32);
    }

    // 20, 30 and 40 kW of a cabinet's modules at 400 V are 29, 43 and 58 A; 80 A carry 43 and 29.
    @Test
    @DisplayName("R46: outlets of a cabinet are set to whole modules")
    void modulesAreNotDivided() {
        Terms modules =
                new Terms(0, List.of(Current.amperes(29), Current.amperes(43), Current.amperes(58)), Optional.empty());
        var shares = shares(
                node(80, Bounds.NONE), terms(Sites.demand("a", 58), modules), terms(Sites.demand("b", 58), modules));

        assertThat(List.of(amperes(shares, A), amperes(shares, B))).containsExactlyInAnyOrder(43.0, 29.0);
        var tight = shares(node(28, Bounds.NONE), terms(Sites.demand("a", 58), modules));
        assertThat(amperes(tight, A)).as("less than a module").isZero();
        assertThat(reason(tight, A)).isEqualTo("0 A: L1 of grid allows 28 A, less than the 29 A it needs");
        var small = shares(node(80, Bounds.NONE), terms(Sites.demand("a", 20), modules));
        assertThat(reason(small, A)).isEqualTo("0 A: can use only 20 A, less than the 29 A it needs");
    }

    @Test
    @DisplayName("R46: who cannot charge whatever others do takes no place at a cabinet")
    void whoCannotBeServedTakesNoPlace() {
        Bounds one = new Bounds(Optional.empty(), "fuse", Optional.empty(), Optional.of(1));
        Limit dead = Sites.node("dead", 0, List.of(A));
        Limit weak = Sites.node("weak", 100, List.of(C)).bounds(power(4_000));
        Limit grid = Sites.node("grid", 100, List.of(B), dead, weak).bounds(one);
        var shares = shares(
                grid,
                new Wish("a", 32).waiting(5000).build(),
                new Wish("b", 32).waiting(10).build(),
                new Wish("c", 32).waiting(4000).build());

        assertThat(amperes(shares, B)).isEqualTo(32);
        assertThat(amperes(shares, A)).isZero();
        assertThat(amperes(shares, C)).as("6 A on three phases are 4140 W").isZero();
    }

    @Test
    @DisplayName("4.2 step 1: who has priority is served before all others")
    void priorityComesFirst() {
        Terms first = new Terms(1, List.of(), Optional.empty());
        var shares = shares(
                node(50, Bounds.NONE),
                terms(Sites.demand("a", 32), first),
                Sites.demand("b", 32),
                Sites.demand("c", 32));

        assertThat(amperes(shares, A)).isEqualTo(32);
        assertThat(amperes(shares, B)).isEqualTo(9);
        assertThat(amperes(shares, C)).isEqualTo(9);
        assertThat(reason(shares, B)).startsWith("9 A: L1 of grid is full").endsWith("; others have priority");
    }

    private Map<EvseId, Share> shares(Limit grid, Demand... demands) {
        return policy.share(new Problem(grid, Arrays.asList(demands)));
    }

    private static Bounds power(long watts) {
        return new Bounds(Optional.of(Power.watts(watts)), "fuse", Optional.empty(), Optional.empty());
    }

    private static Limit bounded(Bounds bounds) {
        return node(100, bounds);
    }

    private static Limit node(int fuse, Bounds bounds) {
        return new Limit("grid", PhaseCurrents.same(Current.amperes(fuse)), "fuse", List.of(A, B, C), List.of())
                .bounds(bounds);
    }

    static Demand terms(Demand d, Terms terms) {
        return d.but().terms(terms).build();
    }

    private static double amperes(Map<EvseId, Share> shares, EvseId evse) {
        return Objects.requireNonNull(shares.get(evse)).current().amperes();
    }

    private static String reason(Map<EvseId, Share> shares, EvseId evse) {
        return Objects.requireNonNull(shares.get(evse)).reason();
    }
}
