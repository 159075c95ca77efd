package io.voltwright.charging.engine;

import io.voltwright.base.api.IdToken;
import io.voltwright.base.api.Moment;
import io.voltwright.base.api.Outcome;
import io.voltwright.base.api.SessionId;
import io.voltwright.base.api.TokenRef;
import io.voltwright.charging.api.ChargingFact.Authorized;
import io.voltwright.charging.api.ChargingFact.Refused;
import io.voltwright.charging.api.Habits.Rules;
import io.voltwright.charging.api.SessionLimits;
import io.voltwright.charging.api.StopReason;
import io.voltwright.users.api.Authorization;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What people and back ends ask of one EVSE: cards, start, stop, unlock. */
final class Requests {

    private static final Duration MARGIN = Duration.ofSeconds(1);

    private final EvseMachine machine;
    private final Resets resets;
    private final List<Runnable> whenFinished = new ArrayList<>();
    private @Nullable Asking asking;

    Requests(EvseMachine machine) {
        this.machine = machine;
        this.resets = new Resets(machine);
    }

    /**
     * The question under way.
     *
     * @param card whether the same token again means stop
     * @param limits when the session is to stop by itself
     */
    private record Asking(
            long ticket,
            boolean card,
            SessionLimits limits,
            String by,
            Moment since,
            CompletableFuture<Outcome> reply) {}

    /** A card was shown: starts, or stops what it or its group started. */
    void card(IdToken token, Moment now, CompletableFuture<Outcome> reply) {
        if (machine.session().stopping()) {
            refuse(reply, "the session at " + machine.evse() + " is just being stopped");
        } else if (machine.charge().flatMap(Charge::grant).isPresent()) {
            // Whose card it is only users can say, also when it is meant to stop.
            ask(token, Optional.empty(), SessionLimits.NONE, "card", true, now, reply);
        } else {
            Optional<String> obstacle = obstacle();
            if (obstacle.isPresent()) {
                refuse(reply, obstacle.orElseThrow());
            } else {
                ask(token, Optional.empty(), SessionLimits.NONE, "card", true, now, reply);
            }
        }
    }

    /** A start that was asked for from elsewhere. */
    void start(
            IdToken token,
            Optional<String> backend,
            SessionLimits limits,
            String by,
            Moment now,
            CompletableFuture<Outcome> reply) {
        Optional<String> obstacle = machine.charge().flatMap(Charge::grant).isPresent()
                ? Optional.of(machine.evse() + " is in use; stop its session first")
                : obstacle();
        if (obstacle.isPresent()) {
            refuse(reply, obstacle.orElseThrow());
        } else {
            ask(token, backend, limits, by, false, now, reply);
        }
    }

    private Optional<String> obstacle() {
        if (machine.opening().closed()) {
            return Optional.of(machine.evse() + " is closed at this hour");
        }
        if (!machine.operative()) {
            return Optional.of(machine.evse() + " is out of service; put it back with evse:enable");
        }
        if (machine.recovery.failing()) {
            return Optional.of("the supply fails; nothing is started until it is back");
        }
        if (!machine.journalTakes()) {
            return Optional.of("the journal takes no facts now; nothing is started without it");
        }
        if (machine.fault().isPresent()) {
            return Optional.of(
                    machine.evse() + " has the fault " + machine.fault().orElseThrow());
        }
        if (!machine.compared()) {
            return Optional.of(machine.evse() + " has not been heard since the start; try again when it answers");
        }
        return Optional.empty();
    }

    private void ask(
            IdToken token,
            Optional<String> backend,
            SessionLimits limits,
            String by,
            boolean card,
            Moment now,
            CompletableFuture<Outcome> reply) {
        if (asking != null) {
            refuse(reply, "another token is just being checked at " + machine.evse());
            return;
        }
        long ticket = machine.ticket();
        asking = new Asking(ticket, card, limits, by, now, reply);
        Optional<TokenRef> holder = machine.charge().flatMap(Charge::grant).map(Grant::token);
        machine.add(new Effect.Ask(ticket, token, backend, holder));
    }

    /** The answer of users; one that nobody waits for any more is discarded. */
    void answered(long ticket, Authorization answer, Moment now) {
        Asking waiting = asking;
        if (waiting == null || waiting.ticket() != ticket) {
            machine.note(new Refused(machine.evse(), Optional.of(answer.token()), "LATE", "late"), now);
            return;
        }
        asking = null;
        Charge charge = machine.charge().orElse(null);
        Grant held = charge == null ? null : charge.grant().orElse(null);
        boolean freed = waiting.card() && held == null && machine.retention.opens(answer);
        if (freed && (machine.session().finished().isPresent() || !answer.accepted())) {
            waiting.reply().complete(Outcome.done());
        } else if (held != null) {
            answerInUse(waiting, held, answer, now);
        } else if (!answer.accepted()) {
            refused(waiting, Optional.of(answer.token()), answer.verdict().name(), now);
        } else {
            accept(waiting, answer, now);
        }
    }

    private void answerInUse(Asking waiting, Grant held, Authorization answer, Moment now) {
        if (waiting.card() && held.mayBeStoppedBy(answer)) {
            machine.session().endOrDrop(StopReason.LOCAL, "card", Optional.of(answer.token()), now);
            waiting.reply().complete(Outcome.done());
        } else {
            refused(waiting, Optional.of(answer.token()), "IN_USE", now);
        }
    }

    private void accept(Asking waiting, Authorization answer, Moment now) {
        Optional<String> kept =
                machine.reservations.give(machine.evse(), answer.token(), answer.group(), now.utc(), now.sinceBoot());
        if (kept.isPresent()) {
            machine.note(new Refused(machine.evse(), Optional.of(answer.token()), "RESERVED", waiting.by()), now);
            refuse(waiting.reply(), kept.orElseThrow());
            return;
        }
        machine.retention.forget();
        Charge charge = machine.charge().orElseGet(() -> machine.session().open(machine.plugged(), now));
        Grant grant = Grant.of(answer, machine.wiring().tariff(), waiting.by());
        charge.grant(grant, now);
        if (!waiting.limits().equals(SessionLimits.NONE)) {
            machine.bounds().set(charge.id, waiting.limits(), waiting.by());
        }
        machine.note(
                new Authorized(
                        machine.evse(),
                        charge.id,
                        grant.token(),
                        grant.group(),
                        grant.biller(),
                        grant.tariff(),
                        grant.by(),
                        answer.decidedBy()),
                now);
        waiting.reply().complete(Outcome.done());
    }

    /** Users are away or failed to answer. */
    void unanswered(long ticket, String reason, Moment now) {
        Asking waiting = asking;
        if (waiting != null && waiting.ticket() == ticket) {
            asking = null;
            machine.note(new Refused(machine.evse(), Optional.empty(), "UNANSWERED", waiting.by()), now);
            refuse(waiting.reply(), reason);
        }
    }

    /** Whatever is being asked does not matter any more; its answer will be discarded. */
    void cancel(String reason, Moment now) {
        Asking waiting = asking;
        if (waiting != null) {
            unanswered(waiting.ticket(), reason, now);
        }
    }

    void tick(Moment now) {
        Asking waiting = asking;
        if (waiting != null
                && MomentText.between(waiting.since(), now)
                                .compareTo(machine.settings.authorization().plus(MARGIN))
                        >= 0) {
            unanswered(waiting.ticket(), "nobody said in time whether the token may charge", now);
        }
        Charge charge = machine.charge().orElse(null);
        if (charge != null && !charge.plugged() && charge.started().isEmpty()) {
            boolean expired = charge.authorised()
                    .filter(at -> MomentText.between(at, now).compareTo(plugWait()) >= 0)
                    .isPresent();
            if (expired) {
                machine.session().drop(charge, now);
            }
        }
    }

    private Duration plugWait() {
        return machine.habits.rules().map(Rules::plugWait).orElse(machine.settings.plugWait());
    }

    void stop(SessionId session, StopReason reason, String by, Moment now, CompletableFuture<Outcome> reply) {
        Charge charge = machine.charge().orElse(null);
        cancel("stopped by " + by, now);
        if (charge == null || !charge.id.equals(session)) {
            refuse(reply, "session " + session + " is not open any more");
        } else if (charge.grant().isEmpty()) {
            refuse(reply, "session " + session + " has not been started; a car is plugged and waits for a token");
        } else if (charge.started().isEmpty()) {
            machine.session().drop(charge, now);
            reply.complete(Outcome.done());
        } else {
            machine.session().endOrDrop(reason, by, Optional.empty(), now);
            whenFinished.add(() -> reply.complete(Outcome.done()));
        }
    }

    void unlock(String by, Moment now, CompletableFuture<Outcome> reply) {
        cancel("unlocked by " + by, now);
        machine.retention.forget();
        machine.session().endOrDrop(StopReason.UNLOCK_COMMAND, by, Optional.empty(), now);
        if (machine.charge().filter(charge -> charge.started().isPresent()).isPresent()) {
            whenFinished.add(() -> machine.add(new Effect.Unlock(reply)));
        } else {
            machine.add(new Effect.Unlock(reply));
        }
    }

    void bound(SessionLimits limits, String by, CompletableFuture<Outcome> reply) {
        machine.bounds().ask(limits, by, reply);
    }

    void hours(String text, CompletableFuture<Outcome> reply) {
        machine.opening().ask(text, reply);
    }

    void phases(int phases, Moment now, CompletableFuture<Outcome> reply) {
        machine.phaseSwitch().request(phases, now.sinceBoot(), reply);
    }

    /** Out of service, after the session that runs, or back. */
    void operative(boolean operative, String by, Moment now, CompletableFuture<Outcome> reply) {
        if (machine.operative() != operative) {
            machine.operative(operative, now, by);
            if (operative && by.startsWith("operator:")) {
                machine.faults().repaired(now);
            }
        }
        reply.complete(Outcome.done());
    }

    void reset(boolean onSite, Moment now, CompletableFuture<Outcome> reply) {
        resets.ask(onSite, now, reply);
    }

    /** The session has stopped. */
    void finished() {
        List<Runnable> due = List.copyOf(whenFinished);
        whenFinished.clear();
        due.forEach(Runnable::run);
    }

    private void refused(Asking waiting, Optional<TokenRef> token, String verdict, Moment now) {
        machine.note(new Refused(machine.evse(), token, verdict, waiting.by()), now);
        refuse(waiting.reply(), "the token was refused at " + machine.evse() + ": " + verdict);
    }

    private static void refuse(CompletableFuture<Outcome> reply, String reason) {
        reply.complete(Outcome.refused(reason));
    }
}
