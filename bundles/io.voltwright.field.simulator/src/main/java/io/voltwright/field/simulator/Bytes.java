package io.voltwright.field.simulator;

import java.util.Arrays;

/** Bytes as they go over a wire. */
final class Bytes {

    static final Bytes NONE = new Bytes();

    private final byte[] bytes;

    Bytes(byte... bytes) {
        this.bytes = bytes;
    }

    int size() {
        return bytes.length;
    }

    /** One byte, 0 to 255. */
    int at(int index) {
        return bytes[index] & 0xff;
    }

    /** Two bytes, the high one first. */
    int word(int index) {
        return (at(index) << 8) | at(index + 1);
    }

    Bytes part(int from, int to) {
        return new Bytes(Arrays.copyOfRange(bytes, from, to));
    }

    byte[] toArray() {
        return bytes.clone();
    }
}
