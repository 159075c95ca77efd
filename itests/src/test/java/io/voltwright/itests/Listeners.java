package io.voltwright.itests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The TCP ports on which a process listens, as Linux tells them. */
final class Listeners {

    private static final String LISTEN = "0A";

    private Listeners() {}

    /** Addresses as {@code 127.0.0.1:8101}; an IPv4 address in IPv6 dress is given as IPv4. */
    static Set<String> of(long pid) throws IOException {
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
            return java.net.InetAddress.getByAddress(bytes).getHostAddress() + ":" + port;
        } catch (java.net.UnknownHostException e) {
            throw new IllegalArgumentException(hex, e);
        }
    }
}
