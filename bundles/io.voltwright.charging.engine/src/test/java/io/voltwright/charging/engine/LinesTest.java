package io.voltwright.charging.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Phase;
import io.voltwright.base.api.PhaseCurrents;
import io.voltwright.base.api.Power;
import io.voltwright.base.api.Transformer;
import io.voltwright.base.api.Wiring;
import io.voltwright.charging.api.PowerPolicy.Bounds;
import io.voltwright.charging.api.PowerPolicy.Demand;
import io.voltwright.charging.api.PowerPolicy.Limit;
import io.voltwright.charging.api.PowerPolicy.Problem;
import io.voltwright.charging.api.PowerPolicy.Share;
import io.voltwright.charging.api.PowerPolicy.Terms;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Currents between lines and behind transformers; the sums are worked out by hand from field reference 4.5. */
class LinesTest {

    static final EvseId AB = new EvseId("ab");
    static final EvseId CA = new EvseId("ca");

    // I3a = AB - CA: 10 A at 30 degrees less 10 A at 150 degrees are 17.32 A.
    @Test
    @DisplayName("4.5: two legs of 10 A that meet in a line put 17.3 A into it")
    void legsAddAsPhasors() {
        Lines lines = new Lines(grid(100, 100), List.of(leg(AB), leg(CA)));
        lines.add(AB, Current.amperes(10));
        lines.add(CA, Current.amperes(10));

        assertThat(worst(lines, "L1 of secondary")).isCloseTo(10 * Math.sqrt(3), within(1e-6));
        assertThat(worst(lines, "L2 of secondary")).isCloseTo(10, within(1e-6));
    }

    // I2a = (I3a - I3c) / 4, and so on: with 40 A on leg AB alone they are 10, 20 and 10 A.
    @Test
    @DisplayName("4.5: behind a delta primary of 4:1 one leg of 40 A is 10, 20 and 10 A")
    void theDeltaPrimaryTurnsCurrents() {
        Lines lines = new Lines(grid(100, 100), List.of(leg(AB)));
        lines.add(AB, Current.amperes(40));

        assertThat(worst(lines, "L1 of grid")).isCloseTo(10, within(1e-6));
        assertThat(worst(lines, "L2 of grid")).isCloseTo(20, within(1e-6));
        assertThat(worst(lines, "L3 of grid")).isCloseTo(10, within(1e-6));
    }

    @Test
    @DisplayName("4.5: the gate cuts what scalars would let through the transformer, and no more")
    void theGateKnowsPhasors() {
        assertThat(gated(grid(100, 17.33), 10, 10)).containsExactly(10.0, 10.0);
        double[] cut = gated(grid(100, 17), 10, 10);
        assertThat(cut[0] + cut[1]).isBetween(19.0, 19.9);
        assertThat(gated(grid(100, 40), 20, 20)).as("34.6 A").containsExactly(20.0, 20.0);
        // 2 * 12 A at 4:1 in L2 of the primary, 48 A of leg AB: the fuse of the primary holds it.
        assertThat(gated(grid(12, 100), 32, 6)[0]).isBetween(20.0, 24.0);
    }

    @Test
    @DisplayName("5b: a raise needs room as phasors on every node above it")
    void headroomKnowsPhasors() {
        Headroom headroom = new Headroom(new Problem(grid(100, 17.33), List.of(leg(AB), leg(CA))));
        headroom.take(AB, Current.amperes(10));

        assertThat(headroom.fits(CA, Current.amperes(10))).isTrue();
        assertThat(headroom.fits(CA, Current.amperes(10.1))).isFalse();
    }

    // A leg of 208 V gives 208 W per ampere: 20 A are 4160 W.
    @Test
    @DisplayName("4.1: the power of a node is a limit like that of a line")
    void powerIsALimit() {
        Limit node = new Limit("grid", PhaseCurrents.same(Current.amperes(100)), "fuse", List.of(AB, CA), List.of())
                .bounds(new Bounds(Optional.of(Power.watts(4200L)), "fuse", Optional.empty(), Optional.empty()));

        assertThat(gated(node, 10, 10)).containsExactly(10.0, 10.0);
        assertThat(gated(node, 14, 10)[0]).isCloseTo(10.192, within(0.001));
    }

    private static double[] gated(Limit grid, double ab, double ca) {
        Problem problem = new Problem(grid, List.of(leg(AB), leg(CA)));
        Map<EvseId, Share> safe = SafetyGate.safe(
                problem, Map.of(AB, new Share(Current.amperes(ab), ""), CA, new Share(Current.amperes(ca), "")));
        return new double[] {
            Objects.requireNonNull(safe.get(AB)).current().amperes(),
            Objects.requireNonNull(safe.get(CA)).current().amperes()
        };
    }

    private static double worst(Lines lines, String name) {
        return lines.all().stream()
                .filter(line -> line.toString().equals(name))
                .findFirst()
                .orElseThrow()
                .worst();
    }

    static Limit grid(double primary, double secondary) {
        Limit inner = new Limit(
                        "secondary", PhaseCurrents.same(Current.amperes(secondary)), "fuse", List.of(AB, CA), List.of())
                .transformer(Optional.of(new Transformer(Transformer.Group.DYN11, 4)));
        return new Limit("grid", PhaseCurrents.same(Current.amperes(primary)), "fuse", List.of(), List.of(inner));
    }

    static Demand leg(EvseId evse) {
        List<Phase> lines = evse.equals(AB) ? List.of(Phase.L1, Phase.L2) : List.of(Phase.L3, Phase.L1);
        return Demand.of(evse, lines, Current.amperes(32))
                .step(Current.milliamperes(1))
                .wiring(Wiring.DELTA)
                .terms(new Terms(0, List.of(), Optional.of(Power.watts(208L))))
                .build();
    }
}
