package io.voltwright.journal.api;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.osgi.annotation.versioning.ConsumerType;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Follows the journal at its own pace; register one as a service and the journal drives it.
 *
 * <p>The journal remembers how far each reader, by name, has come. It hands over the next batch on the reader's own lane and
 * commits what the reader answers together with the reader's new position in one transaction. A reader that fails gets the same
 * batch again, after a growing pause; one that is away finds everything when it returns. It holds back the pruning of old
 * entries until it has read them or an operator expires it.
 */
@ConsumerType
public interface FactReader {

    /** Names the reader for ever, as {@code ledger} or {@code ocpp.acme}; 1 to 64 characters. */
    String name();

    /** Whether the reader knows this type and version; if not and the fact must be understood, the reader is stopped. */
    boolean understands(Fact fact);

    /** The most entries it wants at once; 1 where each entry must be settled before the next. */
    default int batch() {
        return 256;
    }

    /**
     * Takes the next entries, oldest first. Runs on a thread of this reader that may block on the store; it should not block on
     * a network but complete later. After its service is gone an answer is ignored.
     *
     * @return what to commit with the new position; failing means: again later
     */
    CompletionStage<Step> read(List<Entry> batch);

    /**
     * As {@link #read(List)}, for a reader that must know parts of a batch durable before it goes on with the rest.
     *
     * @param onTheWay commits such parts
     * @return what to commit at last: about the entries that are in no part, of which at least one has to be left
     */
    default CompletionStage<Step> read(List<Entry> batch, Commits onTheWay) {
        return read(batch);
    }

    /** Commits parts of one batch before the reader has answered for all of it. */
    @ProviderType
    interface Commits {

        /**
         * Commits a part together with the reader's position behind it. One part at a time, and none once the batch is answered.
         *
         * @param part its {@link Step#taken} counts from the first entry that is in no part yet
         * @param executor where the stage completes
         * @return fails where the part was not committed; the reader then fails as well, and gets again all that is not committed
         * @throws IllegalArgumentException if no entry of the batch would be left
         * @throws IllegalStateException if the part before is not committed
         */
        CompletionStage<Void> commit(Step part, Executor executor);
    }

    /**
     * What a reader derives from a batch.
     *
     * @param facts new facts, with keys derived from what was read so that a repeat changes nothing
     * @param effects the reader's own rows
     * @param taken how many entries of the batch, from the oldest, this settles, at least 1; the others come again at once.
     *     {@link #ALL} for the whole batch
     */
    record Step(List<Fact> facts, Effects effects, int taken) {

        public static final int ALL = Integer.MAX_VALUE;

        public static final Step NOTHING = new Step(List.of(), Effects.NONE);

        /**
         * @throws IllegalArgumentException if nothing is taken
         */
        public Step {
            if (taken < 1) {
                throw new IllegalArgumentException("a step takes at least one entry, not " + taken);
            }
        }

        /** Settles the whole batch. */
        public Step(List<Fact> facts, Effects effects) {
            this(facts, effects, ALL);
        }

        public static Step of(Effects effects) {
            return new Step(List.of(), effects);
        }
    }
}
