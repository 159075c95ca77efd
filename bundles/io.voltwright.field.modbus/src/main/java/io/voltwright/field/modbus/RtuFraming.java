package io.voltwright.field.modbus;

import java.util.Arrays;

/** Unit, data unit, CRC-16 low byte first (Modbus over Serial Line V1.02, sections 2.5.1 and 6.2.2). */
final class RtuFraming implements Framing {

    private static final int[] TABLE = new int[256];

    static {
        for (int i = 0; i < 256; i++) {
            int crc = i;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xa001;
            }
            TABLE[i] = crc;
        }
    }

    @Override
    public byte[] frame(int unit, byte[] pdu) {
        byte[] frame = new byte[pdu.length + 3];
        frame[0] = (byte) unit;
        System.arraycopy(pdu, 0, frame, 1, pdu.length);
        int crc = crc(frame, 0, pdu.length + 1);
        frame[pdu.length + 1] = (byte) crc;
        frame[pdu.length + 2] = (byte) (crc >> 8);
        return frame;
    }

    @Override
    public Scan scan(byte[] buffer, int from, int to) {
        if (to - from < 3) {
            return Scan.incomplete();
        }
        int length = Pdu.answerLength(buffer[from + 1] & 0xff, buffer[from + 2] & 0xff);
        if (length == 0) {
            return Scan.broken();
        }
        int end = from + 1 + length + 2;
        if (end > to) {
            return Scan.incomplete();
        }
        int check = (buffer[end - 2] & 0xff) | ((buffer[end - 1] & 0xff) << 8);
        if (crc(buffer, from, end - 2) != check) {
            return Scan.broken();
        }
        return new Scan(State.FRAME, end, buffer[from] & 0xff, Arrays.copyOfRange(buffer, from + 1, end - 2));
    }

    @Override
    public boolean begins(byte first, int unit) {
        return (first & 0xff) == unit;
    }

    @Override
    public int characters(int pduLength) {
        return pduLength + 3;
    }

    /** Polynomial 0xA001 reflected, preset 0xFFFF. */
    static int crc(byte[] bytes, int from, int to) {
        int crc = 0xffff;
        for (int i = from; i < to; i++) {
            crc = (crc >> 8) ^ TABLE[(crc ^ bytes[i]) & 0xff];
        }
        return crc;
    }
}
