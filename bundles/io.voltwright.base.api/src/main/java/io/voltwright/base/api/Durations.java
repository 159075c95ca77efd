package io.voltwright.base.api;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Times as people write them. */
public final class Durations {

    private static final Pattern MINUTES = Pattern.compile("\\d{1,6}");
    private static final Pattern FORM =
            Pattern.compile("(?=\\d)(?:(\\d{1,4}) ?h)? ?(?:(\\d{1,6}) ?m(?:in)?)? ?(?:(\\d{1,8}) ?s)?");

    private Durations() {}

    /**
     * @param text as {@code 2h}, {@code 90min}, {@code 1h30min}, {@code 45s}; a bare number is minutes
     * @throws IllegalArgumentException with the value and what to write instead
     */
    public static Duration parse(String text) {
        String stripped = text.strip();
        if (MINUTES.matcher(stripped).matches()) {
            return Duration.ofMinutes(Long.parseLong(stripped));
        }
        Matcher parts = FORM.matcher(stripped);
        if (!parts.matches()) {
            throw new IllegalArgumentException("time '" + text + "': write 2h, 90min or 1h30min");
        }
        return Duration.ofHours(number(parts.group(1)))
                .plusMinutes(number(parts.group(2)))
                .plusSeconds(number(parts.group(3)));
    }

    private static long number(@Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }
}
