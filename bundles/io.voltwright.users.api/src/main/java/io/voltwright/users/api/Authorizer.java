package io.voltwright.users.api;

import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.IdToken;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A back end that can say whether a token may charge; register one as a service per back end.
 *
 * <p>What it said before, and what it lets the station decide while it is away, is its own to keep.
 */
@ConsumerType
public interface Authorizer {

    /** Name of the back end. */
    String backend();

    /** Whether it bills the sessions that it authorises; if not, the site's own biller does. */
    default boolean bills() {
        return true;
    }

    /** Whether the back end itself could answer now. */
    boolean reachable();

    /**
     * Asks it, or decides in its name. Never blocks; fails if it cannot be reached or does not answer, and does not let the
     * station decide.
     */
    CompletionStage<Answer> ask(IdToken token, EvseId evse);

    /** What is known of its opinion without asking it; empty where nothing is. Never blocks. */
    default CompletionStage<Optional<Answer>> recall(IdToken token) {
        return CompletableFuture.completedFuture(Optional.empty());
    }

    /** As {@link #recall(IdToken)}, by what is known for a charging point where that is not the same for all. */
    default CompletionStage<Optional<Answer>> recall(IdToken token, EvseId evse) {
        return recall(token);
    }

    /**
     * What it said.
     *
     * @param verdict its decision
     * @param group the parent or group it named
     * @param validUntil how long the answer holds
     * @param source where the answer came from, as {@code cache}; empty: from the back end itself
     */
    record Answer(
            Authorization.Verdict verdict, Optional<IdToken> group, Optional<Instant> validUntil, String source) {}
}
