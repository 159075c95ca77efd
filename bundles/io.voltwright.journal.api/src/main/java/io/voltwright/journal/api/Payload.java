package io.voltwright.journal.api;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a fact says: named texts, whole numbers, flags, lists and nested payloads, sorted by name.
 *
 * <p>There are no fractions: quantities are whole numbers of a small unit, exact decimals are texts. That keeps the canonical
 * JSON (RFC 8785) of a payload, and so the hash chain, free of number formatting.
 */
public final class Payload {

    private final Map<String, Object> values;

    private Payload(Map<String, Object> values) {
        this.values = values;
    }

    public static final Payload EMPTY = new Payload(Map.of());

    public static Builder with() {
        return new Builder();
    }

    /**
     * From plain values, as a codec reads them.
     *
     * @param values {@code String}, {@code Long}, {@code Boolean}, {@code Payload}, {@code Map} or {@code Collection} of these
     * @throws IllegalArgumentException for any other kind of value
     */
    public static Payload of(Map<String, ?> values) {
        Builder builder = with();
        values.forEach(builder::put);
        return builder.done();
    }

    /**
     * @throws NoSuchElementException if there is no such text
     */
    public String text(String name) {
        return findText(name).orElseThrow(() -> missing(name, "text"));
    }

    /**
     * @throws NoSuchElementException if there is no such number
     */
    public long number(String name) {
        return findNumber(name).orElseThrow(() -> missing(name, "number"));
    }

    /** False also where it is absent. */
    public boolean flag(String name) {
        return Boolean.TRUE.equals(values.get(name));
    }

    public Optional<String> findText(String name) {
        return values.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    public Optional<Long> findNumber(String name) {
        return values.get(name) instanceof Long number ? Optional.of(number) : Optional.empty();
    }

    public Optional<Payload> findPayload(String name) {
        return values.get(name) instanceof Payload payload ? Optional.of(payload) : Optional.empty();
    }

    /** The payloads of a list; empty where there is none. */
    public List<Payload> payloads(String name) {
        return values.get(name) instanceof List<?> list
                ? list.stream()
                        .filter(Payload.class::isInstance)
                        .map(Payload.class::cast)
                        .toList()
                : List.of();
    }

    /** The texts of a list; empty where there is none. */
    public List<String> texts(String name) {
        return values.get(name) instanceof List<?> list
                ? list.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .toList()
                : List.of();
    }

    /** Sorted by name; values as {@link #of(Map)} takes them. */
    public Map<String, Object> values() {
        return values;
    }

    private NoSuchElementException missing(String name, String kind) {
        return new NoSuchElementException("payload has no " + kind + " '" + name + "': " + values.keySet());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Payload payload && payload.values.equals(values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return values.toString();
    }

    /** Collects values; a name put twice keeps the last. */
    public static final class Builder {

        private final TreeMap<String, Object> values = new TreeMap<>();

        private Builder() {}

        /**
         * @throws IllegalArgumentException if the value is of a kind that {@link Payload#of(Map)} does not take
         */
        public Builder put(String name, Object value) {
            values.put(name, plain(name, value));
            return this;
        }

        /** Leaves the name out where the value is empty. */
        public Builder put(String name, Optional<?> value) {
            value.ifPresent(present -> put(name, present));
            return this;
        }

        public Payload done() {
            return values.isEmpty() ? EMPTY : new Payload(java.util.Collections.unmodifiableMap(new TreeMap<>(values)));
        }

        private static Object plain(String name, Object value) {
            if (value instanceof String
                    || value instanceof Long
                    || value instanceof Boolean
                    || value instanceof Payload) {
                return value;
            }
            if (value instanceof Integer number) {
                return number.longValue();
            }
            if (value instanceof Collection<?> list) {
                return list.stream().map(item -> plain(name, item)).toList();
            }
            if (value instanceof Map<?, ?> map) {
                Builder nested = with();
                map.forEach((key, item) -> nested.put(String.valueOf(key), item));
                return nested.done();
            }
            throw new IllegalArgumentException(
                    "'" + name + "' cannot carry a " + value.getClass().getName());
        }
    }
}
