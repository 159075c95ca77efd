package io.voltwright.protocol.opcua;

import static io.voltwright.protocol.opcua.FakeStation.LEFT;
import static io.voltwright.protocol.opcua.FakeStation.NOW;
import static io.voltwright.protocol.opcua.FakeStation.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Outcome;
import io.voltwright.base.api.Point;
import io.voltwright.base.api.Quality;
import io.voltwright.base.api.Reading;
import io.voltwright.users.api.Role;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.milo.opcua.sdk.client.identity.AnonymousProvider;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaMonitoredItem;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaSubscription;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodResult;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plant control with Milo's client on the wire of a real server. */
@NullUnmarked // JUnit fills the fields
class PlantControlTest {

    static final TestIdentity PLANT = TestIdentity.of("plant");
    static final FakeStation STATION = new FakeStation();

    @TempDir
    static Path folder;

    static Server.Settings settings;
    static Server server;

    @BeforeAll
    static void open() throws Exception {
        settings = new Server.Settings("127.0.0.1", "127.0.0.1", freePort(), 10, folder);
        server = new Server(settings, TestIdentity.of("station"), STATION);
        server.trust(PLANT.certificate());
    }

    @AfterAll
    static void close() {
        server.close();
    }

    @BeforeEach
    void quiet() {
        STATION.told.clear();
        STATION.roles.clear();
        STATION.roles.put("plant", Set.of(Role.SERVICE));
        STATION.answer = Outcome.done();
        STATION.admitting = true;
        STATION.here = true;
        server.space().build(FakeStation.site(LEFT));
    }

    static int freePort() throws Exception {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    static PlantClient plant() throws UaException {
        return PlantClient.connect(settings, PLANT, "plant", PASSWORD);
    }

    static void says(Quality quality, double amperes, Instant when) {
        Reading reading = new Reading(Point.CURRENT_L1, amperes, FakeStation.at(when), quality);
        server.space().show(new FakeStation.View(quality, List.of(reading), Optional.empty()));
    }

    @Test
    void theOnlyEndpointIsSignedAndEncryptedWithAUserName() {
        assertThat(PlantClient.endpoints(settings)).singleElement().satisfies(endpoint -> {
            assertThat(endpoint.getSecurityMode()).isEqualTo(MessageSecurityMode.SignAndEncrypt);
            assertThat(endpoint.getSecurityPolicyUri()).isEqualTo(SecurityPolicy.Basic256Sha256.getUri());
            assertThat(endpoint.getUserIdentityTokens()).hasSize(1);
        });
    }

    @Test
    void anUnknownCertificateIsKeptForAPersonToTrust() throws Exception {
        TestIdentity stranger = TestIdentity.of("stranger");
        assertThatThrownBy(() -> PlantClient.connect(settings, stranger, "plant", PASSWORD))
                .isInstanceOf(UaException.class);
        assertThat(STATION.told).isEmpty();
        assertThat(server.rejected()).containsExactly(stranger.certificate());
        server.trust(stranger.certificate());
        PlantClient.connect(settings, stranger, "plant", PASSWORD).close();
        assertThat(server.rejected()).isEmpty();
        assertThat(server.trusted()).contains(stranger.certificate());
    }

    @Test
    void whoIsNotKnownIsNotLetIn() {
        refused("plant", "wrong");
        refused("nobody", PASSWORD);
        assertThat(STATION.told).contains("login plant from 127.0.0.1");
        STATION.admitting = false;
        STATION.told.clear();
        refused("plant", PASSWORD);
        assertThat(STATION.told).isEmpty();
        STATION.admitting = true;
        STATION.here = false;
        refused("plant", PASSWORD);
        assertThatThrownBy(() -> PlantClient.connect(settings, PLANT, new AnonymousProvider()))
                .isInstanceOf(Exception.class);
    }

    // Drivers see their own page, and the set-up code only adds the first admin: neither reads the plant.
    @Test
    void anAccountWithoutABusinessHereIsNotLetIn() {
        STATION.roles.put("driver", Set.of(Role.DRIVER));
        STATION.roles.put("setup", Set.of());
        refused("driver", PASSWORD);
        refused("setup", PASSWORD);
    }

    private static void refused(String user, String password) {
        assertThatThrownBy(() -> PlantClient.connect(settings, PLANT, user, password))
                .isInstanceOfSatisfying(UaException.class, refusal -> assertThat(
                                refusal.getStatusCode().value())
                        .isEqualTo(StatusCodes.Bad_UserAccessDenied));
    }

    @Test
    void theTreeOfTheSiteCanBeBrowsed() throws Exception {
        try (PlantClient plant = plant()) {
            assertThat(plant.below(NodeIds.ObjectsFolder)).contains("site");
            assertThat(plant.below(plant.node("site"))).containsExactly("node/grid");
            assertThat(plant.below(plant.node("node/grid"))).contains("node/yard", "node/grid/Limit");
            assertThat(plant.below(plant.node("node/yard"))).contains("evse/left");
            assertThat(plant.below(plant.node("evse/left")))
                    .contains("evse/left/Status", "evse/left/Offer", "evse/left/Start", "evse/left/SetLimit");
            assertThat(plant.below(plant.node("evse/left/SetLimit"))).hasSize(2); // InputArguments, OutputArguments
        }
    }

    // OPC 10000-8 section 6.3.2: how far a value can be trusted is its status code.
    @Test
    void aValueCarriesItsTimeAndHowFarItCanBeTrusted() throws Exception {
        try (PlantClient plant = plant()) {
            assertThat(plant.read("evse/left/Offer").statusCode().value())
                    .isEqualTo(StatusCodes.Bad_WaitingForInitialData);
            says(Quality.GOOD, 15.9, NOW.minusSeconds(1));
            DataValue good = plant.read("evse/left/CurrentL1");
            assertThat(good.value().value()).isEqualTo(15.9);
            assertThat(good.statusCode().isGood()).isTrue();
            assertThat(good.sourceTime()).isEqualTo(new DateTime(NOW.minusSeconds(1)));
            assertThat(plant.read("evse/left/Offer").value().value()).isEqualTo(16.0);

            says(Quality.STALE, 15.9, NOW.minusSeconds(1));
            assertThat(plant.read("evse/left/CurrentL1").statusCode().value())
                    .isEqualTo(StatusCodes.Uncertain_LastUsableValue);

            says(Quality.LOST, 15.9, NOW.minusSeconds(1));
            DataValue lost = plant.read("evse/left/CurrentL1");
            assertThat(lost.statusCode().value()).isEqualTo(StatusCodes.Bad_NoCommunication);
            assertThat(lost.sourceTime()).isEqualTo(new DateTime(NOW.minusSeconds(1)));

            server.space().nobodyKnows();
            assertThat(plant.read("evse/left/Offer").statusCode().value()).isEqualTo(StatusCodes.Bad_NoCommunication);
        }
    }

    @Test
    void aSubscriptionHearsAChangeAlsoAfterTheSiteWasWiredAnew() throws Exception {
        says(Quality.GOOD, 6, NOW);
        BlockingQueue<DataValue> heard = new LinkedBlockingQueue<>();
        try (PlantClient plant = plant()) {
            OpcUaSubscription subscription = new OpcUaSubscription(plant.milo(), 100.0);
            subscription.create();
            OpcUaMonitoredItem item = new OpcUaMonitoredItem(
                    new ReadValueId(plant.node("evse/left/CurrentL1"), AttributeId.Value.uid(), null, null));
            item.setSamplingInterval(100);
            item.setQueueSize(uint(100));
            item.setDataValueListener((which, value) -> heard.add(value));
            subscription.addMonitoredItem(item);
            subscription.synchronizeMonitoredItems();
            await(heard, 6.0);
            says(Quality.GOOD, 10, NOW.plusSeconds(1));
            await(heard, 10.0);
            server.space().build(FakeStation.site(LEFT, new EvseId("right")));
            says(Quality.GOOD, 12, NOW.plusSeconds(2));
            await(heard, 12.0);
        }
    }

    private static void await(BlockingQueue<DataValue> heard, double wanted) throws InterruptedException {
        while (true) {
            DataValue next = heard.poll(60, TimeUnit.SECONDS);
            assertThat(next).as("a change to " + wanted).isNotNull();
            if (Double.valueOf(wanted).equals(next.value().value())) {
                return;
            }
        }
    }

    @Test
    void nothingCanBeWritten() throws Exception {
        says(Quality.GOOD, 6, NOW);
        try (PlantClient plant = plant()) {
            for (String path : plant.below(plant.node("evse/left"))) {
                assertThat(plant.write(path, 3.0).isBad()).as(path).isTrue();
                if (path.matches("evse/left/(Offer|Status|Plugged|CurrentL1)")) {
                    assertThat(plant.write(path, 3.0).value())
                            .as(path)
                            .isIn(StatusCodes.Bad_NotWritable, StatusCodes.Bad_UserAccessDenied);
                    assertThat(plant.attribute(path, AttributeId.AccessLevel).toString())
                            .as(path)
                            .isEqualTo("1"); // CurrentRead only (OPC 10000-3 section 8.57)
                }
            }
            assertThat(plant.read("evse/left/CurrentL1").value().value()).isEqualTo(6.0);
        }
    }

    @Test
    void methodsReachChargingWithTheNameOfWhoCalled() throws Exception {
        try (PlantClient plant = plant()) {
            done(plant.call("evse/left", "Start", "04A1B2C3"), true, "done");
            done(plant.call("evse/left", "SetLimit", 10.0, uint(60)), true, "done");
            done(plant.call("evse/left", "SetLimit", 8.0, uint(0)), true, "done");
            done(plant.call("evse/left", "ClearLimit"), true, "done");
            done(plant.call("evse/left", "Stop"), false, "there is no session at left");
            STATION.answer = Outcome.refused("left is out of service");
            done(plant.call("evse/left", "Start", "04A1B2C3"), false, "left is out of service");
            STATION.here = true;
        }
        assertThat(STATION.told)
                .containsSubsequence(
                        "start left 04A1B2C3 by plant:plant",
                        "limit left 10.0 A until 2026-03-02T08:01:00Z by plant:plant",
                        "limit left 8.0 A until ever by plant:plant",
                        "unlimit left by plant:plant");
    }

    private static void done(CallMethodResult result, boolean done, String reason) {
        assertThat(result.getStatusCode().isGood())
                .as(String.valueOf(result.getStatusCode()))
                .isTrue();
        assertThat(result.getOutputArguments())
                .extracting(output -> output.value())
                .containsExactly(done, reason);
    }

    @Test
    void senselessArgumentsAreRefusedBeforeChargingHearsOfThem() throws Exception {
        try (PlantClient plant = plant()) {
            STATION.told.clear();
            assertThat(plant.call("evse/left", "Start").getStatusCode().value())
                    .isEqualTo(StatusCodes.Bad_ArgumentsMissing);
            assertThat(plant.call("evse/left", "Start", 5.0).getStatusCode().value())
                    .isEqualTo(StatusCodes.Bad_InvalidArgument);
            assertThat(plant.call("evse/left", "Start", new Object[] {null})
                            .getOutputArguments()[0]
                            .value())
                    .isEqualTo(false);
            for (double amperes : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY, 1001}) {
                assertThat(plant.call("evse/left", "SetLimit", amperes, uint(0))
                                .getOutputArguments()[0]
                                .value())
                        .as(amperes + " A")
                        .isEqualTo(false);
            }
            assertThat(plant.call("evse/left", "SetLimit", 6.0, null)
                            .getOutputArguments()[0]
                            .value())
                    .isEqualTo(false);
            assertThat(STATION.told).isEmpty();
        }
    }

    @Test
    void whoMayOnlyReadCannotCommand() throws Exception {
        for (Role role : EnumSet.of(Role.VIEWER, Role.CASHIER)) {
            STATION.roles.put("plant", Set.of(role));
            try (PlantClient plant = plant()) {
                assertThat(plant.below(plant.node("site"))).isNotEmpty();
                assertThat(plant.call("evse/left", "Stop").getStatusCode().value())
                        .as(role.key())
                        .isEqualTo(StatusCodes.Bad_UserAccessDenied);
            }
        }
    }

    @Test
    void aRoleThatIsTakenAwayIsGoneAtOnce() throws Exception {
        try (PlantClient plant = plant()) {
            done(plant.call("evse/left", "ClearLimit"), true, "done");
            STATION.roles.put("plant", Set.of(Role.VIEWER));
            assertThat(plant.call("evse/left", "ClearLimit").getStatusCode().value())
                    .isEqualTo(StatusCodes.Bad_UserAccessDenied);
        }
    }
}
