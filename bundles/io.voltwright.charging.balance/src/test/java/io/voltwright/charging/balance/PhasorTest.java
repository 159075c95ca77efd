package io.voltwright.charging.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.LineCurrents;
import io.voltwright.base.api.Phase;
import io.voltwright.base.api.PhaseCurrents;
import io.voltwright.base.api.Phasor;
import io.voltwright.base.api.Transformer;
import io.voltwright.base.api.Transformer.Group;
import io.voltwright.base.api.Wiring;
import io.voltwright.charging.api.PowerPolicy.Demand;
import io.voltwright.charging.api.PowerPolicy.Limit;
import io.voltwright.charging.api.PowerPolicy.Problem;
import io.voltwright.charging.api.PowerPolicy.Share;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.api.Condition;
import org.junit.jupiter.api.Test;

/** Phasor sums worked out by hand: sqrt(3) = 1.7320508. */
class PhasorTest {

    static final List<Phase> AB = List.of(Phase.L1, Phase.L2);
    static final List<Phase> BC = List.of(Phase.L2, Phase.L3);
    static final List<Phase> CA = List.of(Phase.L3, Phase.L1);

    final FairShare policy = new FairShare(Duration.ofMinutes(15));

    // |AB - CA| with 10 A each at 30 and 150 degrees: 2 * 10 * cos 30.
    @Test
    void twoLegsThatMeetInALineGiveSqrt3TimesTheCurrentOfOne() {
        LineCurrents sum = leg(AB, 10).plus(leg(CA, 10));

        assertThat(sum.l1().magnitude()).isCloseTo(17.3205, within(1e-4));
        assertThat(sum.l2().magnitude()).isCloseTo(10, within(1e-9));
        assertThat(sum.l3().magnitude()).isCloseTo(10, within(1e-9));
    }

    // 30 A and 12 A in legs AB and BC: sqrt(900 + 144 + 360) in line 2.
    @Test
    void unequalLegsFollowTheLawOfCosines() {
        LineCurrents sum = leg(AB, 30).plus(leg(BC, 12));

        assertThat(sum.l1().magnitude()).isCloseTo(30, within(1e-9));
        assertThat(sum.l2().magnitude()).isCloseTo(37.46999, within(1e-4));
        assertThat(sum.l3().magnitude()).isCloseTo(12, within(1e-9));
    }

    // One leg of 40 A, 4 turns to one: the winding of line 1 and that of line 2 carry it; one primary line feeds both.
    @Test
    void aDeltaWyeTransformerTurnsOneLegIntoOneTwoOneOnThePrimary() {
        LineCurrents primary = new Transformer(Group.DYN11, 4).primary(leg(AB, 40));

        assertThat(primary.l1().magnitude()).isCloseTo(10, within(1e-9));
        assertThat(primary.l2().magnitude()).isCloseTo(20, within(1e-9));
        assertThat(primary.l3().magnitude()).isCloseTo(10, within(1e-9));
    }

    // Balanced 12 A to neutral: each primary line feeds two windings of 3 A, 60 degrees apart: 3 * sqrt(3); power in =
    // power out.
    @Test
    void aBalancedLoadStaysBalancedInEveryVectorGroup() {
        LineCurrents load = Wiring.STAR.perAmpere(List.of()).times(12);

        for (Group group : Group.values()) {
            LineCurrents primary = new Transformer(group, 4).primary(load);
            double expected = group == Group.YNYN0 ? 3 : 5.19615;
            assertThat(List.of(primary.l1(), primary.l2(), primary.l3()))
                    .as(group.name())
                    .allSatisfy(line -> assertThat(line.magnitude()).isCloseTo(expected, within(1e-4)));
        }
    }

    // IEC 60076-1: the secondary of Dyn1 lags by 30 degrees, of Dyn5 by 150, of Dyn11 by 330; so do the currents.
    @Test
    void theClockNumberIsTheLagOfTheSecondary() {
        for (Group group : Group.values()) {
            double lag = group == Group.YNYN0
                    ? 0
                    : 30.0 * Integer.parseInt(group.name().substring(3));
            Phasor primary = new Transformer(group, 1)
                    .primary(Wiring.STAR.perAmpere(List.of()))
                    .l1();
            assertThat(Math.IEEEremainder(Math.toDegrees(Math.atan2(primary.imaginary(), primary.real())) - lag, 360))
                    .as(group.name())
                    .isCloseTo(0, within(1e-9));
        }
    }

    // Opposed by 120 degrees, 10 A and 10 A are 10 A together, and as much when one stops; 10 A and 4 A are less than
    // the 10 A alone.
    @Test
    void whatADrawLessCanLeaveIsCounted() {
        assertThat(Phasor.worst(List.of(Phasor.at(10, 30), Phasor.at(4, -90)))).isCloseTo(10, within(1e-9));
        assertThat(Phasor.worst(List.of(Phasor.at(10, 30), Phasor.at(10, 90)))).isCloseTo(17.3205, within(1e-4));
        assertThat(Phasor.worst(List.of())).isZero();
    }

    /** Against all subsets of up to eight arrows, some of them in line or opposed. */
    @Test
    void noPartOfTheCurrentsSumsToMoreThanTheWorst() {
        var random = new Random(7);
        for (int run = 0; run < 1000; run++) {
            List<Phasor> arrows = Stream.generate(() -> Phasor.at(random.nextInt(20), 30.0 * random.nextInt(12)))
                    .limit(1 + random.nextInt(8))
                    .toList();
            double most = 0;
            for (int subset = 0; subset < 1 << arrows.size(); subset++) {
                Phasor sum = Phasor.ZERO;
                for (int i = 0; i < arrows.size(); i++) {
                    sum = (subset >> i & 1) == 1 ? sum.plus(arrows.get(i)) : sum;
                }
                most = Math.max(most, sum.magnitude());
            }
            assertThat(Phasor.worst(arrows)).as(arrows.toString()).isCloseTo(most, within(1e-9));
        }
    }

    @Test
    void oneLineIsNoLeg() {
        assertThatThrownBy(() -> Wiring.DELTA.perAmpere(List.of(Phase.L1))).hasMessageContaining("name two or three");
    }

    // Two legs in one line of 30 A: 30 / sqrt(3) each; as a plain sum it would be 15.
    @Test
    void twoLegsShareALineByItsPhasorSum() {
        var shares = share(node("grid", 30, "a", "b"), between("a", AB), between("b", CA));

        assertThat(shares).containsEntry("a", 17_300).containsEntry("b", 17_300);
    }

    // Line 2 carries 2/4 of one leg: 20 A on the primary allow 40 A, its socket 32; on 12 A it is 24.
    @Test
    void thePrimaryOfATransformerBoundsWhatIsBehindIt() {
        assertThat(share(behind(20, 100, "a"), between("a", AB))).containsEntry("a", 32_000);
        assertThat(share(behind(12, 100, "a"), between("a", AB))).containsEntry("a", 24_000);
        assertThat(policy.share(new Problem(behind(12, 100, "a"), List.of(between("a", AB)))))
                .hasValueSatisfying(
                        new Condition<>(share -> "24 A: L2 of grid is full".equals(share.reason()), "names the line"));
    }

    // In L1 a three-phase car at 0 degrees and a leg at 30: equal shares x sum to 2 x cos 15 = 1.93185 x, so 20.7 A
    // each of 40 A.
    @Test
    void starAndDeltaLoadsMayBeMixed() {
        Demand three = new Sites.Wish("three", 32).step(0.1).build();

        assertThat(share(node("grid", 40, "three", "leg"), three, between("leg", AB)))
                .containsEntry("three", 20_700)
                .containsEntry("leg", 20_700);
    }

    private static LineCurrents leg(List<Phase> lines, double amperes) {
        return Wiring.DELTA.perAmpere(lines).times(amperes);
    }

    private static Limit node(String name, double amperes, String... evses) {
        return Sites.node(name, amperes, Sites.cars(evses));
    }

    private static Limit behind(double primary, double secondary, String... evses) {
        var wye = new Limit("wye", PhaseCurrents.same(Current.amperes(secondary)), "fuse", Sites.cars(evses), List.of())
                .transformer(Optional.of(new Transformer(Group.DYN11, 4)));
        return Sites.node("grid", primary, List.of(), wye);
    }

    private static Demand between(String evse, List<Phase> lines) {
        return Sites.between(new Sites.Wish(evse, 32)
                .step(0.1)
                .on(lines.toArray(Phase[]::new))
                .build());
    }

    private Map<String, Integer> share(Limit grid, Demand... demands) {
        Map<EvseId, Share> shares = policy.share(new Problem(grid, Arrays.asList(demands)));
        var plain = new HashMap<String, Integer>();
        shares.forEach((evse, share) -> plain.put(evse.value(), share.current().milliamperes()));
        return plain;
    }
}
