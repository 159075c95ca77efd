package io.voltwright.charging.api;

import io.voltwright.base.api.Energy;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Moment;
import io.voltwright.base.api.SessionId;
import io.voltwright.base.api.TokenRef;
import io.voltwright.users.api.Biller;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** A session at one moment; an immutable view. */
@ProviderType
public interface Session {

    SessionId id();

    EvseId evse();

    /** When it was opened: by plug or by authorisation, whichever came first. */
    Moment opened();

    /** When it was plugged and authorised, and so may take energy; empty before. */
    Optional<Moment> started();

    Optional<TokenRef> token();

    Optional<TokenRef> group();

    Optional<Biller> biller();

    Optional<String> tariff();

    /** The register when it started. */
    Optional<Energy> startRegister();

    /** Taken since it started, by the register that counts. */
    Energy delivered();

    ChargingState state();

    /** When it stops by itself, and who said so; empty where nobody did. Whichever is reached first counts. */
    default List<Bound> bounds() {
        return List.of();
    }

    /**
     * Limits that somebody set.
     *
     * @param limits one or more
     * @param by as {@code operator:ann} or {@code backend:csms}; {@code users} where they came with the authorisation; empty where
     *     that is not known
     */
    record Bound(SessionLimits limits, String by) {}
}
