package io.voltwright.field.profiles;

import io.voltwright.field.profiles.Item.Place;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The units a profile may name; each belongs to a dimension with one canonical unit, and the factor follows from both (P4). */
public final class Units {

    private static final Pattern FORM = Pattern.compile("\\s*([+-]?[0-9]+(?:\\.[0-9]+)?)?\\s*([A-Za-z%]+)\\s*");

    /** What is measured; its canonical unit is that of {@link io.voltwright.field.api.Point}. */
    public enum Dimension {
        CURRENT("A"),
        VOLTAGE("V"),
        POWER("W"),
        APPARENT("VA"),
        REACTIVE("var"),
        ENERGY("Wh"),
        FREQUENCY("Hz"),
        TEMPERATURE("degC"),
        TIME("s"),
        RATIO("%");

        private final String canonical;

        Dimension(String canonical) {
            this.canonical = canonical;
        }

        String canonical() {
            return canonical;
        }
    }

    /**
     * A unit as a device counts in it.
     *
     * @param dimension what is measured
     * @param size one count in canonical units
     * @param name as written
     */
    public record Unit(Dimension dimension, BigDecimal size, String name) {

        /** Canonical value of a count; divides where the unit is a fraction, so that 1 mA reads exactly 0.001 A. */
        public double canonical(double counts) {
            double parts = Math.rint(1 / size.doubleValue());
            return parts > 1 ? counts / parts * (parts * size.doubleValue()) : counts * size.doubleValue();
        }

        public double counts(double canonical) {
            return canonical / size.doubleValue();
        }
    }

    private static final Map<String, Unit> KNOWN = new TreeMap<>();

    static {
        add(Dimension.CURRENT, "A", "1", "mA", "0.001");
        add(Dimension.VOLTAGE, "V", "1", "mV", "0.001", "cV", "0.01");
        add(Dimension.POWER, "W", "1", "mW", "0.001", "kW", "1000", "MW", "1000000");
        add(Dimension.APPARENT, "VA", "1", "kVA", "1000");
        add(Dimension.REACTIVE, "var", "1", "kvar", "1000");
        add(Dimension.ENERGY, "Wh", "1", "mWh", "0.001", "kWh", "1000", "MWh", "1000000");
        add(Dimension.FREQUENCY, "Hz", "1", "mHz", "0.001");
        add(Dimension.TEMPERATURE, "degC", "1");
        add(Dimension.TIME, "s", "1", "ms", "0.001", "min", "60", "h", "3600");
        add(Dimension.RATIO, "%", "1");
    }

    private Units() {}

    private static void add(Dimension dimension, String... symbols) {
        for (int i = 0; i < symbols.length; i += 2) {
            KNOWN.put(symbols[i], new Unit(dimension, new BigDecimal(symbols[i + 1]), symbols[i]));
        }
    }

    static Optional<Unit> symbol(String symbol) {
        return Optional.ofNullable(KNOWN.get(symbol));
    }

    /** A unit with an optional multiplier, as {@code mA}, {@code 0.1 Wh}, {@code 10 Wh}. */
    static Unit unit(Place place, String text) throws ProfileException {
        Matcher matcher = FORM.matcher(text);
        if (matcher.matches() && KNOWN.containsKey(matcher.group(2))) {
            Unit base = KNOWN.get(matcher.group(2));
            BigDecimal times = matcher.group(1) == null ? BigDecimal.ONE : new BigDecimal(matcher.group(1));
            if (times.signum() > 0) {
                return new Unit(base.dimension(), base.size().multiply(times), text.strip());
            }
        }
        throw place.refuse(
                "unit '" + text + "' is unknown", "use one of " + String.join(" ", KNOWN.keySet()) + ", or 0.1 Wh");
    }

    /** A quantity with its dimension, in canonical units. */
    record Measure(Dimension dimension, double value) {}

    /** A quantity of whatever dimension, as {@code 16 A}. */
    static Measure measure(Place place, String text) throws ProfileException {
        Matcher matcher = FORM.matcher(text);
        if (matcher.matches() && matcher.group(1) != null) {
            Unit unit = KNOWN.get(matcher.group(2));
            if (unit != null) {
                double value =
                        new BigDecimal(matcher.group(1)).multiply(unit.size()).doubleValue();
                return new Measure(unit.dimension(), value);
            }
        }
        throw place.refuse("'" + text + "' is no quantity", "write a number and its unit, as 16 A");
    }

    /** A quantity in canonical units of the wanted dimension. */
    static double quantity(Place place, String text, Dimension wanted) throws ProfileException {
        Measure measure = measure(place, text);
        if (measure.dimension() != wanted) {
            throw place.refuse(
                    "'" + text + "' is not in " + wanted.canonical(), "write it as 16 " + wanted.canonical());
        }
        return measure.value();
    }

    /** A time span, as {@code 500ms}, {@code 2s}, {@code 1 min}. */
    static Duration duration(Place place, String text) throws ProfileException {
        return Duration.ofMillis(Math.round(quantity(place, text, Dimension.TIME) * 1000));
    }
}
