package io.voltwright.users.api;

import io.voltwright.base.api.Energy;
import io.voltwright.base.api.TokenRef;
import java.time.Instant;
import java.util.Optional;

/**
 * The answer to "may it charge?".
 *
 * @param verdict whether energy may flow
 * @param token stands for the token in facts and sessions; always there, also for an unknown one
 * @param group tokens of one group may stop each other's sessions
 * @param validUntil when the answer itself runs out
 * @param biller the one who bills the session
 * @param tariff the tariff for this driver where it is not the EVSE's
 * @param mostEnergy the most it may take in the session
 * @param decidedBy for the audit: {@code local}, or the name of a back end with what it was decided by in its name, as
 *     {@code acme} or {@code acme: cache}; what comes before the colon is the one that authorised
 */
public record Authorization(
        Verdict verdict,
        TokenRef token,
        Optional<TokenRef> group,
        Optional<Instant> validUntil,
        Biller biller,
        Optional<String> tariff,
        Optional<Energy> mostEnergy,
        String decidedBy) {

    /** Whether energy may flow; everything but ACCEPTED means no. */
    public enum Verdict {
        ACCEPTED,
        BLOCKED,
        EXPIRED,
        UNKNOWN
    }

    public boolean accepted() {
        return verdict == Verdict.ACCEPTED;
    }
}
