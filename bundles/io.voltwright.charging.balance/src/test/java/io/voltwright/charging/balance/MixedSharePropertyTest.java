package io.voltwright.charging.balance;

import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.LineCurrents;
import io.voltwright.base.api.Phase;
import io.voltwright.base.api.Phasor;
import io.voltwright.base.api.Transformer;
import io.voltwright.base.api.Transformer.Group;
import io.voltwright.charging.api.PowerPolicy.Demand;
import io.voltwright.charging.api.PowerPolicy.Limit;
import io.voltwright.charging.api.PowerPolicy.Problem;
import io.voltwright.charging.api.PowerPolicy.Share;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** What holds for any tree, wiring, transformer and departure; judged by summing phasors node by node. */
class MixedSharePropertyTest {

    static final int RUNS =
            (int) Math.max(3, 10_000 * Double.parseDouble(System.getProperty("voltwright.scale", "0.1")));

    /** Amperes: shares are whole milliamperes. */
    static final double CLOSE = 1e-6;

    final FairShare policy = new FairShare(Duration.ofMinutes(15));
    final long seed = Long.getLong("voltwright.seed", System.nanoTime());

    @Test
    void noLineIsOverItsLimitEvenIfSomeDrawLess() {
        for (int run = 0; run < RUNS; run++) {
            Problem problem = random(new Random(seed + run));
            Map<EvseId, Share> shares = policy.share(problem);
            long at = seed + run;
            assertThat(shares).hasSameSizeAs(problem.demands());
            visit(problem, mayDraw(problem, shares), (place, limit, now, reserved) -> {
                assertThat(now).as("seed %s: %s", at, place).isLessThanOrEqualTo(Math.max(limit, reserved) + CLOSE);
            });
            visit(problem, shares(shares), (place, limit, now, reserved) -> assertThat(now)
                    .as("seed %s: shares on %s", at, place)
                    .isLessThanOrEqualTo(limit + CLOSE));
        }
    }

    @Test
    void eachShareIsNothingOrWhatTheDeviceCanBeSetTo() {
        for (int run = 0; run < RUNS; run++) {
            Problem problem = random(new Random(seed + run));
            Map<EvseId, Share> shares = policy.share(problem);
            for (Demand demand : problem.demands()) {
                int share = current(shares, demand);
                if (share != 0) {
                    assertThat(share)
                            .as("seed %d: %s", seed + run, demand)
                            .isBetween(
                                    demand.least().milliamperes(), demand.most().milliamperes());
                    assertThat(share == demand.least().milliamperes()
                                    || share % demand.step().milliamperes() == 0)
                            .as("seed %d: %s has %d", seed + run, demand, share)
                            .isTrue();
                }
            }
        }
    }

    /** Without what is set aside, of which a share may be part. */
    @Test
    void nothingUsableIsLeft() {
        for (int run = 0; run < RUNS / 4; run++) {
            Problem problem = random(new Random(seed + run));
            Map<EvseId, Share> shares = policy.share(problem);
            for (Demand demand : problem.demands()) {
                int share = current(shares, demand);
                int more = share + Math.max(100, demand.step().milliamperes());
                boolean able = share > 0 && demand.reserved().isZero();
                if (able && more <= demand.most().milliamperes()) {
                    Map<EvseId, Double> raised = mayDraw(problem, shares);
                    raised.put(demand.evse(), more / 1000.0);
                    assertThat(overloads(problem, raised))
                            .as("seed %d: room for %s at %d", seed + run, demand, share)
                            .isTrue();
                }
            }
        }
    }

    @Test
    void theOrderOfTheDemandsDoesNotMatter() {
        for (int run = 0; run < RUNS / 4; run++) {
            Problem problem = random(new Random(seed + run));
            var shuffled = new ArrayList<>(problem.demands());
            Collections.shuffle(shuffled, new Random(run));

            assertThat(policy.share(new Problem(problem.grid(), shuffled, problem.standing())))
                    .as("seed " + (seed + run))
                    .isEqualTo(policy.share(problem));
        }
    }

    @FunctionalInterface
    interface Judge {

        /** Amperes: the limit, the most that may flow, and the most of what is set aside alone. */
        void look(String place, double limit, double now, double reserved);
    }

    private static boolean overloads(Problem problem, Map<EvseId, Double> draws) {
        boolean[] over = new boolean[1];
        visit(problem, draws, (place, limit, now, reserved) -> over[0] |= now > limit + CLOSE);
        return over[0];
    }

    static void visit(Problem problem, Map<EvseId, Double> draws, Judge judge) {
        Map<EvseId, Demand> demands = new HashMap<>();
        problem.demands().forEach(demand -> demands.put(demand.evse(), demand));
        flows(problem.grid(), demands, demand -> Objects.requireNonNull(draws.get(demand.evse())), judge);
    }

    private record Flow(LineCurrents now, LineCurrents reserved) {}

    private static List<Flow> flows(
            Limit node, Map<EvseId, Demand> demands, ToDoubleFunction<Demand> draw, Judge judge) {
        List<Flow> flows = new ArrayList<>();
        for (EvseId evse : node.evses()) {
            Demand demand = demands.get(evse);
            if (demand != null) {
                LineCurrents each = demand.wiring().perAmpere(demand.phases());
                flows.add(new Flow(
                        each.times(draw.applyAsDouble(demand)),
                        each.times(demand.reserved().amperes())));
            }
        }
        node.children().forEach(child -> flows.addAll(flows(child, demands, draw, judge)));
        for (Phase phase : Phase.values()) {
            judge.look(
                    phase + " of " + node.node(),
                    node.available().on(phase).amperes(),
                    Phasor.worst(
                            flows.stream().map(flow -> flow.now().on(phase)).toList()),
                    Phasor.worst(flows.stream()
                            .map(flow -> flow.reserved().on(phase))
                            .toList()));
        }
        Optional<Transformer> transformer = node.transformer();
        return transformer.isEmpty()
                ? flows
                : flows.stream()
                        .map(flow -> new Flow(
                                transformer.orElseThrow().primary(flow.now()),
                                transformer.orElseThrow().primary(flow.reserved())))
                        .toList();
    }

    static Map<EvseId, Double> mayDraw(Problem problem, Map<EvseId, Share> shares) {
        Map<EvseId, Double> draws = shares(shares);
        problem.demands()
                .forEach(demand -> draws.merge(demand.evse(), demand.reserved().amperes(), Math::max));
        return draws;
    }

    private static Map<EvseId, Double> shares(Map<EvseId, Share> shares) {
        Map<EvseId, Double> draws = new HashMap<>();
        shares.forEach((evse, share) -> draws.put(evse, share.current().amperes()));
        return draws;
    }

    private static int current(Map<EvseId, Share> shares, Demand demand) {
        return Objects.requireNonNull(shares.get(demand.evse())).current().milliamperes();
    }

    static Problem random(Random random) {
        var evses = new ArrayList<EvseId>();
        Limit grid = Sites.randomTree(random, 1 + random.nextInt(3), 20 + random.nextInt(200), evses);
        boolean silent = random.nextInt(4) == 0;
        List<Demand> demands = evses.stream()
                .map(evse -> demand(random, Sites.randomDemand(random, evse, true), silent))
                .toList();
        return new Problem(random.nextBoolean() ? transformed(random, grid) : grid, demands, Duration.ofSeconds(1));
    }

    private static Demand demand(Random random, Demand demand, boolean silent) {
        boolean delta = demand.phases().size() > 1 && random.nextBoolean();
        Demand wired = delta ? Sites.between(demand) : demand;
        return silent || random.nextInt(3) == 0
                ? wired
                : Sites.leaving(wired, random.nextInt(600) - 20, random.nextInt(30_000));
    }

    private static Limit transformed(Random random, Limit limit) {
        List<Group> groups = List.of(Group.values());
        double turns = 0.5 + random.nextInt(4);
        List<Limit> below = limit.children().stream()
                .map(child -> transformed(random, child))
                .toList();
        Optional<Transformer> feeding = random.nextInt(3) == 0
                ? Optional.of(new Transformer(groups.get(random.nextInt(groups.size())), turns))
                : Optional.empty();
        return limit.children(below).transformer(feeding);
    }
}
