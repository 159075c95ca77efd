package io.voltwright.charging.engine;

import static io.voltwright.charging.engine.Scene.LEFT;
import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.Current;
import io.voltwright.base.api.Point;
import io.voltwright.base.api.SessionId;
import io.voltwright.charging.api.ChargingFact.OfferChanged;
import io.voltwright.charging.api.ChargingFact.SessionStopped;
import io.voltwright.field.api.PilotState;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class WakeUpTest {

    static final Actor ANN = Actor.operator("ann");

    final Scene scene = Scene.two();

    @Test
    @DisplayName("R17: a car that takes nothing is woken after 30 s, and again until it takes something")
    void wakes() {
        scene.left().asleep(2);
        scene.charge(LEFT).pass(15);
        assertThat(scene.left().wakes()).isEqualTo(-2);
        scene.pass(20);
        assertThat(scene.left().wakes()).isEqualTo(-1);
        scene.pass(45);
        assertThat(scene.left().wakes()).isZero();
        assertThat(scene.left().amperes()).isPositive();
        scene.pass(300);
        assertThat(scene.left().wakes()).isZero();
    }

    @Test
    @DisplayName("R17: it is woken six times at most")
    void atMostSixTimes() {
        scene.left().asleep(100);
        scene.charge(LEFT).pass(900);
        assertThat(scene.left().wakes()).isEqualTo(-94);
    }

    @Test
    @DisplayName("R17: a car that has taken something and pauses is left alone, over a restart too")
    void aPauseIsItsOwn() {
        scene.charge(LEFT).pass(60);
        scene.left().asleep(100);
        scene.pass(300).kill().open().pass(300);
        assertThat(scene.left().wakes()).isEqualTo(-100);
    }

    @Test
    @DisplayName("R17: the interrupted pilot of a waking is neither an unplugged car nor a fault")
    void theInterruptionIsNoEnd() {
        scene.left().asleep(100);
        scene.charge(LEFT);
        SessionId id = scene.session(LEFT).id();
        for (int second = 0; second < 60 && scene.left().wakes() == -100; second++) {
            scene.pass(1);
        }
        scene.left().state(PilotState.A);
        scene.pass(3);
        scene.left().state(PilotState.F);
        scene.pass(1);
        scene.left().state(PilotState.B);
        scene.pass(10);
        assertThat(scene.session(LEFT).id()).isEqualTo(id);
        assertThat(scene.facts(SessionStopped.class)).isEmpty();
        assertThat(scene.evse(LEFT).fault()).isEmpty();

        scene.left().unplug();
        scene.pass(10);
        assertThat(scene.facts(SessionStopped.class)).hasSize(1);
    }

    @Test
    @DisplayName("R29: a pile that applies less than it was asked for has said what its cable carries")
    void appliesLess() {
        CableGuess cable = new CableGuess();
        scene.left().shows(Point.LIMIT_APPLIED, 13);
        cable.refused(Current.amperes(16), Current.amperes(6), look());
        assertThat(cable.most()).contains(Current.amperes(13));
        cable.forget();
        assertThat(cable.most()).isEmpty();
    }

    @Test
    @DisplayName("R29: one that refuses a raise three times in a row is planned with what it had, until the car leaves")
    void refusesThrice() {
        scene.left().car(32, 3).refusesOver(20);
        scene.charge(LEFT).pass(60);
        assertThat(scene.left().offers()).noneMatch(offer -> offer.current().amperes() > 20);
        assertThat(scene.evse(LEFT).status()).isNotNull();

        CableGuess cable = new CableGuess();
        for (int refusal = 0; refusal < CableGuess.CERTAIN; refusal++) {
            assertThat(cable.most()).isEmpty();
            cable.refused(Current.amperes(32), Current.amperes(20), look());
        }
        assertThat(cable.most()).contains(Current.amperes(20));
    }

    @Test
    @DisplayName("R29: two refusals of a raise teach nothing, the third is the last that is asked for")
    void countsEachRefusalOnce() {
        scene.left().car(32, 3);
        scene.now(scene.engine.limit(Optional.of(LEFT), "site", Current.amperes(16), Optional.empty(), ANN));
        scene.charge(LEFT).pass(10);
        assertThat(scene.left().offered()).isEqualTo(16);

        scene.left().refusesOver(20);
        scene.now(scene.engine.unlimit(Optional.of(LEFT), "site", ANN));
        scene.pass(120);
        assertThat(scene.facts(OfferChanged.class))
                .filteredOn(change -> change.reason().startsWith("the pile refused"))
                .hasSize(CableGuess.CERTAIN);
        assertThat(scene.left().offered()).isEqualTo(16);
    }

    @Test
    @DisplayName("R29: a start that is refused says nothing of the cable, nor does a pile that tells its cable")
    void notTheCable() {
        CableGuess cable = new CableGuess();
        for (int refusal = 0; refusal < 10; refusal++) {
            cable.refused(Current.amperes(32), Current.ZERO, look());
        }
        scene.left().shows(Point.LIMIT_CABLE, 32).shows(Point.LIMIT_APPLIED, 10);
        cable.refused(Current.amperes(32), Current.amperes(6), look());
        assertThat(cable.most()).isEmpty();
    }

    private Look look() {
        return new Look(scene.left().status(), scene.left().abilities(), Optional.empty());
    }
}
