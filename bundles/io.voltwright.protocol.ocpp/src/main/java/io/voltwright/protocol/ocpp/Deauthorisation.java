package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.Current;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.SessionId;
import io.voltwright.base.api.Time;
import io.voltwright.charging.api.Charging;
import io.voltwright.charging.api.Evse;
import io.voltwright.charging.api.Session;
import io.voltwright.charging.api.StopReason;
import io.voltwright.protocol.ocpp.Ocpp16.AuthorizationStatus;
import io.voltwright.protocol.ocpp.Ocpp16.IdTagInfo;
import io.voltwright.protocol.ocpp.Ocpp16.StartTransactionAnswer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Acts on a back end that refuses the token of its own session only after the start: by its keys the session is stopped, or goes on
 * without energy once it had so much as an invalid token may have (R-A10). Lives on the lane.
 */
final class Deauthorisation implements Acknowledgements.Said {

    private static final Logger log = LoggerFactory.getLogger(Deauthorisation.class);

    /** Ends by itself, should this module not be there when the session ends. */
    private static final Duration LONGEST = Duration.ofDays(1);

    private final String backend;
    private final KeyBook keys;
    private final Points points;
    private final Standing standing;
    private final BiConsumer<String, IdTagInfo> heard;
    private final Time time;
    private final Map<EvseId, SessionId> suspended = new HashMap<>();

    /**
     * @param heard takes what the back end said of a token (R-A06)
     */
    Deauthorisation(
            String backend,
            KeyBook keys,
            Points points,
            Standing standing,
            BiConsumer<String, IdTagInfo> heard,
            Time time) {
        this.backend = backend;
        this.keys = keys;
        this.points = points;
        this.standing = standing;
        this.heard = heard;
        this.time = time;
    }

    /** A listener's opinion is ignored. */
    @Override
    public void started(OpenTransaction transaction, String idTag, StartTransactionAnswer answer) {
        if (standing.owns(transaction.session(), transaction.biller())) {
            heard.accept(idTag, answer.idTagInfo());
            act(transaction, answer.idTagInfo().status());
        }
    }

    @Override
    public void stopped(OpenTransaction transaction, String idTag, IdTagInfo info) {
        if (standing.owns(transaction.session(), transaction.biller())) {
            heard.accept(idTag, info);
        }
    }

    private void act(OpenTransaction transaction, AuthorizationStatus status) {
        Optional<Charging> charging = points.charging();
        Optional<Session> session = charging.flatMap(there -> there.session(transaction.session()));
        if (status == AuthorizationStatus.ACCEPTED || session.isEmpty()) {
            return;
        }
        log.info("{}: the token of session {} is {}", backend, transaction.session(), status.text());
        if (keys.flag(Keys16.STOP_ON_INVALID)) {
            charging.get().stop(transaction.session(), StopReason.DEAUTHORIZED, Actor.backend(backend));
        } else {
            standing.refuse(transaction.session());
            suspend(transaction.evse(), session.get());
        }
    }

    private void suspend(EvseId evse, Session session) {
        if (session.delivered().wholeWattHours() < keys.number(Keys16.MAX_ENERGY_ON_INVALID)
                || session.id().equals(suspended.put(evse, session.id()))) {
            return;
        }
        points.charging()
                .ifPresent(charging -> charging.limit(
                        Optional.of(evse),
                        owner(),
                        Current.ZERO,
                        Optional.of(time.instant().plus(LONGEST)),
                        Actor.backend(backend)));
    }

    /** Holds back a refused session, and opens the EVSE for the next one when it has ended. */
    void changed(Evse evse) {
        evse.session()
                .filter(session -> standing.refused(session.id()))
                .ifPresent(session -> suspend(evse.id(), session));
        SessionId session = suspended.get(evse.id());
        if (session != null
                && evse.session().map(Session::id).filter(session::equals).isEmpty()) {
            suspended.remove(evse.id());
            points.charging()
                    .ifPresent(charging -> charging.unlimit(Optional.of(evse.id()), owner(), Actor.backend(backend)));
        }
    }

    private String owner() {
        return "ocpp." + backend + ".deauthorised";
    }
}
