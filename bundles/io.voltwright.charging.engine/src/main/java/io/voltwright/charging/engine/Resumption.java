package io.voltwright.charging.engine;

import io.voltwright.base.api.Energy;
import io.voltwright.base.api.Moment;
import io.voltwright.charging.api.ChargingFact.Context;
import io.voltwright.charging.api.ChargingFact.SessionResumed;
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
    private final boolean powerLost;
    private boolean open;
    private @Nullable Moment heard;

    Resumption(EvseMachine machine, boolean started, boolean powerLost) {
        this.machine = machine;
        this.powerLost = powerLost;
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
        } else if (charge.ending().isEmpty() && machine.presence.plugged()) {
            if (powerLost && !machine.settings.resumeAfterPowerLoss()) {
                machine.session().endOrDrop(StopReason.POWER_LOSS, "station:power-loss", Optional.empty(), now);
                return;
            }
            String report = report(before, charge, look, now);
            log.info("{}: session {} goes on: {}", charge.evse, charge.id, report);
            machine.note(new SessionResumed(charge.evse, charge.id, charge.register(), report), now);
            if (look.counted().isPresent()) {
                machine.course().sample(charge, Context.RESUMED, look, now);
            }
        }
    }

    private String report(Optional<Counted> before, Charge charge, Look look, Moment now) {
        Duration away =
                before.map(last -> MomentText.between(last.requested(), now)).orElse(Duration.ZERO);
        Energy more = charge.register().minus(before.map(Counted::energy).orElse(charge.register()));
        return "last sample %d s ago, %s; car still plugged, state %s; %s since that sample"
                .formatted(
                        away.toSeconds(),
                        powerLost ? "the controller was without power" : "the controller was restarted",
                        look.status().pilot(),
                        more);
    }
}
