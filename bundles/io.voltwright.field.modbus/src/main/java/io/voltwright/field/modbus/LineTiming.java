package io.voltwright.field.modbus;

import io.voltwright.site.api.Bus.Frame;

/**
 * How long things take on a serial line (Modbus over Serial Line V1.02, section 2.5.1.1).
 *
 * @param characterNanos one character with start, parity and stop bits
 * @param gapNanos silence between frames
 */
record LineTiming(long characterNanos, long gapNanos) {

    /** At this rate and above the gap is fixed. */
    private static final int FIXED_FROM_BAUD = 19_200;

    private static final long FIXED_GAP = 1_750_000;

    static LineTiming of(int baud, Frame frame) {
        int bits = 1 + frame.dataBits() + (frame.parity() == Frame.Parity.NONE ? 0 : 1) + frame.stopBits();
        long character = bits * 1_000_000_000L / baud;
        return new LineTiming(character, baud >= FIXED_FROM_BAUD ? FIXED_GAP : character * 7 / 2);
    }

    long onWire(int characters) {
        return characters * characterNanos;
    }
}
