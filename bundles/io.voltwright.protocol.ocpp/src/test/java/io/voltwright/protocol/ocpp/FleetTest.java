package io.voltwright.protocol.ocpp;

import static io.voltwright.protocol.ocpp.FakeStation.LEFT;
import static io.voltwright.protocol.ocpp.FakeStation.RIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.voltwright.base.api.EvseId;
import io.voltwright.charging.api.EvseStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.java_websocket.WebSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The piles of a site, each a station of its own to a back end on a real socket, as they come and go. */
@Timeout(600)
class FleetTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final FakeStation station = new FakeStation();
    private final RealTime time = new RealTime();
    private final List<String> readers = new CopyOnWriteArrayList<>();
    private final List<JsonNode> heard = new CopyOnWriteArrayList<>();
    /** Of whom the settings cannot be made, and why. */
    private final Map<EvseId, RuntimeException> flaws = new ConcurrentHashMap<>();

    @TempDir
    Path folder;

    private TestServer server;
    private Fleet fleet;

    @BeforeEach
    void open() throws InterruptedException {
        server = new TestServer("ocpp1.6").open();
        server.script = (socket, frame) -> {
            heard.add(frame);
            TestServer.content(socket, frame);
        };
        fleet = new Fleet("acme", parts(), this::settings, reader -> {
            readers.add(reader.name());
            return () -> readers.remove(reader.name());
        });
    }

    @AfterEach
    void close() throws InterruptedException {
        fleet.stop();
        server.close();
        time.close();
        assertThat(server.violations).isEmpty();
    }

    private Parts parts() {
        return new Parts(
                time,
                time,
                station.journal,
                station.store,
                Optional::empty,
                Optional::empty,
                Optional::empty,
                Optional::empty,
                Optional::empty,
                Optional::empty,
                Optional::empty,
                Optional::empty,
                Optional::empty,
                station.restarts::add,
                folder,
                folder,
                station.turn);
    }

    private Optional<Settings> settings(EvseId evse) {
        Optional.ofNullable(flaws.get(evse)).ifPresent(flaw -> {
            throw flaw;
        });
        return Settings.of(
                IdentitiesTest.config(Map.of(
                        "url",
                        server.url("ws"),
                        "as",
                        "pile",
                        "identity",
                        "left=CP-left, right=CP-right",
                        "securityProfile",
                        0)),
                IdentitiesTest.PID,
                "1",
                evse);
    }

    private static void await(String what, Callable<Boolean> so) {
        Awaitility.await(what)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(so);
    }

    /** Who is connected now. */
    private List<String> connected() {
        return server.getConnections().stream()
                .map(WebSocket::getResourceDescriptor)
                .sorted()
                .toList();
    }

    private List<String> names() {
        return fleet.points().stream().map(point -> point.settings().name()).toList();
    }

    private void awaitConnected(String... identities) {
        List<String> paths =
                Arrays.stream(identities).map(one -> "/ocpp/" + one).toList();
        await("connected are " + paths, () -> connected().equals(paths));
    }

    private long boots() {
        return heard.stream()
                .filter(frame -> frame.path(2).asText().equals("BootNotification"))
                .count();
    }

    @Test
    @DisplayName("each pile connects by its own name and has its own readers, in the order of the site")
    void theyCome() {
        fleet.siteChanged(FakeSite.site(RIGHT, LEFT));
        awaitConnected("CP-left", "CP-right");
        await("both booted", () -> boots() == 2);
        assertThat(names()).containsExactly("acme.right", "acme.left");
        assertThat(fleet.authorizers()).containsOnlyKeys(LEFT, RIGHT);
        await("all read", () -> readers.size() == 4);
        assertThat(readers)
                .containsExactly(
                        "ocpp.acme.right", "ocpp.acme.right.security", "ocpp.acme.left", "ocpp.acme.left.security");
    }

    @Test
    @DisplayName(
            "a pile that leaves the site is ended with its readers, and comes back without a boot; the others do not notice")
    void theyGo() {
        fleet.siteChanged(FakeSite.site(LEFT, RIGHT));
        await("both booted", () -> boots() == 2);
        fleet.siteChanged(FakeSite.site(LEFT));
        awaitConnected("CP-left");
        await("its readers are gone", () -> readers.size() == 2);
        assertThat(readers).allMatch(name -> name.startsWith("ocpp.acme.left"));
        assertThat(names()).containsExactly("acme.left");

        fleet.siteChanged(FakeSite.site(RIGHT, LEFT));
        awaitConnected("CP-left", "CP-right");
        assertThat(names()).containsExactly("acme.right", "acme.left");
        assertThat(server.paths).filteredOn("/ocpp/CP-left"::equals).hasSize(1);
        preparingAtTheRight();
        assertThat(boots()).as("the controller did not restart meanwhile").isEqualTo(2);
    }

    @Test
    @DisplayName("a pile without an identity there, or whose station cannot be made, keeps none of the others away")
    void notAll() {
        flaws.put(LEFT, new IllegalStateException("the store failed"));
        fleet.siteChanged(FakeSite.site(LEFT, RIGHT));
        awaitConnected("CP-right");
        assertThat(names()).containsExactly("acme.right");

        flaws.clear();
        EvseId middle = new EvseId("middle");
        fleet.siteChanged(FakeSite.site(LEFT, middle, RIGHT));
        awaitConnected("CP-left", "CP-right");
        assertThat(names()).containsExactly("acme.left", "acme.right");
    }

    private void reset(String identity) {
        server.getConnections().stream()
                .filter(socket -> socket.getResourceDescriptor().endsWith(identity))
                .forEach(socket -> socket.send("[2,\"r1\",\"Reset\",{\"type\":\"Hard\"}]"));
    }

    @Test
    @DisplayName("a pile that its back end resets boots anew, in its place; the controller and the other pile go on")
    void reset() {
        fleet.siteChanged(FakeSite.site(LEFT, RIGHT));
        await("both booted", () -> boots() == 2);
        reset("CP-left");
        await("it boots again", () -> boots() == 3);
        assertThat(names()).containsExactly("acme.left", "acme.right");
        assertThat(server.paths).filteredOn("/ocpp/CP-right"::equals).hasSize(1);
        assertThat(station.restarts).isEmpty();
        await("all read", () -> readers.size() == 4);
    }

    @Test
    @DisplayName("a pile that cannot be made anew after its reset is gone, until the site changes again")
    void resetForNothing() {
        fleet.siteChanged(FakeSite.site(LEFT, RIGHT));
        await("both booted", () -> boots() == 2);
        flaws.put(LEFT, new IllegalStateException("the store failed"));
        reset("CP-left");
        await("it is gone", () -> names().equals(List.of("acme.right")));
        awaitConnected("CP-right");
        flaws.clear();
        fleet.siteChanged(FakeSite.site(LEFT, RIGHT));
        awaitConnected("CP-left", "CP-right");
        assertThat(names()).containsExactly("acme.left", "acme.right");
    }

    @Test
    @DisplayName("what happens at an EVSE is told to its own station, as its connector 1")
    void changes() {
        fleet.siteChanged(FakeSite.site(LEFT, RIGHT));
        await("both booted", () -> boots() == 2);
        preparingAtTheRight();
    }

    private void preparingAtTheRight() {
        station.put(RIGHT, 2, EvseStatus.PREPARING, Optional.empty());
        Optional.ofNullable(station.charging.evses.get(RIGHT)).ifPresent(fleet::evseChanged);
        await("it is told", () -> heard.stream()
                .anyMatch(frame -> frame.path(3).path("status").asText().equals("Preparing")
                        && frame.path(3).path("connectorId").asInt() == 1));
    }

    @Test
    @DisplayName("when the back end is taken away all say good-bye, and nothing is left")
    void stopped() throws InterruptedException {
        fleet.siteChanged(FakeSite.site(LEFT, RIGHT));
        await("both booted", () -> boots() == 2);
        fleet.stop();
        awaitConnected();
        await("its readers are gone", readers::isEmpty);
        assertThat(fleet.points()).isEmpty();
        fleet.siteChanged(FakeSite.site(LEFT, RIGHT));
        assertThat(fleet.points()).isEmpty();
    }
}
