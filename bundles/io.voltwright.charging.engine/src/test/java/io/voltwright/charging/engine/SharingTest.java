package io.voltwright.charging.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.voltwright.base.api.ChargingMode;
import io.voltwright.base.api.Current;
import io.voltwright.base.api.DeviceId;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Phase;
import io.voltwright.base.api.PhaseCurrents;
import io.voltwright.base.api.Power;
import io.voltwright.base.api.Transformer;
import io.voltwright.base.api.Voltage;
import io.voltwright.base.api.Wiring;
import io.voltwright.charging.api.PowerPolicy.Demand;
import io.voltwright.charging.api.PowerPolicy.Limit;
import io.voltwright.charging.api.PowerPolicy.Problem;
import io.voltwright.site.api.Evse;
import io.voltwright.site.api.EvseRules;
import io.voltwright.site.api.External;
import io.voltwright.site.api.Node;
import io.voltwright.site.api.NodeRules;
import io.voltwright.site.api.Window;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the policy is asked, from what is wired, set and measured. */
class SharingTest {

    static final EvseId LEFT = new EvseId("left");
    static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    final Limits limits = new Limits();
    final Externals externals = new Externals();
    final ProblemBuilder problems = new ProblemBuilder(
            limits, externals, new Wishes(), new WorstLoads(Optional::empty), meter -> Optional.empty());

    @Test
    @DisplayName("4.3: the lowest of fuse, operator and hour holds at a node, and says whose it is")
    void theLowestLimitHolds() {
        NodeRules evening = rules(
                NodeRules.NONE,
                new Window(EnumSet.allOf(DayOfWeek.class), LocalTime.of(17, 0), LocalTime.of(20, 0), amperes(10)));
        Node hall = new Node("hall", amperes(32), Optional.empty(), List.of(LEFT), List.of(), evening);

        assertThat(hall(hall, NOON).available()).isEqualTo(PhaseCurrents.same(amperes(32)));
        limits.put(new PowerLimit(Optional.of(new EvseId("hall")), "operator", amperes(16), Optional.of(after(3600))));
        assertThat(hall(hall, NOON).available()).isEqualTo(PhaseCurrents.same(amperes(16)));
        assertThat(hall(hall, NOON).why()).isEqualTo("operator");
        assertThat(hall(hall, after(3600)).why()).as("over").isEqualTo("fuse");
        Limit evenings = hall(hall, after(5 * 3600));
        assertThat(evenings.available()).isEqualTo(PhaseCurrents.same(amperes(10)));
        assertThat(evenings.why()).isEqualTo("schedule until 20:00");
    }

    @Test
    @DisplayName("R39: without its meter a node falls to the limit planned for that, not to the worst seen")
    void theBlindLimitHolds() {
        Node hall = new Node(
                "hall",
                amperes(63),
                Optional.of(new DeviceId("main")),
                List.of(LEFT),
                List.of(),
                new NodeRules(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        amperes(1),
                        Optional.of(amperes(20)),
                        Optional.empty(),
                        List.of()));

        MeterlessRun run = new MeterlessRun(hall);
        assertThat(run.at(0).demands().get(0).most()).as("frozen").isEqualTo(Current.ZERO);
        assertThat(run.at(61).demands().get(0).most()).isEqualTo(amperes(16));
        assertThat(run.at(62).grid().children().get(0).available()).isEqualTo(PhaseCurrents.same(amperes(20)));
        assertThat(run.at(63).grid().children().get(0).why()).isEqualTo("meter not heard");
    }

    @Test
    @DisplayName("LPC: the limit of someone outside is a limit of power, and so is his fail-safe")
    void someoneOutsideLimitsPower() {
        Node hall = new Node(
                "hall",
                amperes(32),
                Optional.empty(),
                List.of(LEFT),
                List.of(),
                new NodeRules(
                        Optional.empty(),
                        Optional.of(Power.watts(11_000L)),
                        Optional.of(amperes(20)),
                        Optional.of(2),
                        Current.ZERO,
                        Optional.empty(),
                        Optional.of(
                                new External("dso", Power.watts(4_200L), Duration.ofHours(2), Duration.ofMinutes(2))),
                        List.of()));
        externals.site(hall, Duration.ZERO);

        assertThat(hall(hall, NOON).bounds().power()).contains(Power.watts(4_200L));
        assertThat(hall(hall, NOON).bounds().powerWhy()).isEqualTo("dso, not heard since the start");
        assertThat(externals.tell("dso", limit -> limit.release(Duration.ofSeconds(1))))
                .isTrue();
        assertThat(hall(hall, NOON).bounds().power()).contains(Power.watts(11_000L));
        externals.tell("dso", limit -> limit.limit(Power.watts(6_000L), Optional.empty(), Duration.ofSeconds(2)));
        assertThat(hall(hall, NOON).bounds().power()).contains(Power.watts(6_000L));
        assertThat(hall(hall, NOON).bounds().powerWhy()).isEqualTo("dso");
        assertThat(hall(hall, NOON).bounds().together()).contains(2);
        assertThat(externals.tell("nobody", limit -> {})).isFalse();
    }

    @Test
    @DisplayName("4.5: legs and transformers of the site file reach the policy and the gate")
    void legsAndTransformersReachThePolicy() {
        NodeRules fed = new NodeRules(
                Optional.of(new Transformer(Transformer.Group.DYN11, 4)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Current.ZERO,
                Optional.empty(),
                Optional.empty(),
                List.of());
        Node secondary = new Node("hall", amperes(100), Optional.empty(), List.of(LEFT), List.of(), fed);
        Premises site = premises(secondary, Voltage.volts(120));
        EvseRules leg = new EvseRules(Wiring.DELTA, 3, List.of(), ChargingMode.FAST);
        Problem problem =
                problems.build(site, Map.of(LEFT, known(stand(List.of(Phase.L1, Phase.L2), leg))), Duration.ZERO, NOON);

        Demand demand = problem.demands().get(0);
        assertThat(demand.wiring()).isEqualTo(Wiring.DELTA);
        assertThat(demand.phases()).containsExactly(Phase.L1, Phase.L2);
        assertThat(demand.perAmpere().watts()).isCloseTo(207.846, within(0.001));
        assertThat(demand.terms().priority()).isEqualTo(3);
        assertThat(problem.grid().children().get(0).transformer())
                .contains(new Transformer(Transformer.Group.DYN11, 4));
        // 480 V between lines are 277 V to neutral.
        assertThat(site.volts(site.grid())).isCloseTo(277.128, within(0.001));
    }

    @Test
    @DisplayName("4.2 step 5: what a car does not use for a minute goes back, and is tried again after five")
    void whatIsNotUsedGoesBack() {
        Usage usage = new Usage();
        assertThat(usage.most(drawing(8, 16), Duration.ZERO)).isEmpty();
        assertThat(usage.most(drawing(8, 16), Duration.ofSeconds(59))).isEmpty();
        assertThat(usage.most(drawing(8, 16), Duration.ofSeconds(60))).contains(amperes(10));
        assertThat(usage.most(drawing(8, 10), Duration.ofSeconds(200))).contains(amperes(10));
        assertThat(usage.most(drawing(8, 10), Duration.ofSeconds(361)))
                .as("again")
                .isEmpty();
        assertThat(usage.most(drawing(16, 16), Duration.ofSeconds(380))).isEmpty();
        assertThat(usage.most(drawing(0, 16), Duration.ofSeconds(400))).isEmpty();
        assertThat(usage.most(drawing(0, 16), Duration.ofSeconds(461))).contains(amperes(6));
        assertThat(usage.most(drawing(6, 6), Duration.ofSeconds(470)))
                .as("it touches what it is offered")
                .isEmpty();
    }

    // 20, 30 and 40 kW on three phases of 230 V; the car draws 35 A of 43 A, which is more than the two modules below
    // give.
    @Test
    @DisplayName(
            "4.2 step 5, R46: a car keeps the modules that it uses a part of, and gives back those it uses nothing of")
    void modulesInUseAreKept() {
        Usage usage = new Usage();
        assertThat(usage.most(modular(35, 43), Duration.ZERO)).isEmpty();
        assertThat(usage.most(modular(35, 43), Duration.ofSeconds(60))).isEmpty();
        assertThat(usage.most(modular(35, 58), Duration.ofSeconds(130))).contains(amperes(43));
        assertThat(usage.most(modular(42.8, 43), Duration.ofSeconds(140)))
                .as("it touches what it is offered")
                .isEmpty();
        assertThat(usage.most(modular(10, 58), Duration.ofSeconds(150))).isEmpty();
        assertThat(usage.most(modular(10, 58), Duration.ofSeconds(210))).contains(amperes(29));
    }

    private static Stand modular(double draws, int held) {
        List<Current> modules = List.of(amperes(29), amperes(43), amperes(58));
        return drawing(draws, held, new EvseRules(Wiring.STAR, 0, modules, ChargingMode.FAST));
    }

    private Limit hall(Node hall, Instant utc) {
        Problem problem = problems.build(premises(hall, Voltage.volts(230)), Map.of(), Duration.ofSeconds(1), utc);
        return problem.grid().children().get(0);
    }

    /** A node whose meter never answers. */
    private final class MeterlessRun {
        private final Node hall;

        MeterlessRun(Node hall) {
            this.hall = hall;
            at(0);
        }

        Problem at(int second) {
            return problems.build(
                    premises(hall, Voltage.volts(230)),
                    Map.of(LEFT, known(stand(List.of(Phase.values()), EvseRules.USUAL))),
                    Duration.ofSeconds(second),
                    NOON);
        }
    }

    static Premises premises(Node hall, Voltage voltage) {
        Node grid = new Node("grid", amperes(100), Optional.empty(), List.of(), List.of(hall));
        return new Premises(grid, voltage, ZoneOffset.UTC, List.of());
    }

    private static NodeRules rules(NodeRules like, Window window) {
        return new NodeRules(
                like.transformer(),
                like.power(),
                like.imbalance(),
                like.together(),
                like.margin(),
                like.blind(),
                like.external(),
                List.of(window));
    }

    private static ProblemBuilder.Known known(Stand stand) {
        return new ProblemBuilder.Known(stand, new Booking(stand.exposed()), Optional.empty());
    }

    private static Stand drawing(double draws, int held) {
        return drawing(draws, held, EvseRules.USUAL);
    }

    private static Stand drawing(double draws, int held, EvseRules rules) {
        Stand stand = stand(List.of(Phase.values()), rules);
        return new Stand(
                stand.wiring(),
                stand.abilities(),
                true,
                true,
                false,
                amperes(held),
                Current.ZERO,
                amperes(held),
                Optional.of(PhaseCurrents.same(Current.amperes(draws))),
                stand.phases(),
                amperes(32),
                Optional.empty(),
                Duration.ZERO,
                Optional.empty(),
                Duration.ZERO,
                Optional.empty(),
                false);
    }

    static Stand stand(List<Phase> phases, EvseRules rules) {
        Evse wiring = new Evse(
                LEFT,
                "keba-kecontact-p30",
                new DeviceId("bus"),
                255,
                1,
                phases,
                amperes(16),
                Current.ZERO,
                Duration.ofSeconds(30),
                Optional.empty(),
                Optional.empty(),
                "standard",
                rules);
        return new Stand(
                wiring,
                Optional.empty(),
                true,
                true,
                false,
                Current.ZERO,
                Current.ZERO,
                Current.ZERO,
                Optional.empty(),
                phases,
                amperes(16),
                Optional.empty(),
                Duration.ZERO,
                Optional.empty(),
                Duration.ZERO,
                Optional.empty(),
                false);
    }

    static Instant after(long seconds) {
        return NOON.plusSeconds(seconds);
    }

    private static Current amperes(int amperes) {
        return Current.amperes(amperes);
    }
}
