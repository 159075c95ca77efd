package io.voltwright.protocol.ocpp;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Says with whom the station may exchange files, so that a back end cannot make it speak to what lies behind it (abuse case 18):
 * by the protocols that are allowed, and to no loopback, link-local, private or otherwise special address that is not listed.
 */
final class TransferRules {

    /** What is asked for must not be done. */
    static final class Forbidden extends Exception {

        private static final long serialVersionUID = 1;

        Forbidden(String message) {
            super(message);
        }
    }

    /** Finds the addresses of a name. */
    @FunctionalInterface
    interface Resolver {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    private record Network(BigInteger address, int length, int bits) {

        boolean contains(InetAddress other) {
            int free = length - bits;
            return other.getAddress().length * 8 == length
                    && new BigInteger(1, other.getAddress()).shiftRight(free).equals(address.shiftRight(free));
        }
    }

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?");
    private static final Pattern LITERAL = Pattern.compile("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    /** What no file server of the public has as its address (RFC 6890 and its registries). */
    private static final List<Network> SPECIAL = List.of(
            network("0.0.0.0/8"),
            network("10.0.0.0/8"),
            network("100.64.0.0/10"),
            network("127.0.0.0/8"),
            network("169.254.0.0/16"),
            network("172.16.0.0/12"),
            network("192.0.0.0/24"),
            network("192.0.2.0/24"),
            network("192.168.0.0/16"),
            network("198.18.0.0/15"),
            network("198.51.100.0/24"),
            network("203.0.113.0/24"),
            network("224.0.0.0/3"),
            network("::/96"),
            network("64:ff9b::/96"),
            network("64:ff9b:1::/48"),
            network("100::/64"),
            network("2001::/32"),
            network("2001:db8::/32"),
            network("2002::/16"),
            network("fc00::/7"),
            network("fe80::/10"),
            network("fec0::/10"),
            network("ff00::/8"));

    private final Set<String> protocols;
    private final List<String> names;
    private final List<Network> networks;
    private final Resolver resolver;

    /**
     * @param protocols in capitals, as {@code HTTPS}
     * @param hosts names, addresses and networks that are allowed though special
     */
    TransferRules(Set<String> protocols, List<String> hosts, Resolver resolver) {
        this.protocols = Set.copyOf(protocols);
        this.names = hosts.stream()
                .filter(host -> !isNetwork(host))
                .map(host -> host.toLowerCase(Locale.ROOT))
                .toList();
        this.networks = hosts.stream()
                .filter(TransferRules::isNetwork)
                .map(TransferRules::network)
                .toList();
        this.resolver = resolver;
    }

    /**
     * @throws IllegalArgumentException if one is neither a name nor an address nor a network
     */
    static List<String> checked(List<String> hosts) {
        List<String> checked = new ArrayList<>();
        for (String host : hosts) {
            String text = host.strip();
            if (text.isEmpty()) {
                continue;
            }
            if (isNetwork(text)) {
                network(text);
            } else if (!NAME.matcher(text).matches()) {
                throw new IllegalArgumentException("transferHosts = '" + text
                        + "' is wrong; allowed: names, addresses, networks as 10.1.0.0/16, with commas between");
            }
            checked.add(text);
        }
        return checked;
    }

    /** The address that a text means; where a host is missing or a scheme unknown, {@link Forbidden}. */
    URI target(String location) throws Forbidden {
        URI uri;
        try {
            uri = URI.create(location.strip());
        } catch (IllegalArgumentException e) {
            throw new Forbidden("the location is no URL");
        }
        if (uri.isOpaque() || uri.getScheme() == null || uri.getHost() == null) {
            throw new Forbidden("the location is no URL with a host");
        }
        String protocol = uri.getScheme().toUpperCase(Locale.ROOT);
        if (!protocols.contains(protocol)) {
            throw new Forbidden("the protocol " + protocol + " is not allowed; see SupportedFileTransferProtocols");
        }
        return uri;
    }

    /** All addresses of a host, each of them allowed; one that is not forbids the host, so that no name hides it among others. */
    List<InetAddress> addresses(String host) throws Forbidden, UnknownHostException {
        InetAddress[] all = resolver.resolve(host.replaceFirst("^\\[(.*)]$", "$1"));
        for (InetAddress address : all) {
            reach(host, address);
        }
        if (all.length == 0) {
            throw new UnknownHostException(host);
        }
        return Arrays.asList(all);
    }

    /** Whether one may connect to this address of a host. */
    void reach(String host, InetAddress address) throws Forbidden {
        if (!names.contains(host.toLowerCase(Locale.ROOT))) {
            check(address);
        }
    }

    private void check(InetAddress address) throws Forbidden {
        boolean listed = networks.stream().anyMatch(network -> network.contains(address));
        if (!listed && special(address)) {
            throw new Forbidden("the address " + address.getHostAddress()
                    + " is not public; list it in transferHosts if it is meant");
        }
    }

    private static boolean special(InetAddress address) {
        return address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()
                || SPECIAL.stream().anyMatch(network -> network.contains(address));
    }

    /** Whether a host in a URL is an address, which leads nowhere else later. */
    static boolean isLiteral(String host) {
        return isNetwork(host.replaceFirst("^\\[(.*)]$", "$1"));
    }

    private static boolean isNetwork(String text) {
        return LITERAL.matcher(text.replaceFirst("/.*$", "")).matches();
    }

    private static Network network(String text) {
        try {
            String[] parts = text.split("/", 2);
            // A literal is not looked up.
            byte[] address = InetAddress.getByName(parts[0]).getAddress();
            int bits = parts.length == 2 ? Integer.parseInt(parts[1]) : address.length * 8;
            if (bits < 0 || bits > address.length * 8) {
                throw new IllegalArgumentException("'" + text + "' is no network");
            }
            return new Network(new BigInteger(1, address), address.length * 8, bits);
        } catch (UnknownHostException | NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is no address or network as 10.1.0.0/16", e);
        }
    }
}
