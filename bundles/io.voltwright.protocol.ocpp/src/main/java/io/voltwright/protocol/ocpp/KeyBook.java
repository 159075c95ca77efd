package io.voltwright.protocol.ocpp;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The keys of one back end with their values; may be read from any thread. */
final class KeyBook {

    private final List<Key> keys;
    private final Map<String, Key> byName;
    private final Map<String, String> changed;
    /** What lists of measurands say, for they are asked for with each sample. */
    private final Map<String, Measures> measures = new ConcurrentHashMap<>();

    private record Measures(String text, List<Measure> list) {}

    /**
     * @param changed values that differ from the initial ones, by name; what a key does not take any more is dropped
     */
    KeyBook(List<Key> keys, Map<String, String> changed) {
        this.keys = List.copyOf(keys);
        this.byName =
                keys.stream().collect(Collectors.toUnmodifiableMap(key -> lower(key.name()), Function.identity()));
        this.changed = new ConcurrentHashMap<>();
        changed.forEach((name, value) -> find(name).ifPresent(key -> {
            try {
                this.changed.put(key.name(), key.form().apply(value));
            } catch (IllegalArgumentException e) {
                this.changed.remove(key.name());
            }
        }));
    }

    List<Key> keys() {
        return keys;
    }

    /** Whatever the case (R-C01). */
    Optional<Key> find(String name) {
        return Optional.ofNullable(byName.get(lower(name)));
    }

    String value(Key key) {
        Optional<String> held = key.held().get();
        if (held.isPresent()) {
            return held.get();
        }
        String value = key.asked() ? null : changed.get(key.name());
        return value == null ? key.initial().get() : value;
    }

    /** Keeps a value that the key's form took. */
    void put(Key key, String value) {
        changed.put(key.name(), value);
    }

    String text(String name) {
        return find(name).map(this::value).orElseThrow(() -> new IllegalArgumentException("there is no key " + name));
    }

    int number(String name) {
        return Integer.parseInt(text(name));
    }

    boolean flag(String name) {
        return Boolean.parseBoolean(text(name));
    }

    Duration seconds(String name) {
        return Duration.ofSeconds(number(name));
    }

    List<Measure> measures(String name) {
        String text = text(name);
        Measures known = measures.get(name);
        if (known == null || !known.text().equals(text)) {
            known = new Measures(text, Measure.list(text));
            measures.put(name, known);
        }
        return known.list();
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
