package io.voltwright.journal.api;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/** Keeps facts, durable and in order, together with the rows their writers derive from them. */
@ProviderType
public interface Journal {

    /**
     * Appends the facts and applies the effects in one durable transaction; what is queued at the same time shares it.
     *
     * <p>A fact whose key is already there is not written again; its effects are not applied either if all facts of the call
     * are repeats. Never blocks the caller.
     *
     * @return completes, on a thread of the journal, with the position of each fact once all is on disk; fails with
     *     {@link JournalException} if nothing was written
     */
    CompletionStage<List<Long>> append(List<Fact> facts, Effects effects);

    default CompletionStage<List<Long>> append(Fact... facts) {
        return append(List.of(facts), Effects.NONE);
    }

    /**
     * The entries after a position, oldest first. Blocks on the disk.
     *
     * @param after 0 for the oldest kept
     * @param limit at most 10,000
     */
    List<Entry> read(long after, int limit);

    /** The position of the newest entry; 0 while there is none. */
    long last();

    /** Whether an append would be taken now; false when the disk is full or the store fails. */
    boolean accepting();
}
