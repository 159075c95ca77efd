package io.voltwright.field.modbus;

import java.util.Arrays;

/** RTU frames of the tests' own making, with a CRC computed bit by bit; each register holds its address. */
final class HandMade {

    private HandMade() {}

    static byte[] withCrc(int... body) {
        byte[] bytes = new byte[body.length];
        for (int i = 0; i < body.length; i++) {
            bytes[i] = (byte) body[i];
        }
        return withCrc(bytes);
    }

    static byte[] withCrc(byte[] body) {
        int crc = 0xffff;
        for (byte each : body) {
            crc ^= each & 0xff;
            for (int bit = 0; bit < 8; bit++) {
                boolean carry = (crc & 1) != 0;
                crc >>= 1;
                if (carry) {
                    crc ^= 0xa001;
                }
            }
        }
        byte[] frame = Arrays.copyOf(body, body.length + 2);
        frame[body.length] = (byte) (crc & 0xff);
        frame[body.length + 1] = (byte) (crc >> 8);
        return frame;
    }

    /** The answer to a read of registers or a single write. */
    static byte[] answer(byte[] request) {
        if (request[1] == 5 || request[1] == 6) {
            return request.clone();
        }
        int address = address(request);
        int count = count(request);
        byte[] body = new byte[3 + 2 * count];
        body[0] = request[0];
        body[1] = request[1];
        body[2] = (byte) (2 * count);
        for (int i = 0; i < count; i++) {
            body[3 + 2 * i] = (byte) ((address + i) >> 8);
            body[4 + 2 * i] = (byte) (address + i);
        }
        return withCrc(body);
    }

    static byte[] refusal(byte[] request, int code) {
        return withCrc(request[0], request[1] | 0x80, code);
    }

    static int address(byte[] request) {
        return ((request[2] & 0xff) << 8) | (request[3] & 0xff);
    }

    static int count(byte[] request) {
        return ((request[4] & 0xff) << 8) | (request[5] & 0xff);
    }
}
