package io.voltwright.charging.engine;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.Moment;
import io.voltwright.base.api.Outcome;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wakes a car that has taken nothing of what it is offered since the offer began: thirty seconds apart, six times at most (R17). */
final class WakeUp {

    static final Duration APART = Duration.ofSeconds(30);
    static final int MOST = 6;

    /** Its pilot is itself again so long after the pile is done with it. */
    static final Duration SETTLE = Duration.ofSeconds(5);

    private static final Logger log = LoggerFactory.getLogger(WakeUp.class);
    private static final Current FLOWS = Current.amperes(1);

    private final EvseMachine machine;
    private int times;
    private boolean took;
    private boolean looked;
    private @Nullable Duration since;
    private @Nullable Duration asked;
    private @Nullable Duration done;

    WakeUp(EvseMachine machine) {
        this.machine = machine;
    }

    /** Each second. */
    void look(Offers offers, Duration now) {
        if (asked != null) {
            underWay(asked, now);
            return;
        }
        Look look = machine.look().filter(Look::heard).orElse(null);
        if (look == null) {
            return;
        }
        if (!machine.entitled() || offers.held().isZero()) {
            since = null;
            times = machine.plugged() ? times : 0;
            // After a restart a car that has taken something before is not asleep: it has what it wants.
            took = !looked && machine.charge().filter(Charge::hasTaken).isPresent();
            return;
        }
        if (!looked) {
            looked = true;
            took = took || machine.charge().filter(Charge::hasTaken).isPresent();
        }
        boolean flows = look.status().pilot().charging()
                || look.draws().filter(draws -> draws.exceeds(FLOWS)).isPresent();
        took = took || flows;
        times = flows ? 0 : times;
        if (took || !offers.isConfirmed() || look.preparing()) {
            since = null;
            return;
        }
        since = since == null ? now : since;
        if (times < MOST && now.minus(since).compareTo(APART) >= 0) {
            times++;
            since = now;
            asked = now;
            machine.presence.waking(true);
            log.info("{}: the car takes nothing; it is woken for the {}. time", machine.evse(), times);
            machine.add(new Effect.Wake());
        }
    }

    private void underWay(Duration begun, Duration now) {
        boolean over = done != null && now.minus(done).compareTo(SETTLE) >= 0;
        if (over || now.minus(begun).compareTo(APART) >= 0) {
            asked = null;
            done = null;
            machine.presence.waking(false);
        }
    }

    /** What the pile said. */
    void answered(Outcome outcome, Moment now) {
        done = now.sinceBoot();
        if (!outcome.isDone()) {
            log.debug("{}: {}", machine.evse(), outcome.reasonOrDone());
            times = MOST;
        }
    }
}
