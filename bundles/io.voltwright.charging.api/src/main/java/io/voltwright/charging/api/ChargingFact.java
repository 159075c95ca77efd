package io.voltwright.charging.api;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.Energy;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.PhaseCurrents;
import io.voltwright.base.api.Power;
import io.voltwright.base.api.SessionId;
import io.voltwright.base.api.TokenRef;
import io.voltwright.users.api.Biller;
import java.time.Instant;
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
     * @param reservation the reservation it used, as its owner calls it; {@link ReservationEnded} stands right before it
     */
    record SessionStarted(
            EvseId evse,
            SessionId session,
            TokenRef token,
            Optional<TokenRef> group,
            Biller biller,
            String tariff,
            Energy register,
            String by,
            Optional<String> reservation)
            implements ChargingFact {

        /** Without a reservation. */
        public SessionStarted(
                EvseId evse,
                SessionId session,
                TokenRef token,
                Optional<TokenRef> group,
                Biller biller,
                String tariff,
                Energy register,
                String by) {
            this(evse, session, token, group, biller, tariff, register, by, Optional.empty());
        }
    }

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

    /**
     * The offer of a session changed (R47).
     *
     * @param was what it was before, where that is known
     */
    record OfferChanged(EvseId evse, SessionId session, Current offer, String reason, Optional<Current> was)
            implements ChargingFact {

        /** Where it is not known what it was. */
        public OfferChanged(EvseId evse, SessionId session, Current offer, String reason) {
            this(evse, session, offer, reason, Optional.empty());
        }
    }

    /**
     * The pile has confirmed an offer by what it reads back, or by what it applies (R47).
     *
     * @param confirmed what it holds now
     * @param failSafe what it falls to when left alone
     * @param was what it had confirmed before; empty for the first since the start of the controller
     */
    record OfferConfirmed(EvseId evse, SessionId session, Current confirmed, Current failSafe, Optional<Current> was)
            implements ChargingFact {}

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

    /**
     * The pile or its line has a fault.
     *
     * @param code in the vocabulary of ChargeX, as {@code MREC17-ContactorFault}
     * @param raw what the device itself said
     * @param latched whether it stays until somebody resets it
     */
    record EvseFaulted(EvseId evse, String code, String raw, Severity severity, boolean latched)
            implements ChargingFact {

        /** One that goes by itself. */
        public EvseFaulted(EvseId evse, String code, String raw) {
            this(evse, code, raw, Severity.MEDIUM, false);
        }
    }

    /** A fault is over. */
    record EvseRecovered(EvseId evse, String code) implements ChargingFact {}

    /** Someone took the EVSE out of service or back. */
    record AvailabilityChanged(EvseId evse, boolean operative, String by) implements ChargingFact {}

    /** Someone set or removed ({@code current} empty) a limit on the EVSE, or on the site where it names the grid. */
    record LimitChanged(EvseId evse, String owner, Optional<Current> current, String by) implements ChargingFact {}

    /**
     * Someone outside limits the power of a node, lets it go again, or is not heard any more.
     *
     * @param evse the node's id
     * @param state where the automaton of the limit stands now, in lower case
     * @param power the most that is in force now; empty: unlimited
     * @param by who said so; {@code station} where time did
     */
    record ExternalLimitChanged(EvseId evse, String owner, String state, Optional<Power> power, String by)
            implements ChargingFact {}

    /** Someone said what a session needs and by when; all of the wish before is replaced. */
    record WishChanged(EvseId evse, SessionId session, Wish wish, String by) implements ChargingFact {}

    /**
     * A place is kept free from now on; the same owner and id again takes the place of the one before.
     *
     * @param evse where; the grid's id where it is for any EVSE
     * @param any whether it is for any EVSE of the site
     */
    record Reserved(
            EvseId evse,
            boolean any,
            String reservation,
            String owner,
            TokenRef token,
            Optional<TokenRef> group,
            Instant until,
            String by)
            implements ChargingFact {}

    /**
     * A place is not kept free any more.
     *
     * @param evse where; the grid's id where it was for any EVSE, unless it was used
     * @param session which used it, where one did
     */
    record ReservationEnded(
            EvseId evse, String reservation, String owner, EndCause cause, Optional<SessionId> session, String by)
            implements ChargingFact {}

    /** Why a reservation ended. */
    enum EndCause {
        /** A session of its token or group started. */
        USED,
        EXPIRED,
        CANCELLED,
        /** Its EVSE has a fault or is out of service. */
        FAULTED
    }

    /**
     * Charging started again, and every session that was open is accounted for or still waits for its pile.
     *
     * @param evse the grid's id
     * @param cause as {@link RecoveryReport.Cause}
     * @param resumed sessions that go on
     * @param stopped sessions that are over
     * @param waiting sessions whose pile has not answered yet
     * @param report one line per session
     */
    record StationRecovered(
            EvseId evse, RecoveryReport.Cause cause, int resumed, int stopped, int waiting, String report)
            implements ChargingFact {}

    /**
     * The supply fails, or is back.
     *
     * @param evse the grid's id
     */
    record SupplyChanged(EvseId evse, boolean failing, String by) implements ChargingFact {}
}
