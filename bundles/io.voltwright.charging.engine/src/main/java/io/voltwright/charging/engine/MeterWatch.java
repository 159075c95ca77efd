package io.voltwright.charging.engine;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.Energy;
import io.voltwright.base.api.Moment;
import io.voltwright.base.api.Power;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells whether a register can be believed: not backwards, no jump, not frozen while current flows (R24). */
final class MeterWatch {

    static final Duration FROZEN = Duration.ofSeconds(60);
    static final Energy ALLOWANCE = Energy.wattHours(10);

    private static final Current FLOWS = Current.amperes(1);

    private static final Duration SLOW_REGISTER = Duration.ofMinutes(2);

    private @Nullable Counted last;
    private @Nullable Counted changed;
    private double wattHoursDue;
    private @Nullable Moment flowingSince;
    private @Nullable Moment looked;

    /** Begins after the latest register known. */
    void begin(Counted counted) {
        last = counted;
        changed = counted;
        rest();
    }

    Optional<Counted> last() {
        return Optional.ofNullable(last);
    }

    /**
     * Takes a new register.
     *
     * @param most the power the pile can draw
     * @return what is wrong with it; then the last good one stays
     */
    Optional<String> take(Counted next, Power most) {
        Counted before = last;
        if (before == null || next.energy().equals(before.energy())) {
            last = next;
            changed = before == null ? next : changed;
            return Optional.empty();
        }
        Energy step = next.energy().minus(before.energy());
        if (step.milliwattHours() < 0) {
            return Optional.of("the register went back from " + before.energy() + " to " + next.energy());
        }
        double hours = sinceStep(before, next).toMillis() / 3_600_000.0;
        Energy plausible = Energy.wattHours(most.watts() * hours * 1.2).plus(ALLOWANCE);
        if (step.exceeds(plausible)) {
            return Optional.of("the register jumped from " + before.energy() + " to " + next.energy());
        }
        last = next;
        changed = next;
        rest();
        return Optional.empty();
    }

    // A pile may add up inside and step its register once a minute only.
    private Duration sinceStep(Counted before, Counted next) {
        Duration sinceRead = MomentText.between(before.requested(), next.requested());
        Duration sinceChange = changed == null ? sinceRead : MomentText.between(changed.requested(), next.requested());
        Duration slow = sinceChange.compareTo(SLOW_REGISTER) < 0 ? sinceChange : SLOW_REGISTER;
        return sinceRead.compareTo(slow) >= 0 ? sinceRead : slow;
    }

    /**
     * Watches for a register that stands still.
     *
     * @param draws the largest current, while it is known
     * @param watts what flows by the currents
     * @return what is wrong
     */
    Optional<String> flows(boolean charging, Optional<Current> draws, double watts, Moment now) {
        if (!charging || draws.filter(draw -> draw.exceeds(FLOWS)).isEmpty()) {
            rest();
            return Optional.empty();
        }
        Moment since = flowingSince == null ? now : flowingSince;
        Moment before = looked == null ? now : looked;
        flowingSince = since;
        looked = now;
        wattHoursDue += watts * MomentText.between(before, now).toMillis() / 3_600_000.0;
        // A coarse register may stand still for a minute at a small current: a step has to be due as well.
        boolean frozen = MomentText.between(since, now).compareTo(FROZEN) >= 0
                && Energy.wattHours(wattHoursDue).exceeds(ALLOWANCE);
        return frozen
                ? Optional.of("the register stands still while " + draws.orElse(Current.ZERO) + " flow")
                : Optional.empty();
    }

    private void rest() {
        flowingSince = null;
        looked = null;
        wattHoursDue = 0;
    }
}
