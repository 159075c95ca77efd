package io.voltwright.charging.engine;

import io.voltwright.base.api.IdToken;
import io.voltwright.base.api.Outcome;
import io.voltwright.base.api.TokenRef;
import io.voltwright.journal.api.Effects;
import io.voltwright.journal.api.Fact;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What an EVSE's state machine wants done; the lane does it. */
sealed interface Effect {

    /**
     * A fact for the journal, at the latest when the journal is back.
     *
     * @param dispensable a sample: left out while the journal is away and the backlog is full
     */
    record Note(Fact fact, boolean dispensable) implements Effect {}

    /** The rows changed without a fact. */
    record Save() implements Effect {}

    /**
     * Facts that have to be on disk before the machine goes on; it hears {@code committed} with this ticket.
     *
     * @param also rows that change with them beside the EVSE's own
     */
    record Commit(long ticket, List<Fact> facts, Effects also) implements Effect {

        public Commit {
            facts = List.copyOf(facts);
        }
    }

    /**
     * May this token charge? The machine hears {@code answered} with this ticket.
     *
     * @param holder the token that runs a session here; it stops it without anybody being asked
     */
    record Ask(long ticket, IdToken token, Optional<String> backend, Optional<TokenRef> holder) implements Effect {}

    /** A word about the EVSE that has to be found again after a restart, or is forgotten. */
    record Word(String name, Optional<String> word) implements Effect {}

    /** What was seen here concerns the other EVSEs too. */
    record Spread() implements Effect {}

    /** Change between one and three phases; the machine hears the answer. */
    record Phases(int phases) implements Effect {}

    /** Wake the car; the machine hears the answer. */
    record Wake() implements Effect {}

    /** Offer 0, now. */
    record Cut(String reason) implements Effect {}

    /** Open the lock. */
    record Unlock(CompletableFuture<Outcome> reply) implements Effect {}

    /** Clear a latched fault. */
    record Reset(CompletableFuture<Outcome> reply) implements Effect {}

    /** The EVSE left the site and nothing runs there any more. */
    record Gone() implements Effect {}
}
