package io.voltwright.journal.derby;

import io.voltwright.journal.api.Payload;
import java.util.List;
import java.util.Map;

/** Writes JSON as RFC 8785 wants it, for texts, whole numbers, flags, lists and payloads. */
final class CanonicalJson {

    /** RFC 8785 numbers are IEEE 754 doubles; beyond this they are not exact. */
    private static final long MOST = (1L << 53) - 1;

    private CanonicalJson() {}

    /**
     * Appends a value.
     *
     * @throws IllegalArgumentException if it has no exact canonical form
     */
    static void write(Object value, StringBuilder out) {
        if (value instanceof String text) {
            write(text, out);
        } else if (value instanceof Long number) {
            if (number > MOST || number < -MOST) {
                throw new IllegalArgumentException("the number " + number + " is beyond 2^53: carry it as text");
            }
            out.append(number.longValue());
        } else if (value instanceof Boolean flag) {
            out.append(flag.booleanValue());
        } else if (value instanceof Payload payload) {
            write(payload.values(), out);
        } else if (value instanceof List<?> list) {
            char before = '[';
            for (Object item : list) {
                out.append(before);
                write(item, out);
                before = ',';
            }
            out.append(list.isEmpty() ? "[]" : "]");
        } else {
            throw new IllegalArgumentException(
                    "no canonical form for a " + value.getClass().getName());
        }
    }

    // Section 3.2.3: names in the order of their UTF-16 code units, which is that of String, so of a payload's map.
    private static void write(Map<String, Object> values, StringBuilder out) {
        char before = '{';
        for (Map.Entry<String, Object> value : values.entrySet()) {
            out.append(before);
            write(value.getKey(), out);
            out.append(':');
            write(value.getValue(), out);
            before = ',';
        }
        out.append(values.isEmpty() ? "{}" : "}");
    }

    // Section 3.2.2.2
    private static void write(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ') {
                        out.append("\\u00")
                                .append(Character.forDigit(c >> 4, 16))
                                .append(Character.forDigit(c & 15, 16));
                    } else if (Character.isHighSurrogate(c)) {
                        writePair(text, i++, out);
                    } else if (Character.isLowSurrogate(c)) {
                        throw halfACharacter(text);
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    private static void writePair(String text, int at, StringBuilder out) {
        if (at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1))) {
            throw halfACharacter(text);
        }
        out.append(text, at, at + 2);
    }

    private static IllegalArgumentException halfACharacter(String text) {
        return new IllegalArgumentException("half a character in '" + text + "'");
    }
}
