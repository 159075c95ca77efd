package io.voltwright.protocol.ocpp;

import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.charging.api.Habits;
import io.voltwright.charging.api.Habits.Rules;
import io.voltwright.protocol.ocpp.Ocpp16.ChangeConfigurationAnswer;
import io.voltwright.protocol.ocpp.Ocpp16.ConfigurationStatus;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the keys of a back end mean to charging. */
class SessionHabitsTest {

    final FakeStation station = new FakeStation();

    private Habits habits() {
        return Optional.ofNullable(station.charging.habits.get("ocpp." + FakeStation.NAME))
                .orElseThrow();
    }

    private String change(String key, String value) {
        return station.status("ChangeConfiguration", "{\"key\":\"" + key + "\",\"value\":\"" + value + "\"}");
    }

    @Test
    @DisplayName("R-M01, R-M02: charging is told the intervals, and again when they change")
    void intervals() {
        station.start();
        assertThat(habits().sample()).isEqualTo(Duration.ofSeconds(60));
        assertThat(habits().onClock()).isZero();
        assertThat(change("MeterValueSampleInterval", "5")).isEqualTo("Accepted");
        assertThat(change("ClockAlignedDataInterval", "10")).isEqualTo("Accepted");
        assertThat(habits().sample()).isEqualTo(Duration.ofSeconds(5));
        assertThat(habits().onClock()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    @DisplayName("R-S05, R-X09: the one that controls says how sessions begin and end")
    void rules() {
        station.start();
        assertThat(change("ConnectionTimeOut", "30")).isEqualTo("Accepted");
        assertThat(change("StopTransactionOnEVSideDisconnect", "false")).isEqualTo("Accepted");
        assertThat(change("UnlockConnectorOnEVSideDisconnect", "false")).isEqualTo("Accepted");
        assertThat(habits().rules()).contains(new Rules(Duration.ofSeconds(30), false, false));
    }

    @Test
    @DisplayName("R-S05, R-X09: one that does not control has no say in it")
    void noRules() {
        station.roles = new Roles(true, true, true, false);
        station.swap();
        assertThat(habits().rules()).isEmpty();
        assertThat(change("ConnectionTimeOut", "30")).isEqualTo("Rejected");
        assertThat(change("MeterValueSampleInterval", "5")).isEqualTo("Accepted");
        assertThat(habits().sample()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    @DisplayName(
            "Somebody else may order what the back end could, with the same answer, and nothing goes over the line")
    void orders() {
        station.start();
        int before = station.peer.actions().size();
        var rpc = station.conversation.rpc();
        var changed = rpc.order("ChangeConfiguration", "{\"key\":\"HeartbeatInterval\",\"value\":\"7\"}");
        station.settle();
        assertThat(changed).isCompletedWithValue(new ChangeConfigurationAnswer(ConfigurationStatus.ACCEPTED));
        assertThat(station.conversation.keys().number(Keys16.HEARTBEAT_INTERVAL))
                .isEqualTo(7);
        assertThat(rpc.order("ChangeConfiguration", "{}")).isCompletedExceptionally();
        assertThat(station.peer.actions()).hasSize(before);
    }
}
