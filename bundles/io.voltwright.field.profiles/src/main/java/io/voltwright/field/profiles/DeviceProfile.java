package io.voltwright.field.profiles;

import io.voltwright.field.api.Profiles.Kind;
import io.voltwright.field.api.RegisterBus.Table;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A device profile, format {@code csp/1}: all that is known of one family of devices, checked as a whole.
 *
 * @param id as {@code site.yaml} names it
 * @param kind what it drives
 * @param title for people
 * @param transports by name, in the order of preference
 * @param rules of its Modbus
 * @param polls period of each poll class, in the order of priority; class {@code once} has none
 * @param instances how several connectors share a device
 * @param discovery how its block of registers is found; empty where addresses are fixed
 * @param identity how it is recognised
 * @param points by name; a point may have variants, the first whose condition holds counts
 * @param capabilities what it can do
 * @param states raw values to states
 * @param errors raw values to faults
 * @param failSafe what it does when left alone
 * @param actions what can be asked of it
 * @param freshness how old its values may be
 * @param signed how it signs transactions; empty if it does not
 * @param virtual how a virtual one behaves
 */
public record DeviceProfile(
        String id,
        Kind kind,
        String title,
        Map<String, Transport> transports,
        Rules rules,
        Map<String, Optional<Duration>> polls,
        Instances instances,
        Optional<Discovery> discovery,
        Identity identity,
        Map<String, List<PointSpec>> points,
        Capabilities capabilities,
        StateTable states,
        ErrorTable errors,
        FailSafe failSafe,
        Map<String, ActionSpec> actions,
        Freshness freshness,
        Optional<SignedSpec> signed,
        Virtual virtual) {

    /**
     * How it is reached, and what that wire needs.
     *
     * @param port default TCP port, or 0
     * @param unit default unit
     * @param baud default of the line, or 0
     * @param frame default frame of the line, as {@code 8E1}, or empty
     * @param timeout for an answer
     * @param retries of a request
     * @param lateWindow silence that clears the line after a failure
     * @param connections it accepts at a time
     * @param idleClose after which a connection that was not used is given back; zero to keep it
     */
    public record Transport(
            int port,
            int unit,
            int baud,
            String frame,
            Duration timeout,
            int retries,
            Duration lateWindow,
            int connections,
            Duration idleClose) {}

    /**
     * Order of the words of a number, of the bytes of a word, and of the bytes of a text.
     */
    public record Order(boolean lowWordFirst, boolean lowByteFirst, boolean lowTextFirst) {}

    /** Which registers may be read together (P7). */
    public enum Merge {
        NEVER,
        AUTO,
        EXACT
    }

    /**
     * A stretch of registers.
     *
     * @param table where
     * @param at first address
     * @param count how many
     */
    public record Span(Table table, int at, int count) {

        boolean holds(Table other, int first, int words) {
            return table == other && first >= at && first + words <= at + count;
        }

        boolean touches(Table other, int first, int words) {
            return table == other && first < at + count && at < first + words;
        }
    }

    /**
     * How it wants to be spoken to.
     *
     * @param table where points are that do not say
     * @param order of points that do not say
     * @param merge of reads
     * @param most registers in one read
     * @param gap unused registers a merged read may run over
     * @param minGap silence between two requests
     * @param avoid addresses never to be touched
     * @param blocks the only reads allowed where merge is exact
     * @param single whether registers are written by function 6
     * @param writeInterval least time between two writes of a register; lowering may go before it once
     * @param wake how long an answer may take before the request is sent a second time; zero for devices that never sleep
     */
    public record Rules(
            Table table,
            Order order,
            Merge merge,
            int most,
            int gap,
            Duration minGap,
            List<Span> avoid,
            List<Span> blocks,
            boolean single,
            Duration writeInterval,
            Duration wake) {}

    /**
     * Several connectors behind one address (P9); {@code n} counts them from 1.
     *
     * @param most connectors a device of this family may have
     * @param unit unit of connector n; empty if it is the device's
     * @param base added to each address of connector n
     * @param stationUnit unit of the part that all share; empty if it is the device's
     */
    public record Instances(
            int most, Optional<Expression> unit, Optional<Expression> base, Optional<Integer> stationUnit) {

        static final Instances ONE = new Instances(1, Optional.empty(), Optional.empty(), Optional.empty());

        public int unitOf(int n, int deviceUnit) {
            return unit.map(formula -> number(formula, n)).orElse(deviceUnit);
        }

        public int stationUnit(int deviceUnit) {
            return stationUnit.orElse(deviceUnit);
        }

        public int baseOf(int n) {
            return base.map(formula -> number(formula, n)).orElse(0);
        }

        private static int number(Expression formula, int n) {
            Value value = new Value.Whole(n);
            return (int) formula.value(name -> Optional.of(value)).orElse(value).number();
        }
    }

    /**
     * A chain of models as SunSpec has it: a mark, then models one after another, each with its number and length first; addresses of
     * points count from the number of the model.
     *
     * @param bases where the mark may be, in the order of trying
     * @param models of which one is wanted
     */
    public record Discovery(List<Integer> bases, List<Integer> models) {}

    /**
     * How it is recognised (P16).
     *
     * @param probe points read first
     * @param accept whether it is one of this family
     * @param model its name, as text
     * @param variables computed from the probe, in order
     */
    public record Identity(
            List<String> probe, Optional<Expression> accept, String model, Map<String, Expression> variables) {}

    /**
     * Age limits of the fastest poll class; slower classes have theirs in proportion.
     *
     * @param good up to here a value may be used
     * @param lost from here on the device counts as silent
     */
    public record Freshness(Duration good, Duration lost) {}

    /** The first transport a site would use. */
    public Transport transport() {
        return transports.values().iterator().next();
    }

    /** The first variant of a point, for its kind and writability. */
    public Optional<PointSpec> point(String name) {
        return Optional.ofNullable(points.get(name)).map(variants -> variants.get(0));
    }

    /** The variant of a point that a device with these variables has. */
    public Optional<PointSpec> variant(String name, Expression.Scope scope) {
        return points.getOrDefault(name, List.of()).stream()
                .filter(variant -> variant.when().map(when -> when.holds(scope)).orElse(true))
                .findFirst();
    }

    /** Points, variables and {@code has.*} as formulas see them. */
    public Expression.Scope scope(Expression.Scope values) {
        return new Expression.Scope() {
            @Override
            public Optional<Value> apply(String name) {
                Optional<Value> value = values.apply(name);
                if (value.isPresent()) {
                    return value;
                }
                Expression variable = identity.variables().get(name);
                if (variable != null) {
                    return variable.value(this);
                }
                return name.startsWith("has.")
                        ? Optional.of(new Value.Truth(capabilities.has(name.substring(4), this)))
                        : Optional.empty();
            }
        };
    }
}
