package io.voltwright.charging.engine;

import static io.voltwright.charging.engine.Scene.CARD;
import static io.voltwright.charging.engine.Scene.LEFT;
import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.Current;
import io.voltwright.base.api.Energy;
import io.voltwright.base.api.SessionId;
import io.voltwright.base.api.VirtualTime;
import io.voltwright.charging.api.ChargingFact.EnergyMetered;
import io.voltwright.charging.api.ChargingFact.SessionResumed;
import io.voltwright.charging.api.ChargingFact.SessionStarted;
import io.voltwright.charging.api.ChargingFact.SessionStopped;
import io.voltwright.charging.api.ChargingFact.VehicleDisconnected;
import io.voltwright.charging.api.EvseStatus;
import io.voltwright.charging.api.StopReason;
import io.voltwright.field.api.Offer;
import io.voltwright.journal.api.Fact;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RecoveryTest {

    static final Actor ANN = Actor.operator("ann");

    final Scene scene = Scene.two();

    @Test
    @DisplayName("R23: a session found in the store goes on with its id, and the contactor stays closed")
    void resumes() {
        scene.charge(LEFT).pass(120);
        SessionId id = scene.session(LEFT).id();
        int before = scene.left().offers().size();
        scene.kill().pass(3).open().pass(10);

        assertThat(scene.session(LEFT).id()).isEqualTo(id);
        assertThat(scene.evse(LEFT).status()).isEqualTo(EvseStatus.CHARGING);
        assertThat(scene.left().offers().stream().skip(before).map(Offer::current))
                .allMatch(Current::isPositive);
        assertThat(scene.facts(SessionStarted.class)).hasSize(1);
        SessionResumed resumed = scene.facts(SessionResumed.class).get(0);
        assertThat(resumed.session()).isEqualTo(id);
        assertThat(resumed.report()).contains("restarted").contains("still plugged");
    }

    @Test
    @DisplayName("R38: the first cycle only looks, and what nobody has heard yet is left as it is")
    void firstCycleOnlyLooks() {
        scene.charge(LEFT);
        scene.kill();
        int before = scene.left().offers().size();
        scene.left().line(false);
        scene.pass(5).open().pass(5);

        assertThat(scene.left().offers()).hasSize(before);
        assertThat(scene.session(LEFT).id()).isNotNull();
    }

    @Test
    @DisplayName("R38: what was allocated before the pile was heard does not count once it is")
    void heardWithinACycle() {
        scene.charge(LEFT).pass(30);
        int before = scene.left().offers().size();
        scene.kill();
        scene.left().line(false);
        scene.pass(5).open().pass(5);
        EvenPolicy even = new EvenPolicy();
        scene.engine.policy = problem -> {
            scene.left().line(true);
            return even.share(problem);
        };
        scene.pass(10);

        assertThat(scene.evse(LEFT).status()).isEqualTo(EvseStatus.CHARGING);
        assertThat(scene.left().offers().stream().skip(before).map(Offer::current))
                .isNotEmpty()
                .allMatch(Current::isPositive);
    }

    @Test
    @DisplayName("R38: a session whose pile is silent after the restart stays open until it returns")
    void silentAfterRestart() {
        scene.charge(LEFT).pass(30);
        SessionId id = scene.session(LEFT).id();
        scene.kill();
        scene.left().line(false);
        scene.pass(5).open().pass(300);
        assertThat(scene.session(LEFT).id()).isEqualTo(id);
        assertThat(scene.facts(SessionResumed.class)).isEmpty();

        scene.left().line(true);
        scene.pass(10);
        assertThat(scene.facts(SessionResumed.class)).hasSize(1);
        assertThat(scene.evse(LEFT).status()).isEqualTo(EvseStatus.CHARGING);
    }

    @Test
    @DisplayName("R23: a car that left meanwhile ends its session with the register of now")
    void carLeftMeanwhile() {
        scene.charge(LEFT).pass(100);
        scene.kill().pass(4);
        scene.left().unplug();
        scene.pass(20).open().pass(10);

        SessionStopped stopped = scene.facts(SessionStopped.class).get(0);
        assertThat(stopped.reason()).isEqualTo(StopReason.EV_DISCONNECTED);
        assertThat(stopped.register()).isEqualTo(Energy.wattHours(scene.left().registerWattHours()));
        assertThat(scene.facts(VehicleDisconnected.class)).hasSize(1);
        assertThat(scene.evse(LEFT).status()).isEqualTo(EvseStatus.AVAILABLE);
    }

    @Test
    @DisplayName("R24: a register that went back meanwhile is not resumed")
    void registerWentBack() {
        scene.charge(LEFT).pass(100);
        scene.kill();
        scene.left().jump(-200);
        scene.pass(5).open().pass(20);

        assertThat(scene.facts(SessionResumed.class)).isEmpty();
        assertThat(scene.facts(SessionStopped.class).get(0).reason()).isEqualTo(StopReason.METER_FAILED);
    }

    @Test
    @DisplayName("R26: a stop under way at the restart is completed")
    void stopUnderWay() {
        scene.charge(LEFT).pass(30);
        scene.left().stray(5);
        scene.card(LEFT, CARD);
        scene.pass(2).kill();
        scene.left().stray(0);
        scene.pass(5).open().pass(15);

        assertThat(scene.facts(SessionStopped.class)).hasSize(1);
        assertThat(scene.facts(SessionResumed.class)).isEmpty();
        assertThat(scene.evse(LEFT).status()).isEqualTo(EvseStatus.FINISHING);
    }

    @Test
    @DisplayName("after a loss of power sessions resume, or stop where the configuration says so")
    void powerLoss() {
        for (boolean resume : List.of(true, false)) {
            Scene lost = Scene.twoUnopened();
            lost.settings = new Settings(
                    Duration.ofSeconds(10), Duration.ofSeconds(60), resume, Duration.ZERO, 1000, 10_000, 5_000);
            lost.open().charge(LEFT).pass(30).kill();
            lost.osBoot = "two";
            lost.open().pass(15);

            assertThat(lost.facts(SessionResumed.class)).hasSize(resume ? 1 : 0);
            assertThat(lost.facts(SessionStopped.class))
                    .extracting(SessionStopped::reason)
                    .isEqualTo(resume ? List.of() : List.of(StopReason.POWER_LOSS));
        }
    }

    @Test
    @DisplayName("a crash is no loss of power: the session resumes whatever the configuration says")
    void crashIsNoPowerLoss() {
        Scene crash = Scene.twoUnopened();
        crash.settings =
                new Settings(Duration.ofSeconds(10), Duration.ofSeconds(60), false, Duration.ZERO, 1000, 10_000, 5_000);
        crash.open().charge(LEFT).pass(30).kill().open().pass(15);

        assertThat(crash.facts(SessionResumed.class)).hasSize(1);
    }

    @Test
    @DisplayName("availability, limits and a finished session's car are found again")
    void restIsKept() {
        scene.charge(LEFT).pass(20);
        scene.card(LEFT, CARD);
        scene.pass(10);
        scene.now(scene.engine.setOperative(Scene.RIGHT, false, ANN));
        scene.now(scene.engine.limit(Optional.empty(), "site", Current.amperes(20), Optional.empty(), ANN));
        scene.pass(2).kill().open().pass(5);

        assertThat(scene.evse(LEFT).status()).isEqualTo(EvseStatus.FINISHING);
        assertThat(scene.evse(Scene.RIGHT).operative()).isFalse();
        assertThat(scene.engine.grid().limit()).isEqualTo(Current.amperes(20));
    }

    @Test
    @DisplayName("killed at random moments of a charge, the session keeps its id and no energy is lost")
    void killedAtRandomMoments() {
        long seed = Long.getLong("voltwright.seed", System.nanoTime());
        System.out.println("RecoveryTest seed " + seed);
        Random random = new Random(seed);
        for (int run = 0; run < Scale.of(40); run++) {
            Scene charge = new Scene(new VirtualTime(), LEFT).open();
            charge.left().plug();
            charge.pass(3);
            charge.card(LEFT, CARD);
            charge.pass(2);
            for (int kill = 0; kill < 5; kill++) {
                charge.time.pass(Duration.ofMillis(random.nextInt(90_000)));
                charge.kill();
                charge.time.pass(Duration.ofMillis(random.nextInt(8_000)));
                charge.open();
                charge.time.pass(Duration.ofMillis(random.nextInt(3_000)));
            }
            charge.pass(10);
            charge.card(LEFT, CARD);
            charge.pass(20);
            check(charge, "seed " + seed + " run " + run);
        }
    }

    private static void check(Scene charge, String name) {
        assertThat(charge.facts(SessionStarted.class)).as(name).hasSize(1);
        assertThat(charge.facts(SessionStopped.class)).as(name).hasSize(1);
        SessionStarted started = charge.facts(SessionStarted.class).get(0);
        SessionStopped stopped = charge.facts(SessionStopped.class).get(0);
        assertThat(stopped.session()).as(name).isEqualTo(started.session());
        assertThat(stopped.usable()).as(name).isTrue();
        assertThat(stopped.register())
                .as(name)
                .isEqualTo(Energy.wattHours(charge.left().registerWattHours()));
        assertThat(charge.facts(EnergyMetered.class)).as(name).isSortedAccordingTo((a, b) -> a.register()
                .compareTo(b.register()));
        assertThat(charge.journal.facts(fact -> true))
                .as(name)
                .extracting(Fact::key)
                .doesNotHaveDuplicates();
    }
}
