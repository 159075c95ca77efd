package io.voltwright.charging.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.Current;
import io.voltwright.base.api.DeviceId;
import io.voltwright.base.api.Phase;
import io.voltwright.base.api.PhaseCurrents;
import io.voltwright.base.api.Point;
import io.voltwright.base.api.Quality;
import io.voltwright.base.api.Reading;
import io.voltwright.charging.engine.MeterFeed.Trust;
import io.voltwright.field.api.Meter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the controller adds to the sharing of power: what phases a car uses, how fast a load counts, when an offer changes. */
class PowerRulesTest {

    private static final List<Phase> TURNED = List.of(Phase.L2, Phase.L3, Phase.L1);

    @Test
    @DisplayName("4.1: of three rotated phases a car counts on the one it was seen to use, after 20 s of clear current")
    void measuredUse() {
        PhaseUse use = new PhaseUse();
        Optional<PhaseCurrents> one = Optional.of(PhaseCurrents.amperes(0, 16, 0.2));

        assertThat(use.phases(TURNED, true, one, Duration.ofSeconds(100))).isEqualTo(TURNED);
        assertThat(use.phases(TURNED, true, one, Duration.ofSeconds(119))).isEqualTo(TURNED);
        assertThat(use.phases(TURNED, true, one, Duration.ofMinutes(2))).containsExactly(Phase.L2);
        assertThat(use.phases(TURNED, false, one, Duration.ofSeconds(121)))
                .as("stopped: it may use all again")
                .isEqualTo(TURNED);
    }

    @Test
    @DisplayName("4.1: a load of the building counts after 3 s when it grows and after 30 s when it shrinks")
    void fastDownSlowUp() {
        MeterFeed feed = new MeterFeed(Duration.ZERO);
        for (int second = 1; second <= 10; second++) {
            look(feed, 10, second);
        }
        for (int second = 11; second <= 14; second++) {
            look(feed, 30, second);
        }
        assertThat(feed.background(Trust.GOOD).l1()).isEqualTo(Current.amperes(30));
        for (int second = 15; second <= 40; second++) {
            look(feed, 10, second);
        }
        assertThat(feed.background(Trust.GOOD).l1()).isEqualTo(Current.amperes(30));
        for (int second = 41; second <= 48; second++) {
            look(feed, 10, second);
        }
        assertThat(feed.background(Trust.GOOD).l1()).isEqualTo(Current.amperes(10));
    }

    @Test
    @DisplayName("4.2: a raise under 1 A waits 30 s, a larger one 5 s, and lowering waits for nothing")
    void stickyOffers() {
        Scene scene = Scene.two();
        scene.charge(Scene.LEFT);
        limit(scene, 10);
        assertThat(scene.left().offered()).isEqualTo(10);
        limit(scene, 10.5);
        scene.pass(20);
        assertThat(scene.left().offered()).as("little").isEqualTo(10);
        scene.pass(15);
        assertThat(scene.left().offered()).isEqualTo(10.5);
        limit(scene, 12);
        scene.pass(8);
        assertThat(scene.left().offered()).isEqualTo(12);
        limit(scene, 11.9);
        assertThat(scene.left().offered()).as("lowered at once").isEqualTo(11.9);
    }

    private static void limit(Scene scene, double amperes) {
        scene.now(scene.engine.limit(
                Optional.of(Scene.LEFT), "ann", Current.amperes(amperes), Optional.empty(), Actor.operator("ann")));
    }

    private static void look(MeterFeed feed, double amperes, int now) {
        Reading reading = new Reading(Point.CURRENT_L1, amperes, Moments.at(now), Quality.GOOD);
        Meter meter = new Meter() {
            @Override
            public DeviceId id() {
                return new DeviceId("meter");
            }

            @Override
            public Map<Point, Reading> readings() {
                return Map.of(Point.CURRENT_L1, reading);
            }
        };
        feed.look(Optional.of(meter), PhaseCurrents.ZERO, Duration.ofSeconds(now));
    }
}
