package io.voltwright.itests;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A wire to a server on this machine that a test can cut and join. */
final class Relay implements AutoCloseable {

    private final int port = Listeners.freePort();
    private final int to;
    private final List<Closeable> open = new CopyOnWriteArrayList<>();
    private volatile @Nullable ServerSocket entrance;

    Relay(int to) {
        this.to = to;
        join();
    }

    /** Where it is entered. */
    int port() {
        return port;
    }

    /** From now on it leads to the server. */
    void join() {
        try {
            ServerSocket listening = new ServerSocket();
            listening.setReuseAddress(true);
            listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            entrance = listening;
            start(() -> accept(listening));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Breaks what is open and lets nobody in. */
    void cut() {
        close(entrance);
        open.forEach(Relay::close);
        open.clear();
    }

    private void accept(ServerSocket listening) {
        while (!listening.isClosed()) {
            try {
                lead(listening, listening.accept());
            } catch (IOException e) {
                // It was cut, or the server is not there.
            }
        }
    }

    private void lead(ServerSocket entered, Socket near) throws IOException {
        open.add(near);
        try {
            Socket far = new Socket(InetAddress.getLoopbackAddress(), to);
            open.add(far);
            if (entered.isClosed()) {
                // Who came in while it was cut is out as well.
                close(near);
                close(far);
                return;
            }
            start(() -> pump(near, far));
            start(() -> pump(far, near));
        } catch (IOException e) {
            close(near);
            throw e;
        }
    }

    private static void pump(Socket from, Socket into) {
        try (from;
                into) {
            InputStream in = from.getInputStream();
            in.transferTo(into.getOutputStream());
        } catch (IOException e) {
            // One end is gone, so both are.
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "relay");
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(@Nullable Closeable what) {
        try {
            if (what != null) {
                what.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        cut();
    }
}
