package io.voltwright.charging.api;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.Outcome;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * How charging goes on after it was away, and how it prepares for a supply that fails while a reserve still feeds it.
 *
 * <p>After a crash, a swap or an upgrade sessions always go on. After a loss of power they go on, or stop where
 * {@code session.afterPowerLoss} is {@code stop}.
 */
@ProviderType
public interface Continuity {

    /** What the last start found and did; empty until the store was read. */
    Optional<RecoveryReport> report();

    /**
     * The supply fails: nothing is started or raised any more, and what every session has taken until now is put on disk; where
     * sessions stop after a loss of power they are stopped now, while their piles still answer.
     *
     * @return done when all is on disk; refused if the journal does not take it
     */
    CompletionStage<Outcome> powerFailing(Actor by);

    /** The supply is back before the reserve was used up: charging goes on as before. */
    CompletionStage<Outcome> powerReturned(Actor by);
}
