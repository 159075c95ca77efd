package io.voltwright.base.api;

import java.util.regex.Pattern;

/**
 * Names a bus, meter or card reader of the site, as {@code site.yaml} does.
 *
 * @param value 1 to 36 characters: lower-case letters, digits, hyphens; starts with a letter or digit
 */
public record DeviceId(String value) implements Comparable<DeviceId> {

    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9-]{0,35}");

    public DeviceId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "device id '" + value + "': use 1 to 36 lower-case letters, digits and hyphens");
        }
    }

    @Override
    public int compareTo(DeviceId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
