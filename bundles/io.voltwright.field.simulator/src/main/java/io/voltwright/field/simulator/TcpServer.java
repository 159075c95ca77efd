package io.voltwright.field.simulator;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves all virtual devices with a TCP address, on one thread. */
final class TcpServer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TcpServer.class);

    private record Door(Slave slave, Framer.Kind kind) {}

    private record Peer(Door door, Framer framer) {}

    private final Selector selector;
    private final ScheduledExecutorService timer;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private volatile boolean open = true;

    TcpServer(ScheduledExecutorService timer) throws IOException {
        this.selector = Selector.open();
        this.timer = timer;
        this.thread = Threads.start("tcp", this::run);
    }

    /**
     * Opens a port on loopback.
     *
     * @param port 0 for any free one
     * @return the port
     * @throws IOException if it is taken
     */
    int listen(int port, Framer.Kind kind, Slave slave) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            channel.close();
            throw new IOException("port " + port + " cannot be opened: " + e.getMessage(), e);
        }
        channel.configureBlocking(false);
        tasks.add(() -> register(channel, SelectionKey.OP_ACCEPT, new Door(slave, kind)));
        selector.wakeup();
        return ((InetSocketAddress) channel.getLocalAddress()).getPort();
    }

    /** Closes all connections to these devices; they may come back at once. */
    void hangUp(Slave slave) {
        tasks.add(() -> selector.keys().stream()
                .filter(key ->
                        key.attachment() instanceof Peer peer && peer.door().slave() == slave)
                .toList()
                .forEach(TcpServer::drop));
        selector.wakeup();
    }

    private void register(java.nio.channels.SelectableChannel channel, int interest, Object attachment) {
        try {
            channel.register(selector, interest, attachment);
        } catch (IOException e) {
            log.warn("a connection was lost before it began", e);
        }
    }

    private void run() {
        while (open) {
            try {
                selector.select(this::serve, 1000);
                for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                    task.run();
                }
            } catch (IOException | RuntimeException e) {
                log.error("serving failed", e);
            }
        }
    }

    private void serve(SelectionKey key) {
        try {
            if (key.isAcceptable() && key.attachment() instanceof Door door) {
                SocketChannel channel = ((ServerSocketChannel) key.channel()).accept();
                if (channel != null) {
                    channel.configureBlocking(false);
                    channel.socket().setTcpNoDelay(true);
                    register(channel, SelectionKey.OP_READ, new Peer(door, new Framer(door.kind())));
                }
            } else if (key.isReadable() && key.attachment() instanceof Peer peer) {
                receive(key, (SocketChannel) key.channel(), peer);
            }
        } catch (IOException e) {
            drop(key);
        }
    }

    private void receive(SelectionKey key, SocketChannel channel, Peer peer) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(1024);
        int count = channel.read(bytes);
        if (count < 0) {
            drop(key);
            return;
        }
        bytes.flip();
        byte[] received = new byte[bytes.remaining()];
        bytes.get(received);
        peer.framer().add(received);
        for (Optional<Framer.Request> request = peer.framer().next();
                request.isPresent();
                request = peer.framer().next()) {
            answer(key, channel, peer, request.get());
        }
    }

    private void answer(SelectionKey key, SocketChannel channel, Peer peer, Framer.Request request) {
        Optional<Slave.Answer> answer = peer.door().slave().answer(request.unit(), request.pdu());
        if (answer.isEmpty() || answer.get().trouble().drops()) {
            return;
        }
        LineTrouble trouble = answer.get().trouble();
        byte[] frame = trouble.pass(peer.framer().frame(request, answer.get().pdu()));
        if (trouble.lateMillis() == 0) {
            send(key, channel, frame);
            return;
        }
        var unused = timer.schedule(
                () -> {
                    tasks.add(() -> send(key, channel, frame));
                    selector.wakeup();
                },
                trouble.lateMillis(),
                TimeUnit.MILLISECONDS);
    }

    private static void send(SelectionKey key, SocketChannel channel, byte[] frame) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(frame);
            // An answer is far smaller than a socket's buffer; a peer that never reads loses its connection.
            channel.write(bytes);
            if (bytes.hasRemaining()) {
                drop(key);
            }
        } catch (IOException e) {
            drop(key);
        }
    }

    private static void drop(SelectionKey key) {
        key.cancel();
        try {
            key.channel().close();
        } catch (IOException e) {
            log.debug("closing failed", e);
        }
    }

    @Override
    public void close() throws IOException {
        open = false;
        selector.wakeup();
        Threads.end(thread);
        selector.keys().forEach(TcpServer::drop);
        selector.close();
    }
}
