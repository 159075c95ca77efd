package io.voltwright.charging.engine;

import io.voltwright.base.api.Energy;
import io.voltwright.base.api.Moment;
import io.voltwright.charging.api.ChargingFact.Context;
import io.voltwright.charging.api.ChargingFact.SessionResumed;
import io.voltwright.charging.api.RecoveryReport;
import io.voltwright.charging.api.RecoveryReport.Action;
import io.voltwright.charging.api.RecoveryReport.Cause;
import io.voltwright.charging.api.RecoveryReport.Finding;
import io.voltwright.charging.api.StopReason;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compares a session found in the store with the field, once, and lets it go on (R23, R38). */
final class Resumption {

    /** After this long a pile that answers but shows no register is taken as it is. */
    static final Duration REGISTER_WAIT = Duration.ofSeconds(15);

    private static final Logger log = LoggerFactory.getLogger(Resumption.class);

    private final EvseMachine machine;
    private boolean open;
    private @Nullable Moment heard;

    Resumption(EvseMachine machine, boolean started) {
        this.machine = machine;
        this.open = started;
    }

    boolean done() {
        return !open;
    }

    /** Whether the machine may go on; false while the comparison waits for the field. */
    boolean settled(Look look, Moment now) {
        Charge charge = machine.charge().orElse(null);
        if (!open || charge == null) {
            open = false;
            return true;
        }
        heard = heard == null ? now : heard;
        if (look.status().pilot().plugged() != machine.presence.plugged()) {
            return false;
        }
        boolean waits = look.counted().isEmpty()
                && MomentText.between(heard, now).compareTo(REGISTER_WAIT) < 0
                && (look.abilities().meter() || machine.wiring().meter().isPresent());
        if (waits) {
            return false;
        }
        open = false;
        resume(charge, look, now);
        return true;
    }

    private void resume(Charge charge, Look look, Moment now) {
        Optional<Counted> before = charge.watch.last();
        Optional<String> wrong = look.counted()
                .flatMap(counted -> charge.watch.take(counted, machine.course().most(look)));
        charge.samples.begin(now);
        if (wrong.isPresent()) {
            machine.course().distrust(charge, wrong.orElseThrow(), now);
            found(charge, Action.STOPPED, wrong.orElseThrow());
        } else if (charge.ending().isPresent()) {
            found(
                    charge,
                    Action.STOPPED,
                    "its stop (" + charge.ending().orElseThrow().reason() + ") is completed");
        } else if (!machine.presence.plugged()) {
            found(charge, Action.STOPPED, "the car has left; it ends with the register of now");
        } else if (machine.recovery.powerLost() && !machine.settings.resumeAfterPowerLoss()) {
            machine.session().endOrDrop(StopReason.POWER_LOSS, "station:power-loss", Optional.empty(), now);
            found(charge, Action.STOPPED, "the power was lost, and session.afterPowerLoss is stop");
        } else {
            goOn(charge, before, look, now);
        }
    }

    private void goOn(Charge charge, Optional<Counted> before, Look look, Moment now) {
        String report = report(before, charge, look, now);
        log.info("{}: session {} goes on: {}", charge.evse, charge.id, report);
        machine.note(new SessionResumed(charge.evse, charge.id, charge.register(), report), now);
        if (look.counted().isPresent()) {
            machine.course().sample(charge, Context.RESUMED, look, now);
        }
        found(charge, Action.RESUMED, report);
    }

    private void found(Charge charge, Action action, String what) {
        machine.recovery.found(new Finding(charge.evse, charge.id, action, what));
    }

    private String report(Optional<Counted> before, Charge charge, Look look, Moment now) {
        Duration away =
                before.map(last -> MomentText.between(last.requested(), now)).orElse(Duration.ZERO);
        Energy more = charge.register().minus(before.map(Counted::energy).orElse(charge.register()));
        return "last sample %d s ago, %s; car still plugged, state %s; %s since that sample"
                .formatted(away.toSeconds(), why(), look.status().pilot(), more);
    }

    private String why() {
        Cause cause = machine.recovery.report().map(RecoveryReport::cause).orElse(Cause.CRASH);
        return switch (cause) {
            case POWER_LOSS -> "the controller was without power";
            case REBOOT -> "the machine was restarted";
            case CRASH -> "the controller was restarted after a crash";
            case RESTART, FIRST_START -> "the controller was restarted";
        };
    }
}
