package io.voltwright.charging.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voltwright.base.api.Phase;
import io.voltwright.charging.api.EvseStatus;
import io.voltwright.charging.engine.RoughSite.Broken;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A thousand days of a site of twenty EVSEs, second by second around all that happens; quiet hours are leapt over. */
class RandomDaysTest {

    private static final int DAYS = 1000;
    private static final int BURSTS = 2;

    /** Where something is broken on purpose, the days are always the same ones. */
    private static final long KNOWN = 20_261_122;

    /** A register is a whole number of milliwatt hours. */
    private static final double ROUNDING = 0.001;

    @Test
    @DisplayName(
            "R7, R8, R20, R23, R24, R34, R36, R38, R39: whatever fails, no limit is exceeded for longer than the reaction"
                    + " time, no energy is invented or lost, no EVSE is stuck")
    void aThousandDays() {
        long seed = Long.getLong("voltwright.seed", System.nanoTime());
        System.out.println("RandomDaysTest seed " + seed);
        RoughSite site = new RoughSite(seed);
        int days = Scale.of(DAYS);
        days(site, seed, days);
        System.out.println(
                "RandomDaysTest: " + days + " days, " + site.journal.sessions + " sessions, all accounted for");
        assertThat(site.journal.sessions).isGreaterThan(days);
    }

    @Test
    @DisplayName("R36: whatever the policy says, the gate keeps every limit")
    void aPolicyThatGivesAllToAllBreaksNoLimit() {
        days(new RoughSite(KNOWN, Broken.POLICY), KNOWN, 20);
    }

    @Test
    @DisplayName("The gate can be missed: the same days end in an overload where it is blind")
    void theChecksNoticeABlindGate() {
        RoughSite site = new RoughSite(KNOWN, Broken.POLICY_AND_GATE);

        assertThatThrownBy(() -> days(site, KNOWN, 20))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("carries");
    }

    @Test
    @DisplayName("R36: when the controller dies while the building takes more, leases end within the reaction time")
    void aDeadControllerHoldsNoOffer() {
        dieWhileTheBuildingGrows(new RoughSite(KNOWN));
    }

    @Test
    @DisplayName("Leases can be missed: the same death ends in an overload where piles keep what they were offered")
    void theChecksNoticeForgottenLeases() {
        RoughSite site = new RoughSite(KNOWN, Broken.LEASES);

        assertThatThrownBy(() -> dieWhileTheBuildingGrows(site))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("carries");
    }

    // 45 A of the building and 6 A of fail-safe at five piles fit; 45 A and what the cars had until then do not.
    private static void dieWhileTheBuildingGrows(RoughSite site) {
        for (int place = 0; place < site.piles.size(); place++) {
            site.piles.get(place).plug(32, 3);
            site.engine.present(site.piles.get(place).id, RoughSite.card(place));
        }
        site.run(60);
        assertThat(site.building.flows(Phase.L1)).isGreaterThan(60);
        site.building.amperes = 45;
        site.restart(60, false, false);
        site.run(30);
    }

    private static void days(RoughSite site, long seed, int days) {
        for (int day = 0; day < days; day++) {
            day(site);
            evening(site, "seed " + seed + " day " + day);
            if (day % 3 == 0) {
                probe(site, "seed " + seed + " day " + day);
            }
        }
    }

    private static void day(RoughSite site) {
        Random random = site.random;
        for (int burst = 0; burst < BURSTS; burst++) {
            for (int i = 0; i < 6 + random.nextInt(10); i++) {
                car(site, random.nextInt(site.piles.size()));
            }
            trouble(site, random);
            site.run(12 + random.nextInt(20));
            heal(site, random);
            site.run(4 + random.nextInt(8));
            site.leap(Duration.ofMinutes(5 + random.nextInt(120)));
        }
    }

    /** A car comes, or leaves by card or without a word. */
    private static void car(RoughSite site, int place) {
        RoughPile pile = site.piles.get(place);
        Random random = site.random;
        if (!pile.plugged()) {
            pile.plug(6 + random.nextInt(27), random.nextInt(3) == 0 ? 1 : 3);
            site.engine.present(pile.id, RoughSite.card(place));
        } else if (random.nextInt(3) > 0) {
            pile.unplug();
        } else {
            site.engine.present(pile.id, RoughSite.card(place));
        }
    }

    private static void trouble(RoughSite site, Random random) {
        RoughPile pile = site.piles.get(random.nextInt(site.piles.size()));
        switch (random.nextInt(12)) {
            case 0, 1 -> pile.line(false);
            case 2 -> pile.supply(false);
            case 3 -> pile.refuse(true);
            case 4 -> pile.fault(Optional.of("MREC3-HighTemperature"));
            case 5 -> site.building.there = false;
            case 6 -> site.restart(random.nextInt(60), random.nextBoolean(), random.nextBoolean());
            case 7 -> site.journal.accept(false);
            case 8, 9, 10 -> site.building.amperes = random.nextInt(60);
            default -> {
                // A bus with several piles on it.
                for (int i = 0; i < 5; i++) {
                    site.piles.get(i).line(false);
                }
            }
        }
    }

    private static void heal(RoughSite site, Random random) {
        site.journal.accept(true);
        site.building.there = true;
        for (RoughPile pile : site.piles) {
            if (!pile.healthy() && random.nextInt(4) > 0) {
                mend(pile);
            }
        }
    }

    private static void mend(RoughPile pile) {
        pile.line(true);
        pile.supply(true);
        pile.refuse(false);
        pile.fault(Optional.empty());
    }

    /** All cars leave and all is mended: every EVSE is free, every watt hour is in a session, and anyone may charge. */
    private static void evening(RoughSite site, String name) {
        site.journal.accept(true);
        site.building.there = true;
        site.building.amperes = 10;
        site.piles.forEach(RandomDaysTest::mend);
        site.run(5);
        site.piles.forEach(RoughPile::unplug);
        for (int i = 0; i < 30 && !quiet(site); i++) {
            site.run(2);
        }
        for (int i = 0; i < site.piles.size(); i++) {
            assertThat(site.evse(i).status()).as("%s: %s", name, site.evse(i)).isEqualTo(EvseStatus.AVAILABLE);
        }
        assertThat(site.journal.openSessions()).as(name).isZero();
        assertThat(site.journal.unusable).as(name).isZero();
        energy(site, name);
    }

    private static boolean quiet(RoughSite site) {
        for (int i = 0; i < site.piles.size(); i++) {
            if (!site.free(i)) {
                return false;
            }
        }
        return true;
    }

    private static void energy(RoughSite site, String name) {
        for (RoughPile pile : site.piles) {
            assertThat(site.journal.wattHours(pile.id))
                    .as("%s: energy of %s", name, pile.id)
                    .isCloseTo(pile.wattHours(), Offset.offset(ROUNDING * (site.journal.sessions + 1)));
        }
    }

    private static void probe(RoughSite site, String name) {
        int place = site.random.nextInt(site.piles.size());
        RoughPile pile = site.piles.get(place);
        pile.plug(16, 3);
        site.run(3);
        site.engine.present(pile.id, RoughSite.card(place));
        for (int i = 0; i < 60 && pile.amperes() == 0; i++) {
            site.run(1);
        }
        assertThat(pile.amperes())
                .as("%s: %s gives to who comes now", name, pile.id)
                .isGreaterThanOrEqualTo(6);
        site.engine.present(pile.id, RoughSite.card(place));
        site.run(8);
        pile.unplug();
        site.run(4);
    }
}
