package io.voltwright.field.modbus;

/**
 * What a read asks for; the length of its answer is all that tells it from another one on a line without transaction ids.
 *
 * @param function 1 to 4
 * @param address 0-based, as on the wire
 * @param count registers or bits
 */
record Shape(int function, int address, int count) {

    /** Most registers in one read (Modbus Application Protocol V1.1b3 section 6.3). */
    static final int MOST_REGISTERS = 125;
    /** Most bits in one read (section 6.1). */
    static final int MOST_BITS = 2000;

    boolean bits() {
        return function <= 2;
    }

    /** Data bytes of the answer. */
    int bytes() {
        return bits() ? (count + 7) / 8 : count * 2;
    }

    /** Whether an answer to the one could be taken for an answer to the other. */
    boolean answersLike(Shape other) {
        return function == other.function && bytes() == other.bytes();
    }

    /** The same with an answer that is one register, or one byte of bits, longer; unchanged at the end of the table. */
    Shape padded() {
        Shape longer = new Shape(function, address, bits() ? bytes() * 8 + 1 : count + 1);
        return longer.exists() ? longer : this;
    }

    /** The same with a shorter answer, its first registers only; unchanged if there is none. */
    Shape shortened() {
        Shape shorter = new Shape(function, address, bits() ? bytes() * 8 - 8 : count - 1);
        return shorter.exists() ? shorter : this;
    }

    /** Whether it lies inside the table and inside one frame. */
    boolean exists() {
        return count >= 1 && count <= (bits() ? MOST_BITS : MOST_REGISTERS) && address + count <= 0x10000;
    }
}
