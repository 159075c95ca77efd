package io.voltwright.field.modbus;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A small Modbus TCP slave of the tests' own; each register holds its address. */
final class TcpSlave implements AutoCloseable {

    /** What it does with a request. */
    interface Behaviour {

        /**
         * @param number of the request, from 1
         * @param request the whole frame
         * @param answer the right one
         */
        void serve(int number, byte[] request, byte[] answer, Link link) throws IOException, InterruptedException;
    }

    /** The connection a request came on. */
    record Link(Socket socket, OutputStream out) {

        void send(byte[] bytes) throws IOException {
            out.write(bytes);
        }
    }

    private final ServerSocket server;
    private final Behaviour behaviour;
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final List<String> seen = new CopyOnWriteArrayList<>();

    TcpSlave(Behaviour behaviour) throws IOException {
        this(0, behaviour);
    }

    TcpSlave(int port, Behaviour behaviour) throws IOException {
        this.behaviour = behaviour;
        this.server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    static TcpSlave honest() throws IOException {
        return new TcpSlave((number, request, answer, link) -> link.send(answer));
    }

    int port() {
        return server.getLocalPort();
    }

    int requests() {
        return requests.get();
    }

    int connections() {
        return connections.get();
    }

    /** The most that were open at the same time. */
    int mostConnectionsAtOnce() {
        return mostAtOnce.get();
    }

    /** Its ends are noticed a little after they happened, so a connection that seems to be one too many gets some time to have ended. */
    private synchronized void opened() throws InterruptedException {
        for (int waits = 0; open.get() > 0 && waits < 60; waits++) {
            wait(1_000);
        }
        mostAtOnce.accumulateAndGet(open.incrementAndGet(), Math::max);
    }

    private synchronized void ended() {
        open.decrementAndGet();
        notifyAll();
    }

    /** Requests in hexadecimal, from the unit on. */
    List<String> seen() {
        return List.copyOf(seen);
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "slave");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                connections.incrementAndGet();
                opened();
                sockets.add(socket);
                socket.setTcpNoDelay(true);
                start(() -> talk(socket));
            }
        } catch (IOException e) {
            // Closed by the test.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void talk(Socket socket) {
        try (socket) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            Link link = new Link(socket, socket.getOutputStream());
            while (true) {
                byte[] head = new byte[6];
                in.readFully(head);
                byte[] request = new byte[6 + (((head[4] & 0xff) << 8) | (head[5] & 0xff))];
                System.arraycopy(head, 0, request, 0, 6);
                in.readFully(request, 6, request.length - 6);
                seen.add(HexFormat.of().formatHex(request, 6, request.length));
                behaviour.serve(requests.incrementAndGet(), request, answer(request), link);
            }
        } catch (IOException e) {
            // The other side has gone.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ended();
        }
    }

    /** Reads of registers and single writes. */
    private static byte[] answer(byte[] request) {
        if (request[7] == 6 || request[7] == 5) {
            return request.clone();
        }
        int address = ((request[8] & 0xff) << 8) | (request[9] & 0xff);
        int count = ((request[10] & 0xff) << 8) | (request[11] & 0xff);
        byte[] answer = new byte[9 + 2 * count];
        System.arraycopy(request, 0, answer, 0, 4);
        answer[5] = (byte) (3 + 2 * count);
        answer[6] = request[6];
        answer[7] = request[7];
        answer[8] = (byte) (2 * count);
        for (int i = 0; i < count; i++) {
            answer[9 + 2 * i] = (byte) ((address + i) >> 8);
            answer[10 + 2 * i] = (byte) (address + i);
        }
        return answer;
    }

    void dropConnections() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        dropConnections();
    }
}
