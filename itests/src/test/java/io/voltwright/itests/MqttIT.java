package io.voltwright.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Facts and readings at Debian's mosquitto, over TLS. */
@TestMethodOrder(OrderAnnotation.class)
class MqttIT {

    private static final String CARD = "A1B2C3D4";
    private static final Authority authority = new Authority("broker-authority");
    private static Mosquitto mosquitto;
    private static Relay wire;
    private static Yard yard;
    private static Station station;
    private static Charges charges;

    @BeforeAll
    static void boot() throws Exception {
        Path program = Needs.program("mosquitto");
        yard = Yard.open("mqtt");
        station = Station.fresh("mqtt").setting("site.yaml", yard.site());
        mosquitto = new Mosquitto(program, authority, station.home().resolve("peer"));
        mosquitto.start();
        wire = new Relay(mosquitto.port());
        station.setting("broker.pem", authority.pem()).setting("wrong.pem", new Authority("wrong").pem());
        believe("broker.pem");
        station.start();
        station.admin().run("token:add --label Test " + CARD);
        charges = new Charges(station.rest());
        charges.awaitStatus("left", "AVAILABLE");
    }

    @AfterAll
    static void stop() {
        if (station != null) {
            station.close();
            yard.close();
            wire.close();
            mosquitto.close();
        }
    }

    private static void believe(String authorities) {
        station.setting(
                "io.voltwright.protocol.mqtt.cfg",
                """
                url = ssl://127.0.0.1:%d
                clientId = yard
                topic = yard
                authorities = %s
                """
                        .formatted(wire.port(), authorities));
    }

    @Test
    @Order(1)
    void whatIsTrueNowIsRetained() throws Exception {
        charges.await(
                "it says that it is there",
                () -> mosquitto.latest("yard/status").equals("online"));
        charges.await(
                "left is told",
                () -> mosquitto.reading("left").path("status").asText().equals("AVAILABLE"));
        JsonNode left = mosquitto.reading("left");
        assertThat(left.path("quality").asText()).isEqualTo("GOOD");
        assertThat(left.path("readings").findValuesAsText("point")).contains("current.l1", "energy.import");
        assertThat(station.admin().run("mqtt:status")).containsPattern("State +connected");
    }

    // The broker loses what it holds; the journal does not, so no position is missing.
    @Test
    @Order(2)
    void noFactIsMissingWhenTheBrokerWasAwayDuringACharge() throws Exception {
        yard.plug("left");
        yard.card("left", CARD);
        charges.awaitStatus("left", "CHARGING");
        String session = charges.sessionAt("left");
        charges.await("the start is told", () -> told("charging.SessionStarted", session));
        wire.cut();
        allIsHeard();
        mosquitto.kill();
        charges.await(
                "it is known to be away",
                () -> station.admin().run("mqtt:status").matches("(?s).*State +away.*Reason.*"));
        charges.await("energy at left", () -> charges.delivered("left") >= 10);
        yard.card("left", CARD);
        charges.awaitBooked(session);
        yard.unplug("left");

        mosquitto.forgetLatest();
        mosquitto.start();
        wire.join(); // after the subscriber, so that it misses nothing
        charges.await("the price is told", () -> told("transactions.Priced", session));
        charges.await(
                "what is true now is told again",
                () -> mosquitto.reading("left").path("status").asText().equals("AVAILABLE"));
        charges.await(
                "it says that it is back", () -> mosquitto.latest("yard/status").equals("online"));
        gapFree(mosquitto.facts());
        assertThat(types(session))
                .containsSubsequence(
                        "charging.VehicleConnected",
                        "charging.SessionStarted",
                        "charging.SessionStopped",
                        "transactions.Priced");
    }

    /** What the broker took from the station has come to the subscriber, for the broker dies with what it holds. */
    private static void allIsHeard() {
        AtomicInteger before = new AtomicInteger(-1);
        Awaitility.await("nothing more comes")
                .atMost(Duration.ofMinutes(2))
                .during(Duration.ofSeconds(2))
                .until(() -> {
                    int now = mosquitto.facts().size();
                    return before.getAndSet(now) == now;
                });
    }

    /** Every position from the first to the last, in order; a repeat may only come behind. */
    private static void gapFree(List<JsonNode> facts) {
        List<Long> positions = facts.stream()
                .map(fact -> fact.path("position").asLong())
                .distinct()
                .toList();
        assertThat(positions)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, positions.size()).boxed().toList());
    }

    private static boolean told(String type, String session) {
        return types(session).contains(type);
    }

    /** What was told of a session, without repeats. */
    private static List<String> types(String session) {
        return mosquitto.facts().stream()
                .filter(fact -> fact.path("payload").path("session").asText().equals(session))
                .map(fact ->
                        fact.path("position").asLong() + " " + fact.path("type").asText())
                .distinct()
                .map(known -> known.substring(known.indexOf(' ') + 1))
                .toList();
    }

    @Test
    @Order(3)
    void aBrokerThatNobodyVouchesForIsNotSpokenTo() throws Exception {
        believe("wrong.pem");
        charges.await("it is refused", () -> station.admin()
                .run("mqtt:status")
                .matches("(?s).*State +away.*Reason.*(certif|PKIX|SSL|TLS|trust).*"));
        int before = mosquitto.facts().size();
        station.account("someone", "viewer");
        assertThat(mosquitto.facts()).hasSize(before);
        believe("broker.pem");
        charges.await(
                "it is connected again",
                () -> station.admin().run("mqtt:status").matches("(?s).*State +connected.*"));
        charges.await("what happened meanwhile is told", () -> mosquitto.facts().size() > before);
        gapFree(mosquitto.facts());
    }
}
