package io.voltwright.field.api;

import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Outcome;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * One charging point as its driver sees it; a service with the property {@code evse}.
 *
 * <p>The driver polls by itself, arms and feeds the fail-safe, obeys leases and keeps the bus rules. It never switches anything
 * on by itself: after each contact with a pile it first identifies it, arms the fail-safe, reads the state, and then waits for
 * an offer (R37). When a driver is swapped it leaves the pile as it is.
 */
@ProviderType
public interface Pile {

    EvseId id();

    /** As known now; refined once the device was identified. */
    PileAbilities abilities();

    /** The latest; never blocks. Ages are judged when asked, so a silent device turns stale by itself. */
    PileStatus status();

    /**
     * Takes the place of the offer before. A lower one pre-empts everything but stop; one of 0 is a stop. Raising is refused
     * until the fail-safe is armed (R34).
     *
     * @return done when the pile has confirmed it by what it reads back; refused with the reason otherwise. A later offer makes
     *     an earlier unfinished one complete as refused.
     */
    CompletionStage<Outcome> offer(Offer offer);

    /**
     * Opens the lock, if the pile lets it happen now.
     *
     * @return refused if there is no lock or it did not open
     */
    CompletionStage<Outcome> unlock();

    /**
     * Changes between one and three phases; only asked for while the offer is 0 and nothing flows (R28).
     *
     * @param phases 1 or 3
     * @return done when the pile has confirmed it; refused where {@link PileAbilities#phaseSwitch()} says that it cannot
     */
    default CompletionStage<Outcome> switchPhases(int phases) {
        return CompletableFuture.completedFuture(Outcome.refused(id() + " cannot change its phases"));
    }

    /**
     * Wakes a car that does not take what it is offered, as by a short interruption of the control pilot (R17). Until it is done
     * the pile may seem free or faulted.
     *
     * @return refused where the pile cannot do that
     */
    default CompletionStage<Outcome> wake() {
        return CompletableFuture.completedFuture(Outcome.refused(id() + " cannot wake a car"));
    }

    /**
     * Clears a latched fault where the profile says that may be done remotely (R32).
     *
     * @return refused if not
     */
    CompletionStage<Outcome> resetFault();
}
