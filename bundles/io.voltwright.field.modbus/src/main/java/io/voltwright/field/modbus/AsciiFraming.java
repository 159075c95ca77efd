package io.voltwright.field.modbus;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** Colon, hexadecimal of unit, data unit and LRC, carriage return, line feed (Modbus over Serial Line V1.02, sections 2.5.2 and 6.2.1). */
final class AsciiFraming implements Framing {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final int LONGEST = 1 + 2 * (Pdu.LONGEST + 2) + 2;

    @Override
    public byte[] frame(int unit, byte[] pdu) {
        byte[] body = new byte[pdu.length + 2];
        body[0] = (byte) unit;
        System.arraycopy(pdu, 0, body, 1, pdu.length);
        body[pdu.length + 1] = lrc(body, pdu.length + 1);
        return (':' + HEX.formatHex(body) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public Scan scan(byte[] buffer, int from, int to) {
        if (from >= to) {
            return Scan.incomplete();
        }
        if (buffer[from] != ':') {
            return Scan.broken();
        }
        for (int i = from + 1; i < to; i++) {
            if (buffer[i] == '\n') {
                return body(buffer, from + 1, i);
            }
        }
        return to - from > LONGEST ? Scan.broken() : Scan.incomplete();
    }

    private static Scan body(byte[] buffer, int from, int lineFeed) {
        int end = lineFeed - 1;
        int digits = end - from;
        if (digits < 6 || digits % 2 != 0 || buffer[end] != '\r') {
            return Scan.broken();
        }
        byte[] body = new byte[digits / 2];
        for (int i = 0; i < body.length; i++) {
            int high = Character.digit(buffer[from + 2 * i], 16);
            int low = Character.digit(buffer[from + 2 * i + 1], 16);
            if (high < 0 || low < 0) {
                return Scan.broken();
            }
            body[i] = (byte) ((high << 4) | low);
        }
        int last = body.length - 1;
        if (lrc(body, last) != body[last]) {
            return Scan.broken();
        }
        return new Scan(State.FRAME, lineFeed + 1, body[0] & 0xff, Arrays.copyOfRange(body, 1, last));
    }

    @Override
    public boolean begins(byte first, int unit) {
        return first == ':';
    }

    @Override
    public int characters(int pduLength) {
        return 1 + 2 * (pduLength + 2) + 2;
    }

    /** Two's complement of the sum of the bytes. */
    static byte lrc(byte[] bytes, int to) {
        int sum = 0;
        for (int i = 0; i < to; i++) {
            sum += bytes[i];
        }
        return (byte) -sum;
    }
}
