package io.voltwright.charging.engine;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.Current;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.IdToken;
import io.voltwright.base.api.Outcome;
import io.voltwright.base.api.SessionId;
import io.voltwright.charging.api.Reservations.Answer;
import io.voltwright.charging.api.Reservations.Request;
import io.voltwright.charging.api.SessionLimits;
import io.voltwright.charging.api.StopReason;
import io.voltwright.security.api.Audit;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Hands each command to the lane it is for, and each answer to the audit (R47). */
final class Commands {

    private final Yard yard;
    private final Supplier<Optional<Audit>> audit;

    Commands(Yard yard, Supplier<Optional<Audit>> audit) {
        this.yard = yard;
        this.audit = audit;
    }

    CompletionStage<Outcome> present(EvseId evse, IdToken token) {
        return at(evse, (to, now, reply) -> to.card(token, now, reply));
    }

    CompletionStage<Outcome> start(
            EvseId evse, IdToken token, Optional<String> backend, SessionLimits limits, Actor by) {
        String who = by.kind() == Actor.Kind.BACKEND ? "remote:" + by.name() : by.toString();
        String what = limits.equals(SessionLimits.NONE) ? "start" : "start with " + LimitWords.text(limits);
        return told(
                by,
                evse.value(),
                what,
                at(evse, (to, now, reply) -> to.start(token, backend, limits, who, now, reply)));
    }

    CompletionStage<Outcome> stop(SessionId session, StopReason reason, Actor by) {
        CompletionStage<Outcome> outcome = yard.bays().stream()
                .filter(bay -> bay.view()
                        .session()
                        .filter(open -> open.id().equals(session))
                        .isPresent())
                .findFirst()
                .<CompletionStage<Outcome>>map(
                        bay -> bay.ask((to, now, reply) -> to.stop(session, reason, by.toString(), now, reply)))
                .orElseGet(() -> refused("session " + session + " is not open"));
        return told(by, session.value(), "stop " + reason, outcome);
    }

    CompletionStage<Outcome> bound(EvseId evse, SessionLimits limits, Actor by) {
        return told(
                by,
                evse.value(),
                "bound " + LimitWords.text(limits),
                at(evse, (to, now, reply) -> to.bound(limits, by.toString(), reply)));
    }

    CompletionStage<Outcome> switchPhases(EvseId evse, int phases, Actor by) {
        return told(by, evse.value(), "phases " + phases, at(evse, (to, now, reply) -> to.phases(phases, now, reply)));
    }

    CompletionStage<Outcome> setHours(EvseId evse, String hours, Actor by) {
        return told(by, evse.value(), "hours '" + hours + "'", at(evse, (to, now, reply) -> to.hours(hours, reply)));
    }

    CompletionStage<Outcome> unlock(EvseId evse, Actor by) {
        return told(by, evse.value(), "unlock", at(evse, (to, now, reply) -> to.unlock(by.toString(), now, reply)));
    }

    CompletionStage<Outcome> setOperative(EvseId evse, boolean operative, Actor by) {
        String what = operative ? "enable" : "disable";
        return told(
                by,
                evse.value(),
                what,
                at(evse, (to, now, reply) -> to.operative(operative, by.toString(), now, reply)));
    }

    CompletionStage<Outcome> resetFault(EvseId evse, Actor by) {
        return told(
                by,
                evse.value(),
                "reset",
                at(evse, (to, now, reply) -> to.reset(by.kind() == Actor.Kind.OPERATOR, now, reply)));
    }

    CompletionStage<Outcome> limit(
            Optional<EvseId> evse, String owner, Current current, Optional<Instant> until, Actor by) {
        PowerLimit limit = new PowerLimit(evse, owner, Limits.usable(current), until);
        String what = "limit of " + owner + ": " + limit.current();
        return told(by, place(evse), what, known(evse, () -> yard.sharing()
                .limitDesk()
                .set(limit, by)));
    }

    CompletionStage<Outcome> unlimit(Optional<EvseId> evse, String owner, Actor by) {
        String what = "limit of " + owner + ": none";
        return told(by, place(evse), what, known(evse, () -> yard.sharing()
                .limitDesk()
                .remove(evse, owner, by)));
    }

    CompletionStage<Answer> reserve(Request request, Actor by) {
        String what = "reserve " + request.id() + " of " + request.owner() + " until " + request.until();
        CompletionStage<Answer> answer = yard.reservationDesk().reserve(request, by.toString());
        return answer.whenComplete((result, failure) -> record(
                by,
                place(request.evse()),
                what,
                failure == null && result.accepted(),
                failure == null ? result.reason() : failure.toString()));
    }

    CompletionStage<Outcome> cancel(String owner, String id, Actor by) {
        String what = "cancel reservation " + id + " of " + owner;
        return told(by, "site", what, yard.reservationDesk().cancel(owner, id, by.toString()));
    }

    CompletionStage<Outcome> powerFailing(Actor by) {
        CompletableFuture<?> flushed = CompletableFuture.allOf(
                yard.bays().stream().map(Bay::powerFailing).toArray(CompletableFuture<?>[]::new));
        return told(by, "site", "supply fails", yard.recovery().powerFailing(by, flushed));
    }

    CompletionStage<Outcome> powerReturned(Actor by) {
        return told(by, "site", "supply is back", yard.recovery().powerReturned(by));
    }

    private static String place(Optional<EvseId> evse) {
        return evse.map(EvseId::value).orElse("site");
    }

    private CompletionStage<Outcome> known(Optional<EvseId> evse, Supplier<CompletableFuture<Outcome>> command) {
        boolean missing =
                evse.filter(id -> yard.bay(id).isEmpty() && !yard.hasNode(id)).isPresent();
        return missing ? unknown(evse.orElseThrow()) : command.get();
    }

    private CompletionStage<Outcome> at(EvseId evse, Bay.Request request) {
        return yard.bay(evse)
                .<CompletionStage<Outcome>>map(bay -> bay.ask(request))
                .orElseGet(() -> unknown(evse));
    }

    private static CompletionStage<Outcome> unknown(EvseId evse) {
        return refused("there is no EVSE " + evse + " on this site");
    }

    private static CompletionStage<Outcome> refused(String reason) {
        return CompletableFuture.completedFuture(Outcome.refused(reason));
    }

    /** R47: who, what, and how it went. */
    CompletionStage<Outcome> told(Actor by, String object, String what, CompletionStage<Outcome> outcome) {
        return outcome.whenComplete((result, failure) -> record(
                by,
                object,
                what,
                failure == null && result.isDone(),
                failure == null ? result.reasonOrDone() : failure.toString()));
    }

    private void record(Actor by, String object, String what, boolean done, String reason) {
        audit.get()
                .ifPresent(to -> to.record(new Audit.Event(
                        Audit.Kind.COMMAND, by, "local", object, done ? what : what + ": " + reason, !done)));
    }
}
