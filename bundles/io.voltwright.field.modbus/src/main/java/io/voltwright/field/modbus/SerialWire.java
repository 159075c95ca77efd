package io.voltwright.field.modbus;

import com.fazecast.jSerialComm.SerialPort;
import io.voltwright.site.api.Bus.Frame;
import io.voltwright.site.api.Bus.Frame.Parity;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A serial port. */
final class SerialWire implements Wire {

    /** jSerialComm's native timer ticks in tenths of a second; a shorter wait would be a busy loop. The first byte ends it. */
    private static final int SLICE_MILLIS = 100;

    private final String name;
    private final int baud;
    private final Frame frame;
    private @Nullable SerialPort port;
    private volatile boolean aborted;

    SerialWire(String name, int baud, Frame frame) {
        this.name = name;
        this.baud = baud;
        this.frame = frame;
    }

    @Override
    public void open() throws IOException {
        close();
        checkAborted();
        SerialPort fresh = find();
        boolean taken = fresh.setComPortParameters(baud, frame.dataBits(), stopBits(), parity())
                && fresh.setComPortTimeouts(SerialPort.TIMEOUT_READ_SEMI_BLOCKING, SLICE_MILLIS, 0);
        // Only the answer counts: the last error code is set on good pseudo-terminals too.
        if (!taken || !fresh.openPort()) {
            throw new IOException("port " + name + " cannot be opened at " + baud + " " + frame
                    + ": not there, held by another program, or not permitted");
        }
        port = fresh;
    }

    private SerialPort find() throws IOException {
        try {
            return SerialPort.getCommPort(name);
        } catch (RuntimeException | LinkageError e) {
            throw new IOException("port " + name + ": " + e.getMessage(), e);
        }
    }

    private int stopBits() {
        return frame.stopBits() == 2 ? SerialPort.TWO_STOP_BITS : SerialPort.ONE_STOP_BIT;
    }

    private int parity() {
        if (frame.parity() == Parity.NONE) {
            return SerialPort.NO_PARITY;
        }
        return frame.parity() == Parity.EVEN ? SerialPort.EVEN_PARITY : SerialPort.ODD_PARITY;
    }

    @Override
    public boolean isOpen() {
        return port != null;
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        if (opened().writeBytes(bytes, bytes.length) != bytes.length) {
            throw gone();
        }
    }

    @Override
    public int read(byte[] buffer, int from, long nanos) throws IOException {
        long deadline = now() + nanos;
        do {
            int count = opened().readBytes(buffer, buffer.length - from, from);
            if (count < 0) {
                throw gone();
            }
            if (count > 0) {
                return count;
            }
        } while (now() - deadline < 0);
        return 0;
    }

    @Override
    public int pending() throws IOException {
        int count = opened().bytesAvailable();
        if (count < 0) {
            throw gone();
        }
        return count;
    }

    private SerialPort opened() throws IOException {
        checkAborted();
        if (port == null) {
            throw new IOException("port " + name + " is not open");
        }
        return port;
    }

    private void checkAborted() throws IOException {
        if (aborted) {
            throw new IOException("port " + name + " was closed by the station");
        }
    }

    private IOException gone() {
        return new IOException("port " + name + " has gone");
    }

    @Override
    public void close() {
        if (port != null) {
            port.closePort();
            port = null;
        }
    }

    /** Takes effect within a slice: the port itself is only touched by its own thread. */
    @Override
    public void abort() {
        aborted = true;
    }
}
