package io.voltwright.security.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "site:show",
                "evse:list | grep left",
                "bundle:list -t 0",
                "shell:echo hello",
                "user:list",
                "tx:report --month 2026-11",
                "security:log -n 5",
                "security:keys",
                "tx:held",
                "tx:tariffs",
                "bus:doctor -f",
                "session:recovery"
            })
    void whatOnlyLooksIsNoFact(String line) {
        assertThat(CommandText.acting(line)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "bundle:update 97 # bundle:update 97",
                "session:stop left # session:stop ***",
                "ocpp:keys acme HeartbeatInterval 60 # ocpp:keys ***",
                "tx:release --energy 12.4kWh 7d2f # tx:release --energy 12.4kWh 7d2f",
                "evse:list | shell:exec rm -rf / # shell:exec ***",
                "user:disable anna # user:disable anna",
                "evse:lock left; evse:unlock right # evse:lock left; evse:unlock right",
                "config:property-set -p x password hunter2 # config:property-set ***"
            })
    void whatActsIsShownAsFarAsItHoldsNoSecretAndNoPerson(String line, String shown) {
        assertThat(CommandText.shown(line, CommandText.acting(line))).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "token:add PLANTED",
                "session:start left PLANTED",
                "shell:echo PLANTED | security:password-set ocpp.acme",
                "echo PLANTED | security:password-set ocpp.acme",
                "user:add anna --password PLANTED",
                "jaas:user-add x PLANTED",
                "a = (token:block PLANTED)"
            })
    @DisplayName("abuse case 52: secrets and tokens in a command line stay out of the audit")
    void secretsStayOut(String line) {
        List<String> acting = CommandText.acting(line);

        assertThat(acting).isNotEmpty();
        assertThat(CommandText.shown(line, acting)).doesNotContain("PLANTED");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "ssh(/127.0.0.1:4711) # 127.0.0.1",
                "ssh(/[2001:db8:0:0:0:0:0:1]:4711) # 2001:db8:0:0:0:0:0:1",
                "http(192.0.2.1) # 192.0.2.1",
                "http(2001:db8::1) # 2001:db8::1"
            })
    void theOriginIsTheAddressOfTheClient(String client, String address) {
        assertThat(CommandWatch.address(client)).isEqualTo(address);
    }

    @Test
    void changedSettingsAreNamedByTheirKeys() {
        assertThat(SettingsWatch.changed(
                        java.util.Map.of("a", 1, "b", 2, "c", 3), java.util.Map.of("a", 1, "b", 9, "d", 4)))
                .containsExactly("b", "c", "d");
    }
}
