package io.voltwright.field.profiles;

import io.voltwright.base.api.Point;
import io.voltwright.field.api.RegisterBus.Table;
import io.voltwright.field.profiles.DeviceProfile.Order;
import io.voltwright.field.profiles.DeviceProfile.Rules;
import io.voltwright.field.profiles.Item.Place;
import io.voltwright.field.profiles.Item.Sequence;
import io.voltwright.field.profiles.PointSpec.Access;
import io.voltwright.field.profiles.PointSpec.Bits;
import io.voltwright.field.profiles.PointSpec.Range;
import io.voltwright.field.profiles.Units.Unit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the section {@code points}. */
final class PointParser {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9]*(\\.[a-zA-Z0-9]+)*");
    private static final Pattern BITS = Pattern.compile("([0-9]{1,2})(?:\\.\\.([0-9]{1,2}))?");

    private final Rules rules;
    private final Set<String> classes;

    PointParser(Rules rules, Set<String> classes) {
        this.rules = rules;
        this.classes = classes;
    }

    /** The points with their conditions still uncompiled: those may name points further down. */
    Map<String, List<Raw>> read(Section section) throws ProfileException {
        Map<String, List<Raw>> points = new LinkedHashMap<>();
        for (Map.Entry<String, Item> entry : section.entries().entrySet()) {
            String name = entry.getKey();
            if (!NAME.matcher(name).matches()) {
                throw section.place(name).refuse("point name '" + name + "'", "use words joined by dots");
            }
            List<Raw> variants = new ArrayList<>();
            List<Item> items =
                    entry.getValue() instanceof Sequence sequence ? sequence.items() : List.of(entry.getValue());
            for (Item item : items) {
                variants.add(point(name, Section.of(name, item)));
            }
            points.put(name, List.copyOf(variants));
        }
        return points;
    }

    /** A point whose condition is still text. */
    record Raw(PointSpec spec, Optional<String> when) {

        PointSpec compiled(Formula.Names names) throws ProfileException {
            if (when.isEmpty()) {
                return spec;
            }
            Optional<Expression> condition = Optional.of(Formula.condition(spec.place(), when.get(), names));
            return new PointSpec(
                    spec.name(),
                    spec.table(),
                    spec.at(),
                    spec.words(),
                    spec.type(),
                    spec.order(),
                    spec.bits(),
                    spec.unit(),
                    spec.offset(),
                    spec.scaleFrom(),
                    spec.signFrom(),
                    spec.na(),
                    spec.range(),
                    spec.poll(),
                    spec.access(),
                    spec.single(),
                    condition,
                    spec.optional(),
                    spec.station(),
                    spec.monotonic(),
                    spec.place());
        }
    }

    private Raw point(String name, Section s) throws ProfileException {
        RegisterType type = s.needed("type", RegisterType::of);
        int words = type.words() > 0 ? type.words() : s.integer("words", 1, 60);
        Optional<Unit> unit = s.value("unit", Units::unit);
        checkUnit(name, s, type, unit);
        Access access = access(s);
        PointSpec spec = new PointSpec(
                name,
                table(s, type),
                s.integer("at", 0, 65536 - words),
                words,
                type,
                order(s.section("order"), rules.order()),
                bits(s, words),
                unit,
                offset(s, unit),
                s.value("sf", (place, text) -> text),
                s.value("signFrom", (place, text) -> text),
                sentinels(s),
                range(s, unit),
                poll(s, access),
                access,
                s.integer("fc", rules.single() ? 6 : 16, 5, 16) <= 6,
                Optional.empty(),
                s.flag("optional")
                        || s.choice("onError", "fail", "null", "fail").equals("null"),
                s.flag("station"),
                s.flag("monotonic"),
                s.place());
        Optional<String> when = s.value("when", (place, text) -> text);
        s.text("format", "hex");
        s.end();
        return new Raw(spec, when);
    }

    private static Access access(Section s) throws ProfileException {
        String access = s.choice("access", "r", "r", "w", "rw");
        if (access.equals("r")) {
            return Access.READ;
        }
        return access.equals("w") ? Access.WRITE : Access.BOTH;
    }

    private Table table(Section s, RegisterType type) throws ProfileException {
        String otherwise =
                type == RegisterType.BIT ? "coil" : rules.table().name().toLowerCase(Locale.ROOT);
        String table = s.choice("table", otherwise, "holding", "input", "coil", "discrete");
        boolean bits = table.equals("coil") || table.equals("discrete");
        if (bits != (type == RegisterType.BIT)) {
            throw s.place()
                    .refuse(
                            "type " + type.key() + " in table " + table,
                            "coils and discretes hold 'bit', only they do");
        }
        return Table.valueOf(table.toUpperCase(Locale.ROOT));
    }

    private static void checkUnit(String name, Section s, RegisterType type, Optional<Unit> unit)
            throws ProfileException {
        if (unit.isPresent() && (type.isText() || type == RegisterType.BIT)) {
            throw s.place("unit").refuse(name + " is " + type.key() + " and has a unit", "drop 'unit'");
        }
        for (Point point : Point.values()) {
            if (point.key().equals(name)) {
                String canonical = unit.map(u -> u.dimension().canonical()).orElse("");
                if (!canonical.equals(point.unit())) {
                    throw s.place("unit")
                            .refuse(
                                    name + " counts in '" + unit.map(Unit::name).orElse("no unit") + "'",
                                    "name a unit of " + point.unit());
                }
            }
        }
    }

    static Order order(Section s, Order otherwise) throws ProfileException {
        String words = s.choice("words", otherwise.lowWordFirst() ? "lsw" : "msw", "msw", "lsw");
        String bytes = s.choice("bytes", otherwise.lowByteFirst() ? "le" : "be", "be", "le");
        String text = s.choice("text", otherwise.lowTextFirst() ? "le" : "be", "be", "le");
        s.end();
        return new Order(words.equals("lsw"), bytes.equals("le"), text.equals("le"));
    }

    private static Optional<Bits> bits(Section s, int words) throws ProfileException {
        return s.value("bits", (place, text) -> {
            Matcher matcher = BITS.matcher(text);
            if (matcher.matches()) {
                int high = Integer.parseInt(matcher.group(1));
                int low = matcher.group(2) == null ? high : Integer.parseInt(matcher.group(2));
                if (low <= high && high < 16 * words && high < 63) {
                    return new Bits(high, low);
                }
            }
            throw place.refuse("bits '" + text + "'", "write high..low, as 7..4, within the register");
        });
    }

    private static double offset(Section s, Optional<Unit> unit) throws ProfileException {
        return s.value("offset", (place, text) -> Units.quantity(place, text, dimension(place, unit)))
                .orElse(0.0);
    }

    private static Optional<Range> range(Section s, Optional<Unit> unit) throws ProfileException {
        Optional<Double> least = s.value("min", (place, text) -> Units.quantity(place, text, dimension(place, unit)));
        Optional<Double> most = s.value("max", (place, text) -> Units.quantity(place, text, dimension(place, unit)));
        return least.isEmpty() && most.isEmpty()
                ? Optional.empty()
                : Optional.of(new Range(least.orElse(Double.NEGATIVE_INFINITY), most.orElse(Double.POSITIVE_INFINITY)));
    }

    private static Units.Dimension dimension(Place place, Optional<Unit> unit) throws ProfileException {
        if (unit.isEmpty()) {
            throw place.refuse("a limit of a point without unit", "add 'unit'");
        }
        return unit.get().dimension();
    }

    private static List<Long> sentinels(Section s) throws ProfileException {
        List<Long> values = new ArrayList<>();
        for (Item item : s.list("na")) {
            String text = Section.word("na", item);
            try {
                values.add(Long.decode(text));
            } catch (NumberFormatException e) {
                throw item.place().refuse("na '" + text + "' is no number", "write raw register values, as 0xFFFF");
            }
        }
        return List.copyOf(values);
    }

    private Optional<String> poll(Section s, Access access) throws ProfileException {
        Optional<String> poll = s.value("poll", (place, text) -> {
            if (!classes.contains(text)) {
                throw place.refuse("poll class '" + text + "' is unknown", "use " + String.join(", ", classes));
            }
            return text;
        });
        if (poll.isPresent() && !access.reads()) {
            throw s.place("poll").refuse("a write-only point is polled", "drop 'poll' or say access: rw");
        }
        return poll;
    }
}
