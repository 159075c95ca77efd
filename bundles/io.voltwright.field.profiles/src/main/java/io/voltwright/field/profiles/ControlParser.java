package io.voltwright.field.profiles;

import io.voltwright.field.api.PilotState;
import io.voltwright.field.profiles.ActionSpec.Check;
import io.voltwright.field.profiles.ActionSpec.OrElse;
import io.voltwright.field.profiles.ActionSpec.Step;
import io.voltwright.field.profiles.Item.Place;
import io.voltwright.field.profiles.Item.Sequence;
import io.voltwright.field.profiles.StateTable.Row;
import io.voltwright.field.profiles.Units.Dimension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what a device can be asked, and what its state registers mean. */
final class ControlParser {

    /** The actions a driver knows, each with its parameters. */
    static final Map<String, Map<String, FormulaType>> ACTIONS = Map.of(
            "prepare", Map.of(),
            "start", Map.of("a", FormulaType.quantity(Dimension.CURRENT)),
            "setCurrent", Map.of("a", FormulaType.quantity(Dimension.CURRENT)),
            "enable", Map.of(),
            "disable", Map.of(),
            "unlock", Map.of(),
            "setPhases", Map.of("n", FormulaType.INT),
            "reset", Map.of(),
            "wake", Map.of());

    /** What every action may name besides points and variables. */
    static final Map<String, FormulaType> GIVEN = Map.of(
            "failsafe.current", FormulaType.quantity(Dimension.CURRENT),
            "failsafe.timeout", FormulaType.quantity(Dimension.TIME));

    private static final Pattern HEAD = Pattern.compile("([a-zA-Z]+)(?:\\(([a-z]+)\\))?");

    private final Map<String, PointSpec> points;
    private final Formula.Names names;

    ControlParser(Map<String, PointSpec> points, Formula.Names names) {
        this.points = points;
        this.names = names;
    }

    Map<String, ActionSpec> actions(Section section) throws ProfileException {
        Map<String, ActionSpec> actions = new LinkedHashMap<>();
        for (Map.Entry<String, Item> entry : section.entries().entrySet()) {
            Place place = section.place(entry.getKey());
            Matcher head = HEAD.matcher(entry.getKey());
            Map<String, FormulaType> parameters = head.matches() ? ACTIONS.get(head.group(1)) : null;
            if (parameters == null) {
                throw place.refuse(
                        "action '" + entry.getKey() + "' is unknown",
                        "use "
                                + String.join(
                                        ", ", ACTIONS.keySet().stream().sorted().toList()));
            }
            String name = head.group(1);
            List<String> given = head.group(2) == null ? List.of() : List.of(head.group(2));
            if (!parameters.keySet().equals(java.util.Set.copyOf(given))) {
                throw place.refuse(
                        "action '" + entry.getKey() + "' has other parameters",
                        "write " + name
                                + (parameters.isEmpty() ? "" : "(" + String.join(",", parameters.keySet()) + ")"));
            }
            actions.put(name, new ActionSpec(name, given, steps(entry.getValue(), parameters)));
        }
        return actions;
    }

    private List<Step> steps(Item item, Map<String, FormulaType> parameters) throws ProfileException {
        if (!(item instanceof Sequence sequence)) {
            throw item.place().refuse("the steps of an action are not a list", "write lines that begin with '-'");
        }
        Formula.Names inAction = name -> Optional.ofNullable(parameters.get(name))
                .or(() -> Optional.ofNullable(GIVEN.get(name)))
                .or(() -> names.apply(name));
        List<Step> steps = new ArrayList<>();
        for (Item each : sequence.items()) {
            Section step = Section.of("step", each);
            if (step.has("write")) {
                steps.add(write(step.section("write"), inAction));
            } else if (step.has("expect")) {
                steps.add(expect(step.section("expect"), inAction));
            } else if (step.has("wait")) {
                steps.add(new ActionSpec.Pause(step.needed("wait", Units::duration)));
            } else if (step.has("require")) {
                steps.add(new ActionSpec.Require(
                        step.needed("require", (place, text) -> Formula.condition(place, text, inAction))));
            } else {
                steps.add(new ActionSpec.Do(step.text("do")));
            }
            step.end();
        }
        return List.copyOf(steps);
    }

    private ActionSpec.Write write(Section section, Formula.Names inAction) throws ProfileException {
        Map<String, Expression> values = new LinkedHashMap<>();
        for (Map.Entry<String, Item> entry : section.entries().entrySet()) {
            PointSpec point = point(section.place(entry.getKey()), entry.getKey());
            if (!point.access().writes()) {
                throw section.place(entry.getKey())
                        .refuse("'" + point.name() + "' is written but is read-only", "give the point access: w or rw");
            }
            values.put(point.name(), valueFor(point, entry.getValue(), inAction));
        }
        return new ActionSpec.Write(values);
    }

    private ActionSpec.Expect expect(Section section, Formula.Names inAction) throws ProfileException {
        Duration within = section.needed("within", Units::duration);
        OrElse orElse = OrElse.valueOf(
                section.choice("orElse", "refuse", "refuse", "warn", "fault").toUpperCase(Locale.ROOT));
        Optional<Units.Measure> tolerance = section.value("tolerance", Units::measure);
        List<Check> checks = new ArrayList<>();
        for (Map.Entry<String, Item> entry : section.rest().entrySet()) {
            PointSpec point = point(section.place(entry.getKey()), entry.getKey());
            if (!point.access().reads()) {
                throw section.place(entry.getKey())
                        .refuse("'" + point.name() + "' is write-only", "expect a readable point");
            }
            double slack = tolerance
                    .filter(measure -> point.kind().equals(FormulaType.quantity(measure.dimension())))
                    .map(Units.Measure::value)
                    .orElse(0.0);
            checks.add(check(point, entry.getValue(), slack, inAction));
        }
        return new ActionSpec.Expect(List.copyOf(checks), within, orElse);
    }

    private Check check(PointSpec point, Item item, double tolerance, Formula.Names inAction) throws ProfileException {
        if (item instanceof Item.Mapping) {
            Section bit = Section.of("expect", item);
            int number = bit.integer("bit", 0, 16 * point.words() - 1);
            int is = bit.integer("is", 0, 1);
            bit.end();
            Expression wanted = Expression.constant(Integer.toString(is), FormulaType.INT, new Value.Whole(is));
            return new Check(point.name(), Optional.of(number), List.of(wanted), 0);
        }
        List<Item> items = item instanceof Sequence sequence ? sequence.items() : List.of(item);
        List<Expression> anyOf = new ArrayList<>();
        for (Item each : items) {
            anyOf.add(valueFor(point, each, inAction));
        }
        return new Check(point.name(), Optional.empty(), List.copyOf(anyOf), tolerance);
    }

    /** A formula of the point's kind; a bare 0 is allowed for quantities. */
    private static Expression valueFor(PointSpec point, Item item, Formula.Names inAction) throws ProfileException {
        String text = Section.word(point.name(), item);
        if (text.equals("0") && point.kind().dimension().isPresent()) {
            return Expression.constant("0", point.kind(), new Value.Amount(0));
        }
        if (point.kind().equals(FormulaType.TEXT) && !text.startsWith("$") && !text.startsWith("\"")) {
            return Expression.constant(text, FormulaType.TEXT, new Value.Text(text));
        }
        Expression value = Formula.compile(item.place(), text, inAction);
        if (!value.type().equals(point.kind())) {
            throw item.place()
                    .refuse(
                            "'" + text + "' is " + value.type().title() + ", " + point.name() + " is "
                                    + point.kind().title(),
                            "make both the same");
        }
        return value;
    }

    private PointSpec point(Place place, String name) throws ProfileException {
        PointSpec point = points.get(name);
        if (point == null) {
            throw place.refuse("point '" + name + "' is unknown", "declare it under points");
        }
        return point;
    }

    StateTable states(List<Item> items) throws ProfileException {
        List<Row> rows = new ArrayList<>();
        for (Item item : items) {
            Section s = Section.of("state", item);
            Expression when = s.has("else")
                    ? Expression.constant(
                            s.choice("else", "true", "true"), FormulaType.CONDITION, new Value.Truth(true))
                    : s.needed("when", (place, text) -> Formula.condition(place, text, names));
            String iec = s.choice("iec", "?", "A", "B", "C", "D", "E", "F", "?");
            rows.add(new Row(
                    when,
                    iec.equals("?") ? PilotState.UNKNOWN : PilotState.valueOf(iec),
                    s.integer("sub", 0, 0, 2),
                    s.text("reason", ""),
                    s.value("fault", FaultCodes::check),
                    s.place()));
            s.end();
        }
        return new StateTable(rows);
    }
}
