package io.voltwright.charging.engine;

import static io.voltwright.charging.engine.Scene.LEFT;
import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.ChargingMode;
import io.voltwright.base.api.Current;
import io.voltwright.base.api.DeviceId;
import io.voltwright.base.api.Point;
import io.voltwright.base.api.Power;
import io.voltwright.base.api.Quality;
import io.voltwright.base.api.Reading;
import io.voltwright.field.api.FakePile;
import io.voltwright.field.api.Meter;
import io.voltwright.site.api.EvseRules;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** 1.38 kW are 6 A on one phase of 230 V, 4.14 kW on three (field reference 4.2, step 8). */
class SunPhasesTest {

    static final Actor ANN = Actor.operator("ann");
    static final DeviceId METER = new DeviceId("grid-meter");

    final Scene scene = Scene.twoUnopened();
    private double sunWatts;

    /** The sun, less what the two cars take. */
    private final class GridMeter implements Meter {

        @Override
        public DeviceId id() {
            return METER;
        }

        @Override
        public Map<Point, Reading> readings() {
            double flows = scene.piles.values().stream()
                    .mapToDouble(pile -> pile.status().power().map(Power::watts).orElse(0.0))
                    .sum();
            Map<Point, Reading> all = new EnumMap<>(Point.class);
            put(all, Point.POWER, flows - sunWatts);
            put(all, Point.CURRENT_L1, 0);
            return all;
        }

        private void put(Map<Point, Reading> all, Point point, double value) {
            all.put(point, new Reading(point, value, scene.time.moment(), Quality.GOOD));
        }
    }

    private void open(ChargingMode mode, double watts) {
        sunWatts = watts;
        scene.meter = Optional.of(METER);
        scene.left().able(FakePile.abilities(false, true)).car(16, 3);
        scene.open();
        scene.engine.addMeter(new GridMeter());
        scene.rules(LEFT, rules -> rules(rules, mode));
        scene.left().plug();
        scene.pass(3);
        scene.card(LEFT, Scene.CARD);
    }

    private static EvseRules rules(EvseRules rules, ChargingMode mode) {
        return new EvseRules(
                rules.wiring(),
                rules.priority(),
                rules.steps(),
                mode,
                rules.hours(),
                rules.emergencyZone(),
                rules.ventilated());
    }

    @Test
    @DisplayName(
            "R28: sun for one phase only lets the car charge on one, and on three again with 200 W more than three need")
    void followsTheSun() {
        open(ChargingMode.SOLAR, 2500);
        scene.pass(40);
        assertThat(scene.left().switches()).isEmpty();
        scene.pass(180);
        assertThat(scene.left().switches()).containsExactly(1);
        assertThat(scene.left().amperes()).isBetween(9.0, 11.0);

        // 4.24 kW are enough for three phases, but not by 200 W.
        sunWatts = 4240;
        scene.pass(900);
        assertThat(scene.left().switches()).containsExactly(1);
        sunWatts = 5000;
        scene.pass(40);
        assertThat(scene.left().switches()).containsExactly(1);
        scene.pass(120);
        assertThat(scene.left().switches()).containsExactly(1, 3);
        scene.pass(90);
        assertThat(scene.left().amperes()).isBetween(6.5, 7.3);
    }

    @Test
    @DisplayName("R28: between two changes by the sun lie at least ten minutes")
    void dwell() {
        open(ChargingMode.SOLAR, 2500);
        scene.pass(220);
        assertThat(scene.left().switches()).containsExactly(1);
        sunWatts = 6000;
        scene.pass(400);
        assertThat(scene.left().switches()).containsExactly(1);
        scene.pass(300);
        assertThat(scene.left().switches()).containsExactly(1, 3);
    }

    @Test
    @DisplayName(
            "R28: with its least at any time the dark leaves it 6 A on one phase; without the sun's mode it goes back to three")
    void leastOnOnePhase() {
        open(ChargingMode.SOLAR_AND_LEAST, 0);
        scene.pass(400);
        assertThat(scene.left().switches()).containsExactly(1);
        assertThat(scene.left().amperes()).isEqualTo(6);

        scene.rules(LEFT, rules -> rules(rules, ChargingMode.FAST));
        scene.pass(700);
        assertThat(scene.left().switches()).containsExactly(1, 3);
        assertThat(scene.left().amperes()).isEqualTo(16);
    }

    @Test
    @DisplayName("R28: where an operator said one phase, the sun changes nothing")
    void theOperatorCounts() {
        open(ChargingMode.SOLAR, 2500);
        scene.after(30, scene.engine.switchPhases(LEFT, 1, ANN));
        sunWatts = 9000;
        scene.pass(1500);
        assertThat(scene.left().switches()).containsExactly(1);
    }

    @Test
    @DisplayName("R28: what was changed by the sun is found again after a restart, and not changed back at once")
    void overARestart() {
        open(ChargingMode.SOLAR, 2500);
        scene.pass(220);
        scene.kill().open();
        scene.engine.addMeter(new GridMeter());
        sunWatts = 6000;
        scene.pass(300);
        assertThat(scene.left().switches()).containsExactly(1);
        scene.pass(500);
        assertThat(scene.left().switches()).containsExactly(1, 3);
    }

    @Test
    @DisplayName("R28: a car that uses one phase of three gains nothing by a change")
    void oneOfThree() {
        Surplus surplus = new Surplus();
        Surplus.Taker taker = new Surplus.Taker(
                LEFT,
                Current.MINIMUM,
                Current.amperes(32),
                Power.watts(230L),
                Optional.empty(),
                false,
                0,
                Optional.empty(),
                false);
        for (int second = 0; second < 600; second++) {
            surplus.share(java.util.List.of(taker), Optional.of(Power.watts(-2500.0)), Duration.ofSeconds(second));
        }
        assertThat(surplus.phases()).isEmpty();
    }
}
