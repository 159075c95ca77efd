package io.voltwright.protocol.opcua;

import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.VirtualTime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the server comes and goes. */
@NullUnmarked // JUnit fills the fields
class OpcUaStationTest {

    @TempDir
    Path folder;

    final VirtualTime time = new VirtualTime();

    @Test
    void aPortThatIsTakenIsTriedAgainUntilItIsFree() throws Exception {
        ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        int port = other.getLocalPort();
        OpcUaStation station = new OpcUaStation(
                new Server.Settings("127.0.0.1", "127.0.0.1", port, 10, folder),
                TestIdentity.of("station"),
                time,
                time);
        station.siteChanged(FakeStation.site(FakeStation.LEFT));
        station.start();
        try (other) {
            time.pass(Duration.ofSeconds(1));
            assertThat(station.running()).isEmpty();
        }
        Awaitility.await("it listens").atMost(Duration.ofSeconds(60)).until(() -> {
            time.pass(Duration.ofSeconds(30));
            return station.running().isPresent();
        });
        time.settle();
        assertThat(accepts(port)).isTrue();
        station.stop();
        assertThat(accepts(port)).isFalse();
    }

    @Test
    void aSiteThatIsKnownBeforeTheServerListensIsShown() throws Exception {
        Server.Settings settings =
                new Server.Settings("127.0.0.1", "127.0.0.1", PlantControlTest.freePort(), 10, folder);
        OpcUaStation station = new OpcUaStation(settings, TestIdentity.of("station"), time, time);
        station.siteChanged(FakeStation.site(FakeStation.LEFT));
        station.start();
        Awaitility.await("it listens").atMost(Duration.ofSeconds(60)).until(() -> station.running()
                .isPresent());
        time.pass(Duration.ofSeconds(1));
        SiteSpace space = station.running().orElseThrow().space();
        assertThat(space.getNodeManager().getNode(space.id("evse/left"))).isPresent();
        station.stop();
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }
}
