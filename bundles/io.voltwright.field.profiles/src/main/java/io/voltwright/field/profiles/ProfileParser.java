package io.voltwright.field.profiles;

import io.voltwright.base.api.Current;
import io.voltwright.field.api.Profiles.Kind;
import io.voltwright.field.api.RegisterBus.Table;
import io.voltwright.field.profiles.Capabilities.PhaseSwitch;
import io.voltwright.field.profiles.Capabilities.SetPoint;
import io.voltwright.field.profiles.Capabilities.Zero;
import io.voltwright.field.profiles.DeviceProfile.Freshness;
import io.voltwright.field.profiles.DeviceProfile.Identity;
import io.voltwright.field.profiles.DeviceProfile.Instances;
import io.voltwright.field.profiles.DeviceProfile.Merge;
import io.voltwright.field.profiles.DeviceProfile.Order;
import io.voltwright.field.profiles.DeviceProfile.Rules;
import io.voltwright.field.profiles.DeviceProfile.Span;
import io.voltwright.field.profiles.Item.Mapping;
import io.voltwright.field.profiles.Units.Dimension;
import java.io.Reader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads one {@code csp/1} file into a model, checks it as a whole and tries its golden samples. */
public final class ProfileParser {

    private static final Order USUAL = new Order(false, false, false);

    private final Section top;
    private final Map<String, PointSpec> first = new LinkedHashMap<>();
    private final Map<String, FormulaType> variableTypes = new LinkedHashMap<>();
    private final Map<String, FormulaType> flagTypes = new LinkedHashMap<>();

    private ProfileParser(Mapping file) {
        this.top = new Section("profile", file);
    }

    /**
     * @param file its name, for messages; without {@code .yaml} it must be the profile's id
     * @throws ProfileException naming the first thing that is wrong
     */
    public static DeviceProfile read(String file, Reader text) throws ProfileException {
        return read(file, Item.read(file, text));
    }

    static DeviceProfile read(String file, Mapping text) throws ProfileException {
        return new ProfileParser(text).profile(file);
    }

    private DeviceProfile profile(String file) throws ProfileException {
        top.integer("csp", 1, 1);
        String id = top.text("id");
        if (!file.replaceFirst(".*/", "").equals(id + ".yaml")) {
            throw top.place("id").refuse("profile '" + id + "' is in file " + file, "name the file " + id + ".yaml");
        }
        Kind kind = Kind.valueOf(top.choice("kind", "evse", "evse", "meter").toUpperCase(Locale.ROOT));
        String title = top.text("title");
        top.words("sources");
        Rules rules = rules(top.section("modbus"));
        Map<String, Optional<Duration>> polls = polls(top.section("poll"));
        Map<String, List<PointParser.Raw>> raw =
                new PointParser(rules, polls.keySet()).read(Section.of("points", top.need("points")));
        raw.forEach((name, variants) -> first.put(name, variants.get(0).spec()));
        Identity identity = identity(top.section("identify"), top.section("vars"), title);
        Map<String, List<PointSpec>> points = new LinkedHashMap<>();
        for (Map.Entry<String, List<PointParser.Raw>> entry : raw.entrySet()) {
            List<PointSpec> variants = new ArrayList<>();
            for (PointParser.Raw variant : entry.getValue()) {
                variants.add(variant.compiled(this::type));
            }
            points.put(entry.getKey(), List.copyOf(variants));
        }
        Capabilities capabilities = capabilities(top.section("capabilities"), kind);
        ControlParser control = new ControlParser(first, this::type);
        DeviceProfile profile = new DeviceProfile(
                id,
                kind,
                title,
                TransportParser.transports(top.section("transport")),
                rules,
                polls,
                instances(top.section("instances")),
                TransportParser.discovery(top),
                identity,
                points,
                capabilities,
                control.states(top.list("state")),
                ErrorParser.errors(top.section("errors"), first),
                new FailSafeParser(first, this::type).read(top.section("failsafe")),
                control.actions(top.section("actions")),
                freshness(top.section("freshness"), polls),
                SignedParser.read(top),
                new VirtualParser(first, this::type).read(top.section("virtual")));
        List<Item> golden = top.list("golden");
        top.end();
        ProfileChecks.check(profile, top);
        new GoldenCheck(profile).check(golden);
        return profile;
    }

    private Optional<FormulaType> type(String name) {
        if (name.startsWith("has.")) {
            return Optional.ofNullable(flagTypes.get(name));
        }
        return Optional.ofNullable(variableTypes.get(name)).or(() -> Optional.ofNullable(first.get(name))
                .filter(point -> point.access().reads())
                .map(PointSpec::kind));
    }

    private static Rules rules(Section s) throws ProfileException {
        Section read = s.section("read");
        Section write = s.section("write");
        Table table = read.integer("fc", 3, 3, 4) == 3 ? Table.HOLDING : Table.INPUT;
        Rules rules = new Rules(
                table,
                PointParser.order(s.section("order"), USUAL),
                Merge.valueOf(
                        read.choice("merge", "auto", "auto", "never", "exact").toUpperCase(Locale.ROOT)),
                read.integer("maxRegs", 100, 1, 125),
                read.integer("gap", 8, 0, 124),
                read.duration("minGap", Duration.ZERO),
                spans(table, read.list("avoid")),
                spans(table, read.list("blocks")),
                write.integer("fc", 16, 6, 16) == 6,
                write.duration("minInterval", Duration.ZERO),
                s.duration("wake", Duration.ZERO));
        read.end();
        write.end();
        s.end();
        return rules;
    }

    private static List<Span> spans(Table usual, List<Item> items) throws ProfileException {
        List<Span> spans = new ArrayList<>();
        for (Item item : items) {
            Section s = Section.of("span", item);
            String table = s.choice("table", usual.name().toLowerCase(Locale.ROOT), "holding", "input");
            spans.add(new Span(
                    Table.valueOf(table.toUpperCase(Locale.ROOT)),
                    s.integer("at", 0, 65535),
                    s.integer("count", 1, 1, 65536)));
            s.end();
        }
        return List.copyOf(spans);
    }

    private static Map<String, Optional<Duration>> polls(Section s) throws ProfileException {
        Map<String, Optional<Duration>> polls = new LinkedHashMap<>();
        for (Map.Entry<String, Item> entry : s.entries().entrySet()) {
            String text = Section.word("poll", entry.getValue());
            polls.put(
                    entry.getKey(),
                    text.equals("connect")
                            ? Optional.empty()
                            : Optional.of(Units.duration(entry.getValue().place(), text)));
        }
        polls.putIfAbsent("once", Optional.empty());
        return polls;
    }

    private static Instances instances(Section s) throws ProfileException {
        Formula.Names n = name -> name.equals("n") ? Optional.of(FormulaType.INT) : Optional.empty();
        Instances instances = new Instances(
                s.integer("most", 1, 1, 64),
                s.value("unit", (place, text) -> Formula.compile(place, text, n)),
                s.value("base", (place, text) -> Formula.compile(place, text, n)),
                s.value("stationUnit", (place, text) -> Section.integer("stationUnit", place, text, 0, 255)));
        s.end();
        return instances;
    }

    private Identity identity(Section identify, Section vars, String title) throws ProfileException {
        List<String> probe = identify.words("probe");
        for (String name : probe) {
            if (!first.containsKey(name)) {
                throw identify.place("probe").refuse("probe '" + name + "' is unknown", "declare it under points");
            }
        }
        Map<String, Expression> variables = new LinkedHashMap<>();
        for (Map.Entry<String, Item> entry : vars.entries().entrySet()) {
            Item item = entry.getValue();
            Expression formula = Formula.compile(item.place(), Section.word("vars", item), this::type);
            variables.put(entry.getKey(), formula);
            variableTypes.put(entry.getKey(), formula.type());
        }
        Optional<Expression> accept =
                identify.value("accept", (place, text) -> Formula.condition(place, text, this::type));
        String model = identify.text("model", title);
        identify.end();
        return new Identity(probe, accept, model, variables);
    }

    private Capabilities capabilities(Section s, Kind kind) throws ProfileException {
        Expression phases = s.value("phases", (place, text) -> Formula.compile(place, text, this::type))
                .orElse(Expression.constant("3", FormulaType.INT, new Value.Whole(3)));
        Optional<SetPoint> setPoint =
                s.has("setpoint") ? Optional.of(setPoint(s.section("setpoint"))) : Optional.empty();
        if (kind == Kind.EVSE && setPoint.isEmpty()) {
            throw s.place().refuse("an evse without set-point", "add capabilities.setpoint with min, step and zero");
        }
        Optional<PhaseSwitch> phaseSwitch = Optional.empty();
        if (s.has("phaseSwitch")) {
            Section p = s.section("phaseSwitch");
            phaseSwitch = Optional.of(new PhaseSwitch(
                    p.needed("if", (place, text) -> Formula.condition(place, text, this::type)),
                    p.duration("minOff", Duration.ofSeconds(10)),
                    p.duration("minDwell", Duration.ofMinutes(10))));
            p.end();
        }
        Section resolution = s.section("resolution");
        resolution.value("current", (place, text) -> Units.quantity(place, text, Dimension.CURRENT));
        resolution.value("power", (place, text) -> Units.quantity(place, text, Dimension.POWER));
        resolution.end();
        Map<String, Expression> flags = new LinkedHashMap<>();
        for (String flag : List.of(
                "meter",
                "mid",
                "eichrecht",
                "rfid",
                "lock",
                "ventilation",
                "soc",
                "perPhase",
                "bidirectional",
                "signed")) {
            Optional<Expression> condition = s.value(flag, (place, text) -> Formula.condition(place, text, this::type));
            condition.ifPresent(c -> flags.put(flag, c));
            flagTypes.put("has." + flag, FormulaType.CONDITION);
        }
        s.end();
        return new Capabilities(phases, setPoint, flags, phaseSwitch);
    }

    private SetPoint setPoint(Section s) throws ProfileException {
        s.choice("kind", "amperePerPhase", "amperePerPhase");
        double least = s.needed("min", (place, text) -> Units.quantity(place, text, Dimension.CURRENT));
        double step = s.needed("step", (place, text) -> Units.quantity(place, text, Dimension.CURRENT));
        String most = s.text("max");
        boolean named = first.containsKey(most);
        SetPoint setPoint = new SetPoint(
                Current.amperes(least),
                Current.amperes(step),
                named
                        ? Optional.empty()
                        : Optional.of(Current.amperes(Units.quantity(s.place("max"), most, Dimension.CURRENT))),
                named ? Optional.of(most) : Optional.empty(),
                s.choice("zero", "zeroCurrent", "zeroCurrent", "viaEnable").equals("viaEnable")
                        ? Zero.VIA_ENABLE
                        : Zero.ZERO_CURRENT);
        s.end();
        return setPoint;
    }

    private static Freshness freshness(Section s, Map<String, Optional<Duration>> polls) throws ProfileException {
        Duration fastest = polls.values().stream()
                .flatMap(Optional::stream)
                .min(Duration::compareTo)
                .orElse(Duration.ofSeconds(1));
        Duration good = s.duration("good", fastest.multipliedBy(3));
        Duration stale = s.duration("stale", good);
        Freshness freshness = new Freshness(good, s.duration("lost", stale.multipliedBy(3)));
        s.end();
        return freshness;
    }
}
