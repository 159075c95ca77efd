package io.voltwright.security.gate;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.karaf.jaas.boot.principal.ClientPrincipal;

/** Reads the peer's address as SSH and HTTP write it: {@code /192.0.2.1:4711}, {@code /[2001:db8::1]:4711}, {@code 192.0.2.1}. */
final class Peer {

    // Only literals: a name would be looked up in the network.
    private static final Pattern LITERAL = Pattern.compile("[0-9.]{7,15}|[0-9a-fA-F:.]{2,45}(?:%[0-9A-Za-z]+)?");

    private Peer() {}

    static Optional<InetAddress> of(ClientPrincipal client) {
        String text = client.getAddress();
        String host = text.substring(text.indexOf('/') + 1);
        int bracket = host.indexOf(']');
        if (host.startsWith("[") && bracket > 0) {
            host = host.substring(1, bracket);
        } else if (client.getMethod().equals("ssh") && host.lastIndexOf(':') > 0) {
            host = host.substring(0, host.lastIndexOf(':'));
        }
        if (!LITERAL.matcher(host).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(host));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
