package io.voltwright.charging.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.IdToken;
import io.voltwright.base.api.VirtualTime;
import io.voltwright.field.api.FakePile;
import io.voltwright.field.api.Offer;
import io.voltwright.site.api.Evse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PowerSafetyTest {

    static final int BAYS = 4;

    @Test
    @DisplayName(
            "5b: whatever happens and in whatever order piles trip, max(offer, armed fail-safe) stays within the fuse")
    void neverOverTheFuse() {
        long seed = Long.getLong("voltwright.seed", System.nanoTime());
        System.out.println("PowerSafetyTest seed " + seed);
        Random random = new Random(seed);
        for (int run = 0; run < Scale.of(50); run++) {
            run(random, "seed " + seed + " run " + run);
        }
    }

    private static void run(Random random, String name) {
        Scene scene = scene(random);
        scene.open();
        List<String> history = new ArrayList<>();
        for (int second = 0; second < 400; second++) {
            if (random.nextInt(4) == 0) {
                history.add(second + " " + event(scene, random));
            }
            scene.time.pass(Duration.ofMillis(500 + random.nextInt(1000)));
            double sum = scene.piles.values().stream()
                    .mapToDouble(pile -> Math.max(pile.offered(), pile.failSafe()))
                    .sum();
            assertThat(sum)
                    .as("%s at %s after %s", name, second, history)
                    .isLessThanOrEqualTo(scene.fuse.amperes() + 1e-9);
        }
    }

    /** Four piles behind 40 A, fail-safe 6 or 8 A after different times; half of them would switch on by tripping. */
    private static Scene scene(Random random) {
        EvseId[] ids = new EvseId[BAYS];
        for (int i = 0; i < BAYS; i++) {
            ids[i] = new EvseId("bay-" + i);
        }
        Scene scene = new Scene(new VirtualTime(), ids);
        scene.fuse = Current.amperes(40);
        scene.wirings.clear();
        for (EvseId id : ids) {
            Current failSafe = Current.amperes(6 + 2 * random.nextInt(2));
            Duration after = Duration.ofSeconds(10 + random.nextInt(50));
            Evse plain = Scene.wiring(id);
            scene.wirings.add(new Evse(
                    id,
                    plain.profile(),
                    plain.bus(),
                    1,
                    1,
                    plain.rotation(),
                    plain.most(),
                    failSafe,
                    after,
                    plain.reader(),
                    plain.meter(),
                    plain.tariff()));
            FakePile pile = scene.pile(id).failSafeAfter(after).able(FakePile.abilities(random.nextBoolean()));
            if (!pile.abilities().tripEnergises()) {
                // Armed by its driver at the first contact.
                pile.offer(new Offer(Current.ZERO, Duration.ofSeconds(10), failSafe));
            }
        }
        return scene;
    }

    private static String event(Scene scene, Random random) {
        EvseId id = new EvseId("bay-" + random.nextInt(BAYS));
        FakePile pile = scene.pile(id);
        int what = random.nextInt(14);
        switch (what) {
            case 0, 1, 2 -> pile.plug();
            case 3, 4, 5 -> scene.engine.present(id, Scene.CARD);
            case 6 -> pile.unplug();
            case 7 -> pile.line(false);
            case 8 -> pile.line(true);
            case 9 -> pile.answers(random.nextBoolean());
            case 10 -> pile.accepts(random.nextInt(3) > 0);
            case 11 -> {
                scene.kill();
                scene.time.pass(Duration.ofMillis(random.nextInt(5_000)));
                scene.open();
            }
            case 12 -> scene.engine.policy = random.nextBoolean() ? new EvenPolicy() : null;
            default -> scene.engine.present(id, IdToken.card("0BAD"));
        }
        return what + " " + id;
    }

    @Test
    @DisplayName(
            "R36: a silent pile keeps its headroom until watchdog and ten seconds are over, then its fail-safe current")
    void headroomOfASilentPile() {
        Scene scene = Scene.two();
        scene.charge(Scene.LEFT);
        scene.left().line(false);
        scene.charge(Scene.RIGHT);
        // 30 s watchdog + 10 s after the loss is noticed; 13 s have passed.
        scene.pass(24);
        assertThat(scene.right().offers()).extracting(Offer::current).containsOnly(Current.ZERO);
        scene.pass(12);
        assertThat(scene.right().offered()).isPositive();
    }

    @Test
    @DisplayName("5b: raises wait until the lowering of the others is confirmed")
    void raisesWaitForConfirmation() {
        Scene scene = Scene.two();
        scene.charge(Scene.LEFT);
        scene.left().answers(false);
        scene.charge(Scene.RIGHT);
        scene.pass(20);
        assertThat(scene.right().offers()).extracting(Offer::current).containsOnly(Current.ZERO);

        scene.left().answers(true);
        scene.pass(15);
        assertThat(scene.right().offered()).isEqualTo(16);
    }

    @Test
    @DisplayName(
            "5b: where a trip can switch a pile on, its fail-safe current is 0 until an authorised session runs there")
    void failSafeOfAnIdlePile() {
        Scene scene = Scene.twoUnopened();
        Evse plain = scene.wirings.get(0);
        scene.wirings.set(
                0,
                new Evse(
                        plain.id(),
                        plain.profile(),
                        plain.bus(),
                        1,
                        1,
                        plain.rotation(),
                        plain.most(),
                        Current.amperes(8),
                        plain.failSafeAfter(),
                        plain.reader(),
                        plain.meter(),
                        plain.tariff()));
        scene.left().able(FakePile.abilities(true));
        scene.open();
        assertThat(scene.left().offers()).extracting(Offer::failSafe).containsOnly(Current.ZERO);

        scene.charge(Scene.LEFT);
        assertThat(scene.left().failSafe()).isEqualTo(8);
        scene.card(Scene.LEFT, Scene.CARD);
        scene.pass(5);
        assertThat(scene.left().failSafe()).isZero();
    }

    @Test
    @DisplayName("R7: five seconds between raises; R6: nothing between 0 and 6 A")
    void paceAndMinimum() {
        Scene scene = new Scene(
                new VirtualTime(),
                new EvseId("a"),
                new EvseId("b"),
                new EvseId("c"),
                new EvseId("d"),
                new EvseId("e"),
                new EvseId("f"));
        scene.open();
        scene.piles.keySet().forEach(scene::charge);
        scene.pass(60);
        for (FakePile pile : scene.piles.values()) {
            assertThat(pile.offers())
                    .extracting(offer -> offer.current().amperes())
                    .allMatch(amperes -> amperes == 0 || amperes >= 6);
        }
        assertThat(scene.piles.values().stream().mapToDouble(FakePile::offered).sum())
                .isLessThanOrEqualTo(32);
    }
}
