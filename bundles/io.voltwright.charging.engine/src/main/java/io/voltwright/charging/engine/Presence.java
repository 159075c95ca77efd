package io.voltwright.charging.engine;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.Moment;
import io.voltwright.field.api.PileFault;
import io.voltwright.field.api.PilotState;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a pile's states mean once guards, debounce and plausibility are through (R20, R21, R22). */
final class Presence {

    static final Duration PLUG = Duration.ofSeconds(1);
    static final Duration LEAVE_CHARGING = Duration.ofSeconds(2);
    static final Duration DISAGREE = Duration.ofSeconds(10);
    static final String INCONSISTENT = "Inconsistent";
    static final String OVER_CURRENT = "MREC4-OverCurrent";

    private static final Current SOME = Current.amperes(1);

    private final Duration blip;
    private boolean plugged;
    private boolean charging;
    private @Nullable Moment otherPlug;
    private @Nullable Moment otherCharging;
    private @Nullable Moment disagreeing;
    private @Nullable Moment overCurrent;
    private @Nullable Moment silent;
    private boolean known;
    private boolean waking;
    private @Nullable PileFault fault;

    /** Begins with what was known last. */
    Presence(boolean plugged) {
        this(plugged, PLUG);
    }

    /**
     * @param blip a car that seems unplugged for less than this was not
     */
    Presence(boolean plugged, Duration blip) {
        this.plugged = plugged;
        this.blip = blip;
    }

    /** Nothing can be heard: whatever was true stays, and may not be acted on. */
    void unheard(Moment now) {
        silent = silent == null ? now : silent;
        otherPlug = null;
        otherCharging = null;
        disagreeing = null;
    }

    void heard(Look look, Moment now) {
        silent = null;
        PilotState pilot = look.status().pilot();
        fault = faultOf(look, now);
        if (pilot == PilotState.UNKNOWN || pilot == PilotState.E || pilot == PilotState.F) {
            otherPlug = null;
            return;
        }
        if (!known) {
            known = true;
            charging = pilot.charging();
        }
        plug(pilot.plugged(), now);
        charge(pilot.charging(), now);
    }

    /** While a car is woken its pilot is interrupted: that is neither an unplugged car nor a fault (R17). */
    void waking(boolean underWay) {
        waking = underWay;
    }

    private void plug(boolean seen, Moment now) {
        if (seen == plugged || (waking && plugged)) {
            otherPlug = null;
            return;
        }
        otherPlug = otherPlug == null ? now : otherPlug;
        if (MomentText.between(otherPlug, now).compareTo(seen ? PLUG : blip) >= 0) {
            plugged = seen;
            otherPlug = null;
        }
    }

    private void charge(boolean seen, Moment now) {
        if (seen || !plugged) {
            charging = seen;
            otherCharging = null;
        } else if (charging) {
            otherCharging = otherCharging == null ? now : otherCharging;
            charging = MomentText.between(otherCharging, now).compareTo(LEAVE_CHARGING) < 0;
        }
    }

    // R8: a driver tells of a car that is slow to follow, and tells it once more; only if that does not help it is a
    // fault.
    private boolean slowCar(PileFault told, Moment now) {
        if (told.latched() || !told.code().equals(OVER_CURRENT)) {
            return false;
        }
        overCurrent = overCurrent == null ? now : overCurrent;
        return MomentText.between(overCurrent, now).compareTo(FollowWatch.FOLLOW) < 0;
    }

    private @Nullable PileFault faultOf(Look look, Moment now) {
        PileFault told = look.status().fault().orElse(null);
        if (told != null && !slowCar(told, now)) {
            return told;
        }
        overCurrent = told == null ? null : overCurrent;
        PilotState pilot = look.status().pilot();
        if (!waking && (pilot == PilotState.E || pilot == PilotState.F)) {
            return new PileFault(pilot == PilotState.E ? "MREC14-PilotFault" : "NotAvailable", "state " + pilot, false);
        }
        boolean odd = pilot == PilotState.A
                && look.draws().filter(draws -> draws.exceeds(SOME)).isPresent();
        if (!odd) {
            disagreeing = null;
            return null;
        }
        disagreeing = disagreeing == null ? now : disagreeing;
        return MomentText.between(disagreeing, now).compareTo(DISAGREE) > 0
                ? new PileFault(INCONSISTENT, "state A but " + look.draws().orElse(Current.ZERO), false)
                : null;
    }

    /** Whether the state table has said something since the start. */
    boolean known() {
        return known;
    }

    boolean plugged() {
        return plugged;
    }

    /** Whether the car charges, as reported. */
    boolean charging() {
        return charging;
    }

    /** Since when nothing good was heard. */
    Optional<Moment> silent() {
        return Optional.ofNullable(silent);
    }

    boolean silentFor(Duration time, Duration now) {
        return silent != null && now.minus(silent.sinceBoot()).compareTo(time) >= 0;
    }

    Optional<PileFault> fault() {
        return Optional.ofNullable(fault);
    }
}
