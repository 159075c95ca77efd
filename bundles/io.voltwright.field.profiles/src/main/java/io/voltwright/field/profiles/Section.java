package io.voltwright.field.profiles;

import io.voltwright.field.profiles.Item.Mapping;
import io.voltwright.field.profiles.Item.Place;
import io.voltwright.field.profiles.Item.Scalar;
import io.voltwright.field.profiles.Item.Sequence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A mapping that is read strictly: each key once asked for, and nothing left over at the end. */
final class Section {

    /** Reads one value; the place is where it stands. */
    interface Reading<T> {
        T read(Place place, String text) throws ProfileException;
    }

    private final String name;
    private final Mapping mapping;
    private final Set<String> asked = new LinkedHashSet<>();

    Section(String name, Mapping mapping) {
        this.name = name;
        this.mapping = mapping;
    }

    Place place() {
        return mapping.place();
    }

    Place place(String key) {
        return mapping.keys().getOrDefault(key, mapping.place());
    }

    boolean has(String key) {
        return mapping.entries().containsKey(key);
    }

    Optional<Item> item(String key) {
        asked.add(key);
        return Optional.ofNullable(mapping.entries().get(key));
    }

    Item need(String key) throws ProfileException {
        return item(key).orElseThrow(() -> place().refuse(name + " lacks '" + key + "'", "add '" + key + ":'"));
    }

    <T> Optional<T> value(String key, Reading<T> reading) throws ProfileException {
        Optional<Item> item = item(key);
        return item.isEmpty()
                ? Optional.empty()
                : Optional.of(reading.read(item.get().place(), word(key, item.get())));
    }

    <T> T needed(String key, Reading<T> reading) throws ProfileException {
        Item item = need(key);
        return reading.read(item.place(), word(key, item));
    }

    String text(String key) throws ProfileException {
        return needed(key, (place, text) -> text);
    }

    String text(String key, String otherwise) throws ProfileException {
        return value(key, (place, text) -> text).orElse(otherwise);
    }

    /** One of the named words. */
    String choice(String key, String otherwise, String... allowed) throws ProfileException {
        return value(key, (place, text) -> {
                    if (!List.of(allowed).contains(text)) {
                        throw place.refuse(
                                name + "." + key + " '" + text + "' is unknown", "use " + String.join(", ", allowed));
                    }
                    return text;
                })
                .orElse(otherwise);
    }

    int integer(String key, int otherwise, int least, int most) throws ProfileException {
        return value(key, (place, text) -> integer(name + "." + key, place, text, least, most))
                .orElse(otherwise);
    }

    int integer(String key, int least, int most) throws ProfileException {
        return needed(key, (place, text) -> integer(name + "." + key, place, text, least, most));
    }

    boolean flag(String key) throws ProfileException {
        return choice(key, "false", "true", "false").equals("true");
    }

    Duration duration(String key, Duration otherwise) throws ProfileException {
        return value(key, Units::duration).orElse(otherwise);
    }

    /** The mapping under a key, empty if it is not there. */
    Section section(String key) throws ProfileException {
        Optional<Item> item = item(key);
        return item.isEmpty()
                ? new Section(name + "." + key, new Mapping(place(), Map.of(), Map.of()))
                : of(name + "." + key, item.get());
    }

    /** The list under a key, empty if it is not there. */
    List<Item> list(String key) throws ProfileException {
        Optional<Item> item = item(key);
        if (item.isEmpty()) {
            return List.of();
        }
        if (item.get() instanceof Sequence sequence) {
            return sequence.items();
        }
        throw item.get().place().refuse(name + "." + key + " is not a list", "write [..] or lines that begin with '-'");
    }

    List<String> words(String key) throws ProfileException {
        List<String> words = new ArrayList<>();
        for (Item item : list(key)) {
            words.add(word(key, item));
        }
        return List.copyOf(words);
    }

    /** All entries, whatever their keys are: for mappings whose keys are names or addresses. */
    Map<String, Item> entries() {
        asked.addAll(mapping.entries().keySet());
        return new LinkedHashMap<>(mapping.entries());
    }

    /** Entries not asked for so far. */
    Map<String, Item> rest() {
        Map<String, Item> rest = new LinkedHashMap<>(mapping.entries());
        rest.keySet().removeAll(asked);
        asked.addAll(rest.keySet());
        return rest;
    }

    /** Refuses what nobody asked for. */
    void end() throws ProfileException {
        for (String key : mapping.entries().keySet()) {
            if (!asked.contains(key)) {
                throw place(key)
                        .refuse("unknown key '" + key + "' in " + name, "allowed here: " + String.join(", ", asked));
            }
        }
    }

    static Section of(String name, Item item) throws ProfileException {
        if (item instanceof Mapping mapping) {
            return new Section(name, mapping);
        }
        throw item.place().refuse(name + " is not a mapping", "write {key: value} or indented lines 'key: value'");
    }

    static String word(String name, Item item) throws ProfileException {
        if (item instanceof Scalar scalar) {
            return scalar.text();
        }
        throw item.place().refuse(name + " is not a single value", "write one word or number");
    }

    static int integer(String name, Place place, String text, int least, int most) throws ProfileException {
        try {
            int value = Integer.decode(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // falls through to the refusal below
        }
        throw place.refuse(name + " '" + text + "' is not allowed", "use a whole number from " + least + " to " + most);
    }
}
