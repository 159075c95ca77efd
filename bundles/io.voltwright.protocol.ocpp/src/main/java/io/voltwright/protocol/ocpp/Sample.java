package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.Energy;
import io.voltwright.base.api.PhaseCurrents;
import io.voltwright.base.api.Power;
import io.voltwright.base.api.Quality;
import io.voltwright.charging.api.ChargingFact.EnergyMetered;
import io.voltwright.charging.api.Evse;
import java.time.Instant;
import java.util.Optional;

/**
 * What was measured at one moment; what is not known or cannot be believed is absent.
 *
 * @param register active energy imported, since ever
 * @param offer what the vehicle was offered per phase
 */
record Sample(
        Instant time,
        Optional<Energy> register,
        Optional<Power> power,
        Optional<PhaseCurrents> currents,
        Optional<Current> offer) {

    static Sample of(EnergyMetered fact, Instant time) {
        return new Sample(
                time,
                fact.usable() ? Optional.of(fact.register()) : Optional.empty(),
                fact.power(),
                fact.currents(),
                fact.offer());
    }

    static Sample of(Energy register, Instant time) {
        return new Sample(time, Optional.of(register), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** What is true now. */
    static Sample of(Evse evse, Instant time) {
        return evse.quality() == Quality.GOOD
                ? new Sample(time, evse.register(), evse.power(), evse.currents(), Optional.of(evse.offer()))
                : new Sample(time, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }
}
