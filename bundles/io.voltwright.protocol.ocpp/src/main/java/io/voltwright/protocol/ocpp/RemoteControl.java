package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.IdToken;
import io.voltwright.base.api.Lane;
import io.voltwright.base.api.Outcome;
import io.voltwright.base.api.SessionId;
import io.voltwright.charging.api.Charging;
import io.voltwright.charging.api.Evse;
import io.voltwright.charging.api.EvseStatus;
import io.voltwright.charging.api.Session;
import io.voltwright.charging.api.StopReason;
import io.voltwright.protocol.ocpp.Ocpp16.RemoteStartStopStatus;
import io.voltwright.protocol.ocpp.Ocpp16.RemoteStartTransactionAnswer;
import io.voltwright.protocol.ocpp.Ocpp16.RemoteStartTransactionRequest;
import io.voltwright.protocol.ocpp.Ocpp16.RemoteStopTransactionAnswer;
import io.voltwright.protocol.ocpp.Ocpp16.RemoteStopTransactionRequest;
import io.voltwright.users.api.Authorization.Verdict;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets the back end start and stop sessions (R-X12 to R-X15). */
final class RemoteControl {

    private static final Logger log = LoggerFactory.getLogger(RemoteControl.class);

    private final String backend;
    private final Roles roles;
    private final Lane lane;
    private final Rpc rpc;
    private final KeyBook keys;
    private final Points points;
    private final Map<SessionId, OpenTransaction> open;
    private final BackEndAuthorizer authorizer;
    private final ProfileCalls profiles;
    private final SmartCharging smart;

    RemoteControl(
            String backend,
            Roles roles,
            Lane lane,
            Rpc rpc,
            KeyBook keys,
            Points points,
            Map<SessionId, OpenTransaction> open,
            BackEndAuthorizer authorizer,
            ProfileCalls profiles,
            SmartCharging smart) {
        this.backend = backend;
        this.roles = roles;
        this.lane = lane;
        this.rpc = rpc;
        this.keys = keys;
        this.points = points;
        this.open = open;
        this.authorizer = authorizer;
        this.profiles = profiles;
        this.smart = smart;
        rpc.on(RemoteStartTransactionRequest.class, this::start);
        rpc.on(RemoteStopTransactionRequest.class, this::stop);
    }

    private Rpc.Reply<RemoteStartTransactionAnswer> start(RemoteStartTransactionRequest request) {
        Optional<Evse> evse = request.connectorId().isPresent()
                ? points.find(request.connectorId().get()).filter(RemoteControl::free)
                : points.all().stream().filter(RemoteControl::free).min(RemoteControl::pluggedFirst);
        // Before acceptance nothing is started (R-B03).
        if (rpc.mode() != Rpc.Mode.OPEN || evse.isEmpty() || points.charging().isEmpty()) {
            return Rpc.Reply.of(new RemoteStartTransactionAnswer(RemoteStartStopStatus.REJECTED));
        }
        IdToken token;
        try {
            token = IdToken.card(request.idTag());
        } catch (IllegalArgumentException e) {
            throw new Violation(ErrorCode.PROPERTY_CONSTRAINT_VIOLATION, "idTag: " + e.getMessage());
        }
        EvseId id = evse.get().id();
        Optional<Profile> profile = request.chargingProfile().flatMap(given -> profiles.forStart(given, id));
        if (request.chargingProfile().isPresent() && profile.isEmpty()) {
            return Rpc.Reply.of(new RemoteStartTransactionAnswer(RemoteStartStopStatus.REJECTED));
        }
        return Rpc.Reply.of(new RemoteStartTransactionAnswer(RemoteStartStopStatus.ACCEPTED))
                .then(() -> authorise(id, token, profile));
    }

    private static boolean free(Evse evse) {
        boolean ready = evse.status() == EvseStatus.AVAILABLE || evse.status() == EvseStatus.PREPARING;
        return ready && evse.session().flatMap(Session::token).isEmpty();
    }

    private static int pluggedFirst(Evse one, Evse other) {
        return Boolean.compare(other.plugged(), one.plugged());
    }

    private void authorise(EvseId evse, IdToken token, Optional<Profile> profile) {
        if (!keys.flag(Keys16.AUTHORIZE_REMOTE)) {
            begin(evse, token, profile);
            return;
        }
        authorizer
                .ask(token, evse)
                .whenCompleteAsync(
                        (answer, failure) -> {
                            if (failure == null && answer.verdict() == Verdict.ACCEPTED) {
                                begin(evse, token, profile);
                            } else {
                                log.info("{}: remote start at {} not authorised", backend, evse);
                            }
                        },
                        lane);
    }

    private void begin(EvseId evse, IdToken token, Optional<Profile> profile) {
        Optional<Charging> charging = points.charging();
        if (charging.isEmpty()) {
            log.warn("{}: remote start at {} came to nothing: charging is not there", backend, evse);
            return;
        }
        // Before the session can begin, so that it never draws more.
        profile.ifPresent(smart::await);
        Optional<String> biller = roles.bills() ? Optional.of(backend) : Optional.empty();
        charging.get()
                .start(evse, token, biller, Actor.backend(backend))
                .whenCompleteAsync((outcome, failure) -> begun(evse, outcome, profile), lane);
    }

    private void begun(EvseId evse, @org.jspecify.annotations.Nullable Outcome outcome, Optional<Profile> profile) {
        if (outcome == null || !outcome.isDone()) {
            String why = outcome == null ? "charging failed" : outcome.reasonOrDone();
            log.info("{}: remote start at {} came to nothing: {}", backend, evse, why);
            profile.ifPresent(smart::notStarted);
            return;
        }
        profile.ifPresent(smart::started);
        points.charging()
                .flatMap(charging -> charging.evse(evse))
                .flatMap(Evse::session)
                .filter(session -> session.started().isEmpty())
                .ifPresent(session -> lane.after(keys.seconds(Keys16.CONNECTION_TIMEOUT), () -> giveUp(session.id())));
    }

    // Nobody plugged in: back to Available, and nothing is sent (R-X14).
    private void giveUp(SessionId id) {
        points.charging()
                .filter(charging -> charging.session(id)
                        .filter(session -> session.started().isEmpty())
                        .isPresent())
                .ifPresent(charging -> charging.stop(id, StopReason.TIMEOUT, Actor.backend(backend)));
    }

    private Rpc.Reply<RemoteStopTransactionAnswer> stop(RemoteStopTransactionRequest request) {
        Optional<OpenTransaction> transaction = open.values().stream()
                .filter(known -> known.acknowledged() && known.id() == request.transactionId())
                .filter(known -> roles.stops(backend, known.biller()))
                .findFirst();
        Optional<Charging> charging = points.charging();
        if (rpc.mode() != Rpc.Mode.OPEN
                || transaction.isEmpty()
                || charging.flatMap(there -> there.session(transaction.get().session()))
                        .isEmpty()) {
            return Rpc.Reply.of(new RemoteStopTransactionAnswer(RemoteStartStopStatus.REJECTED));
        }
        SessionId session = transaction.get().session();
        return Rpc.Reply.of(new RemoteStopTransactionAnswer(RemoteStartStopStatus.ACCEPTED))
                .then(() -> charging.get()
                        .stop(session, StopReason.REMOTE, Actor.backend(backend))
                        .thenAccept(outcome -> {
                            if (!outcome.isDone()) {
                                log.warn("{}: remote stop of {}: {}", backend, session, outcome.reasonOrDone());
                            }
                        }));
    }
}
