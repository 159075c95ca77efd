package io.voltwright.field.modbus;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A blocking socket. */
final class TcpWire implements Wire {

    private final String host;
    private final int port;
    private final int connectMillis;
    private final Ends ends;
    private @Nullable Socket socket;
    private @Nullable InputStream in;
    private @Nullable OutputStream out;
    private boolean aborted;
    /** As it is set; setting it takes locks. */
    private int timeoutMillis;

    /**
     * @param ends shared by all that must not connect twice to the same place
     */
    TcpWire(String host, int port, Duration connectTimeout, Ends ends) {
        this.host = host;
        this.port = port;
        this.connectMillis = (int) connectTimeout.toMillis();
        this.ends = ends;
    }

    @Override
    public void open() throws IOException {
        close();
        Socket fresh = adopt();
        try {
            fresh.setTcpNoDelay(true);
            fresh.setKeepAlive(true);
            // The name is looked up at each attempt: a device may have got another address.
            InetSocketAddress end = new InetSocketAddress(host, port);
            ends.take(end, this, host + ":" + port);
            fresh.connect(end, connectMillis);
            timeoutMillis = 0;
            in = fresh.getInputStream();
            out = fresh.getOutputStream();
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /** Known to {@link #abort} before it connects, so that connecting can be cut short too. */
    private synchronized Socket adopt() throws IOException {
        if (aborted) {
            throw new SocketException("closed by the station");
        }
        Socket fresh = new Socket();
        socket = fresh;
        return fresh;
    }

    @Override
    public boolean isOpen() {
        return in != null;
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        if (out == null) {
            throw new SocketException("not connected");
        }
        out.write(bytes);
    }

    @Override
    public int read(byte[] buffer, int from, long nanos) throws IOException {
        if (in == null || socket == null) {
            throw new SocketException("not connected");
        }
        int millis = (int) Math.max(1, (nanos + 999_999) / 1_000_000);
        if (millis != timeoutMillis) {
            socket.setSoTimeout(millis);
            timeoutMillis = millis;
        }
        try {
            int count = in.read(buffer, from, buffer.length - from);
            if (count < 0) {
                throw new EOFException("the other side closed the connection");
            }
            return count;
        } catch (SocketTimeoutException e) {
            return 0;
        }
    }

    @Override
    public int pending() throws IOException {
        return in == null ? 0 : in.available();
    }

    @Override
    public synchronized void close() {
        in = null;
        out = null;
        if (socket != null) {
            try {
                socket.close();
            } catch (IOException e) {
                // It is gone either way.
            }
            socket = null;
        }
        ends.leave(this);
    }

    @Override
    public synchronized void abort() {
        aborted = true;
        if (socket != null) {
            try {
                socket.close();
            } catch (IOException e) {
                // It is gone either way.
            }
        }
    }
}
