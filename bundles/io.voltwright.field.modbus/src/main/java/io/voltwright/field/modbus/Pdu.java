package io.voltwright.field.modbus;

import io.voltwright.field.api.BusException;
import io.voltwright.field.api.RegisterBus.Request;
import io.voltwright.field.api.RegisterBus.Table;
import java.util.Arrays;
import java.util.List;

/** Turns requests into protocol data units and checks what answers them (Modbus Application Protocol V1.1b3, section 6). */
final class Pdu {

    static final int WRITE_COIL = 5;
    static final int WRITE_REGISTER = 6;
    static final int WRITE_COILS = 15;
    static final int WRITE_REGISTERS = 16;
    /** Set in the function code of an exception (section 7). */
    static final int EXCEPTION = 0x80;
    /** Function code and data (section 4.1). */
    static final int LONGEST = 253;

    /** Sections 6.11 and 6.12. */
    private static final int MOST_BITS_WRITTEN = 1968;

    private static final int MOST_REGISTERS_WRITTEN = 123;
    private static final int COIL_ON = 0xff00;

    private Pdu() {}

    /**
     * @throws IllegalArgumentException if the request cannot be put on any wire
     */
    static void check(Request request) {
        boolean bits = request.table() == Table.COIL || request.table() == Table.DISCRETE;
        boolean readOnly = request.table() == Table.DISCRETE || request.table() == Table.INPUT;
        int count = request.isWrite() ? request.values().size() : request.count();
        int most = request.isWrite()
                ? (bits ? MOST_BITS_WRITTEN : MOST_REGISTERS_WRITTEN)
                : (bits ? Shape.MOST_BITS : Shape.MOST_REGISTERS);
        boolean wrong = request.unit() < 0
                || request.unit() > 255
                || request.address() < 0
                || request.address() + count > 0x10000
                || count < 1
                || count > most
                || (request.isWrite() && (readOnly || (request.single() && count != 1)))
                || (request.isWrite()
                        && request.values().stream().anyMatch(value -> value < 0 || value > (bits ? 1 : 0xffff)));
        if (wrong) {
            throw new IllegalArgumentException("not a Modbus request: " + request);
        }
    }

    /** The shape of a read, without any padding. */
    static Shape shape(Request request) {
        int function =
                switch (request.table()) {
                    case COIL -> 1;
                    case DISCRETE -> 2;
                    case HOLDING -> 3;
                    case INPUT -> 4;
                };
        return new Shape(function, request.address(), request.count());
    }

    static byte[] read(Shape shape) {
        return words(shape.function(), shape.address(), shape.count());
    }

    static byte[] write(Request request) {
        List<Integer> values = request.values();
        int function = writeFunction(request);
        return switch (function) {
            case WRITE_COIL -> words(function, request.address(), values.get(0) == 0 ? 0 : COIL_ON);
            case WRITE_REGISTER -> words(function, request.address(), values.get(0));
            case WRITE_COILS -> withData(words(function, request.address(), values.size()), packed(values));
            default -> withData(words(function, request.address(), values.size()), bigEndian(values));
        };
    }

    private static int writeFunction(Request request) {
        if (request.table() == Table.COIL) {
            return request.single() ? WRITE_COIL : WRITE_COILS;
        }
        return request.single() ? WRITE_REGISTER : WRITE_REGISTERS;
    }

    /**
     * The registers or bits of an answer to a read.
     *
     * @throws BusException EXCEPTION as the device said, CORRUPT if it is no answer to this read
     */
    static List<Integer> values(Shape shape, byte[] answer) throws BusException {
        checkException(shape.function(), answer);
        if (!answersTo(shape, answer)) {
            throw unfit(shape.function(), answer);
        }
        Integer[] values = new Integer[shape.count()];
        for (int i = 0; i < values.length; i++) {
            values[i] = shape.bits() ? (answer[2 + i / 8] >> (i % 8)) & 1 : word(answer, 2 + 2 * i);
        }
        return List.of(values);
    }

    /** Whether function, byte count and length are those of an answer to the read. */
    static boolean answersTo(Shape shape, byte[] answer) {
        return answer.length == 2 + shape.bytes()
                && answer[0] == shape.function()
                && (answer[1] & 0xff) == shape.bytes();
    }

    /**
     * Checks that an answer echoes what was written: address and value, or address and quantity.
     *
     * @param written the request's data unit
     * @throws BusException EXCEPTION as the device said, CORRUPT if the echo differs
     */
    static void checkEcho(byte[] written, byte[] answer) throws BusException {
        checkException(written[0], answer);
        if (!echoes(written, answer)) {
            throw unfit(written[0], answer);
        }
    }

    static boolean echoes(byte[] written, byte[] answer) {
        return answer.length == 5 && Arrays.equals(answer, 0, 5, written, 0, 5);
    }

    /** Whether it is an exception to a request of the function. */
    static boolean refuses(int function, byte[] answer) {
        return answer.length == 2 && (answer[0] & 0xff) == (function | EXCEPTION);
    }

    private static void checkException(int function, byte[] answer) throws BusException {
        if (refuses(function, answer)) {
            int code = answer[1] & 0xff;
            throw new BusException(
                    BusException.Cause.EXCEPTION, code, "function " + function + ": " + exceptionName(code));
        }
    }

    private static BusException unfit(int function, byte[] answer) {
        String got =
                answer.length == 0 ? "nothing" : "function " + (answer[0] & 0xff) + ", " + answer.length + " bytes";
        return new BusException(
                BusException.Cause.CORRUPT,
                0,
                "the answer does not fit the request of function " + function + ": " + got);
    }

    /** Whether a gateway says with it that the unit behind it does not answer. */
    static boolean isSilence(int exception) {
        return exception == 10 || exception == 11;
    }

    /** By section 7 of the specification. */
    static String exceptionName(int code) {
        String name =
                switch (code) {
                    case 1 -> "illegal function";
                    case 2 -> "illegal data address";
                    case 3 -> "illegal data value";
                    case 4 -> "server device failure";
                    case 5 -> "acknowledge";
                    case 6 -> "server device busy";
                    case 8 -> "memory parity error";
                    case 10 -> "gateway path unavailable";
                    case 11 -> "gateway target device failed to respond";
                    default -> "unknown exception";
                };
        return name + " (exception " + code + ")";
    }

    /** Length of an answer's data unit by its first two bytes; 0 if it is of no function that we use. */
    static int answerLength(int function, int second) {
        if ((function & EXCEPTION) != 0) {
            return 2;
        }
        return switch (function) {
            case 1, 2, 3, 4 -> 2 + second;
            case WRITE_COIL, WRITE_REGISTER, WRITE_COILS, WRITE_REGISTERS -> 5;
            default -> 0;
        };
    }

    private static byte[] words(int function, int first, int second) {
        return new byte[] {
            (byte) function, (byte) (first >> 8), (byte) first, (byte) (second >> 8), (byte) second,
        };
    }

    private static byte[] withData(byte[] head, byte[] data) {
        byte[] pdu = new byte[head.length + 1 + data.length];
        System.arraycopy(head, 0, pdu, 0, head.length);
        pdu[head.length] = (byte) data.length;
        System.arraycopy(data, 0, pdu, head.length + 1, data.length);
        return pdu;
    }

    private static byte[] packed(List<Integer> bits) {
        byte[] bytes = new byte[(bits.size() + 7) / 8];
        for (int i = 0; i < bits.size(); i++) {
            bytes[i / 8] |= (byte) ((bits.get(i) == 0 ? 0 : 1) << (i % 8));
        }
        return bytes;
    }

    private static byte[] bigEndian(List<Integer> registers) {
        byte[] bytes = new byte[registers.size() * 2];
        for (int i = 0; i < registers.size(); i++) {
            bytes[2 * i] = (byte) (registers.get(i) >> 8);
            bytes[2 * i + 1] = (byte) (int) registers.get(i);
        }
        return bytes;
    }

    private static int word(byte[] bytes, int at) {
        return ((bytes[at] & 0xff) << 8) | (bytes[at + 1] & 0xff);
    }
}
