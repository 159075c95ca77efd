package io.voltwright.protocol.ocpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voltwright.base.api.EvseId;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the station and its piles are called. */
class IdentitiesTest {

    static final EvseId LEFT = new EvseId("left");
    static final EvseId RIGHT = new EvseId("right");
    static final String PID = "io.voltwright.protocol.ocpp~acme";

    /** What a file of a back end says; the rest as it is where nothing is said. */
    static BackEndConfig config(Map<String, Object> given) {
        return (BackEndConfig) Proxy.newProxyInstance(
                BackEndConfig.class.getClassLoader(),
                new Class<?>[] {BackEndConfig.class},
                (proxy, method, arguments) -> given.getOrDefault(method.getName(), method.getDefaultValue()));
    }

    private static BackEndConfig piles(String identity) {
        return config(Map.of("url", "wss://csms.example/ocpp", "as", "pile", "identity", identity));
    }

    @Test
    @DisplayName("a template names each pile by its EVSE")
    void template() {
        Settings left = Settings.of(piles("SITE-{evse}"), PID, "1", LEFT).orElseThrow();
        assertThat(left.name()).isEqualTo("acme.left");
        assertThat(left.backEnd()).isEqualTo("acme");
        assertThat(left.identity()).isEqualTo("SITE-left");
        assertThat(left.address()).hasToString("wss://csms.example/ocpp/SITE-left");
        assertThat(left.password()).isEqualTo("ocpp.acme.left");
        assertThat(left.sharedPassword()).isEqualTo("ocpp.acme");
        assertThat(left.protection().serial()).isEqualTo("SITE-left");
    }

    @Test
    @DisplayName("a table names those that are in it")
    void table() {
        BackEndConfig config = piles("left=CP-1, right = CP-2");
        assertThat(Settings.of(config, PID, "1", RIGHT).orElseThrow().identity())
                .isEqualTo("CP-2");
        assertThat(Settings.of(config, PID, "1", new EvseId("middle"))).isEmpty();
    }

    @Test
    @DisplayName("the site is one station where nothing else is said")
    void site() {
        Settings site = Settings.of(config(Map.of("url", "wss://csms.example/ocpp", "identity", "SITE=42")), PID, "1");
        assertThat(site.name()).isEqualTo("acme");
        assertThat(site.backEnd()).isEqualTo("acme");
        assertThat(site.sharedPassword()).isEqualTo("ocpp.acme");
        assertThat(site.identity()).isEqualTo("SITE=42");
        assertThat(Settings.identities(piles("{evse}"), PID).pile(LEFT)).isEqualTo(Optional.of("left"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "pile; SITE-42; {evse}",
                "site; SITE-{evse}; only with as = pile",
                "pile; SITE-{evse}-{site}; no braces",
                "pile; left=CP-1, right=CP-1; each name once",
                "pile; left=CP-1, left=CP-2; each EVSE once",
                "pile; left=CP-1, right; not of that form",
                "pile; left=CP-1, right=; 1 to 48",
                "pile; LEFT=CP-1; lower-case",
                "piles; SITE-{evse}; site, pile",
                "site; ''; 1 to 48"
            })
    @DisplayName("what is unclear is refused with what is allowed")
    void unclear(String as, String identity, String allowed) {
        assertThatThrownBy(() -> Settings.identities(config(Map.of("as", as, "identity", identity)), PID))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("io.voltwright.protocol.ocpp-acme.cfg: ")
                .hasMessageContaining(allowed);
    }

    @Test
    @DisplayName("names that are too long for a station are refused for that pile")
    void tooLong() {
        assertThatThrownBy(() -> Settings.of(piles("x".repeat(45) + "{evse}"), PID, "1", LEFT))
                .hasMessageContaining("1 to 48 characters");
        assertThatThrownBy(
                        () -> Settings.of(piles("{evse}"), PID + "-" + "b".repeat(10), "1", new EvseId("e".repeat(36))))
                .hasMessageContaining("together");
    }
}
