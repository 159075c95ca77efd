package io.voltwright.site.config;

import io.voltwright.base.api.ChargingMode;
import io.voltwright.base.api.Current;
import io.voltwright.base.api.Phase;
import io.voltwright.base.api.Power;
import io.voltwright.base.api.Transformer;
import io.voltwright.base.api.Wiring;
import io.voltwright.site.api.EvseRules;
import io.voltwright.site.api.External;
import io.voltwright.site.api.NodeRules;
import io.voltwright.site.api.OpeningHours;
import io.voltwright.site.api.Price;
import io.voltwright.site.api.Window;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads what holds at nodes and charging points beside the limits of lines. */
final class PowerParser {

    private static final Duration HEARTBEAT = Duration.ofMinutes(2);
    private static final Duration FAIL_SAFE_LEAST = Duration.ofHours(2);
    private static final Duration FAIL_SAFE_MOST = Duration.ofHours(24);
    private static final int MODULES = 1000;

    private final Values values;
    private final Problems problems;

    PowerParser(Values values, Problems problems) {
        this.values = values;
        this.problems = problems;
    }

    /** Those of a shared cabinet (R46). */
    Optional<Modules> modules(Section node) {
        return node.section("modules", node + "modules").flatMap(at -> {
            Optional<Integer> count = at.need("count", "6").flatMap(text -> values.integer(text, 1, MODULES));
            Optional<Power> each = at.need("power", "20 kW").flatMap(values::power);
            at.refuseOthers();
            if (each.filter(power -> power.milliwatts() == 0).isPresent()) {
                problems.add(at.line("power"), at + "0 W is no power of a module; write that of one, as '20 kW'");
                return Optional.empty();
            }
            return count.flatMap(of -> each.map(power -> new Modules(of, power)));
        });
    }

    /**
     * @param modules of the cabinet that the node is
     */
    NodeRules node(Section at, Optional<Modules> modules) {
        return new NodeRules(
                at.section("transformer", at + "transformer").flatMap(this::transformer),
                lowest(at.text("power").flatMap(values::power), modules.map(Modules::all)),
                at.text("imbalance").flatMap(values::current),
                at.text("together").flatMap(text -> values.integer(text, 1, 1000)),
                at.text("margin").flatMap(values::current).orElse(Current.ZERO),
                at.text("blind").flatMap(values::current),
                at.section("external", at + "external").flatMap(this::external),
                at.list("schedule").stream()
                        .flatMap(entry -> window(entry).stream())
                        .toList());
    }

    private static Optional<Power> lowest(Optional<Power> one, Optional<Power> other) {
        return Stream.concat(one.stream(), other.stream()).min(Comparator.naturalOrder());
    }

    private Optional<Transformer> transformer(Section at) {
        Optional<Transformer.Group> group = at.need("group", "Dyn11").flatMap(this::group);
        Optional<Double> turns = at.need("turns", "4").flatMap(text -> values.number(text, "a ratio of turns", "4"));
        at.refuseOthers();
        if (turns.filter(ratio -> ratio <= 0).isPresent()) {
            problems.add(at.line("turns"), at + "turns is 0; write turns of a primary winding per secondary one, as 4");
            return Optional.empty();
        }
        return group.flatMap(of -> turns.map(ratio -> new Transformer(of, ratio)));
    }

    private Optional<Transformer.Group> group(Text text) {
        for (Transformer.Group group : Transformer.Group.values()) {
            if (group.name().equals(text.value().toUpperCase(Locale.ROOT))) {
                return Optional.of(group);
            }
        }
        return values.refuse(text, "is not a vector group; there are YNyn0, Dyn1, Dyn5 and Dyn11");
    }

    private Optional<External> external(Section at) {
        Optional<Text> owner = at.need("owner", "dso");
        var failSafe = at.need("fail-safe", "4.2 kW").flatMap(values::power);
        Duration lasts = at.text("fail-safe-for").flatMap(values::duration).orElse(FAIL_SAFE_LEAST);
        Duration heartbeat = at.text("heartbeat").flatMap(values::duration).orElse(HEARTBEAT);
        at.refuseOthers();
        if (lasts.compareTo(FAIL_SAFE_LEAST) < 0 || lasts.compareTo(FAIL_SAFE_MOST) > 0) {
            problems.add(
                    at.line("fail-safe-for"), at + "fail-safe-for is " + lasts.toMinutes() + " min; use 2 to 24 h");
        }
        if (heartbeat.compareTo(HEARTBEAT) > 0 || heartbeat.isZero()) {
            problems.add(
                    at.line("heartbeat"),
                    at + "heartbeat is " + heartbeat.toSeconds() + " s; use 1 s to " + HEARTBEAT.toSeconds() + " s");
        }
        return owner.flatMap(name -> failSafe.map(power -> new External(name.value(), power, lasts, heartbeat)));
    }

    private Optional<Window> window(Section at) {
        Set<DayOfWeek> days = days(at);
        var from = at.need("from", "17:00").flatMap(values::timeOfDay);
        var to = at.need("to", "20:00").flatMap(values::timeOfDay);
        var limit = at.need("limit", "16 A").flatMap(values::current);
        at.refuseOthers();
        return from.flatMap(begin -> to.flatMap(end -> limit.map(most -> new Window(days, begin, end, most))));
    }

    List<Price> prices(Section file) {
        List<Price> prices = new ArrayList<>();
        for (Section at : file.list("prices")) {
            Set<DayOfWeek> days = days(at);
            LocalTime from = at.text("from").flatMap(values::timeOfDay).orElse(LocalTime.MIDNIGHT);
            LocalTime to = at.text("to").flatMap(values::timeOfDay).orElse(LocalTime.MIDNIGHT);
            at.need("price", "0.28")
                    .flatMap(text -> values.number(text, "a price per kWh", "0.28"))
                    .ifPresent(price -> prices.add(new Price(days, from, to, BigDecimal.valueOf(price))));
            at.refuseOthers();
        }
        return prices;
    }

    private Set<DayOfWeek> days(Section at) {
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        at.words("days").forEach(word -> days.addAll(values.days(word)));
        return days.isEmpty() ? EnumSet.allOf(DayOfWeek.class) : days;
    }

    /**
     * @param hours of charging points that name none
     */
    EvseRules evse(Section at, OpeningHours hours) {
        List<Current> steps = at.words("steps").stream()
                .flatMap(word -> values.current(word).stream())
                .sorted()
                .toList();
        return new EvseRules(
                at.has("between") ? Wiring.DELTA : Wiring.STAR,
                at.text("priority").flatMap(text -> values.integer(text, 0, 9)).orElse(0),
                steps,
                at.text("charge").flatMap(this::mode).orElse(ChargingMode.FAST),
                at.text("hours").flatMap(values::hours).orElse(hours),
                at.text("emergency-zone").flatMap(values::zoneName).orElse(""),
                at.text("ventilated").flatMap(values::yesOrNo).orElse(false));
    }

    private Optional<ChargingMode> mode(Text text) {
        return switch (text.value()) {
            case "fast" -> Optional.of(ChargingMode.FAST);
            case "solar" -> Optional.of(ChargingMode.SOLAR);
            case "solar-and-least" -> Optional.of(ChargingMode.SOLAR_AND_LEAST);
            case "cheap" -> Optional.of(ChargingMode.CHEAP);
            default -> values.refuse(text, "is no way to charge; there are fast, solar, solar-and-least and cheap");
        };
    }

    /** The phases of an EVSE: at its terminals, or those it is between. */
    List<Phase> phases(Section at) {
        if (!at.has("between")) {
            return rotation(at);
        }
        if (at.has("rotation")) {
            problems.add(at.line("between"), at + "'between' stands beside 'rotation'; keep one of them");
            at.words("rotation");
        }
        return values.lines(at.words("between"));
    }

    /** The grid phases at the terminals of an EVSE or a meter. */
    List<Phase> rotation(Section at) {
        List<Text> words = at.words("rotation");
        if (!at.has("rotation")) {
            return List.of(Phase.values());
        }
        if (words.isEmpty()) {
            problems.add(at.line("rotation"), at + "'rotation' names no phase; write 'L2', or 'L2 L3 L1'");
            return List.of();
        }
        return values.rotation(words);
    }

    /** The grid phases of a meter that are turned: all of them, or those it names. */
    Set<Phase> inverted(Section at, List<Phase> rotation) {
        List<Text> words = at.words("invert");
        List<String> plain = words.stream().map(Text::value).toList();
        if (plain.equals(List.of("yes")) || plain.equals(List.of("true"))) {
            return Set.copyOf(rotation);
        }
        boolean none = plain.equals(List.of("no")) || plain.equals(List.of("false"));
        return none ? Set.of() : values.turned(words, rotation);
    }
}
