package io.voltwright.protocol.ocpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Abuse case 18: a back end cannot make the station speak to what lies behind it. */
class TransferRulesTest {

    static final Set<String> ALL = Set.of("FTP", "FTPS", "HTTP", "HTTPS");

    static TransferRules rules(String... hosts) {
        return new TransferRules(ALL, TransferRules.checked(List.of(hosts)), InetAddress::getAllByName);
    }

    @ParameterizedTest
    @DisplayName("abuse case 18: other schemes, and what is no URL with a host, are refused")
    @ValueSource(
            strings = {
                "file:///etc/passwd",
                "jar:http://example.org/a.jar!/b",
                "gopher://example.org/",
                "ldap://example.org/",
                "http:example",
                "/etc/passwd",
                "http:///nothing",
                "not a url",
                ""
            })
    void schemes(String location) {
        assertThatThrownBy(() -> rules().target(location)).isInstanceOf(TransferRules.Forbidden.class);
    }

    @Test
    @DisplayName("R-F05: what is not in SupportedFileTransferProtocols is refused")
    void protocols() {
        TransferRules safe = new TransferRules(Set.of("HTTPS"), List.of(), InetAddress::getAllByName);
        assertThatThrownBy(() -> safe.target("http://example.org/a")).hasMessageContaining("HTTP");
        assertThatCode(() -> safe.target("https://user:secret@example.org/a")).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @DisplayName("abuse case 18: loopback, link-local, private and special addresses are refused")
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.8.9.1",
                "0.0.0.0",
                "169.254.169.254",
                "10.0.0.1",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "100.64.0.1",
                "192.0.2.1",
                "198.18.0.1",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "[::1]",
                "[::]",
                "[::ffff:127.0.0.1]",
                "[::127.0.0.1]",
                "[64:ff9b::7f00:1]",
                "[2002:7f00:1::]",
                "[fe80::1]",
                "[fc00::1]",
                "[fd12:3456::1]",
                "[ff02::1]"
            })
    void addresses(String host) {
        assertThatThrownBy(() -> rules().addresses(host)).isInstanceOf(TransferRules.Forbidden.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1.1.1", "172.32.0.1", "100.128.0.1", "[2606:4700::1111]"})
    void publicAddressesAreAllowed(String host) {
        assertThatCode(() -> rules().addresses(host)).doesNotThrowAnyException();
    }

    @Test
    @DisplayName("abuse case 18: what is listed is allowed, and nothing beside it")
    void listed() {
        TransferRules some = rules("10.1.0.0/16", "fd00:1::/32", "192.168.0.7");
        assertThatCode(() -> some.addresses("10.1.255.3")).doesNotThrowAnyException();
        assertThatCode(() -> some.addresses("[fd00:1::5]")).doesNotThrowAnyException();
        assertThatCode(() -> some.addresses("192.168.0.7")).doesNotThrowAnyException();
        assertThatThrownBy(() -> some.addresses("10.2.0.1")).isInstanceOf(TransferRules.Forbidden.class);
        assertThatThrownBy(() -> some.addresses("192.168.0.8")).isInstanceOf(TransferRules.Forbidden.class);
        assertThatThrownBy(() -> some.addresses("127.0.0.1")).isInstanceOf(TransferRules.Forbidden.class);
    }

    @Test
    @DisplayName("abuse case 18: one forbidden address among those of a name forbids the name")
    void hiddenAmongOthers() {
        TransferRules.Resolver mixed = host -> new InetAddress[] {
            InetAddress.getByAddress(host, new byte[] {1, 1, 1, 1}), InetAddress.getLoopbackAddress(),
        };
        TransferRules strict = new TransferRules(ALL, List.of(), mixed);
        assertThatThrownBy(() -> strict.addresses("files.example")).isInstanceOf(TransferRules.Forbidden.class);
        TransferRules named = new TransferRules(ALL, List.of("Files.Example"), mixed);
        assertThatCode(() -> named.addresses("files.example")).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "10.0.0.0/x", "300.1.1.1", "a b", "-x", "http://a"})
    void wrongListsAreNamed(String host) {
        assertThatThrownBy(() -> TransferRules.checked(List.of(host))).isInstanceOf(IllegalArgumentException.class);
        assertThat(TransferRules.checked(List.of(" ", " a.example "))).containsExactly("a.example");
    }
}
