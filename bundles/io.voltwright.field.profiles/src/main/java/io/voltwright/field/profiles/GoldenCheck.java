package io.voltwright.field.profiles;

import io.voltwright.field.api.RegisterBus.Table;
import io.voltwright.field.profiles.ActionSpec.Step;
import io.voltwright.field.profiles.Item.Place;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** Decodes the golden samples of a profile and compares them with what a person wrote beside them (P22). */
final class GoldenCheck {

    private final DeviceProfile profile;

    GoldenCheck(DeviceProfile profile) {
        this.profile = profile;
    }

    void check(List<Item> samples) throws ProfileException {
        for (Item item : samples) {
            Section sample = Section.of("golden", item);
            if (sample.has("action")) {
                writes(sample);
            } else {
                reads(sample);
            }
            sample.end();
        }
    }

    private void reads(Section sample) throws ProfileException {
        String usual = profile.rules().table() == Table.INPUT ? "input" : "holding";
        Table table = sample.choice("table", usual, "holding", "input").equals("input") ? Table.INPUT : Table.HOLDING;
        Map<Spot, Integer> registers = registers(sample, table);
        int base = profile.instances().baseOf(sample.integer("instance", 1, 1, 64));
        Map<String, Value> values = new HashMap<>();
        Expression.Scope scope = profile.scope(name -> Optional.ofNullable(values.get(name)));
        // Twice: conditions, scale factors and signs may depend on points further down.
        for (int pass = 0; pass < 2; pass++) {
            for (String name : profile.points().keySet()) {
                profile.variant(name, scope)
                        .filter(point -> point.access().reads())
                        .flatMap(point -> value(point, point.station() ? 0 : base, registers, scope))
                        .ifPresent(value -> values.put(name, value));
            }
        }
        Section expected = sample.section("expect");
        for (Map.Entry<String, Item> entry : expected.entries().entrySet()) {
            compare(entry.getKey(), entry.getValue(), scope);
        }
    }

    private static Optional<Value> value(
            PointSpec point, int base, Map<Spot, Integer> registers, Expression.Scope scope) {
        List<Integer> words = new ArrayList<>();
        for (int i = 0; i < point.words(); i++) {
            Integer word = registers.get(new Spot(point.table(), point.at() + base + i));
            if (word == null) {
                return Optional.empty();
            }
            words.add(word);
        }
        return Codec.decode(point, words, scope);
    }

    /** One register of a sample. */
    private record Spot(Table table, int at) {}

    /** A letter before an address names its table, as in the manuals: C, D, H or I. */
    private static Map<Spot, Integer> registers(Section sample, Table usual) throws ProfileException {
        Map<Spot, Integer> registers = new HashMap<>();
        if (sample.has("frame")) {
            int from = sample.integer("from", 0, 65535);
            byte[] frame = sample.needed("frame", GoldenCheck::bytes);
            // Unit, function and byte count lead the data of a read reply; the check sum was left off.
            for (int i = 3; i + 1 < frame.length; i += 2) {
                registers.put(new Spot(usual, from + (i - 3) / 2), word(frame, i));
            }
            return registers;
        }
        Section reads = sample.section("reads");
        for (Map.Entry<String, Item> entry : reads.entries().entrySet()) {
            String key = entry.getKey();
            Optional<Table> named = Arrays.stream(Table.values())
                    .filter(table -> table.name().startsWith(key.substring(0, 1)))
                    .findFirst();
            String number = named.isPresent() ? key.substring(1) : key;
            int at = Section.integer("address", reads.place(key), number, 0, 65535);
            byte[] bytes = bytes(entry.getValue().place(), Section.word("reads", entry.getValue()));
            for (int i = 0; i + 1 < bytes.length; i += 2) {
                registers.put(new Spot(named.orElse(usual), at + i / 2), word(bytes, i));
            }
        }
        return registers;
    }

    private static int word(byte[] bytes, int at) {
        return ((bytes[at] & 0xff) << 8) | (bytes[at + 1] & 0xff);
    }

    private static byte[] bytes(Place place, String text) throws ProfileException {
        try {
            byte[] bytes = HexFormat.of().parseHex(text.replaceAll("\\s", ""));
            if (bytes.length > 0) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // falls through to the refusal below
        }
        throw place.refuse("golden bytes '" + text + "'", "write hex digits, two a byte");
    }

    private void compare(String key, Item item, Expression.Scope scope) throws ProfileException {
        String wanted = Section.word(key, item);
        if (key.equals("state")) {
            String read = profile.states().row(scope).map(StateTable.Row::title).orElse("nothing");
            require(read.equals(wanted), key, item, read);
        } else if (key.equals("fault")) {
            String read =
                    profile.errors().entry(scope).map(ErrorTable.Entry::code).orElse("none");
            require(read.equals(wanted), key, item, read);
        } else if (key.equals("model")) {
            boolean accepted = profile.identity()
                    .accept()
                    .map(accept -> accept.holds(scope))
                    .orElse(true);
            require(
                    accepted && profile.identity().model().equals(wanted),
                    key,
                    item,
                    accepted ? profile.identity().model() : "not accepted");
        } else {
            comparePoint(key, item, wanted, scope);
        }
    }

    private void comparePoint(String key, Item item, String wanted, Expression.Scope scope) throws ProfileException {
        Optional<Value> read = scope.apply(key);
        if (wanted.equals("none")) {
            require(read.isEmpty(), key, item, read.map(Value::toString).orElse("none"));
            return;
        }
        Optional<PointSpec> point = profile.point(key);
        Value value = point.isPresent()
                ? VirtualParser.literal(point.get(), item.place(), wanted)
                : new Value.Whole(Section.integer(key, item.place(), wanted, Integer.MIN_VALUE, Integer.MAX_VALUE));
        boolean same = read.isPresent()
                && (value instanceof Value.Text
                        ? value.equals(read.get())
                        : Math.abs(read.get().number() - value.number())
                                <= 1e-6 * Math.max(1, Math.abs(value.number())));
        require(same, key, item, read.map(Value::toString).orElse("nothing"));
    }

    private static void require(boolean right, String key, Item item, String read) throws ProfileException {
        if (!right) {
            throw item.place()
                    .refuse(
                            "golden sample: " + key + " reads as " + read + ", not " + Section.word(key, item),
                            "check type, unit and order against the device's register table");
        }
    }

    private void writes(Section sample) throws ProfileException {
        ActionSpec action = profile.actions().get(sample.text("action"));
        if (action == null) {
            throw sample.place("action").refuse("no such action", "name one from actions");
        }
        Map<String, Value> given = new HashMap<>();
        Section with = sample.section("with");
        for (Map.Entry<String, Item> entry : with.entries().entrySet()) {
            FormulaType type = Optional.ofNullable(ControlParser.ACTIONS
                            .getOrDefault(action.name(), Map.of())
                            .get(entry.getKey()))
                    .or(() -> Optional.ofNullable(ControlParser.GIVEN.get(entry.getKey())))
                    .orElse(FormulaType.INT);
            String text = Section.word("with", entry.getValue());
            Place place = entry.getValue().place();
            given.put(
                    entry.getKey(),
                    type.dimension().isPresent()
                            ? new Value.Amount(
                                    Units.quantity(place, text, type.dimension().get()))
                            : new Value.Whole(Section.integer("with", place, text, 0, 65535)));
        }
        Map<Integer, Integer> written = new TreeMap<>();
        int base = profile.instances().baseOf(sample.integer("instance", 1, 1, 64));
        collect(action, profile.scope(name -> Optional.ofNullable(given.get(name))), base, written);
        Section expected = sample.section("writes");
        for (Map.Entry<String, Item> entry : expected.entries().entrySet()) {
            int at = Section.integer("address", expected.place(entry.getKey()), entry.getKey(), 0, 65535);
            byte[] bytes = bytes(entry.getValue().place(), Section.word("writes", entry.getValue()));
            for (int i = 0; i + 1 < bytes.length; i += 2) {
                Integer word = written.remove(at + i / 2);
                int wanted = word(bytes, i);
                require(
                        word != null && word == wanted,
                        "register " + (at + i / 2),
                        entry.getValue(),
                        word == null ? "not written" : String.format("%04X", word));
            }
        }
        if (!written.isEmpty()) {
            throw sample.place("writes").refuse("also written: " + written.keySet(), "name every register it writes");
        }
    }

    private void collect(ActionSpec action, Expression.Scope scope, int base, Map<Integer, Integer> written)
            throws ProfileException {
        for (Step step : action.steps()) {
            if (step instanceof ActionSpec.Do inner) {
                collect(Objects.requireNonNull(profile.actions().get(inner.action())), scope, base, written);
            } else if (step instanceof ActionSpec.Write write) {
                for (Map.Entry<String, Expression> entry : write.values().entrySet()) {
                    PointSpec point = profile.point(entry.getKey()).orElseThrow();
                    Value value = entry.getValue().value(scope).orElseThrow(() -> point.place()
                            .refuse("golden sample: '" + entry.getValue() + "' has no value", "name it under 'with'"));
                    List<Integer> words = Codec.encode(point, value);
                    int from = point.at() + (point.station() ? 0 : base);
                    for (int i = 0; i < words.size(); i++) {
                        written.put(from + i, words.get(i));
                    }
                }
            }
        }
    }
}
