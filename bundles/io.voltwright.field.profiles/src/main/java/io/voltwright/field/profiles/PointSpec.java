package io.voltwright.field.profiles;

import io.voltwright.field.api.RegisterBus.Table;
import io.voltwright.field.profiles.DeviceProfile.Order;
import io.voltwright.field.profiles.Item.Place;
import io.voltwright.field.profiles.Units.Unit;
import java.util.List;
import java.util.Optional;

/**
 * One register, or a few, and what they mean.
 *
 * @param name canonical where there is a canonical quantity, as {@code current.l1}
 * @param table where it is
 * @param at 0-based address, before the base of its instance is added
 * @param words registers it takes
 * @param type how the value lies in them
 * @param order of words and bytes
 * @param bits which bits of a whole number are meant
 * @param unit in which the device counts; empty for codes
 * @param offset added to the canonical value
 * @param scaleFrom point with a power of ten to multiply by
 * @param signFrom point whose sign it takes
 * @param na raw values that mean "not there"
 * @param range plausible canonical values; others are dropped
 * @param poll the class it is polled in; empty if it is never polled by itself
 * @param access what may be done with it
 * @param single whether it is written by function 5 or 6
 * @param when whether a device of this identity has it
 * @param optional whether the device may refuse to read it
 * @param station whether it belongs to the whole device rather than to one instance
 * @param monotonic whether it only ever grows
 * @param place for messages
 */
public record PointSpec(
        String name,
        Table table,
        int at,
        int words,
        RegisterType type,
        Order order,
        Optional<Bits> bits,
        Optional<Unit> unit,
        double offset,
        Optional<String> scaleFrom,
        Optional<String> signFrom,
        List<Long> na,
        Optional<Range> range,
        Optional<String> poll,
        Access access,
        boolean single,
        Optional<Expression> when,
        boolean optional,
        boolean station,
        boolean monotonic,
        Place place) {

    /** What may be done with a register. */
    public enum Access {
        READ,
        WRITE,
        BOTH;

        public boolean reads() {
            return this != WRITE;
        }

        public boolean writes() {
            return this != READ;
        }
    }

    /** Bits of a whole number, both inclusive, 0 the least. */
    public record Bits(int high, int low) {

        public long of(long raw) {
            return (raw >>> low) & ((1L << (high - low + 1)) - 1);
        }
    }

    /** Canonical values that are plausible, both inclusive. */
    public record Range(double least, double most) {

        boolean holds(double value) {
            return value >= least && value <= most;
        }
    }

    /** What its value is in formulas. */
    public FormulaType kind() {
        if (type.isText()) {
            return FormulaType.TEXT;
        }
        return unit.map(u -> FormulaType.quantity(u.dimension())).orElse(FormulaType.INT);
    }

    public int end() {
        return at + words;
    }
}
