package io.voltwright.transactions.reports;

import io.voltwright.base.api.Energy;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** How values are written on paper: the same everywhere, whatever language the machine is set to. */
final class Forms {

    static final String ROUNDING = "HALF_UP once per VAT rate, VAT of the rounded net";

    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss xxx", Locale.ROOT);
    private static final int LEAST_DIGITS = 3;

    private Forms() {}

    /** As {@code 2026-11-22 10:12:33 +01:00}: the offset tells the two hours apart when clocks are set back. */
    static String local(Instant instant, ZoneId zone) {
        return LOCAL.format(instant.atZone(zone));
    }

    static String iso(Instant instant, ZoneId zone) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                instant.truncatedTo(ChronoUnit.SECONDS).atZone(zone));
    }

    /** Exact, with at least three digits behind the point. */
    static String kilowattHours(Energy energy) {
        BigDecimal exact = energy.kilowattHours().stripTrailingZeros();
        return exact.setScale(Math.max(LEAST_DIGITS, exact.scale()), RoundingMode.UNNECESSARY)
                .toPlainString();
    }

    /** As {@code 1:02:03}. */
    static String clock(Duration duration) {
        return "%d:%02d:%02d".formatted(duration.toHours(), duration.toMinutesPart(), duration.toSecondsPart());
    }
}
