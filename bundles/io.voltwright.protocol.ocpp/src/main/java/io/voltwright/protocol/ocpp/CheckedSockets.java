package io.voltwright.protocol.ocpp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.SocketFactory;

/**
 * Sockets of one transfer: the first goes nowhere else than the rules say, the others to where the first one went; all can be
 * closed at once from another thread, whatever waits on them.
 */
final class CheckedSockets extends SocketFactory {

    private final TransferRules rules;
    private final Duration patience;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private Optional<InetAddress> first = Optional.empty();
    private volatile boolean closed;

    /**
     * @param patience how long a connection may take to open
     */
    CheckedSockets(TransferRules rules, Duration patience) {
        this.rules = rules;
        this.patience = patience;
    }

    /** Closes what there is; none opens any more. */
    void close() {
        closed = true;
        sockets.forEach(CheckedSockets::close);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone already.
            return;
        }
    }

    @Override
    public Socket createSocket() {
        Socket socket = new Socket() {
            @Override
            public void connect(SocketAddress to, int timeout) throws IOException {
                check((InetSocketAddress) to);
                super.connect(to, timeout);
            }
        };
        sockets.add(socket);
        if (closed) {
            close(socket);
        }
        return socket;
    }

    private void check(InetSocketAddress to) throws IOException {
        InetAddress address = to.getAddress();
        if (address == null) {
            throw new UnknownHostException("the host is not known");
        }
        try {
            if (first.isEmpty()) {
                rules.reach(to.getHostString(), address);
                first = Optional.of(address);
            } else if (!first.get().equals(address)) {
                throw new TransferRules.Forbidden("the data is to come from elsewhere");
            }
        } catch (TransferRules.Forbidden e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
        return connected(new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
        return connected(new InetSocketAddress(host, port));
    }

    private Socket connected(InetSocketAddress to) throws IOException {
        Socket socket = createSocket();
        socket.connect(to, (int) patience.toMillis());
        return socket;
    }
}
