package io.voltwright.charging.engine;

import static io.voltwright.charging.engine.Scene.CARD;
import static io.voltwright.charging.engine.Scene.LEFT;
import static io.voltwright.charging.engine.Scene.RIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.SessionId;
import io.voltwright.charging.api.ChargingFact.EnergyMetered;
import io.voltwright.charging.api.ChargingFact.SessionResumed;
import io.voltwright.charging.api.ChargingFact.SessionStarted;
import io.voltwright.charging.api.ChargingFact.SessionStopped;
import io.voltwright.charging.api.ChargingFact.StationRecovered;
import io.voltwright.charging.api.ChargingFact.SupplyChanged;
import io.voltwright.charging.api.RecoveryReport;
import io.voltwright.charging.api.RecoveryReport.Action;
import io.voltwright.charging.api.RecoveryReport.Cause;
import io.voltwright.charging.api.RecoveryReport.Finding;
import io.voltwright.charging.api.Session;
import io.voltwright.charging.api.StopReason;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RecoveryReportTest {

    static final Actor UPS = Actor.station("ups");
    static final Settings STOPS =
            new Settings(Duration.ofSeconds(10), Duration.ofSeconds(60), false, Duration.ZERO, 1000, 10_000, 5_000);

    final Scene scene = Scene.twoUnopened();

    @Test
    @DisplayName(
            "a swap that takes the journal away before charging can sign off is a restart: the process is the same")
    void swappedWithTheJournal() {
        scene.process = "4711 2026-03-02T07:59:00Z";
        scene.open().charge(LEFT).pass(30);
        scene.kill().pass(2).open().pass(10);
        assertThat(report().cause()).isEqualTo(Cause.RESTART);

        scene.process = "4712 2026-03-02T08:10:00Z";
        scene.kill().pass(2).open().pass(10);
        assertThat(report().cause()).isEqualTo(Cause.CRASH);
        assertThat(Host.now().sameProcess(Host.now().process())).isTrue();
        assertThat(new Host("one", "").sameProcess("")).isFalse();
    }

    @Test
    @DisplayName(
            "a swap, an upgrade, a crash and a restart of the machine always resume, whatever the configuration says")
    void whatAlwaysResumes() {
        scene.settings = STOPS;
        scene.open().charge(LEFT).pass(30);
        assertThat(report().cause()).isEqualTo(Cause.FIRST_START);
        Session before = scene.session(LEFT);

        scene.stop().pass(2).open().pass(10);
        assertThat(report().cause()).isEqualTo(Cause.RESTART);
        assertThat(report().away()).contains(Duration.ofSeconds(2));
        scene.kill().pass(2).open().pass(10);
        assertThat(report().cause()).isEqualTo(Cause.CRASH);
        scene.stop();
        scene.osBoot = "two";
        scene.open().pass(10);
        assertThat(report().cause()).isEqualTo(Cause.REBOOT);

        Session after = scene.session(LEFT);
        assertThat(after.id()).isEqualTo(before.id());
        assertThat(after.token()).isEqualTo(before.token());
        assertThat(after.startRegister()).isEqualTo(before.startRegister());
        assertThat(scene.facts(SessionResumed.class)).hasSize(3);
        assertThat(scene.facts(SessionStarted.class)).hasSize(1);
    }

    @Test
    @DisplayName("a power cut of controller and piles: the same session goes on where the piles find their way back")
    void bothLosePower() {
        scene.open().charge(LEFT).pass(60);
        SessionId id = scene.session(LEFT).id();
        double before = scene.left().registerWattHours();
        scene.kill();
        scene.left().line(false).ready(false);
        scene.osBoot = "two";
        scene.pass(120).open().pass(20);
        scene.left().line(true).ready(true);
        scene.pass(90);

        assertThat(report().cause()).isEqualTo(Cause.POWER_LOSS);
        assertThat(scene.session(LEFT).id()).isEqualTo(id);
        assertThat(scene.left().registerWattHours()).isGreaterThan(before);
        scene.card(LEFT, CARD);
        scene.pass(15);
        assertThat(scene.facts(SessionStopped.class).get(0).register().milliwattHours())
                .isEqualTo(Math.round(scene.left().registerWattHours() * 1000));
    }

    @Test
    @DisplayName("the report says for each session what was found and done, in fact and view")
    void reportNamesEachSession() {
        scene.authority.knows(Scene.OTHER);
        scene.open().charge(LEFT);
        scene.right().plug();
        scene.pass(3);
        scene.card(RIGHT, Scene.OTHER);
        scene.pass(20).kill();
        scene.right().unplug();
        scene.pass(5).open().pass(15);

        assertThat(report().findings())
                .extracting(Finding::evse, Finding::action)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(LEFT, Action.RESUMED),
                        org.assertj.core.groups.Tuple.tuple(RIGHT, Action.STOPPED));
        List<StationRecovered> facts = scene.facts(StationRecovered.class);
        StationRecovered last = facts.get(facts.size() - 1);
        assertThat(last.cause()).isEqualTo(Cause.CRASH);
        assertThat(last.resumed()).isEqualTo(1);
        assertThat(last.stopped()).isEqualTo(1);
        assertThat(last.report()).contains("left ").contains("still plugged").contains("the car has left");
    }

    @Test
    @DisplayName("a pile that stays silent is told of as waiting after a minute")
    void waiting() {
        scene.open().charge(LEFT).pass(30).kill();
        scene.left().line(false);
        scene.pass(5).open().pass(70);

        List<StationRecovered> facts = scene.facts(StationRecovered.class);
        assertThat(facts.get(facts.size() - 1).waiting()).isEqualTo(1);
        scene.left().line(true);
        scene.pass(10);
        assertThat(report().findings()).extracting(Finding::action).containsExactly(Action.RESUMED);
    }

    @Test
    @DisplayName("when the supply fails what was taken until then is on disk, nothing starts, and the next start knows")
    void supplyFails() {
        scene.open().charge(LEFT).pass(33);
        int samples = scene.facts(EnergyMetered.class).size();
        assertThat(scene.now(scene.engine.powerFailing(UPS)).isDone()).isTrue();
        assertThat(scene.facts(EnergyMetered.class)).hasSize(samples + 1);
        assertThat(scene.facts(SupplyChanged.class))
                .containsExactly(new SupplyChanged(new io.voltwright.base.api.EvseId("grid"), true, "station:ups"));
        scene.right().plug();
        scene.pass(3);
        assertThat(scene.card(RIGHT, CARD).reasonOrDone()).contains("the supply fails");

        scene.kill().pass(30).open().pass(10);
        assertThat(report().cause()).isEqualTo(Cause.POWER_LOSS);
        assertThat(scene.facts(SessionResumed.class)).hasSize(1);
        scene.kill().open().pass(3);
        assertThat(report().cause()).isEqualTo(Cause.CRASH);
    }

    @Test
    @DisplayName("where sessions stop after a loss of power they stop when the supply fails, with their stop register")
    void supplyFailsAndSessionsStop() {
        scene.settings = STOPS;
        scene.open().charge(LEFT).pass(30);
        assertThat(scene.now(scene.engine.powerFailing(UPS)).isDone()).isTrue();
        scene.pass(5);
        SessionStopped stopped = scene.facts(SessionStopped.class).get(0);
        assertThat(stopped.reason()).isEqualTo(StopReason.POWER_LOSS);
        assertThat(stopped.usable()).isTrue();
    }

    @Test
    @DisplayName("a supply that returns in time is no loss of power")
    void supplyReturns() {
        scene.open().charge(LEFT).pass(30);
        scene.now(scene.engine.powerFailing(UPS));
        scene.pass(5);
        assertThat(scene.now(scene.engine.powerReturned(UPS)).isDone()).isTrue();
        scene.right().plug();
        scene.pass(3);
        assertThat(scene.card(RIGHT, CARD).isDone()).isTrue();
        scene.kill().open().pass(3);
        assertThat(report().cause()).isEqualTo(Cause.CRASH);
    }

    @Test
    @DisplayName("an OCPP Reset always stops, also where the process ends before its stop is complete")
    void resetAlwaysStops() {
        scene.open().charge(LEFT).pass(30);
        scene.left().stray(5);
        scene.now(scene.engine.stop(scene.session(LEFT).id(), StopReason.HARD_RESET, Actor.backend("csms")));
        scene.pass(1).kill();
        scene.left().stray(0);
        scene.pass(5).open().pass(15);
        assertThat(scene.facts(SessionStopped.class))
                .extracting(SessionStopped::reason)
                .containsExactly(StopReason.HARD_RESET);
        assertThat(scene.facts(SessionResumed.class)).isEmpty();
    }

    private RecoveryReport report() {
        return scene.engine.report().orElseThrow();
    }
}
