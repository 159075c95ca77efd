package io.voltwright.field.api;

import io.voltwright.base.api.DeviceId;
import io.voltwright.base.api.Outcome;
import io.voltwright.base.api.Phase;
import io.voltwright.base.api.Point;
import io.voltwright.base.api.Reading;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/** An energy meter as its driver sees it; a service with the property {@code meter}. */
@ProviderType
public interface Meter {

    DeviceId id();

    /** The latest reading of each point; ages are judged when asked. Never blocks. */
    Map<Point, Reading> readings();

    /** The grid phase at its first terminal (P19); the current there is known of every meter. */
    default Phase first() {
        return Phase.L1;
    }

    /** Whether it measures transactions of its own and signs them. */
    default boolean signs() {
        return false;
    }

    /**
     * Sets the meter's clock and begins a signed transaction; one procedure at a time.
     *
     * @param identification for whom, put into the record: printable ASCII without {@code " \ |}
     * @return done when the meter says so; refused if it does not sign, is silent, gives an error, or a transaction runs already. After a
     *     refusal the transaction may have begun all the same: {@link #stopSigned()} finds out
     */
    default CompletionStage<Outcome> startSigned(String identification) {
        return CompletableFuture.completedFuture(Outcome.refused(id() + ": this meter does not sign"));
    }

    /**
     * Ends the signed transaction, if one runs, and fetches the record of the last one. It may be asked again: the meter keeps its record
     * until the next start.
     *
     * @return refused if it does not sign, is silent, gives an error or has no whole record
     */
    default CompletionStage<SignedAnswer> stopSigned() {
        return CompletableFuture.completedFuture(new SignedAnswer.Refused(id() + ": this meter does not sign"));
    }
}
