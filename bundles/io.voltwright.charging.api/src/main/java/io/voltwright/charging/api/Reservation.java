package io.voltwright.charging.api;

import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.TokenRef;
import java.time.Instant;
import java.util.Optional;

/**
 * A place that is kept free for a token.
 *
 * @param id as its owner calls it, 1 to 36 characters; unique with the owner
 * @param owner who made it: {@code operator}, or the name of a back end
 * @param evse where; any EVSE of the site where empty
 * @param token for whom, named as sessions name tokens
 * @param group whose tokens may use it too
 * @param until when it ends by itself
 */
public record Reservation(
        String id, String owner, Optional<EvseId> evse, TokenRef token, Optional<TokenRef> group, Instant until) {

    /** Whether a session of this token and group may use it. */
    public boolean admits(TokenRef other, Optional<TokenRef> itsGroup) {
        return token.equals(other) || (group.isPresent() && group.equals(itsGroup));
    }

    /** Whether it has come to its end. */
    public boolean over(Instant now) {
        return !now.isBefore(until);
    }
}
