package io.voltwright.transactions.ledger;

import io.voltwright.base.api.Energy;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Energy and time as people write them. */
final class Amounts {

    private static final Pattern ENERGY = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,6})?) ?(kWh|Wh)?");
    private static final Pattern MINUTES = Pattern.compile("\\d{1,6}");
    private static final Pattern TIME =
            Pattern.compile("(?=\\d)(?:(\\d{1,4})h)?(?:(\\d{1,6})m(?:in)?)?(?:(\\d{1,8})s)?");

    private Amounts() {}

    /**
     * @throws IllegalArgumentException with what is wrong and an example
     */
    static Energy energy(String text) {
        Matcher parts = ENERGY.matcher(text.strip());
        if (!parts.matches()) {
            throw new IllegalArgumentException("energy '" + text + "' is not readable; write as 12.4kWh or 500Wh");
        }
        int milli = "Wh".equals(parts.group(2)) ? 3 : 6;
        BigDecimal exact = new BigDecimal(parts.group(1)).movePointRight(milli);
        try {
            return Energy.milliwattHours(exact.longValueExact());
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("energy '" + text + "' is finer than a thousandth of a Wh", e);
        }
    }

    /**
     * @throws IllegalArgumentException with what is wrong and an example
     */
    static Duration time(String text) {
        String stripped = text.strip();
        if (MINUTES.matcher(stripped).matches()) {
            return Duration.ofMinutes(Long.parseLong(stripped));
        }
        Matcher parts = TIME.matcher(stripped);
        if (!parts.matches()) {
            throw new IllegalArgumentException("time '" + text + "' is not readable; write as 1h30min or 90min");
        }
        return Duration.ofHours(number(parts.group(1)))
                .plusMinutes(number(parts.group(2)))
                .plusSeconds(number(parts.group(3)));
    }

    private static long number(@Nullable String text) {
        return text == null ? 0 : Long.parseLong(text);
    }
}
