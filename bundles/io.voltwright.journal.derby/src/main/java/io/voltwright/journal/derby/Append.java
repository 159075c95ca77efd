package io.voltwright.journal.derby;

import io.voltwright.journal.api.Effects;
import io.voltwright.journal.api.Fact;
import io.voltwright.journal.api.JournalException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/**
 * One call that waits for its transaction.
 *
 * @param facts in order
 * @param effects the writer's rows
 * @param always a reader's step: its effects, the reader's position among them, count even if all its facts are repeats
 * @param wanted false once nobody wants it any more
 * @param answer completed off the writer's thread, but that of a reader's step, which is only handed on
 */
record Append(
        List<Envelope> facts,
        Effects effects,
        boolean always,
        BooleanSupplier wanted,
        CompletableFuture<List<Long>> answer) {

    /**
     * @throws JournalException if a fact cannot be written down
     */
    static Append of(List<Fact> facts, Effects effects) throws JournalException {
        return new Append(envelopes(facts), effects, false, () -> true, new CompletableFuture<>());
    }

    /**
     * The step of a reader.
     *
     * @throws JournalException if a fact cannot be written down
     */
    static Append step(List<Fact> facts, Effects effects, BooleanSupplier wanted) throws JournalException {
        return new Append(envelopes(facts), effects, true, wanted, new CompletableFuture<>());
    }

    /** Writes nothing. */
    static Append nothing() {
        return new Append(List.of(), Effects.NONE, false, () -> true, new CompletableFuture<>());
    }

    private static List<Envelope> envelopes(List<Fact> facts) throws JournalException {
        try {
            return facts.stream().map(Envelope::of).toList();
        } catch (IllegalArgumentException e) {
            throw new JournalException(String.valueOf(e.getMessage()), e);
        }
    }

    boolean hasEffects() {
        return effects != Effects.NONE;
    }
}
