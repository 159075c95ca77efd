package io.voltwright.charging.engine;

import static io.voltwright.charging.engine.Moments.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.Point;
import io.voltwright.base.api.Quality;
import io.voltwright.base.api.Reading;
import io.voltwright.field.api.FakePile;
import io.voltwright.field.api.PileFault;
import io.voltwright.field.api.PileStatus;
import io.voltwright.field.api.PilotState;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PresenceTest {

    final Presence presence = new Presence(false);

    @Test
    @DisplayName("R20: silence leaves a plugged car plugged")
    void silenceIsNotUnplugged() {
        presence.heard(look(PilotState.B, 0), at(0));
        presence.heard(look(PilotState.B, 0), at(1));
        presence.unheard(at(5));
        presence.unheard(at(500));

        assertThat(presence.plugged()).isTrue();
        assertThat(presence.silent()).contains(at(5));
    }

    @Test
    @DisplayName("R20: a state from before the silence does not count towards a debounce after it")
    void silenceEndsADebounce() {
        presence.heard(look(PilotState.B, 0), at(0));
        presence.unheard(at(0.5));
        presence.heard(look(PilotState.B, 0), at(30));

        assertThat(presence.plugged()).isFalse();
    }

    @Test
    @DisplayName(
            "R21: a device that says what its profile does not know keeps the last state and the fault names the raw value")
    void unknownStatesAreFaults() {
        PileFault unknown = new PileFault("UnknownState", "state.raw=9", false);
        presence.heard(
                new Look(
                        new PileStatus(
                                PilotState.UNKNOWN,
                                false,
                                "",
                                true,
                                Optional.of(unknown),
                                Map.of(),
                                at(0),
                                Quality.GOOD),
                        FakePile.abilities(false),
                        Optional.empty()),
                at(0));

        assertThat(presence.fault()).contains(unknown);
        assertThat(presence.known()).isFalse();
    }

    @Test
    @DisplayName("R21: state A and more than 1 A for more than ten seconds is inconsistent")
    void currentWithoutACarIsAFault() {
        presence.heard(look(PilotState.A, 3), at(0));
        presence.heard(look(PilotState.A, 3), at(10));
        assertThat(presence.fault()).isEmpty();

        presence.heard(look(PilotState.A, 3), at(10.1));
        assertThat(presence.fault()).map(PileFault::code).contains(Presence.INCONSISTENT);

        presence.heard(look(PilotState.A, 0.5), at(11));
        assertThat(presence.fault()).isEmpty();
    }

    @Test
    @DisplayName("R22: A to B is told after one second")
    void plugIsDebounced() {
        presence.heard(look(PilotState.A, 0), at(0));
        presence.heard(look(PilotState.B, 0), at(1));
        presence.heard(look(PilotState.B, 0), at(1.9));
        assertThat(presence.plugged()).isFalse();

        presence.heard(look(PilotState.B, 0), at(2));
        assertThat(presence.plugged()).isTrue();
    }

    @Test
    @DisplayName("R22: a glitch of the pilot shorter than a second is no unplugging")
    void aGlitchIsNoUnplugging() {
        presence.heard(look(PilotState.B, 0), at(0));
        presence.heard(look(PilotState.B, 0), at(1));
        presence.heard(look(PilotState.A, 0), at(2));
        presence.heard(look(PilotState.B, 0), at(2.8));
        presence.heard(look(PilotState.A, 0), at(3.5));

        assertThat(presence.plugged()).isTrue();
    }

    @Test
    @DisplayName("R22: C to B is told after two seconds")
    void leavingChargingIsDebounced() {
        presence.heard(look(PilotState.C, 16), at(0));
        presence.heard(look(PilotState.C, 16), at(1));
        assertThat(presence.charging()).isTrue();

        presence.heard(look(PilotState.B, 0), at(2));
        presence.heard(look(PilotState.B, 0), at(3.9));
        assertThat(presence.charging()).isTrue();

        presence.heard(look(PilotState.B, 0), at(4));
        assertThat(presence.charging()).isFalse();
    }

    @Test
    @DisplayName("R8: a car that is slow to follow becomes a fault after seven seconds only")
    void slowCar() {
        PileFault slow = new PileFault(Presence.OVER_CURRENT, "draws 16 A", false);
        presence.heard(look(slow), at(0));
        presence.heard(look(slow), at(6.9));
        assertThat(presence.fault()).isEmpty();
        presence.heard(look(PilotState.C, 10), at(7));
        presence.heard(look(slow), at(8));
        assertThat(presence.fault()).isEmpty();

        presence.heard(look(slow), at(15));
        assertThat(presence.fault()).contains(slow);
    }

    @Test
    @DisplayName("R22: how long a car may seem gone (B-A-B) and still be there is a setting: six seconds, or one")
    void theWindowOfAGlitchIsASetting() {
        Presence patient = new Presence(true, Duration.ofSeconds(6));
        patient.heard(look(PilotState.A, 0), at(0));
        patient.heard(look(PilotState.A, 0), at(5.9));
        patient.heard(look(PilotState.B, 0), at(6.1));
        assertThat(patient.plugged()).isTrue();
        patient.heard(look(PilotState.A, 0), at(10));
        patient.heard(look(PilotState.A, 0), at(16));
        assertThat(patient.plugged()).isFalse();

        Presence strict = new Presence(true, Duration.ofSeconds(1));
        strict.heard(look(PilotState.A, 0), at(0));
        assertThat(strict.plugged()).isTrue();
        strict.heard(look(PilotState.A, 0), at(1));
        assertThat(strict.plugged()).isFalse();
    }

    static Look look(PileFault fault) {
        PileStatus status =
                new PileStatus(PilotState.C, true, "", true, Optional.of(fault), Map.of(), at(0), Quality.GOOD);
        return new Look(status, FakePile.abilities(false), Optional.empty());
    }

    static Look look(PilotState pilot, double amperes) {
        Reading current = new Reading(Point.CURRENT_L1, amperes, at(0), Quality.GOOD);
        return new Look(
                new PileStatus(
                        pilot,
                        amperes > 0,
                        "",
                        true,
                        Optional.empty(),
                        Map.of(Point.CURRENT_L1, current),
                        at(0),
                        Quality.GOOD),
                FakePile.abilities(false),
                Optional.empty());
    }
}
