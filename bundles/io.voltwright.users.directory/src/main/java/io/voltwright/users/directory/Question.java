package io.voltwright.users.directory;

import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.IdToken;
import io.voltwright.base.api.TokenRef;
import io.voltwright.users.api.Authorization;
import io.voltwright.users.api.Authorization.Verdict;
import io.voltwright.users.api.Biller;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** One "may it charge?" that is answered exactly once; what comes later has no effect. */
final class Question {

    /** What is known of the token by now. */
    private record Known(TokenRef ref, Optional<TokenRef> group, Optional<Instant> validUntil) {}

    private final IdToken token;
    private final EvseId evse;
    private final Optional<String> asking;
    private final CompletableFuture<Authorization> answer = new CompletableFuture<>();
    private volatile Known known;

    Question(IdToken token, EvseId evse, Optional<String> asking, TokenRef stray) {
        this.token = token;
        this.evse = evse;
        this.asking = asking;
        this.known = new Known(stray, Optional.empty(), Optional.empty());
    }

    IdToken token() {
        return token;
    }

    EvseId evse() {
        return evse;
    }

    /** The back end that wants to start, if one does. */
    Optional<String> asking() {
        return asking;
    }

    TokenRef ref() {
        return known.ref();
    }

    void known(TokenRef ref, Optional<TokenRef> group, Optional<Instant> validUntil) {
        known = new Known(ref, group, validUntil);
    }

    boolean isAnswered() {
        return answer.isDone();
    }

    void answer(Verdict verdict, String decidedBy) {
        answer(verdict, Biller.local(), decidedBy);
    }

    void answer(Verdict verdict, Biller biller, String decidedBy) {
        Known now = known;
        answer.complete(new Authorization(
                verdict,
                now.ref(),
                now.group(),
                now.validUntil(),
                biller,
                Optional.empty(),
                Optional.empty(),
                decidedBy));
    }

    void onAnswer(Runnable task) {
        stage().whenComplete((done, never) -> task.run());
    }

    CompletionStage<Authorization> stage() {
        return answer.minimalCompletionStage();
    }
}
