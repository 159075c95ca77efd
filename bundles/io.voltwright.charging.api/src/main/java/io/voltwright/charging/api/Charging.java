package io.voltwright.charging.api;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.Current;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.IdToken;
import io.voltwright.base.api.Outcome;
import io.voltwright.base.api.SessionId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/** The charging points and their sessions. Nothing here blocks; commands complete when done or refused with a reason. */
@ProviderType
public interface Charging {

    /** All charging points, in the order of the site file. */
    List<Evse> evses();

    default Optional<Evse> evse(EvseId id) {
        return evses().stream().filter(evse -> evse.id().equals(id)).findFirst();
    }

    /** Open sessions, oldest first. */
    List<Session> sessions();

    default Optional<Session> session(SessionId id) {
        return sessions().stream().filter(session -> session.id().equals(id)).findFirst();
    }

    /** The site's tree of limits with what flows and what is offered. */
    NodeView grid();

    /** A card was shown: starts, or stops what it or its group started. */
    CompletionStage<Outcome> present(EvseId evse, IdToken token);

    /**
     * Asks for a session from elsewhere. Done means authorised and waiting for the car, or started.
     *
     * @param backend the back end that asks and will bill, if one does
     */
    CompletionStage<Outcome> start(EvseId evse, IdToken token, Optional<String> backend, Actor by);

    /**
     * As {@link #start(EvseId, IdToken, Optional, Actor)}, for a session that stops by itself.
     *
     * @param limits set together with the authorisation, so that nothing flows without them
     * @return refused also where limits cannot be set
     */
    default CompletionStage<Outcome> start(
            EvseId evse, IdToken token, Optional<String> backend, SessionLimits limits, Actor by) {
        return limits.equals(SessionLimits.NONE)
                ? start(evse, token, backend, by)
                : CompletableFuture.completedFuture(Outcome.refused("limits of a start cannot be set here"));
    }

    /**
     * Sets when the open session of an EVSE stops by itself; takes the place of what was set before. Kept over restarts.
     *
     * @return refused where no session is open
     */
    CompletionStage<Outcome> bound(EvseId evse, SessionLimits limits, Actor by);

    /**
     * Changes an EVSE between one and three phases: pauses the charge, waits until nothing flows, changes, goes on (R28).
     *
     * @param phases 1 or 3
     * @return refused where the pile cannot, within ten minutes of the last change, or too often in one session
     */
    CompletionStage<Outcome> switchPhases(EvseId evse, int phases, Actor by);

    /**
     * Sets when an EVSE is open, in place of what the site file says: outside of these hours no session starts, and one that
     * runs goes on to its end. Kept over restarts.
     *
     * @param hours as {@code Mo-Fr 06:00-22:00; Sa 08:00-18:00} in the site's local time, or {@code always}; empty: as the site
     *     file says
     * @return refused with what is wrong with the text
     */
    CompletionStage<Outcome> setHours(EvseId evse, String hours, Actor by);

    /** Ends a session: offer 0, confirmed, stop register taken. */
    CompletionStage<Outcome> stop(SessionId session, StopReason reason, Actor by);

    /** Stops the session, if any, then opens the lock. */
    CompletionStage<Outcome> unlock(EvseId evse, Actor by);

    /** Takes an EVSE out of service, after its session if one runs, or back into it; kept over restarts. */
    CompletionStage<Outcome> setOperative(EvseId evse, boolean operative, Actor by);

    /** Clears a latched fault where its profile allows that remotely. */
    CompletionStage<Outcome> resetFault(EvseId evse, Actor by);

    /**
     * Caps an EVSE, or the whole site where it is empty. One limit per owner and place; a new one takes the place of the old.
     *
     * @param current per phase; below 6 A means 0
     * @param until when it ends by itself; empty: until the owner removes it
     */
    CompletionStage<Outcome> limit(
            Optional<EvseId> evse, String owner, Current current, Optional<Instant> until, Actor by);

    /** Removes the owner's limit; done also where there was none. */
    CompletionStage<Outcome> unlimit(Optional<EvseId> evse, String owner, Actor by);

    /** Says how sessions are to be led; takes the place of what the owner said before. Forgotten when charging restarts. */
    void lead(String owner, Habits habits);

    /** The owner has no wishes any more. */
    void unlead(String owner);
}
