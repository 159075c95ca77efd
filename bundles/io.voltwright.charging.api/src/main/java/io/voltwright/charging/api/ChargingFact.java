package io.voltwright.charging.api;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.Energy;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.PhaseCurrents;
import io.voltwright.base.api.Power;
import io.voltwright.base.api.SessionId;
import io.voltwright.base.api.TokenRef;
import io.voltwright.users.api.Biller;
import java.util.Optional;

/** What happens at a charging point and must not be forgotten. {@link ChargingFacts} turns each into a journal fact and back. */
public sealed interface ChargingFact {

    EvseId evse();

    /** A car was plugged; opens a session unless an authorisation did. */
    record VehicleConnected(EvseId evse, SessionId session) implements ChargingFact {}

    /** The car is gone; a session that never started ends with it. */
    record VehicleDisconnected(EvseId evse, SessionId session) implements ChargingFact {}

    /**
     * A token may charge.
     *
     * @param by {@code card}, {@code remote:NAME}, {@code operator:NAME}
     * @param decidedBy as the authorisation says
     */
    record Authorized(
            EvseId evse,
            SessionId session,
            TokenRef token,
            Optional<TokenRef> group,
            Biller biller,
            String tariff,
            String by,
            String decidedBy)
            implements ChargingFact {}

    /** A token may not charge, or came too late. */
    record Refused(EvseId evse, Optional<TokenRef> token, String verdict, String by) implements ChargingFact {}

    /** An authorisation ran out before a car came. */
    record AuthorizationExpired(EvseId evse, SessionId session) implements ChargingFact {}

    /**
     * Plugged and authorised: energy may flow from here on.
     *
     * @param register where the counting starts
     */
    record SessionStarted(
            EvseId evse,
            SessionId session,
            TokenRef token,
            Optional<TokenRef> group,
            Biller biller,
            String tariff,
            Energy register,
            String by)
            implements ChargingFact {}

    /**
     * A sample of the register of a session.
     *
     * @param context why it was taken
     * @param usable false where the meter cannot be believed (R24)
     */
    record EnergyMetered(
            EvseId evse,
            SessionId session,
            Energy register,
            Optional<Power> power,
            Optional<PhaseCurrents> currents,
            Optional<Current> offer,
            Context context,
            boolean usable)
            implements ChargingFact {}

    /** Why a sample was taken. */
    enum Context {
        BEGIN,
        PERIODIC,
        CLOCK,
        CHANGE,
        RESUMED,
        END
    }

    /** The offer of a session changed. */
    record OfferChanged(EvseId evse, SessionId session, Current offer, String reason) implements ChargingFact {}

    /** A started session went from one state to another. */
    record ChargingStateChanged(EvseId evse, SessionId session, ChargingState state) implements ChargingFact {}

    /**
     * A started session goes on after the controller was away.
     *
     * @param register what it reads now
     * @param report one line: how long away, what was found
     */
    record SessionResumed(EvseId evse, SessionId session, Energy register, String report) implements ChargingFact {}

    /**
     * A started session is over.
     *
     * @param register where the counting ends
     * @param token who stopped it, where a token did
     * @param usable false where the register cannot be believed (R24)
     */
    record SessionStopped(
            EvseId evse,
            SessionId session,
            Energy register,
            StopReason reason,
            Optional<TokenRef> token,
            String by,
            boolean usable)
            implements ChargingFact {}

    /** The pile or its line has a fault. */
    record EvseFaulted(EvseId evse, String code, String raw) implements ChargingFact {}

    /** A fault is over. */
    record EvseRecovered(EvseId evse, String code) implements ChargingFact {}

    /** Someone took the EVSE out of service or back. */
    record AvailabilityChanged(EvseId evse, boolean operative, String by) implements ChargingFact {}

    /** Someone set or removed ({@code current} empty) a limit on the EVSE, or on the site where it names the grid. */
    record LimitChanged(EvseId evse, String owner, Optional<Current> current, String by) implements ChargingFact {}
}
