package io.voltwright.charging.engine;

import io.voltwright.base.api.Power;
import io.voltwright.site.api.External;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The automaton of a limit that someone outside sets (EEBUS LPC 1.0, states Init, Limited, Failsafe, Unlimited/controlled and
 * Unlimited/autonomous). Until it is known whether a limit was in force before the start, the fail-safe limit holds.
 */
final class ExternalLimit {

    /** For how long contact is waited for after the start, and for a fresh limit after fail-safe (LPC-906, LPC-922). */
    static final Duration PATIENCE = Duration.ofMinutes(2);

    private final External source;
    private final Duration born;
    private State state = State.INIT;
    private @Nullable Power limit;
    private @Nullable Duration ends;
    private Duration heard;
    private Duration entered;

    /** Where it stands. */
    enum State {
        INIT,
        UNLIMITED_CONTROLLED,
        LIMITED,
        FAIL_SAFE,
        UNLIMITED_AUTONOMOUS;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    ExternalLimit(External source, Duration now) {
        this.source = source;
        this.born = now;
        this.heard = now;
        this.entered = now;
    }

    External source() {
        return source;
    }

    State state() {
        return state;
    }

    /** He is there. */
    void heartbeat(Duration now) {
        tick(now);
        heard = now;
    }

    /** He limits; that is a sign of life too. */
    void limit(Power most, Optional<Duration> lasts, Duration now) {
        heartbeat(now);
        limit = most;
        ends = lasts.map(now::plus).orElse(null);
        go(State.LIMITED, now);
    }

    /** He lets go. */
    void release(Duration now) {
        heartbeat(now);
        limit = null;
        go(State.UNLIMITED_CONTROLLED, now);
    }

    void tick(Duration now) {
        boolean silent = now.minus(heard).compareTo(source.heartbeat()) > 0;
        if (state == State.INIT && now.minus(born).compareTo(PATIENCE) > 0) {
            go(State.UNLIMITED_AUTONOMOUS, now);
        } else if (state == State.LIMITED && ended(now)) {
            limit = null;
            go(silent ? State.FAIL_SAFE : State.UNLIMITED_CONTROLLED, now);
        } else if ((state == State.LIMITED || state == State.UNLIMITED_CONTROLLED) && silent) {
            go(State.FAIL_SAFE, now);
        } else if (state == State.FAIL_SAFE) {
            // A heart-beat alone does not end it: a fresh limit or release has to come with it, or its time has to be
            // over.
            Duration last = source.failSafeFor().plus(PATIENCE);
            if (now.minus(entered).compareTo(last) > 0) {
                limit = null;
                go(State.UNLIMITED_AUTONOMOUS, now);
            }
        }
    }

    private boolean ended(Duration now) {
        return ends != null && now.compareTo(ends) >= 0;
    }

    private void go(State next, Duration now) {
        if (state != next) {
            state = next;
            entered = now;
        }
    }

    /** The most power in force; empty while it is unlimited. */
    Optional<Power> power() {
        return switch (state) {
            case LIMITED -> Optional.ofNullable(limit);
            case INIT, FAIL_SAFE -> Optional.of(source.failSafe());
            case UNLIMITED_AUTONOMOUS, UNLIMITED_CONTROLLED -> Optional.empty();
        };
    }

    /** For reasons: who, and why where he did not say it himself. */
    String why() {
        return state == State.LIMITED
                ? source.name()
                : source.name() + ", not heard" + (state == State.INIT ? " since the start" : "");
    }

    /** How long a limit that ends by itself still holds. */
    Optional<Duration> remaining(Duration now) {
        return state == State.LIMITED && ends != null ? Optional.of(ends.minus(now)) : Optional.empty();
    }
}
