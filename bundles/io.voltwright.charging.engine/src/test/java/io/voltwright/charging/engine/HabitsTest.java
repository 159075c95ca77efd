package io.voltwright.charging.engine;

import static io.voltwright.charging.engine.Scene.CARD;
import static io.voltwright.charging.engine.Scene.LEFT;
import static io.voltwright.charging.engine.Scene.RIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.SessionId;
import io.voltwright.charging.api.ChargingFact.EnergyMetered;
import io.voltwright.charging.api.ChargingFact.SessionStarted;
import io.voltwright.charging.api.ChargingFact.SessionStopped;
import io.voltwright.charging.api.EvseStatus;
import io.voltwright.charging.api.Habits;
import io.voltwright.charging.api.Habits.Rules;
import io.voltwright.charging.api.StopReason;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class HabitsTest {

    final Scene scene = Scene.two();

    private void lead(int plugWait, boolean stopOnUnplug) {
        Rules rules = new Rules(Duration.ofSeconds(plugWait), stopOnUnplug, false);
        scene.engine.lead("ocpp.one", new Habits(Duration.ZERO, Duration.ZERO, Optional.of(rules)));
    }

    @Test
    @DisplayName("R-X09: where a session is to wait for its car it has no current without it and goes on with it")
    void waitsForItsCar() {
        lead(60, false);
        scene.charge(LEFT).pass(60);
        SessionId id = scene.session(LEFT).id();
        scene.left().unplug();
        scene.pass(10);
        assertThat(scene.evse(LEFT).status()).isEqualTo(EvseStatus.SUSPENDED_EV);
        assertThat(scene.evse(LEFT).offer()).isEqualTo(Current.ZERO);
        assertThat(scene.facts(SessionStopped.class)).isEmpty();

        scene.left().plug();
        scene.pass(120);
        assertThat(scene.evse(LEFT).status()).isEqualTo(EvseStatus.CHARGING);
        assertThat(scene.session(LEFT).id()).isEqualTo(id);
        assertThat(scene.card(LEFT, CARD).isDone()).isTrue();
        scene.pass(5);
        assertThat(scene.facts(SessionStarted.class)).hasSize(1);
        assertThat(scene.facts(SessionStopped.class).get(0).reason()).isEqualTo(StopReason.LOCAL);
    }

    @Test
    @DisplayName("what an owner wants of one charging point does not concern the others")
    void eachItsOwn() {
        Rules waits = new Rules(Duration.ofSeconds(60), false, false);
        scene.engine.lead("ocpp.one.left", new Habits(Duration.ZERO, Duration.ZERO, Optional.of(waits), Set.of(RIGHT)));
        scene.charge(LEFT).charge(RIGHT).pass(60);
        scene.left().unplug();
        scene.right().unplug();
        scene.pass(10);
        assertThat(scene.facts(SessionStopped.class)).hasSize(1);
        assertThat(scene.evse(RIGHT).status()).isEqualTo(EvseStatus.SUSPENDED_EV);
    }

    @Test
    @DisplayName("R-X09: otherwise a session ends with its car")
    void endsWithItsCar() {
        lead(60, true);
        scene.charge(LEFT).pass(60);
        scene.left().unplug();
        scene.pass(10);
        assertThat(scene.facts(SessionStopped.class).get(0).reason()).isEqualTo(StopReason.EV_DISCONNECTED);
    }

    @Test
    @DisplayName("R-S05: an authorisation waits for a car as long as a back end wants, and then as the station is set")
    void waitsAsLongAsWanted() {
        lead(20, true);
        assertThat(scene.card(LEFT, CARD).isDone()).isTrue();
        scene.pass(18);
        assertThat(scene.evse(LEFT).status()).isEqualTo(EvseStatus.PREPARING);
        scene.pass(4);
        assertThat(scene.evse(LEFT).status()).isEqualTo(EvseStatus.AVAILABLE);

        scene.engine.unlead("ocpp.one");
        assertThat(scene.card(LEFT, CARD).isDone()).isTrue();
        scene.pass(50);
        assertThat(scene.evse(LEFT).status()).isEqualTo(EvseStatus.PREPARING);
    }

    @Test
    @DisplayName("R-M01: a session is sampled as often as a back end wants")
    void samplesAsOftenAsWanted() {
        scene.engine.lead("ocpp.one", new Habits(Duration.ofSeconds(5), Duration.ZERO, Optional.empty()));
        scene.charge(LEFT).pass(100);
        assertThat(scene.facts(EnergyMetered.class)).hasSizeGreaterThanOrEqualTo(20);
    }
}
