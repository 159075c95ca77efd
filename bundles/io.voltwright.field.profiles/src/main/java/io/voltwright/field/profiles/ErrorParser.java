package io.voltwright.field.profiles;

import io.voltwright.field.profiles.ErrorTable.Entry;
import io.voltwright.field.profiles.Item.Scalar;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads the section {@code errors}. */
final class ErrorParser {

    private ErrorParser() {}

    static ErrorTable errors(Section s, Map<String, PointSpec> points) throws ProfileException {
        if (!s.has("from")) {
            s.end();
            return ErrorTable.NONE;
        }
        String from = s.needed("from", (place, text) -> {
            PointSpec point = points.get(text);
            if (point == null
                    || !point.kind().equals(FormulaType.INT)
                    || point.poll().isEmpty()) {
                throw place.refuse("errors come from '" + text + "'", "name a polled point without unit");
            }
            return text;
        });
        Map<Long, Entry> values = new LinkedHashMap<>();
        Section map = s.section("map");
        for (Map.Entry<String, Item> entry : map.entries().entrySet()) {
            values.put(
                    (long) Section.integer("error", map.place(entry.getKey()), entry.getKey(), 0, Integer.MAX_VALUE),
                    entry(entry.getValue()));
        }
        Map<Integer, Entry> bits = new LinkedHashMap<>();
        Section bitMap = s.section("bits");
        for (Map.Entry<String, Item> entry : bitMap.entries().entrySet()) {
            bits.put(
                    Section.integer("bit", bitMap.place(entry.getKey()), entry.getKey(), 0, 63),
                    entry(entry.getValue()));
        }
        Optional<Item> otherwise = s.item("default");
        Optional<Entry> fallback = otherwise.isEmpty() ? Optional.empty() : Optional.of(entry(otherwise.get()));
        if ((values.isEmpty() && bits.isEmpty()) || (!values.isEmpty() && fallback.isEmpty())) {
            throw s.place().refuse("the error table is not total", "add 'map' with its 'default', or 'bits'");
        }
        s.end();
        return new ErrorTable(Optional.of(from), values, bits, fallback);
    }

    private static Entry entry(Item item) throws ProfileException {
        if (item instanceof Scalar scalar) {
            return new Entry(FaultCodes.check(scalar.place(), scalar.text()), false, false);
        }
        Section s = Section.of("error", item);
        s.choice("severity", "high", "low", "medium", "high");
        Entry entry = new Entry(s.needed("code", FaultCodes::check), s.flag("latched"), s.flag("resettable"));
        s.end();
        return entry;
    }
}
