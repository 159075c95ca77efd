package io.voltwright.charging.engine;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.Phase;
import io.voltwright.base.api.PhaseCurrents;
import io.voltwright.base.api.Wiring;
import io.voltwright.field.api.PileAbilities;
import io.voltwright.site.api.Evse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How an EVSE stands, as the allocator needs to know it; immutable, written by the EVSE's lane.
 *
 * @param wiring what the site file says of it
 * @param abilities of its pile, once known
 * @param entitled whether a session runs there that may have current
 * @param compared whether the field was compared with the store since the start
 * @param silent whether nothing good is heard from it
 * @param held the offer now
 * @param failSafe the fail-safe current armed with it
 * @param exposed the most its pile may hold
 * @param draws what flows on the phases of the grid, while it is known
 * @param phases the phases it loads
 * @param most the most it can use now
 * @param cap why that is less than its own
 * @param changed when the offer changed last
 * @param wanting since when it waits for current; empty while it has some or may have none
 * @param startWait how long its contactor has to rest (R27)
 * @param sunPhases on how many phases it may charge now, where the sun may change that (R28)
 * @param preparing whether it is a DC pile that checks and matches, so that current may flow any moment (R41)
 */
record Stand(
        Evse wiring,
        Optional<PileAbilities> abilities,
        boolean entitled,
        boolean compared,
        boolean silent,
        Current held,
        Current failSafe,
        Current exposed,
        Optional<PhaseCurrents> draws,
        List<Phase> phases,
        Current most,
        Optional<String> cap,
        Duration changed,
        Optional<Duration> wanting,
        Duration startWait,
        Optional<Integer> sunPhases,
        boolean preparing) {

    /** The most that a DC charge is raised by at a time: 25 A at 400 V for the five seconds between two raises (R43). */
    static final Current DC_RAMP = Current.amperes(72);

    boolean dc() {
        return abilities.filter(PileAbilities::dc).isPresent();
    }

    /** The lines it loads: between lines, a current that its pile does not measure flows all the same. */
    List<Phase> lines() {
        return wiring.rules().wiring() == Wiring.DELTA ? wiring.rotation() : phases;
    }

    Current least() {
        return abilities.map(PileAbilities::least).orElse(Current.MINIMUM).max(Current.MINIMUM);
    }

    Current step() {
        return abilities.map(PileAbilities::step).filter(Current::isPositive).orElse(Current.amperes(1));
    }

    /** The fail-safe current that goes with a share: 0 where a trip could switch on what nobody has paid for. */
    Current failSafeFor(Current share) {
        boolean energises = abilities.map(PileAbilities::tripEnergises).orElse(false);
        return energises && !(entitled && share.isPositive()) ? Current.ZERO : wiring.failSafe();
    }

    /** What has to be set aside for it always: all it can draw where it has no fail-safe (R34). */
    Current floor() {
        boolean bound = abilities.map(PileAbilities::failSafe).orElse(true);
        return bound ? Current.ZERO : wiring.most();
    }
}
