package io.voltwright.charging.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Phase;
import io.voltwright.base.api.PhaseCurrents;
import io.voltwright.charging.api.PowerPolicy.Bounds;
import io.voltwright.charging.api.PowerPolicy.Demand;
import io.voltwright.charging.api.PowerPolicy.Limit;
import io.voltwright.charging.api.PowerPolicy.Problem;
import io.voltwright.charging.api.PowerPolicy.Share;
import io.voltwright.charging.api.PowerPolicy.Terms;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SafetyGateTest {

    static final List<Phase> ALL = List.of(Phase.values());
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

    @Test
    @DisplayName("R6: a car that was seen to need 10 A is cut to 0 below that, not to 8 A")
    void theLearnedLeastHolds() {
        Demand slow = demand(A, 0, ALL).but().least(Current.amperes(10)).build();
        assertThat(safe(18, List.of(slow, demand(B, 0, ALL)), 10, 9)).containsEntry(A, 0);
        assertThat(safe(100, List.of(slow, demand(B, 0, ALL)), 8, 9)).containsEntry(A, 0);
        assertThat(safe(19, List.of(slow, demand(B, 0, ALL)), 10, 9)).containsEntry(A, 10);
    }

    @Test
    @DisplayName("4.2.3: what passes the gate is a step of its device, or of the modules of a cabinet")
    void stepsOfDevices() {
        Demand whole = demand(A, 0, ALL).but().step(Current.amperes(4)).build();
        assertThat(safe(100, List.of(whole, demand(B, 0, ALL)), 15, 9)).containsEntry(A, 12);
        assertThat(safe(20, List.of(whole, demand(B, 0, ALL)), 16, 7)).containsEntry(A, 12);
        Terms modules = new Terms(0, List.of(Current.amperes(8), Current.amperes(14)), Optional.empty());
        Demand cabinet = demand(A, 0, ALL).but().terms(modules).build();
        assertThat(safe(100, List.of(cabinet, demand(B, 0, ALL)), 20, 9)).containsEntry(A, 14);
        assertThat(safe(100, List.of(cabinet, demand(B, 0, ALL)), 13, 9)).containsEntry(A, 8);
        assertThat(safe(100, List.of(cabinet, demand(B, 0, ALL)), 7, 9)).containsEntry(A, 0);
    }

    // 4.6 kVA are 20 A of 230 V.
    @Test
    @DisplayName("4.1, VDE-AR-N 4100 5.5.2: the gate holds the imbalance whatever a policy says")
    void imbalanceIsHeldByTheGate() {
        Bounds even = new Bounds(Optional.empty(), "fuse", Optional.of(Current.amperes(20)), Optional.empty());
        Demand one = demand(A, 0, List.of(Phase.L1));
        Demand three = demand(B, 0, ALL);
        assertThat(bounded(even, List.of(one, three), 32, 16))
                .containsEntry(A, 20)
                .containsEntry(B, 16);
        assertThat(bounded(even, List.of(one, demand(B, 0, List.of(Phase.L2))), 32, 16))
                .as("L3 carries nothing")
                .containsEntry(A, 20)
                .containsEntry(B, 16);
        assertThat(bounded(even, List.of(one.but().step(Current.amperes(3)).build(), three), 32, 16))
                .containsEntry(A, 18);
    }

    @Test
    @DisplayName("R46: the gate lets no more have current at a time than a cabinet serves, first those who have it")
    void oneAtATimeIsHeldByTheGate() {
        Bounds single = new Bounds(Optional.empty(), "fuse", Optional.empty(), Optional.of(1));
        Demand holding = demand(B, 0, ALL).but().held(Current.amperes(16)).build();
        assertThat(bounded(single, List.of(demand(A, 0, ALL), holding), 16, 16))
                .containsEntry(A, 0)
                .containsEntry(B, 16);
    }

    /** The worst a policy can say, on any tree: all to all. */
    @Test
    @DisplayName("4.1: no policy can break a limit of imbalance, on any tree")
    void imbalanceHoldsOnRandomTrees() {
        long seed = Long.getLong("voltwright.seed", System.nanoTime());
        for (int run = 0; run < Scale.of(2_000); run++) {
            Random random = new Random(seed + run);
            Map<EvseId, Demand> demands = new LinkedHashMap<>();
            Limit grid = tree(random, 2, demands);
            Map<EvseId, Share> shares = new HashMap<>();
            demands.keySet().forEach(evse -> shares.put(evse, new Share(Current.amperes(random.nextInt(40)), "")));
            Problem problem = new Problem(grid, List.copyOf(demands.values()));
            Map<EvseId, Share> safe = SafetyGate.safe(problem, shares);
            assertEven("seed " + (seed + run), grid, demands, safe);
        }
    }

    private static Limit tree(Random random, int depth, Map<EvseId, Demand> demands) {
        List<EvseId> own = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            EvseId evse = new EvseId("e" + demands.size());
            int kind = random.nextInt(4);
            List<Phase> phases = kind == 3 ? ALL : List.of(ALL.get(kind));
            demands.put(evse, demand(evse, random.nextInt(3) == 0 ? 6 : 0, phases));
            own.add(evse);
        }
        List<Limit> children = new ArrayList<>();
        for (int i = depth == 0 ? 0 : random.nextInt(3); i > 0; i--) {
            children.add(tree(random, depth - 1, demands));
        }
        Optional<Current> spread =
                random.nextBoolean() ? Optional.of(Current.amperes(5 + random.nextInt(20))) : Optional.empty();
        PhaseCurrents fuse = PhaseCurrents.same(Current.amperes(20 + random.nextInt(100)));
        return new Limit("n" + demands.size() + depth, fuse, "fuse", own, children)
                .bounds(new Bounds(Optional.empty(), "fuse", spread, Optional.empty()));
    }

    private static double[] assertEven(String at, Limit node, Map<EvseId, Demand> demands, Map<EvseId, Share> shares) {
        double[] sums = new double[ALL.size()];
        for (Limit child : node.children()) {
            double[] below = assertEven(at, child, demands, shares);
            Arrays.setAll(sums, phase -> sums[phase] + below[phase]);
        }
        for (EvseId evse : node.evses()) {
            for (int phase = 0; phase < sums.length; phase++) {
                boolean loads =
                        Objects.requireNonNull(demands.get(evse)).phases().contains(ALL.get(phase));
                sums[phase] += loads
                        ? Objects.requireNonNull(shares.get(evse)).current().amperes()
                        : 0;
            }
        }
        double[] sorted = sums.clone();
        Arrays.sort(sorted);
        assertThat(sorted[2] - sorted[0])
                .as("%s: %s", at, node.node())
                .isLessThanOrEqualTo(
                        node.bounds().spread().map(Current::amperes).orElse(1e9) + 1e-6);
        return sums;
    }

    private static Map<EvseId, Integer> bounded(Bounds bounds, List<Demand> demands, int shareOfA, int shareOfB) {
        Limit grid = new Limit("grid", PhaseCurrents.same(Current.amperes(100)), "fuse", List.of(A, B), List.of())
                .bounds(bounds);
        Map<EvseId, Share> safe = SafetyGate.safe(
                new Problem(grid, demands),
                Map.of(
                        A, new Share(Current.amperes(shareOfA), ""),
                        B, new Share(Current.amperes(shareOfB), "")));
        return Map.of(A, amperes(safe, A), B, amperes(safe, B));
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
