package io.voltwright.charging.api;

import io.voltwright.base.api.Energy;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Moment;
import io.voltwright.base.api.SessionId;
import io.voltwright.base.api.TokenRef;
import io.voltwright.users.api.Biller;
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
}
