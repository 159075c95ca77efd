package io.voltwright.field.profiles;

import io.voltwright.base.api.Current;
import io.voltwright.field.profiles.Item.Place;
import io.voltwright.field.profiles.Units.Dimension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the section {@code failsafe}. */
final class FailSafeParser {

    private final Map<String, PointSpec> points;
    private final Formula.Names names;

    FailSafeParser(Map<String, PointSpec> points, Formula.Names names) {
        this.points = points;
        this.names = names;
    }

    FailSafe read(Section s) throws ProfileException {
        FailSafe.Style style = style(s);
        if (style == FailSafe.Style.NONE) {
            s.end();
            return FailSafe.NONE;
        }
        if (style == FailSafe.Style.KEEP_ALIVE) {
            return keepAlive(s);
        }
        Section timeout = s.section("timeout");
        List<Duration> times = new ArrayList<>();
        for (Item item : timeout.list("range")) {
            times.add(Units.duration(item.place(), Section.word("range", item)));
        }
        if (times.size() != 2
                || times.get(0).compareTo(times.get(1)) > 0
                || times.get(0).isZero()) {
            throw timeout.place()
                    .refuse("failsafe.timeout lacks its range", "write range: [10s, 600s]; a fixed time is [60s, 60s]");
        }
        Section current = s.section("current");
        List<Double> currents = new ArrayList<>();
        for (Item item : current.list("range")) {
            currents.add(Units.quantity(item.place(), Section.word("range", item), Dimension.CURRENT));
        }
        if (currents.size() != 2) {
            throw current.place().refuse("failsafe.current lacks its range", "write range: [6 A, 32 A]");
        }
        Section verify = s.section("verify");
        FailSafe failSafe = new FailSafe(
                style,
                s.value("register", (place, text) -> writable(place, text)),
                s.value("beat", (place, text) -> Formula.compile(place, text, names)),
                timeout.value("register", this::writable),
                times.get(0),
                times.get(1),
                s.value(
                        "period",
                        (place, text) -> Formula.compile(
                                place,
                                text,
                                name -> name.equals("timeout")
                                        ? Optional.of(FormulaType.quantity(Dimension.TIME))
                                        : Optional.empty())),
                current.value("register", this::writable),
                Current.amperes(currents.get(0)),
                Current.amperes(currents.get(1)),
                verify.value("timeout", this::readable),
                verify.value("current", this::readable),
                s.choice("trip", "lowers", "lowers", "energises").equals("energises"));
        timeout.end();
        current.end();
        verify.end();
        s.end();
        return failSafe;
    }

    /** Only what is written, and how often. */
    private FailSafe keepAlive(Section s) throws ProfileException {
        Duration period = s.needed("period", Units::duration);
        Duration time = period.multipliedBy(3);
        FailSafe failSafe = new FailSafe(
                FailSafe.Style.KEEP_ALIVE,
                Optional.of(s.needed("register", this::writable)),
                Optional.of(s.needed("beat", (place, text) -> Formula.compile(place, text, names))),
                Optional.empty(),
                time,
                time,
                Optional.empty(),
                Optional.empty(),
                Current.ZERO,
                Current.ZERO,
                Optional.empty(),
                Optional.empty(),
                false);
        s.end();
        return failSafe;
    }

    private static FailSafe.Style style(Section s) throws ProfileException {
        return switch (s.choice(
                "style", "none", "none", "heartbeat", "rewriteTimeout", "rewriteSetpoint", "anyRead", "keepAlive")) {
            case "keepAlive" -> FailSafe.Style.KEEP_ALIVE;
            case "heartbeat" -> FailSafe.Style.HEARTBEAT;
            case "rewriteTimeout" -> FailSafe.Style.REWRITE_TIMEOUT;
            case "rewriteSetpoint" -> FailSafe.Style.REWRITE_SETPOINT;
            case "anyRead" -> FailSafe.Style.ANY_READ;
            default -> FailSafe.Style.NONE;
        };
    }

    private String writable(Place place, String name) throws ProfileException {
        if (!point(place, name).access().writes()) {
            throw place.refuse("'" + name + "' is read-only", "give the point access: w or rw");
        }
        return name;
    }

    private String readable(Place place, String name) throws ProfileException {
        if (!point(place, name).access().reads()) {
            throw place.refuse("'" + name + "' is write-only", "name a point that can be read");
        }
        return name;
    }

    private PointSpec point(Place place, String name) throws ProfileException {
        PointSpec point = points.get(name);
        if (point == null) {
            throw place.refuse("point '" + name + "' is unknown", "declare it under points");
        }
        return point;
    }
}
