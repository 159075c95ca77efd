package io.voltwright.site.api;

import io.voltwright.base.api.DeviceId;

/**
 * A wire that devices share.
 *
 * @param id unique among the site's devices
 * @param line how to reach it
 */
public record Bus(DeviceId id, Line line) {

    /** How a bus is reached, and so how Modbus is framed on it. */
    public sealed interface Line {}

    /**
     * Modbus TCP.
     *
     * @param host name or address
     * @param port 1 to 65535
     */
    public record Tcp(String host, int port) implements Line {}

    /**
     * Modbus RTU frames through a TCP gateway.
     *
     * @param host name or address
     * @param port 1 to 65535
     * @param baud of the line behind the gateway, bits per second; decides the time on the wire
     */
    public record RtuOverTcp(String host, int port, int baud) implements Line {}

    /**
     * Modbus on a serial port.
     *
     * @param port path or name of the port
     * @param baud bits per second
     * @param frame data bits, parity, stop bits
     * @param mode how frames are framed
     */
    public record Serial(String port, int baud, Frame frame, Mode mode) implements Line {}

    /** Framing on a serial line. */
    public enum Mode {
        RTU,
        ASCII
    }

    /**
     * A character on the line.
     *
     * @param dataBits 7 or 8
     * @param parity none, even or odd
     * @param stopBits 1 or 2
     */
    public record Frame(int dataBits, Parity parity, int stopBits) {

        /** Parity of a character. */
        public enum Parity {
            NONE,
            EVEN,
            ODD
        }

        /**
         * Reads the usual short form.
         *
         * @param text as {@code 8E1}
         * @throws IllegalArgumentException if it is not of that form
         */
        public static Frame of(String text) {
            if (!text.matches("[78][NEO][12]")) {
                throw new IllegalArgumentException("frame '" + text + "': use 7 or 8, N, E or O, 1 or 2, as 8E1");
            }
            Parity parity = text.charAt(1) == 'N' ? Parity.NONE : text.charAt(1) == 'E' ? Parity.EVEN : Parity.ODD;
            return new Frame(text.charAt(0) - '0', parity, text.charAt(2) - '0');
        }

        @Override
        public String toString() {
            return dataBits + parity.name().substring(0, 1) + stopBits;
        }
    }
}
