package io.voltwright.field.readers;

import com.fazecast.jSerialComm.SerialPort;
import io.voltwright.site.api.Bus;
import io.voltwright.site.api.Bus.Frame.Parity;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;

/** The wire of a reader; used by one thread, but for {@link #close}. */
interface ByteLine extends AutoCloseable {

    /** How long a read waits for a byte: jSerialComm's native timer ticks in steps of this size. */
    int SLICE_MILLIS = 100;

    /**
     * Waits a moment for bytes.
     *
     * @return how many came; 0 if none did
     * @throws IOException if the other side has gone
     */
    int read(byte[] buffer) throws IOException;

    void write(byte[] bytes) throws IOException;

    @Override
    void close();

    /** Opens a wire as the site describes it. */
    static ByteLine open(Bus.Line line) throws IOException {
        if (line instanceof Bus.Serial serial) {
            return new Port(serial);
        }
        if (line instanceof Bus.RtuOverTcp gateway) {
            return new Stream(gateway.host(), gateway.port());
        }
        Bus.Tcp tcp = (Bus.Tcp) line;
        return new Stream(tcp.host(), tcp.port());
    }

    /** A socket. */
    final class Stream implements ByteLine {

        private static final int CONNECT_MILLIS = 2000;

        private final Socket socket = new Socket();

        Stream(String host, int port) throws IOException {
            try {
                socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
                socket.setKeepAlive(true);
                socket.setSoTimeout(SLICE_MILLIS);
            } catch (IOException e) {
                socket.close();
                throw e;
            }
        }

        @Override
        public int read(byte[] buffer) throws IOException {
            try {
                int count = socket.getInputStream().read(buffer);
                if (count < 0) {
                    throw new EOFException("the reader closed the connection");
                }
                return count;
            } catch (SocketTimeoutException e) {
                return 0;
            }
        }

        @Override
        public void write(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
        }

        @Override
        public void close() {
            try {
                socket.close();
            } catch (IOException e) {
                // It is gone either way.
            }
        }
    }

    /** A serial port. */
    final class Port implements ByteLine {

        private final SerialPort port;

        Port(Bus.Serial where) throws IOException {
            try {
                port = SerialPort.getCommPort(where.port());
            } catch (RuntimeException | LinkageError e) {
                throw new IOException("port " + where.port() + ": " + e.getMessage(), e);
            }
            Bus.Frame frame = where.frame();
            int parity = frame.parity() == Parity.NONE
                    ? SerialPort.NO_PARITY
                    : frame.parity() == Parity.EVEN ? SerialPort.EVEN_PARITY : SerialPort.ODD_PARITY;
            int stop = frame.stopBits() == 2 ? SerialPort.TWO_STOP_BITS : SerialPort.ONE_STOP_BIT;
            boolean taken = port.setComPortParameters(where.baud(), frame.dataBits(), stop, parity)
                    && port.setComPortTimeouts(SerialPort.TIMEOUT_READ_SEMI_BLOCKING, SLICE_MILLIS, 0);
            if (!taken || !port.openPort()) {
                throw new IOException(
                        "port " + where.port() + " cannot be opened: not there, held by another, or not permitted");
            }
        }

        @Override
        public int read(byte[] buffer) throws IOException {
            int count = port.readBytes(buffer, buffer.length);
            if (count < 0) {
                throw new IOException("port " + port.getSystemPortPath() + " has gone");
            }
            return count;
        }

        @Override
        public void write(byte[] bytes) throws IOException {
            if (port.writeBytes(bytes, bytes.length) != bytes.length) {
                throw new IOException("port " + port.getSystemPortPath() + " has gone");
            }
        }

        @Override
        public void close() {
            port.closePort();
        }
    }
}
