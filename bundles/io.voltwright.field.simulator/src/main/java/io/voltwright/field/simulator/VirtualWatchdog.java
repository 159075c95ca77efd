package io.voltwright.field.simulator;

import io.voltwright.field.profiles.FailSafe;
import io.voltwright.field.profiles.FailSafe.Style;
import io.voltwright.field.profiles.Virtual;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The timer inside a virtual pile that makes it fall to its fail-safe current. */
final class VirtualWatchdog {

    private final FailSafe failSafe;
    private final Image image;
    private final Set<String> controls = new HashSet<>();
    private final Set<String> missing = new HashSet<>();
    private final Optional<String> setPoint;
    private Duration fed = Duration.ZERO;
    private boolean tripped;

    VirtualWatchdog(FailSafe failSafe, Virtual virtual, Image image) {
        this.failSafe = failSafe;
        this.image = image;
        this.setPoint = virtual.current();
        virtual.current().ifPresent(controls::add);
        virtual.enabled().ifPresent(formula -> controls.addAll(formula.names()));
    }

    void reset(Duration now) {
        fed = now;
        tripped = false;
        missing.clear();
    }

    void heard(Duration now) {
        if (failSafe.style() == Style.ANY_READ) {
            fed = now;
        }
    }

    void written(List<String> points, Duration now) {
        boolean feeds =
                switch (failSafe.style()) {
                    case HEARTBEAT, REWRITE_TIMEOUT -> failSafe.register()
                            .map(points::contains)
                            .orElse(false);
                    case REWRITE_SETPOINT -> setPoint.map(points::contains).orElse(false);
                    case ANY_READ, KEEP_ALIVE, NONE -> false;
                };
        if (feeds) {
            fed = now;
        }
        if (tripped) {
            missing.removeAll(points);
            tripped = !missing.isEmpty();
        }
    }

    /** The time it is set to; zero if it is off. */
    Duration timeout() {
        return failSafe.timeout()
                .map(point -> Duration.ofMillis(Math.round(image.number(point) * 1000)))
                .orElse(failSafe.least());
    }

    /** What the pile falls to, in amperes. */
    double current() {
        return failSafe.current()
                .or(failSafe::verifyCurrent)
                .map(image::amperes)
                .orElse(0.0);
    }

    void pass(Duration now) {
        if (tripped
                || !failSafe.exists()
                || timeout().isZero()
                || now.minus(fed).compareTo(timeout()) < 0) {
            return;
        }
        tripped = true;
        // After a trip the set-point, and enable where there is one, must be written again.
        missing.addAll(
                failSafe.style() == Style.ANY_READ ? setPoint.map(Set::of).orElse(Set.of()) : controls);
        setPoint.filter(point -> image.point(point).orElseThrow().access().reads())
                .ifPresent(point -> image.amperes(point, current()));
    }

    boolean tripped() {
        return tripped;
    }
}
