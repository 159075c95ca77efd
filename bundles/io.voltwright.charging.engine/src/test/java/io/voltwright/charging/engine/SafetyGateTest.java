package io.voltwright.charging.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Phase;
import io.voltwright.base.api.PhaseCurrents;
import io.voltwright.charging.api.PowerPolicy.Demand;
import io.voltwright.charging.api.PowerPolicy.Limit;
import io.voltwright.charging.api.PowerPolicy.Problem;
import io.voltwright.charging.api.PowerPolicy.Share;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SafetyGateTest {

    static final EvseId A = new EvseId("a");
    static final EvseId B = new EvseId("b");

    @Test
    void whatFitsPasses() {
        assertThat(safe(32, 0, 16, 16)).containsEntry(A, 16).containsEntry(B, 16);
    }

    @Test
    void whatDoesNotFitIsCutFromTheLargest() {
        assertThat(safe(32, 0, 20, 16)).containsEntry(A, 16).containsEntry(B, 16);
    }

    @Test
    @DisplayName("R6: what is cut below 6 A is cut to 0")
    void nothingBetweenZeroAndSix() {
        assertThat(safe(10, 0, 8, 8)).containsEntry(A, 0).containsEntry(B, 8);
    }

    @Test
    @DisplayName("5b: what is reserved counts although its share is 0")
    void reservedCounts() {
        assertThat(safe(20, 8, 0, 20)).containsEntry(A, 0).containsEntry(B, 12);
    }

    // A car follows a lowering within 5 s (R7). Until then it draws more than its share; with nothing it would be
    // stopped for that.
    @Test
    @DisplayName("R7: who still draws more than it was lowered to keeps its share, and others get nothing of it")
    void whoIsBeingLoweredKeepsItsShare() {
        assertThat(safe(10, 16, 10, 0)).containsEntry(A, 10).containsEntry(B, 0);
        assertThat(safe(17, 16, 10, 7)).containsEntry(A, 10).containsEntry(B, 0);
        assertThat(safe(10, 16, 12, 0)).as("the shares alone have to fit").containsEntry(A, 10);
    }

    @Test
    @DisplayName("4.1: cars on other phases do not disturb each other")
    void phasesAreApart() {
        Demand one = demand(A, 0, List.of(Phase.L1));
        Demand other = demand(B, 0, List.of(Phase.L2));
        assertThat(safe(16, List.of(one, other), 16, 16)).containsEntry(A, 16).containsEntry(B, 16);
    }

    static Map<EvseId, Integer> safe(int fuse, int reservedForA, int shareOfA, int shareOfB) {
        List<Phase> all = List.of(Phase.L1, Phase.L2, Phase.L3);
        return safe(fuse, List.of(demand(A, reservedForA, all), demand(B, 0, all)), shareOfA, shareOfB);
    }

    static Map<EvseId, Integer> safe(int fuse, List<Demand> demands, int shareOfA, int shareOfB) {
        Limit inner = new Limit("hall", PhaseCurrents.same(Current.amperes(fuse)), "fuse", List.of(A, B), List.of());
        Limit grid = new Limit("grid", PhaseCurrents.same(Current.amperes(100)), "fuse", List.of(), List.of(inner));
        Map<EvseId, Share> shares = Map.of(
                A, new Share(Current.amperes(shareOfA), ""),
                B, new Share(Current.amperes(shareOfB), ""));
        Map<EvseId, Share> safe = SafetyGate.safe(new Problem(grid, demands), shares);
        return Map.of(A, amperes(safe, A), B, amperes(safe, B));
    }

    private static int amperes(Map<EvseId, Share> shares, EvseId evse) {
        return (int)
                shares.getOrDefault(evse, new Share(Current.ZERO, "")).current().amperes();
    }

    static Demand demand(EvseId evse, int reserved, List<Phase> phases) {
        return Demand.of(evse, phases, Current.amperes(32))
                .step(Current.milliamperes(1))
                .reserved(Current.amperes(reserved))
                .build();
    }
}
