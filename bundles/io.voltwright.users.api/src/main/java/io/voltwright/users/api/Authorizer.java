package io.voltwright.users.api;

import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.IdToken;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ConsumerType;

/** A back end that can say whether a token may charge; register one as a service per back end. */
@ConsumerType
public interface Authorizer {

    /** Name of the back end. */
    String backend();

    /** Whether it could answer now. */
    boolean reachable();

    /** Asks it. Never blocks; fails if it cannot be reached or does not answer. */
    CompletionStage<Answer> ask(IdToken token, EvseId evse);

    /**
     * What it said.
     *
     * @param verdict its decision
     * @param group the parent or group it named
     * @param validUntil how long the answer may be remembered
     */
    record Answer(Authorization.Verdict verdict, Optional<IdToken> group, Optional<Instant> validUntil) {}
}
