package io.voltwright.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import com.fasterxml.jackson.databind.JsonNode;
import io.voltwright.itests.PlantClient.Identity;
import io.voltwright.itests.PlantClient.Quality;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.milo.opcua.sdk.client.identity.AnonymousProvider;
import org.eclipse.milo.opcua.sdk.client.identity.UsernameProvider;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodResult;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Plant control at a simulated yard, with two clients that were not written here: Milo's and node-opcua. */
class OpcUaIT {

    private static final String CARD = "A1B2C3D4";
    private static final Pattern REJECTED = Pattern.compile("([0-9a-f]{16}) .*rejected");
    private static final Identity PLANT = Identity.of("plant");

    private static final Yard yard = Yard.open("opcua");
    private static final Station station = Station.fresh("opcua").setting("site.yaml", yard.site());
    private static Shell scada;
    private static Charges charges;

    @BeforeAll
    static void boot() throws Exception {
        station.start();
        station.admin().run("token:add --label Test " + CARD);
        charges = new Charges(station.rest());
        scada = station.account("scada", "service");
        trusted(PLANT);
    }

    @AfterAll
    static void stop() {
        station.close();
        yard.close();
    }

    /** Turned away once, then trusted by a person. */
    private static void trusted(Identity identity) throws Exception {
        assertThatThrownBy(() -> PlantClient.connect(station, identity, scada)).isInstanceOf(UaException.class);
        assertThat(station.admin().run("opcua:status")).containsPattern(identity.thumbprint() + " .*rejected");
        assertThat(station.admin().run("opcua:trust " + identity.thumbprint())).contains("Trusted");
    }

    @Test
    void aStrangerIsTurnedAwayUntilAPersonTrustsItsCertificate() throws Exception {
        Identity stranger = Identity.of("stranger");
        trusted(stranger);
        try (PlantClient plant = PlantClient.connect(station, stranger, scada)) {
            assertThat(plant.below(NodeIds.ObjectsFolder)).contains("site");
            String status = station.admin().run("opcua:status");
            assertThat(status)
                    .containsPattern(stranger.thumbprint() + " .*trusted")
                    .contains("Basic256Sha256")
                    .containsPattern("Sessions +[1-9]");
        }
        // Trust outlives the working files of Karaf, and says who gave it.
        assertThat(station.home().resolve("opcua/trusted/certs")).isNotEmptyDirectory();
        assertThat(station.admin().run("security:log -n 100"))
                .containsPattern("chief.*opcua client " + stranger.thumbprint());
    }

    @Test
    void theTreeOfTheSiteIsThereWithLiveValues() throws Exception {
        try (PlantClient plant = PlantClient.connect(station, PLANT, scada)) {
            assertThat(plant.below(plant.node("site"))).containsExactly("node/grid");
            assertThat(plant.below(plant.node("node/grid"))).contains("node/yard", "node/grid/Limit");
            assertThat(plant.below(plant.node("node/yard"))).contains("evse/left", "evse/right");
            assertThat(plant.below(plant.node("evse/left")))
                    .contains("evse/left/Status", "evse/left/Offer", "evse/left/Start", "evse/left/SetLimit");
            assertThat(plant.number("node/grid/Limit")).isEqualTo(40.0);
            assertThat(plant.number("node/yard/Limit")).isEqualTo(32.0);
            charges.await(
                    "right is good",
                    () -> plant.read("evse/right/Status").statusCode().isGood());
            charges.await(
                    "the register of right",
                    () -> plant.read("evse/right/Register").statusCode().isGood());
            DataValue register = plant.read("evse/right/Register");
            assertThat(Duration.between(
                            Objects.requireNonNull(register.sourceTime()).getJavaInstant(), Instant.now()))
                    .isBetween(Duration.ofSeconds(-2), Duration.ofSeconds(30));
            // Somebody may have charged there a second ago.
            charges.await(
                    "the register of the pile",
                    () -> Math.abs(plant.number("evse/right/Register")
                                    - yard.evse("right").path("registerWh").asDouble())
                            <= 1);
        }
    }

    @Test
    void plantControlStartsLimitsAndStopsACharge() throws Exception {
        try (PlantClient plant = PlantClient.connect(station, PLANT, scada)) {
            charges.await("left is there", () -> plant.status("left").equals("AVAILABLE"));
            BlockingQueue<DataValue> offers = plant.watch("evse/left/Offer");
            yard.plug("left");
            charges.await("left is plugged", () -> plant.status("left").equals("PREPARING"));

            done(plant.call("evse/left", "Start", CARD));
            charges.await("left charges", () -> plant.status("left").equals("CHARGING"));
            charges.await("16 A flow", () -> amps("left") > 15.5 && plant.number("evse/left/CurrentL1") > 15.5);
            PlantClient.heard(offers, 16);

            done(plant.call("evse/left", "SetLimit", 10.0, uint(0)));
            charges.await("10 A flow", () -> amps("left") < 10.1 && amps("left") > 9.5);
            PlantClient.heard(offers, 10);
            charges.await("the offer explains itself", () -> {
                String reason =
                        String.valueOf(plant.read("evse/left/Reason").value().value());
                return reason.contains("10 A") && reason.contains("plant");
            });
            charges.await("the feeder offers 10 A", () -> plant.number("node/yard/OfferedL1") == 10);

            done(plant.call("evse/left", "SetLimit", 8.0, uint(10)));
            PlantClient.heard(offers, 8);
            PlantClient.heard(offers, 16); // a limit with an end ends by itself, and took the place of the one before
            done(plant.call("evse/left", "SetLimit", 7.0, uint(0)));
            PlantClient.heard(offers, 7);
            done(plant.call("evse/left", "ClearLimit"));
            charges.await("16 A flow again", () -> amps("left") > 15.5);

            assertThat(station.admin().run("session:list")).contains("left");
            done(plant.call("evse/left", "Stop"));
            charges.await("left has stopped", () -> plant.status("left").equals("FINISHING"));
            charges.await("nothing flows", () -> amps("left") == 0);
            CallMethodResult again = plant.call("evse/left", "Stop");
            assertThat(Objects.requireNonNull(again.getOutputArguments())[0].value())
                    .isEqualTo(false);
            yard.unplug("left");
            charges.await("left is free", () -> plant.status("left").equals("AVAILABLE"));
            CallMethodResult refused = plant.call("evse/left", "Start", "not a token!");
            assertThat(Objects.requireNonNull(refused.getOutputArguments())[0].value())
                    .isEqualTo(false);
        }
    }

    @Test
    void aPileThatFallsSilentIsShownAsUncertainAndThenBad() throws Exception {
        try (PlantClient plant = PlantClient.connect(station, PLANT, scada)) {
            charges.await("a good reading", () -> plant.quality("evse/right/CurrentL1") == Quality.GOOD);
            BlockingQueue<DataValue> heard = plant.watch("evse/right/CurrentL1");
            yard.post("right/line", "{\"drop\": true}");
            try {
                charges.await("no good reading", () -> plant.quality("evse/right/CurrentL1") != Quality.GOOD);
                charges.await("a bad status", () -> plant.quality("evse/right/Status") == Quality.BAD);
                charges.await("that is heard", () -> heard.stream()
                        .anyMatch(value -> !value.statusCode().isGood()));
            } finally {
                yard.post("right/line", "{\"drop\": false}");
            }
            charges.await("a good reading again", () -> plant.quality("evse/right/CurrentL1") == Quality.GOOD);
        }
    }

    @Test
    void aViewerReadsButDoesNotCommand() throws Exception {
        Shell viewer = station.account("watcher", "viewer");
        try (PlantClient plant = PlantClient.connect(station, PLANT, viewer)) {
            charges.await("a status", () -> !plant.status("left").isEmpty());
            assertThat(plant.call("evse/left", "Stop").getStatusCode().value())
                    .isEqualTo(StatusCodes.Bad_UserAccessDenied);
            assertThat(plant.call("evse/left", "SetLimit", 6.0, uint(0))
                            .getStatusCode()
                            .value())
                    .isEqualTo(StatusCodes.Bad_UserAccessDenied);
        }
    }

    @Test
    void nobodyGetsInWithoutNameOrEncryption() throws Exception {
        EndpointDescription offered = PlantClient.secured(station);
        assertThat(PlantClient.endpoints(station)).singleElement().satisfies(endpoint -> {
            assertThat(endpoint.getSecurityMode()).isEqualTo(MessageSecurityMode.SignAndEncrypt);
            assertThat(endpoint.getSecurityPolicyUri()).isEqualTo(SecurityPolicy.Basic256Sha256.getUri());
        });
        refused(() -> PlantClient.connect(
                station, PLANT, new UsernameProvider(scada.user(), "not its password"), "127.0.0.1", offered));
        refused(() -> PlantClient.connect(station, PLANT, new AnonymousProvider(), "127.0.0.1", offered));
        EndpointDescription open = new EndpointDescription(
                offered.getEndpointUrl(),
                offered.getServer(),
                offered.getServerCertificate(),
                MessageSecurityMode.None,
                SecurityPolicy.None.getUri(),
                offered.getUserIdentityTokens(),
                offered.getTransportProfileUri(),
                offered.getSecurityLevel());
        refused(() -> PlantClient.connect(
                station, PLANT, new UsernameProvider(scada.user(), scada.password()), "127.0.0.1", open));
    }

    private static void refused(Callable<PlantClient> connect) {
        assertThatThrownBy(connect::call).isInstanceOf(Exception.class);
    }

    @Test
    void nothingCanBeWritten() throws Exception {
        try (PlantClient plant = PlantClient.connect(station, PLANT, scada)) {
            for (String path : plant.below(plant.node("evse/right"))) {
                assertThat(plant.write(path, 3.0).isBad()).as(path).isTrue();
            }
            assertThat(plant.write("node/grid/Limit", 99.0).isBad()).isTrue();
            assertThat(plant.number("node/grid/Limit")).isEqualTo(40.0);
        }
    }

    @Test
    void nodeOpcUaChargesAsPlantControlToo() throws Exception {
        Needs.peer("node-opcua-client");
        Path pki = station.home().resolve("peer");
        try (Peer node = Peer.start(
                "opcua.js",
                "opc.tcp://127.0.0.1:" + station.opcuaPort() + "/voltwright",
                pki,
                scada.user(),
                scada.password())) {
            assertThat(node.ask("connect", "error").path("error").asText()).isNotEmpty();
            Matcher rejected = REJECTED.matcher(station.admin().run("opcua:status"));
            assertThat(rejected.find()).isTrue();
            station.admin().run("opcua:trust " + rejected.group(1));
            assertThat(node.ask("connect", "connected").path("namespace").asInt())
                    .isPositive();

            charges.await("right is free", () -> node.ask("read evse/right/Status", "read")
                    .path("value")
                    .asText()
                    .equals("AVAILABLE"));
            JsonNode limit = node.ask("read node/grid/Limit", "read");
            assertThat(limit.path("value").asDouble()).isEqualTo(40.0);
            assertThat(limit.path("status").asText()).isEqualTo("Good");
            assertThat(Instant.parse(limit.path("source").asText()))
                    .isAfter(Instant.now().minusSeconds(60));
            assertThat(node.ask("write evse/right/Offer 32", "written")
                            .path("status")
                            .asText())
                    .startsWith("Bad");

            node.ask("watch evse/right/Offer", "watching");
            yard.plug("right");
            charges.await("right is plugged", () -> node.ask("read evse/right/Status", "read")
                    .path("value")
                    .asText()
                    .equals("PREPARING"));
            called(node, "Start", "[{\"dataType\": \"String\", \"value\": \"" + CARD + "\"}]");
            charges.await("16 A flow", () -> amps("right") > 15.5);
            called(
                    node,
                    "SetLimit",
                    "[{\"dataType\": \"Double\", \"value\": 6}, {\"dataType\": \"UInt32\", \"value\": 0}]");
            charges.await("6 A flow", () -> amps("right") < 6.1);
            charges.await("the peer hears of 6 A", () -> node.events("changed").stream()
                    .anyMatch(change -> change.path("value").asDouble() == 6));
            called(node, "ClearLimit", "[]");
            called(node, "Stop", "[]");
            charges.await("nothing flows", () -> amps("right") == 0);
            yard.unplug("right");
            node.tell("quit");
        }
    }

    private static void called(Peer node, String method, String arguments) {
        JsonNode answer = node.ask("call evse/right " + method + " " + arguments, "called");
        assertThat(answer.path("status").asText()).isEqualTo("Good");
        assertThat(answer.path("outputs").path(0).asBoolean())
                .as(answer.toString())
                .isTrue();
    }

    private static void done(CallMethodResult result) {
        assertThat(result.getStatusCode().isGood())
                .as(String.valueOf(result.getStatusCode()))
                .isTrue();
        assertThat(Objects.requireNonNull(result.getOutputArguments()))
                .extracting(output -> output.value())
                .containsExactly(true, "done");
    }

    /** What the simulated pile lets flow. */
    private static double amps(String evse) throws IOException {
        return yard.evse(evse).path("amps").path(0).asDouble();
    }
}
