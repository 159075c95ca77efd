package io.voltwright.security.watch;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** Names the peers that are counted together: one IPv4 address, or one IPv6 network of 64 bits. */
final class Peers {

    // Only literals: a name would be looked up in the network.
    private static final Pattern LITERAL = Pattern.compile("[0-9.]{7,15}|[0-9a-fA-F:.]{2,45}(?:%[0-9A-Za-z]+)?");

    private Peers() {}

    static String name(InetAddress peer) {
        if (peer instanceof Inet6Address && !peer.isLoopbackAddress()) {
            byte[] network = Arrays.copyOf(Arrays.copyOf(peer.getAddress(), 8), 16);
            try {
                return InetAddress.getByAddress(network).getHostAddress() + "/64";
            } catch (UnknownHostException e) {
                throw new IllegalStateException("16 bytes are an address", e);
            }
        }
        // One machine under both names.
        return peer.isLoopbackAddress() && peer instanceof Inet6Address ? "127.0.0.1" : peer.getHostAddress();
    }

    /** The peer that a text names; empty for {@code local} and other words. */
    static Optional<String> name(String text) {
        String literal = text.endsWith("/64") ? text.substring(0, text.length() - 3) : text;
        if (!LITERAL.matcher(literal).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(name(InetAddress.getByName(literal)));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
