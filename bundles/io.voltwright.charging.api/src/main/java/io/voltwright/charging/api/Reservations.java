package io.voltwright.charging.api;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.IdToken;
import io.voltwright.base.api.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Keeps charging points free for a token, after OCPP 1.6 section 3.11 and OCPP 2.0.1 block H. Nothing here blocks.
 *
 * <p>A reservation is on disk before it is accepted and is found again after a restart. It ends when a session of its token or
 * group starts there, when its time is over, when its EVSE has a fault or is taken out of service, or when it is cancelled; each
 * end is a fact {@link ChargingFact.ReservationEnded}. One for any EVSE keeps as many free as there are such reservations.
 */
@ProviderType
public interface Reservations {

    /** All that stand now, oldest first. */
    List<Reservation> reservations();

    /**
     * Reserves, or replaces the reservation of the same owner and id.
     *
     * @param by who asks, for the audit
     */
    CompletionStage<Answer> reserve(Request request, Actor by);

    /**
     * Ends a reservation; who waited for it hears of the end by its fact.
     *
     * @return refused where the owner has no reservation of that id
     */
    CompletionStage<Outcome> cancel(String owner, String id, Actor by);

    /**
     * What is asked for.
     *
     * @param id as the owner calls it, 1 to 36 characters
     * @param owner {@code operator}, or the name of a back end, 1 to 64 characters
     * @param evse where; any EVSE where empty
     * @param token for whom
     * @param group whose tokens may use it too, as a back end names it (idTagInfo.parentIdTag, groupIdToken)
     * @param until when it ends by itself; rejected where that is not in the future
     */
    record Request(
            String id, String owner, Optional<EvseId> evse, IdToken token, Optional<IdToken> group, Instant until) {

        /**
         * @throws IllegalArgumentException for an id or owner of another length
         */
        public Request {
            if (id.isBlank() || id.length() > 36) {
                throw new IllegalArgumentException("reservation id '" + id + "': 1 to 36 characters");
            }
            if (owner.isBlank() || owner.length() > 64) {
                throw new IllegalArgumentException("owner of a reservation '" + owner + "': 1 to 64 characters");
            }
        }
    }

    /** How a request went, in the words of OCPP ReservationStatus. */
    enum Verdict {
        ACCEPTED,
        /** In use, or reserved by someone else. */
        OCCUPIED,
        FAULTED,
        /** Out of service, or not heard yet. */
        UNAVAILABLE,
        /** Not possible at all: no such EVSE, a time that is over, nothing can be kept now. */
        REJECTED
    }

    /**
     * The answer to a request.
     *
     * @param reason one sentence for a person
     */
    record Answer(Verdict verdict, String reason) {

        public boolean accepted() {
            return verdict == Verdict.ACCEPTED;
        }
    }
}
