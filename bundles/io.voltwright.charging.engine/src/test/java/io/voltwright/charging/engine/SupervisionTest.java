package io.voltwright.charging.engine;

import static io.voltwright.charging.engine.Scene.CARD;
import static io.voltwright.charging.engine.Scene.LEFT;
import static io.voltwright.charging.engine.Scene.OTHER;
import static io.voltwright.charging.engine.Scene.RIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.Current;
import io.voltwright.base.api.Point;
import io.voltwright.base.api.SessionId;
import io.voltwright.charging.api.ChargingFact.EvseFaulted;
import io.voltwright.charging.api.ChargingFact.SessionStopped;
import io.voltwright.charging.api.EvseStatus;
import io.voltwright.charging.api.Severity;
import io.voltwright.charging.api.StopReason;
import io.voltwright.field.api.PilotState;
import io.voltwright.site.api.EvseRules;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SupervisionTest {

    static final Actor ANN = Actor.operator("ann");
    static final Actor CSMS = Actor.backend("csms");

    final Scene scene = Scene.two();

    @Test
    @DisplayName("R6: a car that takes nothing at 6 A is offered more next time, and what it takes is its least")
    void learnsTheLeast() {
        scene.fuse = Current.amperes(32);
        scene.left().carLeast(10);
        scene.now(scene.engine.limit(Optional.of(LEFT), "site", Current.amperes(6), Optional.empty(), ANN));
        scene.charge(LEFT).pass(LeastCurrent.PATIENCE.toSeconds() + 10);
        // It needs more than 6 A, so 6 A are of no use to it: they go to others.
        assertThat(scene.left().offered()).isZero();

        scene.now(scene.engine.unlimit(Optional.of(LEFT), "site", ANN));
        scene.pass(90);
        assertThat(scene.left().amperes()).isGreaterThanOrEqualTo(10);
    }

    @Test
    @DisplayName("R6: a car that takes nothing at any offer keeps 6 A as its least")
    void aSleepingCarIsNotShy() {
        LeastCurrent least = new LeastCurrent();
        for (int second = 0; second < 600; second++) {
            least.look(Current.amperes(16), Current.ZERO, Duration.ofSeconds(second));
        }
        assertThat(least.least()).isEqualTo(Current.MINIMUM);
    }

    @Test
    @DisplayName("R22: a car that seems gone for a moment (B-A-B) is the same car in the same session")
    void blip() {
        scene.charge(LEFT).pass(30);
        SessionId id = scene.session(LEFT).id();
        scene.left().state(PilotState.A);
        scene.time.pass(Duration.ofMillis(1900));
        scene.left().state(PilotState.B);
        scene.pass(20);
        assertThat(scene.session(LEFT).id()).isEqualTo(id);
        assertThat(scene.facts(SessionStopped.class)).isEmpty();

        scene.left().state(PilotState.A);
        scene.pass(10);
        assertThat(scene.facts(SessionStopped.class))
                .extracting(SessionStopped::reason)
                .containsExactly(StopReason.EV_DISCONNECTED);
    }

    @Test
    @DisplayName(
            "R17, R27: a start that the pile refuses is tried again after 5, 10, 20 s and so on, and costs no closing")
    void refusedStarts() {
        StartBudget budget = new StartBudget(Settings.DEFAULT);
        Duration now = Duration.ofHours(1);
        for (long pause : List.of(5, 10, 20, 40, 80, 160, 300, 300)) {
            budget.started(now);
            budget.failed(now);
            assertThat(budget.wait(now)).isEqualTo(Duration.ofSeconds(pause));
            now = now.plusSeconds(pause);
        }
        budget.started(now);
        budget.succeeded();
        assertThat(budget.wait(now)).isEqualTo(Settings.DEFAULT.startSpacing());
    }

    @Test
    @DisplayName("R17: a pile that refuses at first charges once it accepts, in the same session")
    void refusesAtFirst() {
        scene.left().plug();
        scene.pass(3);
        scene.left().accepts(false);
        scene.card(LEFT, CARD);
        scene.pass(30);
        assertThat(scene.left().amperes()).isZero();
        SessionId id = scene.session(LEFT).id();
        scene.left().accepts(true);
        scene.pass(60);
        assertThat(scene.left().amperes()).isGreaterThan(0);
        assertThat(scene.session(LEFT).id()).isEqualTo(id);
    }

    @Test
    @DisplayName("R29: what the cable carries is the most that is planned for it")
    void cable() {
        scene.left().shows(Point.LIMIT_CABLE, 13).car(32, 3);
        scene.charge(LEFT).pass(20);
        assertThat(scene.left().offered()).isEqualTo(13);
    }

    @Test
    @DisplayName("R30: a derated pile is planned with what it gives, and with more only ten minutes or 5 K later")
    void derating() {
        scene.left().car(32, 3);
        scene.charge(LEFT).pass(20);
        scene.left().reason("derated").shows(Point.TEMPERATURE, 70).car(10, 3);
        scene.pass(15);
        assertThat(scene.left().offered()).isEqualTo(10);
        scene.authority.knows(OTHER);
        scene.right().car(32, 3).plug();
        scene.pass(3);
        scene.card(RIGHT, OTHER);
        scene.pass(20);
        assertThat(scene.right().offered()).isBetween(16.0, 22.0);

        scene.left().reason("").car(32, 3);
        scene.pass(300);
        assertThat(scene.left().offered()).isEqualTo(10);
        scene.left().shows(Point.TEMPERATURE, 65);
        scene.pass(20);
        assertThat(scene.left().offered()).isEqualTo(16);
    }

    @Test
    @DisplayName("R31: a car that needs ventilation gets nothing unless the place has it")
    void ventilation() {
        scene.charge(LEFT);
        scene.left().state(PilotState.D);
        scene.pass(10);
        assertThat(scene.left().offered()).isZero();

        Scene aired = Scene.twoUnopened();
        aired.settings = with(new Supervision(Duration.ofSeconds(2), Set.of("left"), List.of(), 10));
        aired.open().charge(LEFT);
        aired.left().state(PilotState.D);
        aired.pass(10);
        assertThat(aired.left().offered()).isGreaterThan(0);
    }

    @Test
    @DisplayName(
            "R32: a weld latches, also over a restart, is never reset from afar, and is planned at all it can draw")
    void weld() {
        scene.left().fault("MREC17-ContactorFault");
        scene.pass(3);
        scene.left().noFault().stray(3);
        scene.pass(3).kill().open().pass(3);
        assertThat(scene.evse(LEFT).fault()).contains("MREC17-ContactorFault");
        EvseFaulted fact = scene.facts(EvseFaulted.class).get(0);
        assertThat(fact.severity()).isEqualTo(Severity.HIGH);
        assertThat(fact.latched()).isTrue();
        assertThat(scene.now(scene.engine.resetFault(LEFT, ANN)).reasonOrDone()).contains("cannot be reset from afar");

        // The neighbour behind the same 32 A gets nothing while the weld may draw 32 A ...
        scene.right().plug();
        scene.pass(3);
        scene.card(RIGHT, CARD);
        scene.pass(20);
        assertThat(scene.right().offered()).isZero();
        // ... until its meter proves that nothing flows.
        scene.left().stray(0);
        scene.pass(20);
        assertThat(scene.right().offered()).isGreaterThan(6);

        scene.now(scene.engine.setOperative(LEFT, false, CSMS));
        scene.now(scene.engine.setOperative(LEFT, true, CSMS));
        scene.pass(2);
        assertThat(scene.evse(LEFT).fault()).isPresent();
        scene.now(scene.engine.setOperative(LEFT, false, ANN));
        scene.now(scene.engine.setOperative(LEFT, true, ANN));
        scene.pass(2);
        assertThat(scene.evse(LEFT).fault()).isEmpty();
    }

    @Test
    @DisplayName(
            "R32, R42, R44: a ground or insulation failure or an emergency shut-down latches when the pile has forgotten it, and may be reset from afar")
    void resettable() {
        for (String code : List.of("MREC2-GroundFailure", "InsulationFault", "EmergencyShutdown")) {
            scene.left().fault(code);
            scene.pass(3);
            scene.left().noFault();
            scene.pass(30);
            assertThat(scene.evse(LEFT).fault()).contains(code);
            assertThat(scene.card(LEFT, CARD).reasonOrDone()).contains(code);
            assertThat(scene.after(2, scene.engine.resetFault(LEFT, CSMS)).isDone())
                    .isTrue();
            assertThat(scene.evse(LEFT).status()).isEqualTo(EvseStatus.AVAILABLE);
        }
    }

    @Test
    @DisplayName(
            "R33: an emergency stop stops all of its zone at once, latches, and is reset on site when it is released")
    void emergencyStop() {
        scene.charge(LEFT);
        scene.right().fault("MREC8-EmergencyStop");
        scene.pass(1);
        assertThat(scene.left().offered()).isZero();
        scene.pass(10);
        assertThat(scene.facts(SessionStopped.class).get(0).reason()).isEqualTo(StopReason.EMERGENCY_STOP);
        assertThat(scene.evse(LEFT).fault()).contains("MREC8-EmergencyStop");

        assertThat(scene.now(scene.engine.resetFault(LEFT, CSMS)).reasonOrDone())
                .contains("on site");
        assertThat(scene.now(scene.engine.resetFault(LEFT, ANN)).reasonOrDone()).contains("still pressed");
        scene.right().noFault();
        scene.pass(3).kill().open().pass(3);
        assertThat(scene.evse(LEFT).fault()).isPresent();
        assertThat(scene.evse(RIGHT).fault()).isPresent();
        assertThat(scene.now(scene.engine.resetFault(LEFT, ANN)).isDone()).isTrue();
        scene.pass(2);
        assertThat(scene.evse(LEFT).fault()).isEmpty();
        assertThat(scene.evse(RIGHT).fault()).isEmpty();
        scene.pass(2).kill().open().pass(3);
        assertThat(scene.evse(LEFT).fault()).isEmpty();
    }

    @Test
    @DisplayName("R33: a stop in one zone leaves the other zones alone")
    void zones() {
        Scene zoned = Scene.twoUnopened();
        zoned.settings =
                with(new Supervision(Duration.ofSeconds(2), Set.of(), List.of(Set.of(LEFT), Set.of(RIGHT)), 10));
        zoned.open().charge(LEFT);
        zoned.right().fault("MREC8-EmergencyStop");
        zoned.pass(5);
        assertThat(zoned.left().offered()).isGreaterThan(0);
    }

    @Test
    @DisplayName("R33: zones of the site file change while the station runs, but not while a stop holds")
    void zonesOfTheSiteFile() {
        scene.rules(RIGHT, rules -> placed(rules, "hall-2", false));
        scene.charge(LEFT);
        assertThat(scene.evse(RIGHT).premises()).isEqualTo("emergency zone hall-2 (site file)");
        scene.right().fault("MREC8-EmergencyStop");
        scene.pass(5);
        assertThat(scene.left().offered()).isGreaterThan(0);

        scene.rules(LEFT, rules -> placed(rules, "hall-2", false));
        scene.rules(RIGHT, rules -> placed(rules, "", false));
        scene.pass(5);
        assertThat(scene.left().offered()).isGreaterThan(0);
        assertThat(scene.evse(RIGHT).fault()).contains("MREC8-EmergencyStop");

        scene.right().noFault();
        scene.pass(3);
        assertThat(scene.now(scene.engine.resetFault(RIGHT, ANN)).isDone()).isTrue();
        scene.pass(3);
        assertThat(scene.evse(LEFT).premises()).isEqualTo("emergency zone hall-2 (site file)");
        assertThat(scene.evse(RIGHT).premises()).isEmpty();
        scene.left().fault("MREC8-EmergencyStop");
        scene.pass(5);
        assertThat(scene.evse(RIGHT).fault()).isEmpty();
    }

    @Test
    @DisplayName("R33: the zones of the settings count in place of the site file's")
    void zonesOfTheSettings() {
        Scene zoned = Scene.twoUnopened();
        zoned.settings = with(new Supervision(Duration.ofSeconds(2), Set.of(), List.of(Set.of(LEFT, RIGHT)), 10));
        zoned.open();
        zoned.rules(RIGHT, rules -> placed(rules, "hall-2", false));
        zoned.charge(LEFT);
        assertThat(zoned.evse(RIGHT).premises()).isEqualTo("emergency zone 1 (emergency.zones)");
        zoned.right().fault("MREC8-EmergencyStop");
        zoned.pass(5);
        assertThat(zoned.left().offered()).isZero();
    }

    @Test
    @DisplayName("R31: the site file says where there is ventilation, also while the station runs")
    void ventilationOfTheSiteFile() {
        scene.charge(LEFT);
        scene.left().state(PilotState.D);
        scene.pass(10);
        assertThat(scene.left().offered()).isZero();
        scene.rules(LEFT, rules -> placed(rules, "", true));
        scene.pass(10);
        assertThat(scene.evse(LEFT).premises()).isEqualTo("ventilated (site file)");
        assertThat(scene.left().offered()).isGreaterThan(0);
    }

    private static EvseRules placed(EvseRules rules, String zone, boolean ventilated) {
        return new EvseRules(
                rules.wiring(), rules.priority(), rules.steps(), rules.mode(), rules.hours(), zone, ventilated);
    }

    private static Settings with(Supervision supervision) {
        return new Settings(
                Duration.ofSeconds(10), Duration.ofSeconds(60), true, Duration.ZERO, 1000, 10_000, 5_000, supervision);
    }
}
