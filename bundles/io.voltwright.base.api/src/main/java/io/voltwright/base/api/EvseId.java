package io.voltwright.base.api;

import java.util.regex.Pattern;

/**
 * Names one EVSE of the site, as {@code site.yaml} does.
 *
 * @param value 1 to 36 characters: lower-case letters, digits, hyphens; starts with a letter or digit
 */
public record EvseId(String value) implements Comparable<EvseId> {

    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9-]{0,35}");

    public EvseId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "EVSE id '" + value + "': use 1 to 36 lower-case letters, digits and hyphens");
        }
    }

    @Override
    public int compareTo(EvseId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
