package io.voltwright.charging.engine;

import io.voltwright.base.api.Energy;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.IdToken;
import io.voltwright.base.api.TokenRef;
import io.voltwright.users.api.Authority;
import io.voltwright.users.api.Authorization;
import io.voltwright.users.api.Authorization.Verdict;
import io.voltwright.users.api.Biller;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Knows the tokens a test has told it; can keep its answer back. */
final class FakeAuthority implements Authority {

    private final Map<IdToken, Optional<TokenRef>> groups = new HashMap<>();
    private final Map<IdToken, Verdict> verdicts = new HashMap<>();
    private Optional<Energy> most = Optional.empty();
    private boolean silent;
    private Runnable late = () -> {};

    FakeAuthority knows(IdToken token) {
        verdicts.put(token, Verdict.ACCEPTED);
        return this;
    }

    FakeAuthority knows(IdToken token, String group) {
        groups.put(token, Optional.of(new TokenRef(group)));
        return knows(token);
    }

    FakeAuthority blocks(IdToken token) {
        verdicts.put(token, Verdict.BLOCKED);
        return this;
    }

    FakeAuthority mostEnergy(Energy cap) {
        most = Optional.of(cap);
        return this;
    }

    /** Answers only when {@link #answer()} is called. */
    FakeAuthority silent() {
        silent = true;
        return this;
    }

    void answer() {
        silent = false;
        late.run();
    }

    static TokenRef ref(IdToken token) {
        return new TokenRef("ref-" + token.value().toLowerCase(Locale.ROOT));
    }

    @Override
    public CompletionStage<Authorization> authorize(IdToken token, EvseId evse, Duration deadline) {
        return answer(token, Biller.local(), "local");
    }

    @Override
    public CompletionStage<Authorization> authorizeFor(String backend, IdToken token, EvseId evse, Duration deadline) {
        return answer(token, Biller.backend(backend), backend);
    }

    private CompletionStage<Authorization> answer(IdToken token, Biller biller, String decidedBy) {
        Authorization answer = new Authorization(
                verdicts.getOrDefault(token, Verdict.UNKNOWN),
                ref(token),
                groups.getOrDefault(token, Optional.empty()),
                Optional.empty(),
                biller,
                Optional.empty(),
                most,
                decidedBy);
        CompletableFuture<Authorization> reply = new CompletableFuture<>();
        if (silent) {
            late = () -> reply.complete(answer);
        } else {
            reply.complete(answer);
        }
        return reply;
    }

    @Override
    public CompletionStage<TokenRef> refer(IdToken token) {
        return CompletableFuture.completedFuture(ref(token));
    }

    @Override
    public TokenRef referGroup(IdToken group) {
        return new TokenRef(group.value().toLowerCase(Locale.ROOT));
    }

    @Override
    public Optional<IdToken> reveal(TokenRef ref) {
        return Optional.empty();
    }
}
