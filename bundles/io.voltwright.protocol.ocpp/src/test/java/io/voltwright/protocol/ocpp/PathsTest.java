package io.voltwright.protocol.ocpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A back end that can be reached in several ways. */
class PathsTest {

    static final URI CABLE = URI.create("ws://cable.example/ocpp/CP-1");
    static final URI MODEM = URI.create("ws://modem.example/ocpp/CP-1");

    @Test
    @DisplayName("R-T03: each path is tried so often, then the next, for ever; a loss begins with the first")
    void order() {
        Paths paths = new Paths(List.of(CABLE, MODEM), 2);
        List<URI> tried = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            tried.add(paths.address());
            paths.failed();
        }
        assertThat(tried).containsExactly(CABLE, CABLE, MODEM, MODEM, CABLE);

        paths.failed();
        assertThat(paths.address()).isEqualTo(MODEM);
        paths.succeeded();
        assertThat(paths.address()).isEqualTo(CABLE);
    }

    @Test
    void theStationGoesByTheSecondPathWhereTheFirstIsDeadAndDoesNotBootAgain() {
        FakeStation station = new FakeStation();
        List<URI> dialled = new ArrayList<>();
        boolean[] cableWorks = {true};
        Paths paths = new Paths(List.of(CABLE, MODEM), 2);
        Link.Dialer dialer = events -> {
            URI address = paths.address();
            dialled.add(address);
            if (address.equals(CABLE) && !cableWorks[0]) {
                paths.failed();
                return CompletableFuture.failedFuture(new IllegalStateException("no route to host"));
            }
            paths.succeeded();
            return station.peer.dial(events);
        };
        station.conversation = new Conversation(
                FakeStation.settings("ws://cable.example/ocpp", FakeStation.ALL), station.house(), dialer);
        station.start();
        station.peer.calls.clear();
        dialled.clear();

        cableWorks[0] = false;
        station.peer.cut();
        station.pass(Duration.ofMinutes(2));
        assertThat(dialled).containsExactly(CABLE, CABLE, MODEM);
        assertThat(station.conversation.progress().state()).isEqualTo("accepted");
        assertThat(station.peer.actions()).as("R-T16").doesNotContain("BootNotification");
    }

    @Test
    void furtherPathsStandInTheFileAndHaveTheSchemeOfTheProfile() {
        assertThat(Settings.paths("acme", "ws://a/ocpp, ws://b/x/", "CP-1", SecurityProfile.NONE))
                .containsExactly(URI.create("ws://a/ocpp/CP-1"), URI.create("ws://b/x/CP-1"));
        assertThat(Settings.paths("acme", "", "CP-1", SecurityProfile.NONE)).isEmpty();
        assertThatThrownBy(() -> Settings.paths("acme", "wss://a/ocpp", "CP-1", SecurityProfile.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("furtherUrls")
                .hasMessageContaining("ws://");
    }
}
