package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.Current;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.IdToken;
import io.voltwright.base.api.Outcome;
import io.voltwright.base.api.PhaseCurrents;
import io.voltwright.base.api.Quality;
import io.voltwright.base.api.SessionId;
import io.voltwright.charging.api.Charging;
import io.voltwright.charging.api.Evse;
import io.voltwright.charging.api.Habits;
import io.voltwright.charging.api.NodeView;
import io.voltwright.charging.api.Session;
import io.voltwright.charging.api.SessionLimits;
import io.voltwright.charging.api.StopReason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Charging with one charging point in it; what is said of the station as a whole is said of that one. */
record PileCharging(Charging all, EvseId mine) implements Charging {

    /** What marks a limit of the station as a whole, which must not take the place of one of its connector. */
    static final String STATION = ":station";

    @Override
    public List<Evse> evses() {
        return all.evse(mine).<Evse>map(PileEvse::new).stream().toList();
    }

    @Override
    public List<Session> sessions() {
        return all.sessions().stream()
                .filter(session -> session.evse().equals(mine))
                .toList();
    }

    @Override
    public NodeView grid() {
        NodeView whole = all.grid();
        Optional<PhaseCurrents> measured =
                all.evse(mine).filter(evse -> evse.quality() == Quality.GOOD).flatMap(Evse::currents);
        return new NodeView(
                whole.id(), whole.limit(), whole.offered(), measured, List.of(mine), List.of(), whole.why());
    }

    @Override
    public CompletionStage<Outcome> present(EvseId evse, IdToken token) {
        return all.present(evse, token);
    }

    @Override
    public CompletionStage<Outcome> start(EvseId evse, IdToken token, Optional<String> backend, Actor by) {
        return all.start(evse, token, backend, by);
    }

    @Override
    public CompletionStage<Outcome> bound(EvseId evse, SessionLimits limits, Actor by) {
        return all.bound(evse, limits, by);
    }

    @Override
    public CompletionStage<Outcome> switchPhases(EvseId evse, int phases, Actor by) {
        return all.switchPhases(evse, phases, by);
    }

    @Override
    public CompletionStage<Outcome> setHours(EvseId evse, String hours, Actor by) {
        return all.setHours(evse, hours, by);
    }

    @Override
    public CompletionStage<Outcome> stop(SessionId session, StopReason reason, Actor by) {
        return all.stop(session, reason, by);
    }

    @Override
    public CompletionStage<Outcome> unlock(EvseId evse, Actor by) {
        return all.unlock(evse, by);
    }

    @Override
    public CompletionStage<Outcome> setOperative(EvseId evse, boolean operative, Actor by) {
        return all.setOperative(evse, operative, by);
    }

    @Override
    public CompletionStage<Outcome> resetFault(EvseId evse, Actor by) {
        return all.resetFault(evse, by);
    }

    @Override
    public CompletionStage<Outcome> limit(
            Optional<EvseId> evse, String owner, Current current, Optional<Instant> until, Actor by) {
        return all.limit(evse.or(() -> Optional.of(mine)), owner(evse, owner), current, until, by);
    }

    @Override
    public CompletionStage<Outcome> unlimit(Optional<EvseId> evse, String owner, Actor by) {
        return all.unlimit(evse.or(() -> Optional.of(mine)), owner(evse, owner), by);
    }

    private static String owner(Optional<EvseId> evse, String owner) {
        return evse.isPresent() ? owner : owner + STATION;
    }

    @Override
    public void lead(String owner, Habits habits) {
        all.lead(owner, new Habits(habits.sample(), habits.onClock(), habits.rules(), Set.of(mine)));
    }

    @Override
    public void unlead(String owner) {
        all.unlead(owner);
    }
}
