package io.voltwright.transactions.api;

import io.voltwright.base.api.Energy;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Moment;
import io.voltwright.base.api.SessionId;
import io.voltwright.base.api.TokenRef;
import java.time.Duration;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** A session in the books; an immutable view. */
@ProviderType
public interface Transaction {

    SessionId session();

    EvseId evse();

    TokenRef token();

    /** {@code local}, {@code free} or {@code backend:NAME}; what a back end bills is priced here for information only. */
    String biller();

    String tariff();

    /** SHA-256 in hex of the tariff as it was frozen when the session started; empty if there was none of that id. */
    default String tariffVersion() {
        return "";
    }

    Moment started();

    Optional<Moment> stopped();

    Energy startRegister();

    /** The latest register while it runs. */
    Energy stopRegister();

    default Energy energy() {
        return stopRegister().minus(startRegister());
    }

    /** Monotonic inside one boot, by the clock across boots. */
    Duration duration();

    /** Why it ended; empty while it runs. */
    Optional<String> stopReason();

    State state();

    /** Why a person has to decide; empty unless it is held. */
    default Optional<String> heldBecause() {
        return Optional.empty();
    }

    /** Final once priced; until then what it costs so far. */
    Optional<Cost> cost();

    /** Gap-free per controller; only where the station bills. */
    Optional<Long> receiptNumber();

    /** Where a transaction stands. */
    enum State {
        RUNNING,
        PRICED,
        /** The register, the clock or the tariff is in doubt: a person decides, and releases it. */
        HELD
    }
}
