package io.voltwright.charging.engine;

import static io.voltwright.charging.engine.Scene.CARD;
import static io.voltwright.charging.engine.Scene.LEFT;
import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.Current;
import io.voltwright.base.api.Energy;
import io.voltwright.base.api.Outcome;
import io.voltwright.base.api.SessionId;
import io.voltwright.charging.api.ChargingFact.Context;
import io.voltwright.charging.api.ChargingFact.EnergyMetered;
import io.voltwright.charging.api.ChargingFact.EvseFaulted;
import io.voltwright.charging.api.ChargingFact.EvseRecovered;
import io.voltwright.charging.api.ChargingFact.SessionStarted;
import io.voltwright.charging.api.ChargingFact.SessionStopped;
import io.voltwright.charging.api.ChargingFact.VehicleConnected;
import io.voltwright.charging.api.EvseStatus;
import io.voltwright.charging.api.StopReason;
import io.voltwright.field.api.Offer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SessionRulesTest {

    final Scene scene = Scene.two();

    @Test
    @DisplayName(
            "R20: a pile that falls silent in a charge is comm lost, not unplugged; the session goes on when it returns")
    void commLostIsNotUnplugged() {
        scene.charge(LEFT);
        SessionId session = scene.session(LEFT).id();
        scene.left().line(false);
        scene.pass(20);

        assertThat(scene.evse(LEFT).plugged()).isTrue();
        assertThat(scene.evse(LEFT).fault()).contains("CommunicationFault");
        assertThat(scene.session(LEFT).id()).isEqualTo(session);

        scene.left().line(true);
        scene.pass(10);
        assertThat(scene.evse(LEFT).status()).isEqualTo(EvseStatus.CHARGING);
        assertThat(scene.session(LEFT).id()).isEqualTo(session);
        assertThat(scene.facts(SessionStopped.class)).isEmpty();
        assertThat(scene.facts(EvseFaulted.class)).hasSize(1);
        assertThat(scene.facts(EvseRecovered.class)).hasSize(1);
    }

    @Test
    @DisplayName("R20: a car that left a silent pile ends its session when the pile returns, with the register of then")
    void carLeftDuringSilence() {
        scene.charge(LEFT).pass(60);
        scene.left().line(false);
        scene.pass(20);
        scene.left().unplug();
        scene.pass(20);
        scene.left().line(true);
        scene.pass(20);

        SessionStopped stopped = scene.facts(SessionStopped.class).get(0);
        assertThat(stopped.reason()).isEqualTo(StopReason.EV_DISCONNECTED);
        assertThat(stopped.register()).isEqualTo(Energy.wattHours(scene.left().registerWattHours()));
    }

    @Test
    @DisplayName("R23: the session opens with the plug and keeps its id until the stop")
    void oneIdFromPlugToStop() {
        scene.charge(LEFT);
        scene.left().unplug();
        scene.pass(10);

        SessionId id = scene.facts(VehicleConnected.class).get(0).session();
        assertThat(scene.facts(SessionStarted.class))
                .extracting(SessionStarted::session)
                .containsExactly(id);
        assertThat(scene.facts(SessionStopped.class))
                .extracting(SessionStopped::session)
                .containsExactly(id);
    }

    @Test
    @DisplayName("R23: the session opens with the authorisation if that comes first")
    void authorisationMayComeFirst() {
        scene.card(LEFT, CARD);
        scene.pass(20);
        SessionId id = scene.session(LEFT).id();
        assertThat(scene.evse(LEFT).status()).isEqualTo(EvseStatus.PREPARING);
        scene.left().plug();
        scene.pass(10);

        assertThat(scene.session(LEFT).id()).isEqualTo(id);
        assertThat(scene.evse(LEFT).status()).isEqualTo(EvseStatus.CHARGING);
    }

    @Test
    @DisplayName("R23: id and start register are on disk before anything is offered")
    void persistedBeforeEnergy() {
        scene.left().plug();
        scene.pass(3);
        scene.authority.silent();
        scene.card(LEFT, CARD);
        scene.journal.accept(false);
        scene.authority.answer();
        scene.pass(30);
        assertThat(scene.left().offers()).extracting(Offer::current).containsOnly(Current.ZERO);

        scene.journal.accept(true);
        scene.pass(15);
        assertThat(scene.facts(SessionStarted.class)).hasSize(1);
        assertThat(scene.left().offered()).isPositive();
    }

    @Test
    @DisplayName("R23: samples each minute, on the quarter hour, and the last equals the stop register")
    void samples() {
        scene.charge(LEFT).pass(1000);
        scene.card(LEFT, CARD);
        scene.pass(10);

        List<EnergyMetered> samples = scene.facts(EnergyMetered.class);
        assertThat(samples)
                .filteredOn(sample -> sample.context() == Context.CLOCK)
                .hasSize(1);
        assertThat(samples)
                .filteredOn(sample -> sample.context() == Context.PERIODIC || sample.context() == Context.CHANGE)
                .hasSizeGreaterThan(13);
        assertThat(samples).isSortedAccordingTo((a, b) -> a.register().compareTo(b.register()));
        assertThat(samples.get(samples.size() - 1).register())
                .isEqualTo(scene.facts(SessionStopped.class).get(0).register());
    }

    @Test
    @DisplayName("R24: a register that goes backwards closes the session and marks its energy")
    void meterBackwards() {
        scene.charge(LEFT).pass(60);
        scene.left().jump(-50);
        scene.pass(10);

        SessionStopped stopped = scene.facts(SessionStopped.class).get(0);
        assertThat(stopped.reason()).isEqualTo(StopReason.METER_FAILED);
        assertThat(stopped.usable()).isFalse();
    }

    @Test
    @DisplayName("R24: a register that stands still for a minute in a charge closes the session")
    void meterStuck() {
        scene.charge(LEFT).pass(60);
        scene.left().meterStuck(true);
        scene.pass(59);
        assertThat(scene.facts(SessionStopped.class)).isEmpty();
        scene.pass(15);
        assertThat(scene.facts(SessionStopped.class).get(0).reason()).isEqualTo(StopReason.METER_FAILED);
    }

    @Test
    @DisplayName("R24: a jump of the register closes the session")
    void meterJumps() {
        scene.charge(LEFT).pass(60);
        scene.left().jump(5000);
        scene.pass(15);

        assertThat(scene.facts(SessionStopped.class).get(0).usable()).isFalse();
    }

    @Test
    @DisplayName("R26: the offer is 0 at once, the stop register is read when nothing flows any more")
    void stopOrder() {
        scene.charge(LEFT).pass(60);
        CompletionStage<Outcome> stop =
                scene.engine.stop(scene.session(LEFT).id(), StopReason.REMOTE, Actor.operator("ann"));
        scene.time.settle();
        assertThat(scene.left().offered()).isZero();
        assertThat(scene.after(5, stop).isDone()).isTrue();

        SessionStopped stopped = scene.facts(SessionStopped.class).get(0);
        assertThat(stopped.by()).isEqualTo("operator:ann");
        assertThat(stopped.register()).isEqualTo(Energy.wattHours(scene.left().registerWattHours()));
    }

    @Test
    @DisplayName("R26: after ten seconds with current the stop goes on and the load is a fault (R8)")
    void stopThatDoesNotStop() {
        scene.charge(LEFT).pass(60);
        scene.left().stray(16);
        scene.card(LEFT, CARD);
        scene.pass(9);
        assertThat(scene.facts(SessionStopped.class)).isEmpty();
        scene.pass(10);

        assertThat(scene.facts(SessionStopped.class)).hasSize(1);
        assertThat(scene.evse(LEFT).fault()).contains("MREC4-OverCurrent");
    }

    @Test
    @DisplayName("R26: the lock opens only after the charge has stopped")
    void unlockStopsFirst() {
        scene.charge(LEFT);
        CompletionStage<Outcome> unlock = scene.engine.unlock(LEFT, Actor.operator("ann"));
        scene.time.settle();
        assertThat(scene.left().unlocks()).isZero();
        assertThat(scene.after(5, unlock).isDone()).isTrue();
        assertThat(scene.left().unlocks()).isOne();
        assertThat(scene.facts(SessionStopped.class).get(0).reason()).isEqualTo(StopReason.UNLOCK_COMMAND);
    }

    @Test
    @DisplayName("R27: the contactor rests before it closes again")
    void startBudget() {
        Scene slow = Scene.twoUnopened();
        slow.settings = Settings.DEFAULT;
        slow.open().charge(LEFT);
        slow.card(LEFT, CARD);
        slow.pass(5);
        slow.card(LEFT, CARD);
        slow.pass(10);
        assertThat(slow.left().offered()).isZero();
        assertThat(slow.evse(LEFT).offer()).isEqualTo(Current.ZERO);
        slow.pass(50);
        assertThat(slow.left().offered()).isPositive();
    }

    @Test
    @DisplayName("R34: nothing is raised before the fail-safe was read back")
    void failSafeFirst() {
        scene.left().armed(false);
        scene.charge(LEFT);
        assertThat(scene.left().offered()).isZero();

        scene.left().armed(true);
        scene.pass(10);
        assertThat(scene.left().offered()).isPositive();
    }

    @Test
    @DisplayName("a session ends when it has taken what its authorisation allows")
    void energyCap() {
        scene.authority.mostEnergy(Energy.wattHours(1000));
        scene.charge(LEFT).pass(600);

        SessionStopped stopped = scene.facts(SessionStopped.class).get(0);
        assertThat(stopped.reason()).isEqualTo(StopReason.ENERGY_LIMIT);
        assertThat(stopped.register().wattHours()).isBetween(1000.0, 1010.0);
    }

    @Test
    @DisplayName("the next car may come before the last stop register is read")
    void quickNextCar() {
        scene.charge(LEFT).pass(30);
        scene.left().meterGood(false);
        scene.left().unplug();
        scene.pass(3);
        scene.left().plug();
        scene.pass(3);
        scene.left().meterGood(true);
        scene.pass(3);

        assertThat(scene.facts(VehicleConnected.class)).hasSize(2);
        assertThat(scene.facts(SessionStopped.class)).hasSize(1);
        assertThat(scene.evse(LEFT).status()).isEqualTo(EvseStatus.PREPARING);
    }
}
