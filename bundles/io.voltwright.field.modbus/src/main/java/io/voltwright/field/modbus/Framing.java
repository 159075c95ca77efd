package io.voltwright.field.modbus;

/** How a data unit is wrapped on a line without transaction ids (Modbus over Serial Line V1.02, section 2.5). */
interface Framing {

    byte[] frame(int unit, byte[] pdu);

    /** Reads the frame that begins at {@code from}, among bytes that may be incomplete, wrong, or followed by others. */
    Scan scan(byte[] buffer, int from, int to);

    /** Whether a frame from the unit can begin with that byte. */
    boolean begins(byte first, int unit);

    /** Characters on the line for a data unit of that length, unit and check included. */
    int characters(int pduLength);

    /** What the bytes so far are. */
    enum State {
        /** A frame may yet come of it. */
        INCOMPLETE,
        /** A frame whose check is right. */
        FRAME,
        /** No frame begins here, or its check is wrong. */
        BROKEN
    }

    /**
     * A look at received bytes.
     *
     * @param end first byte after the frame; meaningful for a FRAME only, as unit and pdu
     */
    // Looked at and thrown away, never compared.
    @SuppressWarnings("ArrayRecordComponent")
    record Scan(State state, int end, int unit, byte[] pdu) {

        private static final byte[] NONE = {};

        static Scan incomplete() {
            return new Scan(State.INCOMPLETE, 0, 0, NONE);
        }

        static Scan broken() {
            return new Scan(State.BROKEN, 0, 0, NONE);
        }
    }
}
