package io.voltwright.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** One charge from plug to receipt at piles that were not written here: a KEBA on TCP and a Heidelberg on a serial line. */
class PileIT {

    private static final String CARD = "A1B2C3D4";

    private static final String READER =
            """
            csp: 1
            id: lab-reader
            kind: reader
            title: %s
            transport: {tcp: {port: 4001}}
            line:
              start: "02"
              end: "03"
              uid: {form: hex}
            golden:
              - {frame: "02 30 34 41 31 42 32 43 33 03", expect: [04A1B2C3]}
            """;

    private static final int KEBA_PORT = Listeners.freePort();
    private static final Pty line =
            Pty.in(Path.of("target", "stations", "piles-line").toAbsolutePath());
    private static final Peer keba = Peer.start("keba.js", KEBA_PORT, "98765.4");
    private static final Peer heidelberg = Peer.start("heidelberg.js", line.device(), "70000");
    private static final Station station = Station.fresh("piles")
            .setting("site.yaml", Sites.two("tcp: 127.0.0.1:" + KEBA_PORT, "serial: " + line.station()));
    private static Charges charges;

    @BeforeAll
    static void boot() throws IOException {
        station.start();
        station.admin().run("token:add --label Test " + CARD);
        charges = new Charges(station.rest());
        charges.awaitStatus("left", "AVAILABLE");
        charges.awaitStatus("right", "AVAILABLE");
    }

    @AfterAll
    static void stop() {
        if (station != null) {
            station.close();
            keba.close();
            heidelberg.close();
            line.close();
        }
    }

    @Test
    void aCardStartsAndStopsAChargeAtAKeba() throws IOException {
        keba.tell("plug");
        charges.awaitStatus("left", "PREPARING");
        double before = status(keba).path("energyWh").asDouble();
        keba.tell("card " + CARD);
        charges.awaitStatus("left", "CHARGING");
        String session = charges.sessionAt("left");
        follows(keba, "left");

        // The reader is looked at once a second: the card has to be away before it is shown again.
        keba.tell("card 0");
        charges.awaitReadings("left", 3);
        keba.tell("card " + CARD);
        charges.awaitStatus("left", "FINISHING");
        JsonNode booked = charges.awaitBooked(session);
        double after = status(keba).path("energyWh").asDouble();
        assertThat(booked.path("stop_reason").asText()).isEqualTo("LOCAL");
        assertEnergy(booked, before, after, 0.1);
        unplugged(keba, "left");

        // Rows 5016 and 5018: what it falls to is armed before row 5014 lets current flow; 5004 comes before 5014.
        List<Integer> writes = writes(keba);
        assertThat(writes).startsWith(5016, 5018);
        assertThat(writes.indexOf(5004)).isLessThan(enabled(keba));
        assertThat(keba.events("refused")).isEmpty();
        assertThat(trips(keba)).isZero();
    }

    @Test
    void anOperatorStartsAndStopsAChargeAtAHeidelberg() throws IOException {
        Shell shell = station.admin();
        int trips = trips(heidelberg);
        heidelberg.tell("plug");
        charges.awaitStatus("right", "PREPARING");
        double before = status(heidelberg).path("energyWh").asDouble();
        assertThat(shell.run("session:start right " + CARD)).contains("may charge at right");
        charges.awaitStatus("right", "CHARGING");
        String session = charges.sessionAt("right");
        follows(heidelberg, "right");

        assertThat(shell.run("session:stop right")).contains(session).contains("has stopped");
        charges.awaitStatus("right", "FINISHING");
        JsonNode booked = charges.awaitBooked(session);
        double after = status(heidelberg).path("energyWh").asDouble();
        assertThat(booked.path("stop_reason").asText()).isEqualTo("REMOTE");
        assertEnergy(booked, before, after, 1);
        unplugged(heidelberg, "right");

        // Rows H257 and H262 before row H261 lets current flow.
        List<Integer> writes = writes(heidelberg);
        int flows = first(heidelberg, 261, 60);
        assertThat(writes.indexOf(257)).isBetween(0, flows);
        assertThat(writes.indexOf(262)).isBetween(0, flows);
        assertThat(heidelberg.events("refused")).isEmpty();
        // Its watchdog ran before there was a station.
        assertThat(trips(heidelberg)).isEqualTo(trips);
    }

    @Test
    void anEngineerLooksAtDevicesThatAreDriven() throws IOException {
        Shell shell = station.admin();

        assertThat(shell.run("profile:probe --yes rs485-a heidelberg-energy-control"))
                .contains("writes nothing", "layout = ", "It is a heidelberg-energy-control");
        assertThat(shell.run("profile:probe --yes left keba-kecontact-p40")).contains("It is not a keba-kecontact-p40");
        assertThat(shell.run("profile:watch --seconds 1 rs485-a heidelberg-energy-control"))
                .contains("state.raw", "(state)");
        // Row 1016, the product, is 304011 = 0x0004A38B.
        assertThat(shell.run("profile:record left keba-kecontact-p30"))
                .contains("# product = ", "0004 A38B", "- {reads: ");
        Path wrong = Files.writeString(
                Files.createDirectories(Path.of("target", "stations")).resolve("mine.yaml"), "csp: 2\nid: mine\n");
        assertThat(shell.run("profile:check " + wrong.toAbsolutePath()))
                .contains("mine.yaml:1: profile.csp '2' is not allowed");

        assertThat(shell.run("bus:doctor rs485-a")).contains("rs485-a (rtu", "load", "worst cycle", "CRC errors");
        try (Following live = shell.follow("bus:doctor -f left")) {
            charges.await(
                    "the doctor has drawn twice",
                    () -> live.lines().stream()
                                    .filter(line -> line.contains("left (tcp"))
                                    .count()
                            >= 2);
        }
    }

    @Test
    @DisplayName(
            "R48: a profile that is dropped in is at hand without a restart; once pinned, it is not exchanged unseen")
    void aProfileIsDroppedInAndPinned() throws IOException {
        Shell shell = station.admin();
        Path file = Files.createDirectories(station.etc().resolve("profiles")).resolve("lab-reader.yaml");
        Files.writeString(file, READER.formatted("Reader of the lab"));
        charges.await("it is at hand", () -> row(shell, "lab-reader").contains("Reader of the lab"));

        String pin = shell.run("profile:pin lab-reader")
                .lines()
                .filter(line -> line.startsWith("pins = lab-reader = "))
                .findFirst()
                .orElseThrow();
        Files.writeString(station.etc().resolve("io.voltwright.field.profiles.cfg"), pin + "\n");
        charges.await("it is pinned", () -> row(shell, "lab-reader").contains("etc/profiles, pinned"));
        Files.writeString(file, READER.formatted("Reader of somebody else"));

        charges.await("the other file is refused", () -> shell.run("profile:list")
                .contains("lab-reader.yaml: its SHA-256 is "));
        assertThat(row(shell, "lab-reader")).contains("Reader of the lab").doesNotContain("somebody else");
        assertThat(row(shell, "keba-kecontact-p30")).contains("station");
    }

    private static String row(Shell shell, String profile) throws IOException {
        return shell.run("profile:list")
                .lines()
                .filter(line -> line.startsWith(profile))
                .findFirst()
                .orElse("");
    }

    /** What the station shows is what the pile does. */
    private static void follows(Peer pile, String evse) throws IOException {
        // 16 A on three phases at 230 V; a KEBA is read one value after another, so they agree only when it is steady.
        charges.await("16 A flow at " + evse, () -> {
            JsonNode seen = charges.evse(evse);
            return seen.path("offer_a").asDouble() == 16
                    && Math.abs(seen.path("currents_a").path(0).asDouble() - 16) < 0.2
                    && Math.abs(seen.path("power_w").asDouble() - 11_040) < 80;
        });
        JsonNode status = status(pile);
        assertThat(status.path("offered").asDouble()).isEqualTo(16);
        assertThat(status.path("amps").asDouble()).isEqualTo(16, within(0.1));
        JsonNode seen = charges.evse(evse);
        assertThat(seen.path("plugged").asBoolean()).isTrue();
        assertThat(seen.path("quality").asText()).isEqualTo("GOOD");
        assertThat(seen.path("register_wh").asDouble())
                .isEqualTo(status(pile).path("energyWh").asDouble(), within(30.0));
        // So that there is something to bill: 11 kW need 7 s for 20 Wh.
        charges.await("20 Wh at " + evse, () -> charges.delivered(evse) >= 20);
    }

    /** The difference of the pile's register is what is billed, to the step of that register. */
    private static void assertEnergy(JsonNode booked, double before, double after, double step) {
        assertThat(booked.path("state").asText()).isEqualTo("PRICED");
        assertThat(booked.path("start_register_wh").asDouble()).isEqualTo(before, within(step));
        assertThat(booked.path("stop_register_wh").asDouble()).isEqualTo(after, within(step));
        assertThat(booked.path("energy_wh").asDouble()).isEqualTo(after - before, within(step));
        assertThat(booked.path("cost").path("gross").asText()).isNotEmpty();
    }

    private static void unplugged(Peer pile, String evse) throws IOException {
        pile.tell("unplug");
        charges.awaitStatus(evse, "AVAILABLE");
        assertThat(charges.evse(evse).path("offer_a").asDouble()).isZero();
        assertThat(status(pile).path("offered").asDouble()).isZero();
    }

    private static int trips(Peer pile) {
        return status(pile).path("trips").asInt();
    }

    private static JsonNode status(Peer pile) {
        return pile.ask("status", "status").path("status");
    }

    /** The addresses written, in order. */
    private static List<Integer> writes(Peer pile) {
        return pile.events("write").stream()
                .map(event -> event.path("write").asInt())
                .toList();
    }

    /** Which write it was that enabled the KEBA. */
    private static int enabled(Peer pile) {
        return first(pile, 5014, 1);
    }

    /** Which write was the first of at least this value to this address. */
    private static int first(Peer pile, int address, int least) {
        List<JsonNode> writes = pile.events("write");
        for (int i = 0; i < writes.size(); i++) {
            if (writes.get(i).path("write").asInt() == address
                    && writes.get(i).path("value").asInt() >= least) {
                return i;
            }
        }
        throw new AssertionError("nothing was written to " + address + ": " + writes);
    }
}
