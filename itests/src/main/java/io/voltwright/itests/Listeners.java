package io.voltwright.itests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** TCP ports of this machine: free ones, open ones, and those on which a process listens. */
public final class Listeners {

    private static final String LISTEN = "0A";
    private static final int PORTS = 2_000;
    private static final int RANGES = 10;
    /** Holds a range for as long as this process runs: others, also of another run of the tests, find it taken. */
    private static final ServerSocket RANGE = range();

    private static final AtomicInteger NEXT_PORT = new AtomicInteger(RANGE.getLocalPort());

    private Listeners() {}

    /**
     * A port of the loopback address that nobody uses now. They are handed out once, to each test process from a range of its own,
     * below those that clients get from the kernel: so nobody takes one before its owner binds it, or while its owner is killed.
     */
    public static int freePort() {
        int first = RANGE.getLocalPort();
        for (int port = NEXT_PORT.incrementAndGet(); port < first + PORTS; port = NEXT_PORT.incrementAndGet()) {
            if (free(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no port of those from " + first + " on is left");
    }

    private static ServerSocket range() {
        return IntStream.range(0, RANGES)
                .mapToObj(number -> bound(10_000 + number * PORTS))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no range of ports is free; do other tests still run?"));
    }

    private static Optional<ServerSocket> bound(int port) {
        try {
            return Optional.of(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
        } catch (IOException taken) {
            return Optional.empty();
        }
    }

    private static boolean free(int port) {
        Optional<ServerSocket> socket = bound(port);
        socket.ifPresent(Listeners::close);
        return socket.isPresent();
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An IPv4 address from its text, without asking a name server. */
    public static InetAddress ip(String text) {
        String[] parts = text.split("\\.", -1);
        byte[] bytes = new byte[parts.length];
        for (int i = 0; i < parts.length; i++) {
            bytes[i] = (byte) Integer.parseInt(parts[i]);
        }
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    /** Whether somebody takes a connection to this port of the loopback address. */
    public static boolean accepts(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** Addresses as {@code 127.0.0.1:8101}; an IPv4 address in IPv6 dress is given as IPv4. */
    public static Set<String> of(long pid) throws IOException {
        Set<String> sockets = sockets(pid);
        Set<String> found = new TreeSet<>();
        for (String table : new String[] {"tcp", "tcp6"}) {
            try (Stream<String> lines = Files.lines(Path.of("/proc", String.valueOf(pid), "net", table))) {
                lines.skip(1)
                        .map(line -> line.strip().split("\\s+"))
                        .filter(fields -> fields[3].equals(LISTEN) && sockets.contains(fields[9]))
                        .forEach(fields -> found.add(address(fields[1])));
            }
        }
        return found;
    }

    private static Set<String> sockets(long pid) throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc", String.valueOf(pid), "fd"))) {
            return descriptors
                    .map(Listeners::target)
                    .filter(target -> target.startsWith("socket:["))
                    .map(target -> target.substring("socket:[".length(), target.length() - 1))
                    .collect(Collectors.toSet());
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return ""; // closed while we looked
        }
    }

    /** The kernel prints each 32-bit word of an address in the byte order of the machine, here little endian. */
    private static String address(String hex) {
        int colon = hex.indexOf(':');
        byte[] raw = HexFormat.of().parseHex(hex.substring(0, colon));
        byte[] bytes = new byte[raw.length];
        for (int i = 0; i < raw.length; i++) {
            bytes[i] = raw[i - i % 4 + 3 - i % 4];
        }
        int port = Integer.parseInt(hex.substring(colon + 1), 16);
        try {
            return InetAddress.getByAddress(bytes).getHostAddress() + ":" + port;
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(hex, e);
        }
    }
}
