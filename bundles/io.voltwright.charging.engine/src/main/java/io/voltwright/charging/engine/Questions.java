package io.voltwright.charging.engine;

import io.voltwright.base.api.EvseId;
import io.voltwright.users.api.Authority;
import io.voltwright.users.api.Authorization;
import java.time.Duration;
import java.util.Optional;
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
        ask(authority.orElseThrow(), ask).whenComplete((answer, failure) -> {
            if (failure == null) {
                answers.answered(ask.ticket(), answer);
            } else {
                answers.unanswered(ask.ticket(), "the token could not be checked: " + failure.getMessage());
            }
        });
    }

    private CompletionStage<Authorization> ask(Authority authority, Effect.Ask ask) {
        Duration deadline = station.settings().authorization();
        return ask.backend()
                .map(backend -> authority.authorizeFor(backend, ask.token(), evse, deadline))
                .orElseGet(() -> authority.authorize(ask.token(), evse, deadline));
    }
}
