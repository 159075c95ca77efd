package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.SessionId;
import java.time.Instant;
import java.util.Optional;

/**
 * A charging profile as a back end has set it, in the shape of OCPP 2.0.1.
 *
 * @param id given by the back end
 * @param evse where it holds; empty: the station, or every EVSE
 * @param stackLevel the highest that has a period leads
 * @param session whose profile it is, for {@link Purpose#TX}; empty there: of the session that is being started
 * @param validTo the first moment at which it does not hold any more
 * @param installed when it was set
 */
record Profile(
        int id,
        Optional<EvseId> evse,
        Purpose purpose,
        int stackLevel,
        Optional<SessionId> session,
        Optional<Instant> validFrom,
        Optional<Instant> validTo,
        Instant installed,
        Schedule schedule) {

    Profile of(SessionId owner) {
        return new Profile(id, evse, purpose, stackLevel, Optional.of(owner), validFrom, validTo, installed, schedule);
    }

    /** Whether one takes the place of the other (R-K02). */
    boolean replaces(Profile other) {
        return id == other.id
                || (purpose == other.purpose && stackLevel == other.stackLevel && evse.equals(other.evse));
    }

    /** Whether it never holds again. */
    boolean over(Instant time) {
        return validTo.filter(end -> !time.isBefore(end)).isPresent();
    }

    private boolean valid(Instant time) {
        return !over(time) && validFrom.filter(time::isBefore).isEmpty();
    }

    /**
     * The period that it has at a moment (R-K05, R-K06, R-K07).
     *
     * @param began when the transaction started; empty: it starts at that very moment
     */
    Optional<Schedule.Period> at(Instant time, Optional<Instant> began) {
        return valid(time) ? schedule.at(time, origin(began).orElse(time)) : Optional.empty();
    }

    /** When {@link #at} may answer differently for the first time after a moment; empty: never. */
    Optional<Instant> changeAfter(Instant time, Optional<Instant> began) {
        if (over(time)) {
            return Optional.empty();
        }
        if (!valid(time)) {
            // One that ends before it begins never holds, but until its end nobody takes its place.
            return Ceiling.earlier(validFrom, validTo);
        }
        Optional<Instant> change = origin(began).flatMap(origin -> schedule.changeAfter(time, origin));
        return Ceiling.earlier(change, validTo);
    }

    private Optional<Instant> origin(Optional<Instant> began) {
        if (schedule.kind() == Schedule.Kind.RELATIVE || schedule.start().isEmpty()) {
            // The station as a whole has no transaction to count from.
            return purpose == Purpose.STATION_MAX || purpose == Purpose.EXTERNAL ? Optional.of(installed) : began;
        }
        return schedule.start();
    }
}
