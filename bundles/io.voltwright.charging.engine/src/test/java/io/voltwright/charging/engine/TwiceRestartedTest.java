package io.voltwright.charging.engine;

import static io.voltwright.charging.engine.Scene.LEFT;
import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.Current;
import io.voltwright.base.api.DeviceId;
import io.voltwright.base.api.SessionId;
import io.voltwright.base.api.VirtualTime;
import io.voltwright.charging.api.ChargingFact.SessionStopped;
import io.voltwright.charging.api.EvseStatus;
import io.voltwright.field.api.FakePile;
import io.voltwright.field.api.Offer;
import io.voltwright.site.api.Evse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Killed twice in quick succession, at every step of the resumption, at a pile that takes long to answer. */
class TwiceRestartedTest {

    static final Actor ANN = Actor.operator("ann");

    /** Charges at a pile that a trip would switch on; 6 A are armed while a session runs. */
    private static Scene charging() {
        Scene scene = new Scene(new VirtualTime(), LEFT);
        scene.wirings.set(0, wiring());
        scene.left().able(FakePile.abilities(true)).failSafeAfter(Duration.ofSeconds(30));
        scene.open().charge(LEFT).pass(30);
        assertThat(scene.left().amperes()).isGreaterThan(10);
        assertThat(scene.left().failSafe()).isEqualTo(6);
        return scene;
    }

    private static Evse wiring() {
        return new Evse(
                LEFT,
                "fake",
                new DeviceId("bus"),
                1,
                1,
                Scene.STRAIGHT,
                Current.amperes(32),
                Current.amperes(6),
                Duration.ofSeconds(30),
                Optional.empty(),
                Optional.empty(),
                "standard");
    }

    /** How the pile comes back after each start: heard, then armed, then confirming, each so many seconds later. */
    private record Slow(long heard, long armed, long confirms) {

        void begin(FakePile pile) {
            pile.line(heard == 0).armed(armed == 0).answers(confirms == 0);
        }

        void second(FakePile pile, long second) {
            if (second >= heard) {
                pile.line(true);
            }
            if (second >= heard + armed) {
                pile.armed(true);
            }
            if (second >= heard + armed + confirms) {
                pile.answers(true);
            }
        }
    }

    @Test
    @DisplayName(
            "R23, R38: killed twice at any step of its resumption, a running charge is never offered 0 nor a fail-safe of 0")
    void twice() {
        List<Slow> piles = List.of(new Slow(0, 0, 0), new Slow(1, 10, 0), new Slow(4, 2, 15), new Slow(10, 10, 5));
        int kills = Math.min(31, Scale.of(31));
        int shift = 0;
        for (Slow slow : piles) {
            for (boolean lowered : List.of(false, true)) {
                // Scaled down, each pile is killed at other seconds; together they are still nearly all.
                for (int kill = 0; kill < kills; kill++) {
                    run(slow, lowered, (31 * kill / kills + shift) % 31);
                }
                shift++;
            }
        }
    }

    private static void run(Slow slow, boolean lowered, int until) {
        String name = slow + (lowered ? ", lowered in between" : "") + ", killed again after " + until + " s";
        Scene scene = charging();
        SessionId id = scene.session(LEFT).id();
        int before = scene.left().offers().size();
        if (lowered) {
            limit(scene, 8);
        }
        scene.kill();
        slow.begin(scene.left());
        scene.pass(2).open();
        for (int second = 2; second < until; second++) {
            slow.second(scene.left(), second);
            scene.pass(1);
        }
        if (lowered) {
            limit(scene, 11);
        }
        scene.kill();
        slow.begin(scene.left());
        scene.pass(3).open();
        for (int second = 2; second < 50; second++) {
            slow.second(scene.left(), second);
            scene.pass(1);
            assertThat(scene.left().amperes()).as(name).isGreaterThanOrEqualTo(6);
        }

        assertThat(scene.left().offers().stream().skip(before).map(Offer::current))
                .as(name)
                .isNotEmpty()
                .allMatch(Current::isPositive);
        assertThat(scene.left().offers().stream().skip(before).map(Offer::failSafe))
                .as(name)
                .allMatch(Current::isPositive);
        assertThat(scene.facts(SessionStopped.class)).as(name).isEmpty();
        assertThat(scene.session(LEFT).id()).as(name).isEqualTo(id);
        assertThat(scene.evse(LEFT).status()).as(name).isEqualTo(EvseStatus.CHARGING);
    }

    private static void limit(Scene scene, int amperes) {
        scene.now(scene.engine.limit(Optional.of(LEFT), "site", Current.amperes(amperes), Optional.empty(), ANN));
    }

    @Test
    @DisplayName(
            "R8, R38: a pile that has confirmed nothing since the restart has a minute to follow before it is a fault")
    void aMinuteToFollow() {
        Scene scene = charging();
        limit(scene, 8);
        scene.left().stray(16);
        scene.kill();
        scene.left().answers(false);
        scene.pass(2).open().pass(40);
        assertThat(scene.evse(LEFT).fault()).isEmpty();
        assertThat(scene.evse(LEFT).status()).isEqualTo(EvseStatus.CHARGING);

        scene.pass(60);
        assertThat(scene.evse(LEFT).fault()).contains("MREC4-OverCurrent");
    }
}
