package io.voltwright.field.simulator;

import io.voltwright.field.profiles.FormulaType;
import io.voltwright.field.profiles.PointSpec;
import io.voltwright.field.profiles.RegisterType;
import io.voltwright.field.profiles.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** How a device lays values into its registers: exact decimals to bytes; shares no code with the driver's side. */
final class Wire {

    private Wire() {}

    /** The registers of a value; numbers that do not fit are cut to the nearest that does. */
    static int[] registers(PointSpec point, Value value) {
        byte[] bytes = point.type().isText() ? text(point, value.toString()) : number(point, value.number());
        int[] words = new int[point.words()];
        for (int i = 0; i < words.length; i++) {
            int high = bytes[2 * i] & 0xff;
            int low = bytes[2 * i + 1] & 0xff;
            boolean swapped = point.type().isText()
                    ? point.order().lowTextFirst()
                    : point.order().lowByteFirst();
            int at = !point.type().isText() && point.order().lowWordFirst() ? words.length - 1 - i : i;
            words[at] = swapped ? low * 256 + high : high * 256 + low;
        }
        return words;
    }

    /** Whether it is only a part of its registers. */
    static boolean isPart(PointSpec point) {
        return point.bits().isPresent() || point.type() == RegisterType.U8HI || point.type() == RegisterType.U8LO;
    }

    /** The registers of a value that takes some bits of them; the others stay as they are. */
    static int[] inserted(PointSpec point, long value, int[] held) {
        BigInteger mask = mask(point);
        BigInteger part =
                BigInteger.valueOf(value).shiftLeft(mask.getLowestSetBit()).and(mask);
        BigInteger whole = whole(point, held).andNot(mask).or(part);
        int[] words = new int[held.length];
        for (int i = 0; i < words.length; i++) {
            int at = point.order().lowWordFirst() ? i : words.length - 1 - i;
            int word = whole.shiftRight(16 * i).intValue() & 0xffff;
            words[at] = point.order().lowByteFirst() ? Integer.reverseBytes(word) >>> 16 : word;
        }
        return words;
    }

    private static BigInteger mask(PointSpec point) {
        int low = point.bits().map(PointSpec.Bits::low).orElse(point.type() == RegisterType.U8HI ? 8 : 0);
        int high = point.bits().map(PointSpec.Bits::high).orElse(low + 7);
        return BigInteger.ONE.shiftLeft(high + 1).subtract(BigInteger.ONE.shiftLeft(low));
    }

    private static BigInteger whole(PointSpec point, int[] words) {
        BigInteger whole = BigInteger.ZERO;
        for (int i = 0; i < words.length; i++) {
            int word = words[point.order().lowWordFirst() ? words.length - 1 - i : i];
            int ordered = point.order().lowByteFirst() ? Integer.reverseBytes(word) >>> 16 : word;
            whole = whole.shiftLeft(16).or(BigInteger.valueOf(ordered));
        }
        return whole;
    }

    private static byte[] text(PointSpec point, String text) {
        int size = 2 * point.words();
        if (point.type() == RegisterType.BYTES) {
            byte[] bytes = HexFormat.of().parseHex(text);
            // A shorter number stands at the end, with zeros before it.
            byte[] padded = new byte[size];
            System.arraycopy(bytes, 0, padded, Math.max(0, size - bytes.length), Math.min(size, bytes.length));
            return padded;
        }
        if (point.type() == RegisterType.CHAR) {
            return new byte[] {0, (byte) text.charAt(0)};
        }
        Charset charset = point.type() == RegisterType.UTF16 ? StandardCharsets.UTF_16BE : StandardCharsets.ISO_8859_1;
        return Arrays.copyOf(text.getBytes(charset), size);
    }

    private static byte[] number(PointSpec point, double value) {
        double counts = counts(point, value);
        if (point.type() == RegisterType.F32) {
            return ByteBuffer.allocate(4).putFloat((float) counts).array();
        }
        if (point.type() == RegisterType.F64) {
            return ByteBuffer.allocate(8).putDouble(counts).array();
        }
        if (point.type().hasExponent()) {
            return withExponent(counts);
        }
        int size = 2 * point.words();
        BigInteger whole =
                BigDecimal.valueOf(counts).setScale(0, RoundingMode.FLOOR).toBigInteger();
        if (point.type() == RegisterType.BCD) {
            whole = new BigInteger(whole.toString(), 16);
        }
        BigInteger most = BigInteger.ONE
                .shiftLeft(8 * size - (point.type().signed() ? 1 : 0))
                .subtract(BigInteger.ONE);
        BigInteger least = point.type().signed() ? most.negate() : BigInteger.ZERO;
        byte[] bytes = whole.max(least).min(most).toByteArray();
        byte[] padded = new byte[size];
        Arrays.fill(padded, (byte) (whole.signum() < 0 ? 0xff : 0));
        int keep = Math.min(size, bytes.length);
        System.arraycopy(bytes, bytes.length - keep, padded, size - keep, keep);
        return padded;
    }

    /** The smallest power of ten from a thousandth on with which the number fits into 24 bits. */
    private static byte[] withExponent(double counts) {
        int power = -3;
        while (Math.abs(counts) / Math.pow(10, power) >= 1 << 23) {
            power++;
        }
        int digits = (int) Math.round(counts / Math.pow(10, power));
        return ByteBuffer.allocate(4)
                .putInt((power << 24) | (digits & 0xffffff))
                .array();
    }

    private static double counts(PointSpec point, double value) {
        if (point.unit().isEmpty()) {
            return value;
        }
        BigDecimal counts = BigDecimal.valueOf(value - point.offset())
                .divide(point.unit().get().size(), 9, RoundingMode.HALF_EVEN);
        // A millionth of a count is noise of binary fractions, not a value below the next count.
        return counts.setScale(6, RoundingMode.HALF_EVEN).doubleValue();
    }

    /** What registers that were written mean, in the point's canonical unit. */
    static double value(PointSpec point, int[] words) {
        if (isPart(point)) {
            BigInteger mask = mask(point);
            return whole(point, words)
                    .and(mask)
                    .shiftRight(mask.getLowestSetBit())
                    .doubleValue();
        }
        ByteBuffer bytes = ByteBuffer.allocate(2 * words.length);
        for (int i = 0; i < words.length; i++) {
            int word = words[point.order().lowWordFirst() ? words.length - 1 - i : i];
            bytes.putShort((short) (point.order().lowByteFirst() ? Integer.reverseBytes(word) >>> 16 : word));
        }
        bytes.flip();
        double counts;
        if (point.type() == RegisterType.F32) {
            counts = bytes.getFloat();
        } else if (point.type() == RegisterType.F64) {
            counts = bytes.getDouble();
        } else if (point.type().hasExponent()) {
            int held = bytes.getInt();
            int digits = point.type().signed() ? (held << 8) >> 8 : held & 0xffffff;
            counts = new BigDecimal(digits).scaleByPowerOfTen(held >> 24).doubleValue();
        } else {
            counts = (point.type().signed() ? new BigInteger(bytes.array()) : new BigInteger(1, bytes.array()))
                    .doubleValue();
        }
        if (point.unit().isEmpty() || !Double.isFinite(counts)) {
            return counts;
        }
        return BigDecimal.valueOf(counts).multiply(point.unit().get().size()).doubleValue() + point.offset();
    }

    /** A number as the point's kind of value. */
    static Value of(PointSpec point, double number) {
        return point.kind().equals(FormulaType.INT) ? new Value.Whole((long) number) : new Value.Amount(number);
    }
}
