package io.voltwright.protocol.ocpp;

import io.voltwright.protocol.ocpp.Ocpp16.AuthorizationStatus;
import io.voltwright.protocol.ocpp.Ocpp16.IdTagInfo;
import java.time.Instant;
import java.util.Optional;

/**
 * What a back end said of a token some time ago.
 *
 * @param listed in its local authorisation list; otherwise in the cache of its answers
 * @param heard when it was said
 */
record KnownToken(String idTag, IdTagInfo info, boolean listed, Instant heard) {

    /** What that means now: validity passes with time. */
    IdTagInfo at(Instant now) {
        boolean over = info.expiryDate().filter(end -> !now.isBefore(end)).isPresent();
        return over && accepts(info.status())
                ? new IdTagInfo(AuthorizationStatus.EXPIRED, info.expiryDate(), info.parentIdTag())
                : info;
    }

    /** Whether it may charge without the back end being asked. */
    boolean acceptedAt(Instant now) {
        return accepts(at(now).status());
    }

    /** What to say of it when nobody can be asked: a listed token that was in use elsewhere is a valid one. */
    IdTagInfo offline(Instant now) {
        IdTagInfo then = at(now);
        return accepts(then.status())
                ? new IdTagInfo(AuthorizationStatus.ACCEPTED, then.expiryDate(), then.parentIdTag())
                : then;
    }

    // In a list ConcurrentTx stands for a valid token (3.5.2); in an answer it is a refusal (R-A18).
    private boolean accepts(AuthorizationStatus status) {
        return status == AuthorizationStatus.ACCEPTED || (listed && status == AuthorizationStatus.CONCURRENT_TX);
    }

    /** Whether an answer says otherwise than the list (R-A11). */
    boolean contradicts(IdTagInfo answer, Instant now) {
        boolean said =
                answer.status() == AuthorizationStatus.ACCEPTED || answer.status() == AuthorizationStatus.CONCURRENT_TX;
        return listed && said != acceptedAt(now);
    }

    Optional<String> parent() {
        return info.parentIdTag();
    }
}
