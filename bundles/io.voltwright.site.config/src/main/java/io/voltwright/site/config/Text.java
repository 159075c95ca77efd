package io.voltwright.site.config;

/**
 * A value as it stands in the file.
 *
 * @param what names the place, as {@code evse 'left': rotation}
 * @param value after substitution
 * @param line from 1
 */
record Text(String what, String value, int line) {

    /** Names place and value, for a message. */
    @Override
    public String toString() {
        return what + " '" + value + "'";
    }
}
