package io.voltwright.security.watch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The ports on which this process listens, as Linux tells them in {@code /proc}. */
final class Ports {

    /** A listening socket. */
    record Open(InetAddress address, int port) {

        boolean isLoopback() {
            return address.isLoopbackAddress();
        }
    }

    private static final String LISTENING = "0A";

    private Ports() {}

    /**
     * @param proc {@code /proc}
     * @throws IOException where there is none, or it does not tell
     */
    static List<Open> open(Path proc) throws IOException {
        Set<String> own = sockets(proc.resolve("self/fd"));
        List<Open> found = new ArrayList<>();
        for (String table : List.of("tcp", "tcp6")) {
            Path file = proc.resolve("self/net").resolve(table);
            if (Files.exists(file)) {
                for (String line : Files.readAllLines(file)) {
                    read(line, own, found);
                }
            }
        }
        return found;
    }

    private static Set<String> sockets(Path descriptors) throws IOException {
        Set<String> inodes = new HashSet<>();
        try (Stream<Path> all = Files.list(descriptors)) {
            for (Path descriptor : all.toList()) {
                String target = target(descriptor);
                if (target.startsWith("socket:[")) {
                    inodes.add(target.substring(8, target.length() - 1));
                }
            }
        }
        return inodes;
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            // It was closed meanwhile.
            return "";
        }
    }

    private static void read(String line, Set<String> own, List<Open> found) throws UnknownHostException {
        List<String> fields = List.of(line.strip().split("\\s+", -1));
        if (fields.size() > 9 && fields.get(3).equals(LISTENING) && own.contains(fields.get(9))) {
            String local = fields.get(1);
            int colon = local.indexOf(':');
            found.add(new Open(
                    InetAddress.getByAddress(bytes(local.substring(0, colon))),
                    Integer.parseInt(local.substring(colon + 1), 16)));
        }
    }

    // Each group of four bytes is in the order of the machine, which is little-endian where Karaf runs.
    private static byte[] bytes(String hex) {
        byte[] raw = HexFormat.of().parseHex(hex);
        byte[] address = new byte[raw.length];
        for (int i = 0; i < raw.length; i++) {
            address[i] = raw[i / 4 * 4 + 3 - i % 4];
        }
        return address;
    }
}
