package io.voltwright.field.profiles;

import io.voltwright.field.profiles.DeviceProfile.Order;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Registers to values, and values to registers for writing; pure. */
final class Codec {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private Codec() {}

    /**
     * The value of a point, in its canonical unit.
     *
     * @param registers exactly those of the point
     * @param scope for scale factors and signs
     * @return empty if the device says it has none, or the value is not plausible
     */
    static Optional<Value> decode(PointSpec point, List<Integer> registers, Expression.Scope scope) {
        if (point.type().isText()) {
            return text(point, registers);
        }
        long raw = raw(point, registers);
        if (point.na().contains(raw) || (point.type().isFloat() && !Double.isFinite(asFloat(point, raw)))) {
            return Optional.empty();
        }
        if (point.type() == RegisterType.BCD && decimal(raw) < 0) {
            return Optional.empty();
        }
        return point.unit().isEmpty() ? Optional.of(new Value.Whole(whole(point, raw))) : amount(point, raw, scope);
    }

    private static long whole(PointSpec point, long raw) {
        boolean fraction = point.type().isFloat() || point.type().hasExponent();
        // Not by way of a double, which would round what has more than 53 bits.
        return fraction ? Math.round(counts(point, raw)) : point.type() == RegisterType.BCD ? decimal(raw) : raw;
    }

    private static double counts(PointSpec point, long raw) {
        if (point.type().hasExponent()) {
            long digits = point.type().signed() ? (raw << 40) >> 40 : raw & 0xffffff;
            int power = (byte) (raw >>> 24);
            // Divided where the power is negative: so that 2301 with -1 reads exactly 230.1.
            return power < 0 ? digits / Math.pow(10, -power) : digits * Math.pow(10, power);
        }
        if (point.type().isFloat()) {
            return asFloat(point, raw);
        }
        return point.type() == RegisterType.BCD ? decimal(raw) : raw;
    }

    private static Optional<Value> amount(PointSpec point, long raw, Expression.Scope scope) {
        double value = point.unit().orElseThrow().canonical(counts(point, raw));
        if (point.scaleFrom().isPresent()) {
            Optional<Value> power = scope.apply(point.scaleFrom().get());
            if (power.isEmpty()) {
                return Optional.empty();
            }
            value *= Math.pow(10, power.get().number());
        }
        value += point.offset();
        if (point.signFrom().isPresent()) {
            value = Math.abs(value)
                    * (scope.apply(point.signFrom().get()).map(Value::number).orElse(1.0) < 0 ? -1 : 1);
        }
        double result = value;
        return point.range().map(range -> range.holds(result)).orElse(true)
                ? Optional.of(new Value.Amount(result))
                : Optional.empty();
    }

    /** The number in the registers before units: for floats its bits. */
    private static long raw(PointSpec point, List<Integer> registers) {
        long raw = 0;
        for (int i = 0; i < registers.size(); i++) {
            int word = registers.get(point.order().lowWordFirst() ? registers.size() - 1 - i : i);
            raw = (raw << 16) | (swap(word, point.order().lowByteFirst()) & 0xffffL);
        }
        if (point.type() == RegisterType.U8HI) {
            raw = raw >>> 8;
        } else if (point.type() == RegisterType.U8LO) {
            raw = raw & 0xff;
        }
        if (point.bits().isPresent()) {
            return point.bits().get().of(raw);
        }
        int unused = 64 - 16 * registers.size();
        return point.type().signed() && !point.type().isFloat() ? (raw << unused) >> unused : raw;
    }

    private static double asFloat(PointSpec point, long raw) {
        return point.type() == RegisterType.F32 ? Float.intBitsToFloat((int) raw) : Double.longBitsToDouble(raw);
    }

    /** The decimal number whose digits are the nibbles; -1 if one is no digit. */
    private static long decimal(long raw) {
        String digits = Long.toHexString(raw);
        return digits.chars().allMatch(Character::isDigit) ? Long.parseLong(digits) : -1;
    }

    private static Optional<Value> text(PointSpec point, List<Integer> registers) {
        ByteBuffer bytes = ByteBuffer.allocate(registers.size() * 2);
        registers.forEach(
                word -> bytes.putShort((short) swap(word, point.order().lowTextFirst())));
        if (point.type() == RegisterType.BYTES) {
            boolean zero = registers.stream().allMatch(word -> word == 0);
            boolean ones = registers.stream().allMatch(word -> word == 0xffff);
            boolean none = (zero && point.na().contains(0L)) || ones;
            return none ? Optional.empty() : Optional.of(new Value.Text(HEX.formatHex(bytes.array())));
        }
        if (point.type() == RegisterType.CHAR) {
            return Optional.of(new Value.Text(String.valueOf((char) (registers.get(0) & 0xff))));
        }
        String text = new String(
                bytes.array(),
                point.type() == RegisterType.UTF16 ? StandardCharsets.UTF_16BE : StandardCharsets.ISO_8859_1);
        int end = text.indexOf(0);
        String cut = (end < 0 ? text : text.substring(0, end)).strip();
        return registers.stream().allMatch(word -> word == 0xffff)
                ? Optional.empty()
                : Optional.of(new Value.Text(cut));
    }

    private static int swap(int word, boolean swap) {
        return swap ? ((word & 0xff) << 8) | ((word >>> 8) & 0xff) : word;
    }

    /**
     * The registers that hold a value; quantities are rounded down, never above what was asked.
     *
     * @throws IllegalArgumentException if the value does not fit
     */
    static List<Integer> encode(PointSpec point, Value value) {
        double counts = point.unit()
                .map(unit -> unit.counts(value.number() - point.offset()))
                .orElse(value.number());
        long raw;
        if (point.type() == RegisterType.F32) {
            raw = Float.floatToIntBits((float) counts) & 0xffffffffL;
        } else if (point.type() == RegisterType.F64) {
            raw = Double.doubleToLongBits(counts);
        } else {
            raw = (long) Math.floor(counts + 1e-6);
            int bits = 16 * point.words();
            long most = bits == 64 ? Long.MAX_VALUE : (1L << (point.type().signed() ? bits - 1 : bits)) - 1;
            if (Double.isNaN(counts) || raw > most || raw < (point.type().signed() ? -most - 1 : 0)) {
                throw new IllegalArgumentException(value + " does not fit into " + point.name());
            }
        }
        return words(raw, point.words(), point.order());
    }

    private static List<Integer> words(long raw, int count, Order order) {
        List<Integer> words = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int shift = 16 * (order.lowWordFirst() ? i : count - 1 - i);
            words.add(swap((int) ((raw >>> shift) & 0xffff), order.lowByteFirst()));
        }
        return List.copyOf(words);
    }
}
