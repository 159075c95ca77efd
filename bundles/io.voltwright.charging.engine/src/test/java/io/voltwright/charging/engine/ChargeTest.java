package io.voltwright.charging.engine;

import static io.voltwright.charging.engine.Scene.CARD;
import static io.voltwright.charging.engine.Scene.LEFT;
import static io.voltwright.charging.engine.Scene.RIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.Current;
import io.voltwright.charging.api.ChargingFact;
import io.voltwright.charging.api.ChargingFact.EnergyMetered;
import io.voltwright.charging.api.ChargingFact.SessionStarted;
import io.voltwright.charging.api.ChargingFact.SessionStopped;
import io.voltwright.charging.api.EvseStatus;
import io.voltwright.charging.api.StopReason;
import org.junit.jupiter.api.Test;

class ChargeTest {

    @Test
    void fromPlugToStop() {
        Scene scene = Scene.two();
        assertThat(scene.evse(LEFT).status()).isEqualTo(EvseStatus.AVAILABLE);

        scene.left().plug();
        scene.pass(3);
        assertThat(scene.evse(LEFT).status()).isEqualTo(EvseStatus.PREPARING);

        assertThat(scene.card(LEFT, CARD).isDone()).isTrue();
        scene.pass(5);
        assertThat(scene.evse(LEFT).status()).isEqualTo(EvseStatus.CHARGING);
        assertThat(scene.evse(LEFT).offer()).isEqualTo(Current.amperes(32));

        scene.pass(600);
        assertThat(scene.card(LEFT, CARD).isDone()).isTrue();
        scene.pass(5);
        assertThat(scene.evse(LEFT).status()).isEqualTo(EvseStatus.FINISHING);
        scene.left().unplug();
        scene.pass(3);
        assertThat(scene.evse(LEFT).status()).isEqualTo(EvseStatus.AVAILABLE);

        SessionStarted started = scene.facts(SessionStarted.class).get(0);
        SessionStopped stopped = scene.facts(SessionStopped.class).get(0);
        assertThat(stopped.reason()).isEqualTo(StopReason.LOCAL);
        assertThat(stopped.session()).isEqualTo(started.session());
        assertThat(stopped.register().wattHours()).isEqualTo(scene.left().registerWattHours(), within());
        assertThat(scene.facts(EnergyMetered.class)).hasSizeGreaterThan(10);
        assertThat(scene.facts().stream().map(ChargingFact::getClass).map(Class::getSimpleName))
                .startsWith("VehicleConnected", "Authorized", "SessionStarted", "EnergyMetered", "OfferChanged")
                .endsWith("EnergyMetered", "SessionStopped", "VehicleDisconnected");
    }

    @Test
    void twoCarsShareTheFuse() {
        Scene scene = Scene.two().charge(LEFT).charge(RIGHT).pass(10);

        assertThat(scene.evse(LEFT).offer()).isEqualTo(Current.amperes(16));
        assertThat(scene.evse(RIGHT).offer()).isEqualTo(Current.amperes(16));
        assertThat(scene.engine.grid().offered().l1()).isEqualTo(Current.amperes(32));
    }

    private static org.assertj.core.data.Offset<Double> within() {
        return org.assertj.core.data.Offset.offset(0.001);
    }
}
