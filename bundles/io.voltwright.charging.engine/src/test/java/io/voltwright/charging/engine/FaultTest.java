package io.voltwright.charging.engine;

import static io.voltwright.charging.engine.Scene.CARD;
import static io.voltwright.charging.engine.Scene.LEFT;
import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.Actor;
import io.voltwright.charging.api.ChargingFact.EvseFaulted;
import io.voltwright.charging.api.ChargingFact.SessionStopped;
import io.voltwright.charging.api.EvseStatus;
import io.voltwright.charging.api.StopReason;
import io.voltwright.field.api.PilotState;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class FaultTest {

    final Scene scene = Scene.two();

    @Test
    @DisplayName("R21: state A with current for ten seconds is a fault and nothing is offered")
    void inconsistentIsAFault() {
        scene.left().stray(3);
        scene.pass(14);

        assertThat(scene.facts(EvseFaulted.class)).extracting(EvseFaulted::code).contains(Presence.INCONSISTENT);
        assertThat(scene.card(LEFT, CARD).reasonOrDone()).contains(Presence.INCONSISTENT);
    }

    @Test
    @DisplayName("R21: a fault stops the charge at once")
    void faultStops() {
        scene.charge(LEFT);
        scene.left().fault("MREC17-ContactorFault");
        scene.pass(1);
        assertThat(scene.left().offered()).isZero();
        scene.pass(5);

        assertThat(scene.facts(SessionStopped.class).get(0).reason()).isEqualTo(StopReason.FAULT);
        assertThat(scene.evse(LEFT).status()).isEqualTo(EvseStatus.FAULTED);
    }

    @Test
    @DisplayName("a pile in state F is faulted and recovers")
    void stateF() {
        scene.left().state(PilotState.F);
        scene.pass(2);
        assertThat(scene.evse(LEFT).status()).isEqualTo(EvseStatus.FAULTED);
        scene.left().state(PilotState.A);
        scene.pass(2);
        assertThat(scene.evse(LEFT).status()).isEqualTo(EvseStatus.AVAILABLE);
    }

    @Test
    @DisplayName("R32: a latched fault is reset remotely three times in an hour at most")
    void resets() {
        for (int i = 0; i < 3; i++) {
            scene.left().fault("MREC2-GroundFailure");
            scene.pass(2);
            assertThat(scene.now(scene.engine.resetFault(LEFT, Actor.operator("ann")))
                            .isDone())
                    .isTrue();
            scene.pass(2);
        }
        assertThat(scene.now(scene.engine.resetFault(LEFT, Actor.operator("ann")))
                        .reasonOrDone())
                .contains("3 times");
        assertThat(scene.left().resets()).isEqualTo(3);
    }
}
