package io.voltwright.site.config;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.DeviceId;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Phase;
import io.voltwright.base.api.Power;
import io.voltwright.base.api.Voltage;
import io.voltwright.site.api.Bus.Frame;
import io.voltwright.site.api.OpeningHours;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.zone.ZoneRulesProvider;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads single values; one that cannot be read is a problem and stays empty. */
final class Values {

    private static final Pattern AMPERES = Pattern.compile("(\\d{1,5}(?:\\.\\d{1,3})?) ?A");
    private static final Pattern VOLTS = Pattern.compile("(\\d{1,4}(?:\\.\\d)?) ?V");
    private static final Pattern POWER = Pattern.compile("(\\d{1,7}(?:\\.\\d{1,3})?) ?(k?)W");
    private static final Pattern TIME = Pattern.compile("(\\d{1,6}) ?(ms|s|min|h)");
    private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");

    private final Problems problems;

    Values(Problems problems) {
        this.problems = problems;
    }

    Optional<Current> current(Text text) {
        Matcher matcher = AMPERES.matcher(text.value());
        return matcher.matches()
                ? Optional.of(Current.amperes(Double.parseDouble(matcher.group(1))))
                : refuse(text, "is not a current; write amperes with their unit, as '32 A'");
    }

    Optional<Voltage> voltage(Text text) {
        Matcher matcher = VOLTS.matcher(text.value());
        return matcher.matches()
                ? Optional.of(Voltage.volts(Double.parseDouble(matcher.group(1))))
                : refuse(text, "is not a voltage; write volts with their unit, as '230 V'");
    }

    Optional<Duration> duration(Text text) {
        Matcher matcher = TIME.matcher(text.value());
        if (!matcher.matches()) {
            return refuse(text, "is not a time; write it with its unit, as '30 s', '500 ms', '2 min' or '2 h'");
        }
        long number = Long.parseLong(matcher.group(1));
        return Optional.of(
                switch (matcher.group(2)) {
                    case "ms" -> Duration.ofMillis(number);
                    case "s" -> Duration.ofSeconds(number);
                    case "h" -> Duration.ofHours(number);
                    default -> Duration.ofMinutes(number);
                });
    }

    Optional<Power> power(Text text) {
        Matcher matcher = POWER.matcher(text.value());
        return matcher.matches()
                ? Optional.of(Power.watts(
                        Double.parseDouble(matcher.group(1)) * (matcher.group(2).isEmpty() ? 1 : 1000)))
                : refuse(text, "is not a power; write it with its unit, as '4.2 kW' or '4200 W'");
    }

    Optional<Double> number(Text text, String what, String example) {
        return text.value().matches("\\d{1,6}(\\.\\d{1,6})?")
                ? Optional.of(Double.parseDouble(text.value()))
                : refuse(text, "is not " + what + "; write a number, as " + example);
    }

    Optional<LocalTime> timeOfDay(Text text) {
        return text.value().matches("([01]\\d|2[0-3]):[0-5]\\d")
                ? Optional.of(LocalTime.parse(text.value()))
                : refuse(text, "is not a time of day; write hours and minutes, as '17:00'");
    }

    /** One day, or the days from one to another. */
    List<DayOfWeek> days(Text word) {
        String[] ends = word.value().toLowerCase(Locale.ROOT).split("-", 2);
        int first = DAYS.indexOf(ends[0]);
        int last = DAYS.indexOf(ends[ends.length - 1]);
        if (first < 0 || last < 0) {
            problems.add(word.line(), word + " is not a day; write 'mon', 'sat sun' or 'mon-fri'");
            return List.of();
        }
        var days = new ArrayList<DayOfWeek>();
        for (int day = first; ; day = (day + 1) % DAYS.size()) {
            days.add(DayOfWeek.of(day + 1));
            if (day == last) {
                return days;
            }
        }
    }

    /** The lines that a charging point is between: two of them, or all three. */
    List<Phase> lines(List<Text> words) {
        var lines = new ArrayList<Phase>();
        for (Text word : words) {
            String name = word.value().toUpperCase(Locale.ROOT);
            if (!name.matches("L[123]") || lines.contains(Phase.valueOf(name))) {
                problems.add(word.line(), word + " is not a line of its own; write 'L1 L2' or 'L1 L2 L3'");
                return List.of();
            }
            lines.add(Phase.valueOf(name));
        }
        if (lines.size() == 1) {
            problems.add(words.get(0).line(), words.get(0) + " is one line; name the two it is between, as 'L1 L2'");
            return List.of();
        }
        return lines;
    }

    Optional<OpeningHours> hours(Text text) {
        try {
            return Optional.of(OpeningHours.of(text.value()));
        } catch (IllegalArgumentException e) {
            return refuse(text, "is not readable: " + e.getMessage());
        }
    }

    Optional<Boolean> yesOrNo(Text text) {
        return switch (text.value()) {
            case "yes", "true" -> Optional.of(true);
            case "no", "false" -> Optional.of(false);
            default -> refuse(text, "is neither 'yes' nor 'no'");
        };
    }

    Optional<String> zoneName(Text text) {
        return text.value().matches("[a-z0-9][a-z0-9-]{0,35}")
                ? Optional.of(text.value())
                : refuse(text, "is not a name; use 1 to 36 lower-case letters, digits and hyphens");
    }

    Optional<Integer> integer(Text text, int least, int most) {
        if (text.value().matches("\\d{1,9}")) {
            int number = Integer.parseInt(text.value());
            if (number >= least && number <= most) {
                return Optional.of(number);
            }
        }
        return refuse(text, "is not a whole number from " + least + " to " + most);
    }

    Optional<ZoneId> zone(Text text) {
        if (!ZoneRulesProvider.getAvailableZoneIds().contains(text.value())) {
            return refuse(
                    text,
                    "is not an IANA time zone"
                            + Names.hint(
                                    text.value(),
                                    ZoneRulesProvider.getAvailableZoneIds(),
                                    "Write one as 'Europe/Berlin'"));
        }
        try {
            return Optional.of(ZoneId.of(text.value()));
        } catch (DateTimeException e) {
            return refuse(text, "is not an IANA time zone; write one as 'Europe/Berlin'");
        }
    }

    Optional<EvseId> evse(Text text) {
        return id(text, EvseId::new);
    }

    Optional<DeviceId> device(Text text) {
        return id(text, DeviceId::new);
    }

    private <T> Optional<T> id(Text text, Function<String, T> maker) {
        try {
            return Optional.of(maker.apply(text.value()));
        } catch (IllegalArgumentException e) {
            return refuse(text, "is not a name; use 1 to 36 lower-case letters, digits and hyphens");
        }
    }

    /** The grid phase at each terminal; one for a single-phase pile, or all three in some order. */
    List<Phase> rotation(List<Text> words) {
        var phases = new ArrayList<Phase>();
        for (Text word : words) {
            String name = word.value().toUpperCase(Locale.ROOT);
            if (!name.matches("L[123]")) {
                problems.add(
                        word.line(),
                        word + " is not a phase; write 'L1 L2 L3' in the order of the terminals, or one phase as 'L2'");
                return List.of();
            }
            phases.add(Phase.valueOf(name));
        }
        if ((phases.size() != 1 && phases.size() != 3) || EnumSet.copyOf(phases).size() != phases.size()) {
            Text first = words.get(0);
            String all = String.join(" ", words.stream().map(Text::value).toList());
            problems.add(
                    first.line(),
                    first.what() + " '" + all + "' is neither one phase nor all three; write 'L2', or 'L2 L3 L1'");
            return List.of();
        }
        return phases;
    }

    /**
     * The phases whose current transformer is turned.
     *
     * @param rotation those that the meter measures; empty while that is not known
     */
    Set<Phase> turned(List<Text> words, List<Phase> rotation) {
        var turned = EnumSet.noneOf(Phase.class);
        for (Text word : words) {
            String name = word.value().toUpperCase(Locale.ROOT);
            if (!name.matches("L[123]")) {
                refuse(
                        word,
                        "is neither 'yes' nor a phase; write 'yes' where all is turned, or the phases of the grid whose"
                                + " current transformer is, as 'L2'");
            } else if (!rotation.isEmpty() && !rotation.contains(Phase.valueOf(name))) {
                refuse(word, "is no phase that it measures; by its 'rotation' write " + rotation.get(0) + " or 'yes'");
            } else if (!turned.add(Phase.valueOf(name))) {
                refuse(word, "is there twice; remove one");
            }
        }
        return turned;
    }

    Optional<Frame> frame(Text text) {
        try {
            return Optional.of(Frame.of(text.value()));
        } catch (IllegalArgumentException e) {
            return refuse(text, "is not a frame; write data bits, parity and stop bits, as '8E1' or '8N1'");
        }
    }

    <T> Optional<T> refuse(Text text, String why) {
        problems.add(text.line(), text + " " + why);
        return Optional.empty();
    }
}
