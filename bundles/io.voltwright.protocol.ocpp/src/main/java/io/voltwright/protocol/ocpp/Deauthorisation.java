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

/** Acts on a back end that bills a session and refuses its token only after the start (R-A10); lives on the lane. */
final class Deauthorisation {

    private static final Logger log = LoggerFactory.getLogger(Deauthorisation.class);

    /** Ends by itself, should this module not be there when the session ends. */
    private static final Duration LONGEST = Duration.ofDays(1);

    private final String backend;
    private final KeyBook keys;
    private final Points points;
    private final BiConsumer<String, IdTagInfo> heard;
    private final Time time;
    private final Map<EvseId, SessionId> suspended = new HashMap<>();

    /**
     * @param heard takes what the back end said of a token (R-A06)
     */
    Deauthorisation(String backend, KeyBook keys, Points points, BiConsumer<String, IdTagInfo> heard, Time time) {
        this.backend = backend;
        this.keys = keys;
        this.points = points;
        this.heard = heard;
        this.time = time;
    }

    /** A listener's opinion is ignored. */
    void started(OpenTransaction transaction, String idTag, StartTransactionAnswer answer) {
        if (Roles.isBiller(backend, transaction.biller())) {
            heard.accept(idTag, answer.idTagInfo());
            act(transaction, answer);
        }
    }

    private void act(OpenTransaction transaction, StartTransactionAnswer answer) {
        AuthorizationStatus status = answer.idTagInfo().status();
        Optional<Charging> charging = points.charging();
        if (status == AuthorizationStatus.ACCEPTED
                || charging.flatMap(there -> there.session(transaction.session()))
                        .isEmpty()) {
            return;
        }
        log.info("{}: the token of session {} is {}", backend, transaction.session(), status.text());
        Actor actor = Actor.backend(backend);
        if (keys.flag(Keys16.STOP_ON_INVALID)) {
            charging.get().stop(transaction.session(), StopReason.DEAUTHORIZED, actor);
        } else {
            suspended.put(transaction.evse(), transaction.session());
            charging.get()
                    .limit(
                            Optional.of(transaction.evse()),
                            owner(),
                            Current.ZERO,
                            Optional.of(time.instant().plus(LONGEST)),
                            actor);
        }
    }

    /** Opens the EVSE for the next one when the suspended session has ended. */
    void changed(Evse evse) {
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
