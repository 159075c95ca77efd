package io.voltwright.field.simulator;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** Cuts a stream of bytes into Modbus requests, and frames the answers. */
final class Framer {

    /** How requests are framed. */
    enum Kind {
        TCP,
        RTU,
        ASCII
    }

    /**
     * One request.
     *
     * @param header transaction and protocol id of Modbus TCP; empty for RTU
     */
    record Request(Bytes header, int unit, Bytes pdu) {}

    private static final int MOST = 300;
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final Kind kind;
    private byte[] buffer = new byte[0];

    Framer(Kind kind) {
        this.kind = kind;
    }

    void add(byte[] bytes) {
        byte[] joined = Arrays.copyOf(buffer, buffer.length + bytes.length);
        System.arraycopy(bytes, 0, joined, buffer.length, bytes.length);
        buffer = joined;
    }

    /** Forgets half a request: on a serial line silence ends a frame. */
    void silence() {
        buffer = new byte[0];
    }

    /** The next whole request. */
    Optional<Request> next() {
        return switch (kind) {
            case TCP -> nextTcp();
            case RTU -> nextRtu();
            case ASCII -> nextAscii();
        };
    }

    private Optional<Request> nextTcp() {
        if (buffer.length < 8) {
            return Optional.empty();
        }
        int length = new Bytes(buffer).word(4);
        if (length < 2 || length > MOST) {
            buffer = new byte[0];
            return Optional.empty();
        }
        if (buffer.length < 6 + length) {
            return Optional.empty();
        }
        Request request = new Request(
                new Bytes(Arrays.copyOf(buffer, 4)),
                buffer[6] & 0xff,
                new Bytes(Arrays.copyOfRange(buffer, 7, 6 + length)));
        buffer = Arrays.copyOfRange(buffer, 6 + length, buffer.length);
        return Optional.of(request);
    }

    private Optional<Request> nextRtu() {
        if (buffer.length < 8) {
            return Optional.empty();
        }
        int function = buffer[1] & 0xff;
        int length = function == 15 || function == 16 ? 9 + (buffer[6] & 0xff) : 8;
        if (buffer.length < length) {
            return Optional.empty();
        }
        int sum = ((buffer[length - 1] & 0xff) << 8) | (buffer[length - 2] & 0xff);
        if (sum != checkSum(buffer, length - 2)) {
            buffer = new byte[0];
            return Optional.empty();
        }
        Request request =
                new Request(Bytes.NONE, buffer[0] & 0xff, new Bytes(Arrays.copyOfRange(buffer, 1, length - 2)));
        buffer = Arrays.copyOfRange(buffer, length, buffer.length);
        return Optional.of(request);
    }

    /** Colon, hex, LRC, carriage return and line feed (Modbus over Serial Line V1.02, section 2.5.2). */
    private Optional<Request> nextAscii() {
        String text = new String(buffer, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n");
        if (end < 0) {
            return Optional.empty();
        }
        String line = text.substring(text.lastIndexOf(':', end) + 1, end);
        buffer = Arrays.copyOfRange(buffer, end + 2, buffer.length);
        if (!line.matches("([0-9A-Fa-f]{2}){4,}")) {
            return nextAscii();
        }
        byte[] bytes = HEX.parseHex(line);
        if (longitudinal(bytes, bytes.length) != 0) {
            return nextAscii();
        }
        return Optional.of(
                new Request(Bytes.NONE, bytes[0] & 0xff, new Bytes(Arrays.copyOfRange(bytes, 1, bytes.length - 1))));
    }

    private static byte longitudinal(byte[] bytes, int length) {
        byte sum = 0;
        for (int i = 0; i < length; i++) {
            sum += bytes[i];
        }
        return sum;
    }

    byte[] frame(Request request, Bytes pdu) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        if (kind == Kind.TCP) {
            frame.writeBytes(request.header().toArray());
            frame.write((pdu.size() + 1) >>> 8);
            frame.write(pdu.size() + 1);
            frame.write(request.unit());
            frame.writeBytes(pdu.toArray());
        } else if (kind == Kind.ASCII) {
            frame.write(request.unit());
            frame.writeBytes(pdu.toArray());
            frame.write(-longitudinal(frame.toByteArray(), pdu.size() + 1));
            return (":" + HEX.formatHex(frame.toByteArray()) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        } else {
            frame.write(request.unit());
            frame.writeBytes(pdu.toArray());
            int sum = checkSum(frame.toByteArray(), pdu.size() + 1);
            frame.write(sum);
            frame.write(sum >>> 8);
        }
        return frame.toByteArray();
    }

    /** CRC-16 of Modbus over Serial Line V1.02, section 6.2.2. */
    static int checkSum(byte[] bytes, int length) {
        int sum = 0xffff;
        for (int i = 0; i < length; i++) {
            sum ^= bytes[i] & 0xff;
            for (int bit = 0; bit < 8; bit++) {
                sum = (sum & 1) == 0 ? sum >>> 1 : (sum >>> 1) ^ 0xa001;
            }
        }
        return sum;
    }
}
