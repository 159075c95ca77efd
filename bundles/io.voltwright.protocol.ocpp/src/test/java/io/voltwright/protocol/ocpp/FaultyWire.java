package io.voltwright.protocol.ocpp;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A line between a station and its back end that breaks after any byte, or goes dead without a word (half-open). */
final class FaultyWire implements AutoCloseable {

    private static final int LONGEST = 4_000;

    final AtomicInteger cuts = new AtomicInteger();
    final AtomicInteger deaths = new AtomicInteger();
    private final Random random;
    private final int server;
    private final ServerSocket door;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private int connections;

    /**
     * @param server port of the back end on the loopback
     */
    FaultyWire(Random random, int server) throws IOException {
        this.random = random;
        this.server = server;
        this.door = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    String url() {
        return "ws://localhost:" + door.getLocalPort() + "/ocpp";
    }

    private void accept() {
        try {
            while (true) {
                join(door.accept());
            }
        } catch (IOException e) {
            // The door was closed.
            threads.shutdown();
        }
    }

    private void join(Socket station) throws IOException {
        Socket backend = new Socket(InetAddress.getLoopbackAddress(), server);
        open.addAll(List.of(station, backend));
        Fate fate = new Fate();
        fate.sockets = List.of(station, backend);
        connections++;
        int kind = random.nextInt(20);
        fate.left = kind < 10 ? random.nextInt(1, LONGEST) : Integer.MAX_VALUE;
        // The first connection lives, for a station that never got one has nothing to lose.
        fate.silent = kind == 0 && connections > 1;
        threads.execute(() -> pump(station, backend, fate));
        threads.execute(() -> pump(backend, station, fate));
    }

    private static final class Fate {
        private List<Socket> sockets = List.of();
        private int left;
        private boolean silent;
    }

    private void pump(Socket from, Socket to, Fate fate) {
        byte[] buffer = new byte[4096];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                int pass = pass(read, fate);
                out.write(buffer, 0, pass);
                out.flush();
                if (pass < read && !fate.silent) {
                    break;
                }
            }
        } catch (IOException e) {
            // One end has gone; so goes the other.
        } finally {
            fate.sockets.forEach(FaultyWire::close);
            open.removeAll(fate.sockets);
        }
    }

    private int pass(int read, Fate fate) {
        synchronized (fate) {
            int pass = Math.min(read, fate.left);
            if (pass < read && fate.left > 0) {
                (fate.silent ? deaths : cuts).incrementAndGet();
            }
            fate.left -= fate.left == Integer.MAX_VALUE ? 0 : pass;
            return pass;
        }
    }

    private static void close(Closeable socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        close(door);
        open.forEach(FaultyWire::close);
        threads.shutdownNow();
    }
}
