package io.voltwright.charging.engine;

import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.TokenRef;
import io.voltwright.users.api.Authority;
import io.voltwright.users.api.Authorization;
import io.voltwright.users.api.Biller;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Asks users whether a token may charge. */
final class Questions {

    private final Station station;
    private final EvseId evse;
    private final Answers answers;

    /** Hears the answer, on any thread. */
    interface Answers {
        void answered(long ticket, Authorization answer);

        void unanswered(long ticket, String reason);
    }

    Questions(Station station, EvseId evse, Answers answers) {
        this.station = station;
        this.evse = evse;
        this.answers = answers;
    }

    void ask(Effect.Ask ask) {
        Optional<Authority> authority = station.authority();
        if (authority.isEmpty()) {
            answers.unanswered(ask.ticket(), "users is not running; nobody can check tokens");
            return;
        }
        decide(authority.orElseThrow(), ask).whenComplete((answer, failure) -> {
            if (failure == null) {
                answers.answered(ask.ticket(), answer);
            } else {
                answers.unanswered(ask.ticket(), "the token could not be checked: " + failure.getMessage());
            }
        });
    }

    // Who began may end it, whatever has become of the token since (OCPP 1.6 section 3.4).
    private CompletionStage<Authorization> decide(Authority authority, Effect.Ask ask) {
        return ask.holder()
                .map(holder -> authority
                        .refer(ask.token())
                        .handle((ref, failure) -> failure == null && ref.equals(holder)
                                ? CompletableFuture.completedFuture(same(ref))
                                : ask(authority, ask))
                        .thenCompose(answer -> answer))
                .orElseGet(() -> ask(authority, ask));
    }

    private static Authorization same(TokenRef holder) {
        return new Authorization(
                Authorization.Verdict.ACCEPTED,
                holder,
                Optional.empty(),
                Optional.empty(),
                Biller.free(),
                Optional.empty(),
                Optional.empty(),
                "session");
    }

    private CompletionStage<Authorization> ask(Authority authority, Effect.Ask ask) {
        Duration deadline = station.settings().authorization();
        return ask.backend()
                .map(backend -> authority.authorizeFor(backend, ask.token(), evse, deadline))
                .orElseGet(() -> authority.authorize(ask.token(), evse, deadline));
    }
}
