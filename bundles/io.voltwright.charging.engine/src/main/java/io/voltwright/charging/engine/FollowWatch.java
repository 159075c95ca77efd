package io.voltwright.charging.engine;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.Moment;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks seven seconds after a change that the load follows the offer (R8). */
final class FollowWatch {

    private static final Logger log = LoggerFactory.getLogger(FollowWatch.class);

    static final Duration FOLLOW = Duration.ofSeconds(7);

    /** A pile that is only just identified and armed after a restart cannot follow yet. */
    static final Duration FIRST = Duration.ofSeconds(60);

    private @Nullable Duration over;
    private @Nullable Duration first;
    private boolean told;

    /** What is to be done about a load that does not follow. */
    enum Verdict {
        FOLLOWS,
        WRITE_AGAIN,
        STOP
    }

    void look(EvseMachine machine, Offers offers, Moment now) {
        Optional<Current> draws = machine.look().filter(Look::heard).flatMap(Look::draws);
        if (!machine.compared() || draws.isEmpty()) {
            return;
        }
        first = first == null ? now.sinceBoot() : first;
        if (!offers.confirmations().any() && now.sinceBoot().minus(first).compareTo(FIRST) < 0) {
            return;
        }
        switch (check(offers.held(), draws, offers.changed(), now.sinceBoot())) {
            case FOLLOWS -> machine.faults().overload(false, "", now);
            case WRITE_AGAIN -> {
                log.warn("{}: draws {} although it is offered {}", machine.evse(), draws.orElseThrow(), offers.held());
                offers.repeat();
            }
            case STOP -> machine.faults().overload(true, "draws more than it is offered", now);
        }
    }

    /**
     * @param changed when the offer changed last
     */
    Verdict check(Current offer, Optional<Current> draws, Duration changed, Duration now) {
        int allowed = offer.milliamperes() * 11 / 10 + 500;
        if (draws.filter(draw -> draw.milliamperes() > allowed).isEmpty()) {
            over = null;
            told = false;
            return Verdict.FOLLOWS;
        }
        Duration since = over == null ? now : over;
        if (since.compareTo(changed) < 0) {
            since = changed;
            told = false;
        }
        over = since;
        Duration time = now.minus(since);
        if (time.compareTo(FOLLOW.multipliedBy(2)) >= 0) {
            return Verdict.STOP;
        }
        if (time.compareTo(FOLLOW) >= 0 && !told) {
            told = true;
            return Verdict.WRITE_AGAIN;
        }
        return Verdict.FOLLOWS;
    }
}
