package io.voltwright.charging.engine;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.Energy;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Moment;
import io.voltwright.base.api.PhaseCurrents;
import io.voltwright.base.api.Power;
import io.voltwright.base.api.Quality;
import io.voltwright.base.api.Reading;
import io.voltwright.charging.api.Evse;
import io.voltwright.charging.api.EvseStatus;
import io.voltwright.charging.api.Session;
import java.util.List;
import java.util.Optional;

/** An EVSE as others see it. */
record EvseView(
        EvseId id,
        int number,
        EvseStatus status,
        Moment since,
        boolean plugged,
        boolean operative,
        String hours,
        String premises,
        boolean lockable,
        Optional<String> fault,
        Optional<Session> session,
        Current offer,
        String reason,
        Optional<PhaseCurrents> currents,
        Optional<Power> power,
        Optional<Energy> register,
        Quality quality,
        List<Reading> readings,
        String device)
        implements Evse {

    EvseView {
        readings = List.copyOf(readings);
    }
}
