package io.voltwright.users.api;

import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.IdToken;
import io.voltwright.base.api.TokenRef;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/** Decides whether a token may charge: own store first, then the back end that the routing rules name. */
@ProviderType
public interface Authority {

    /**
     * May this token charge here? Never blocks.
     *
     * @param deadline after which the answer is {@link Authorization.Verdict#UNKNOWN}
     * @return always completes with an answer
     */
    CompletionStage<Authorization> authorize(IdToken token, EvseId evse, Duration deadline);

    /**
     * Decides on a token that a back end itself asks to start, without asking it again unless it says so: the back end
     * becomes the biller.
     */
    CompletionStage<Authorization> authorizeFor(String backend, IdToken token, EvseId evse, Duration deadline);

    /** What stands for a token in sessions, without deciding whether it may charge. Never blocks; fails where users cannot keep it. */
    CompletionStage<TokenRef> refer(IdToken token);

    /** What stands for a group as a back end names it; the same as {@link Authorization#group()} of its tokens. Never blocks. */
    TokenRef referGroup(IdToken group);

    /** The token behind a reference, for the wire that has to name it; empty once it was erased. Blocks on the store. */
    Optional<IdToken> reveal(TokenRef ref);
}
