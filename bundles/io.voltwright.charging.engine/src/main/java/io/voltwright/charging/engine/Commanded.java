package io.voltwright.charging.engine;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.Current;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.IdToken;
import io.voltwright.base.api.Outcome;
import io.voltwright.base.api.SessionId;
import io.voltwright.charging.api.Charging;
import io.voltwright.charging.api.Continuity;
import io.voltwright.charging.api.Habits;
import io.voltwright.charging.api.RecoveryReport;
import io.voltwright.charging.api.Reservation;
import io.voltwright.charging.api.Reservations;
import io.voltwright.charging.api.SessionLimits;
import io.voltwright.charging.api.StopReason;
import io.voltwright.security.api.Audit;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** What others may ask of charging; each command goes to the lane it is for. */
abstract class Commanded implements Charging, Continuity, Reservations {

    abstract Yard yard();

    abstract Optional<Audit> audit();

    /** With their audit. */
    final Commands audited() {
        return new Commands(yard(), this::audit);
    }

    @Override
    public CompletionStage<Outcome> present(EvseId evse, IdToken token) {
        return audited().present(evse, token);
    }

    @Override
    public CompletionStage<Outcome> start(EvseId evse, IdToken token, Optional<String> backend, Actor by) {
        return audited().start(evse, token, backend, SessionLimits.NONE, by);
    }

    @Override
    public CompletionStage<Outcome> start(
            EvseId evse, IdToken token, Optional<String> backend, SessionLimits limits, Actor by) {
        return audited().start(evse, token, backend, limits, by);
    }

    @Override
    public CompletionStage<Outcome> stop(SessionId session, StopReason reason, Actor by) {
        return audited().stop(session, reason, by);
    }

    @Override
    public CompletionStage<Outcome> bound(EvseId evse, SessionLimits limits, Actor by) {
        return audited().bound(evse, limits, by);
    }

    @Override
    public CompletionStage<Outcome> switchPhases(EvseId evse, int phases, Actor by) {
        return audited().switchPhases(evse, phases, by);
    }

    @Override
    public CompletionStage<Outcome> setHours(EvseId evse, String hours, Actor by) {
        return audited().setHours(evse, hours, by);
    }

    @Override
    public CompletionStage<Outcome> unlock(EvseId evse, Actor by) {
        return audited().unlock(evse, by);
    }

    @Override
    public CompletionStage<Outcome> setOperative(EvseId evse, boolean operative, Actor by) {
        return audited().setOperative(evse, operative, by);
    }

    @Override
    public CompletionStage<Outcome> resetFault(EvseId evse, Actor by) {
        return audited().resetFault(evse, by);
    }

    @Override
    public CompletionStage<Outcome> limit(
            Optional<EvseId> evse, String owner, Current current, Optional<Instant> until, Actor by) {
        return audited().limit(evse, owner, current, until, by);
    }

    @Override
    public CompletionStage<Outcome> unlimit(Optional<EvseId> evse, String owner, Actor by) {
        return audited().unlimit(evse, owner, by);
    }

    Sharing sharing() {
        return yard().sharing();
    }

    @Override
    public void lead(String owner, Habits habits) {
        yard().habits().put(owner, habits);
    }

    @Override
    public void unlead(String owner) {
        yard().habits().remove(owner);
    }

    // --- reservations ---

    @Override
    public List<Reservation> reservations() {
        return yard().reservations().all();
    }

    @Override
    public CompletionStage<Answer> reserve(Request request, Actor by) {
        return audited().reserve(request, by);
    }

    @Override
    public CompletionStage<Outcome> cancel(String owner, String id, Actor by) {
        return audited().cancel(owner, id, by);
    }

    // --- going on ---

    @Override
    public Optional<RecoveryReport> report() {
        return yard().recovery().report();
    }

    @Override
    public CompletionStage<Outcome> powerFailing(Actor by) {
        return audited().powerFailing(by);
    }

    @Override
    public CompletionStage<Outcome> powerReturned(Actor by) {
        return audited().powerReturned(by);
    }
}
