package io.voltwright.charging.engine;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.Point;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Plans less for a pile that gives less because it is hot, so that others get the rest, and more again only when it has cooled (R30). */
final class Derating {

    static final Duration COOLED = Duration.ofMinutes(10);
    static final double KELVIN = 5;

    private static final String DERATED = "derated";

    /** Cars draw a little less than they are offered. */
    private static final Current NEAR = Current.amperes(1);

    private static final int AMPERE = 1000;

    private @Nullable Current cap;
    private @Nullable Duration over;
    private double hottest = Double.NEGATIVE_INFINITY;

    /**
     * The most to plan with, while it gives less than it could.
     *
     * @param held what it is offered
     */
    Optional<Current> look(Current held, Look look, Duration now) {
        Optional<Double> temperature = look.status().good(Point.TEMPERATURE);
        if (look.heard() && look.status().reason().startsWith(DERATED)) {
            lower(held, look.draws().orElse(Current.ZERO));
            over = null;
            hottest = Math.max(hottest, temperature.orElse(hottest));
        } else if (cap != null) {
            over = over == null ? now : over;
            boolean cooler =
                    temperature.filter(now5 -> now5 <= hottest - KELVIN).isPresent();
            if (cooler || now.minus(over).compareTo(COOLED) >= 0) {
                cap = null;
                hottest = Double.NEGATIVE_INFINITY;
            }
        }
        return Optional.ofNullable(cap);
    }

    private void lower(Current held, Current draws) {
        boolean givesAll = !held.minus(draws).exceeds(NEAR);
        Current whole = Current.milliamperes((draws.milliamperes() + AMPERE - 1) / AMPERE * AMPERE);
        Current gives = (givesAll ? held : whole).max(Current.MINIMUM);
        if (cap == null || !givesAll) {
            cap = cap == null ? gives : cap.min(gives);
        }
    }
}
