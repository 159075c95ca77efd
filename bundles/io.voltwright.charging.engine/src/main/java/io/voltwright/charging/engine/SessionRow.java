package io.voltwright.charging.engine;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.Energy;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Moment;
import io.voltwright.base.api.SessionId;
import io.voltwright.charging.api.ChargingState;
import java.util.Optional;

/**
 * An open session as the store keeps it.
 *
 * @param id names it for ever
 * @param evse where it is
 * @param opened first of plug and authorisation
 * @param plugged whether the car is there
 * @param grant the permission, once given
 * @param authorised when it was given
 * @param started when both were there and the start was on disk
 * @param startRegister where the counting starts
 * @param last the latest register known
 * @param offer what was offered last; never less than what the pile may still hold
 * @param state where it stands
 * @param ending the stop under way
 * @param facts how many facts it wrote, for their keys
 */
record SessionRow(
        SessionId id,
        EvseId evse,
        Moment opened,
        boolean plugged,
        Optional<Grant> grant,
        Optional<Moment> authorised,
        Optional<Moment> started,
        Optional<Energy> startRegister,
        Optional<Counted> last,
        Current offer,
        ChargingState state,
        Optional<Ending> ending,
        long facts) {}
