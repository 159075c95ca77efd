package io.voltwright.field.profiles;

import io.voltwright.field.profiles.Item.Place;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads the section {@code virtual}. */
final class VirtualParser {

    private final Map<String, PointSpec> points;
    private final Formula.Names readable;

    VirtualParser(Map<String, PointSpec> points, Formula.Names readable) {
        this.points = points;
        this.readable = readable;
    }

    Virtual read(Section s) throws ProfileException {
        Map<String, Map<String, Value>> states = new LinkedHashMap<>();
        Section rows = s.section("states");
        for (String state : rows.entries().keySet()) {
            states.put(state, values(rows.section(state)));
        }
        // A virtual device may look at what was written to it, also where a driver could not read that back.
        Formula.Names all = name -> readable.apply(name)
                .or(() -> Optional.ofNullable(points.get(name)).map(PointSpec::kind));
        Map<String, Expression> mirrors = new LinkedHashMap<>();
        Section mirror = s.section("mirror");
        for (Map.Entry<String, Item> entry : mirror.entries().entrySet()) {
            PointSpec shown = point(mirror.place(entry.getKey()), entry.getKey());
            Item item = entry.getValue();
            Expression source = Formula.compile(item.place(), Section.word("mirror", item), all);
            if (!source.type().equals(shown.kind())) {
                throw item.place()
                        .refuse(
                                "'" + source + "' is " + source.type().title() + ", " + shown.name() + " is "
                                        + shown.kind().title(),
                                "make both the same");
            }
            mirrors.put(entry.getKey(), source);
        }
        Virtual virtual = new Virtual(
                values(s.section("initial")),
                states,
                s.value("current", this::checked),
                s.value("enabled", (place, text) -> Formula.condition(place, text, all)),
                s.value("phases", (place, text) -> whole(place, Formula.compile(place, text, all))),
                mirrors,
                s.value("unlock", this::checked),
                values(s.section("unlocked")));
        s.end();
        return virtual;
    }

    private static Expression whole(Place place, Expression formula) throws ProfileException {
        if (!formula.type().equals(FormulaType.INT)) {
            throw place.refuse("'" + formula + "' is " + formula.type().title(), "it must be a whole number");
        }
        return formula;
    }

    private Map<String, Value> values(Section s) throws ProfileException {
        Map<String, Value> values = new LinkedHashMap<>();
        for (Map.Entry<String, Item> entry : s.entries().entrySet()) {
            PointSpec point = point(s.place(entry.getKey()), entry.getKey());
            values.put(
                    entry.getKey(), literal(point, entry.getValue().place(), Section.word("value", entry.getValue())));
        }
        return values;
    }

    /** A value as a profile writes it: with unit for quantities, plain for codes and texts. */
    static Value literal(PointSpec point, Place place, String text) throws ProfileException {
        if (point.kind().dimension().isPresent()) {
            return new Value.Amount(
                    Units.quantity(place, text, point.kind().dimension().get()));
        }
        if (point.kind().equals(FormulaType.TEXT)) {
            return new Value.Text(text);
        }
        try {
            return new Value.Whole(Long.decode(text));
        } catch (NumberFormatException e) {
            throw place.refuse("'" + text + "' is no value for " + point.name(), "write a whole number");
        }
    }

    private String checked(Place place, String name) throws ProfileException {
        return point(place, name).name();
    }

    private PointSpec point(Place place, String name) throws ProfileException {
        PointSpec point = points.get(name);
        if (point == null) {
            throw place.refuse("point '" + name + "' is unknown", "declare it under points");
        }
        return point;
    }
}
