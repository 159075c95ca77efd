package io.voltwright.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.voltwright.itests.Facts.Fact;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes wrong on a site: refused site files, dead, late and lying piles, a lost serial port. Nothing is lost by any of it. */
class TroubleIT {

    private static final String CARD = "A1B2C3D4";
    private static Yard yard;
    private static Pty adapter;
    private static Station station;
    private static Shell shell;
    private static Rest rest;
    private static Charges charges;
    private static String site;

    @BeforeAll
    static void boot() throws IOException {
        Needs.program("socat");
        yard = Yard.open("trouble");
        adapter = Pty.before(
                yard.rightTty(), Path.of("target", "stations", "trouble-line").toAbsolutePath());
        site = Sites.two("tcp: 127.0.0.1:" + yard.leftPort(), "serial: " + adapter.station());
        station = Station.fresh("trouble")
                .setting("site.yaml", site)
                .setting("io.voltwright.charging.engine.cfg", "starts.spacing.seconds = 0\n")
                .start();
        shell = station.admin();
        rest = station.rest();
        charges = new Charges(rest);
        shell.run("token:add --label Test " + CARD);
        charges.awaitStatus("left", "AVAILABLE");
        charges.awaitStatus("right", "AVAILABLE");
    }

    @AfterAll
    static void stop() {
        if (station != null) {
            station.close();
            adapter.close();
            yard.close();
        }
    }

    /** No fact was lost, and nobody stands in the yard. */
    @AfterEach
    void leave() throws IOException {
        for (String evse : List.of("left", "right")) {
            yard.unplug(evse);
            charges.awaitStatus(evse, "AVAILABLE");
        }
        assertThat(rest.get("/api/sessions")).isEmpty();
        assertThat(shell.run("journal:verify")).startsWith("OK");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "an unknown key              | most: 16 A                        | mots: 16 A            | mots                      | most",
                "a missing profile           | profile: keba-kecontact-p30       | profile: keba-p99     | keba-p99                  | keba-kecontact-p30",
                "a node over its parent      | limit: 32 A                       | limit: 50 A           | 50 A                      | lower it to 40 A",
                "two piles at one address    | bus: rs485-a                      | bus: rs485-a}twin     | unit 1                    | give each its own 'unit'",
                "fail-safe over the limit    | limit: 32 A                       | limit: 11 A           | sum to 12 A               | lower some, or raise",
            })
    void aWrongSiteFileIsRefusedAndTheOneInForceStays(String what, String of, String by, String value, String remedy)
            throws IOException {
        String wrong = wrong(of, by);

        station.setting("site.yaml", wrong);

        String answer = shell.run("site:reload");

        assertThat(answer)
                .as(what)
                .contains("site.yaml:" + (by.endsWith("}twin") ? line(wrong, "twin:") + 1 : line(wrong, by)) + ": ")
                .contains(value)
                .contains(remedy);
        assertThat(answer).contains("Refused; what was in force stays");

        assertThat(rest.get("/api/site").path("refused").asText()).contains(value);
        assertThat(shell.run("site:show")).contains("left").contains("right");
        assertThat(rest.get("/api/site").path("grid").path("limit_a").asDouble())
                .isEqualTo(40);
        assertThat(rest.get("/api/site")
                        .path("grid")
                        .path("children")
                        .path(0)
                        .path("limit_a")
                        .asDouble())
                .isEqualTo(32);

        station.setting("site.yaml", site);
        assertThat(shell.run("site:reload")).contains("is in force");
        assertThat(rest.get("/api/site").path("refused").asText()).isEmpty();
    }

    private static long line(String file, String text) {
        return file.substring(0, file.indexOf(text))
                        .chars()
                        .filter(letter -> letter == '\n')
                        .count()
                + 1;
    }

    /** The file with one thing changed; a twin is the last pile once more, under another name. */
    private static String wrong(String of, String by) {
        if (by.endsWith("}twin")) {
            String twin = site.substring(site.indexOf("        right:")).replace("right:", "twin:");
            return site + twin;
        }
        return site.replaceFirst(Pattern.quote(of), by);
    }

    @Test
    void aDeadPileIsShownAsSilentAndItsSessionGoesOnWhenItAnswersAgain() throws IOException {
        double before = register("left");
        String session = charge("left");
        yard.post("left/line", "{\"drop\": true}");
        charges.awaitStatus("left", "FAULTED");
        assertThat(charges.sessionAt("left")).isEqualTo(session);
        assertThat(charges.evse("left").path("fault").asText()).contains("CommunicationFault");
        assertThat(yard.evse("left").path("amps").path(0).asDouble()).isGreaterThan(5);

        yard.post("left/line", "{\"drop\": false}");
        charges.awaitStatus("left", "CHARGING");
        JsonNode booked = end("left", session);

        assertThat(booked.path("energy_wh").asDouble()).isEqualTo(register("left") - before, within(0.2));
        List<Fact> facts = Facts.of(shell);
        assertThat(typed(facts, "charging.EvseFaulted", "left")).isNotEmpty();
        assertThat(typed(facts, "charging.EvseRecovered", "left"))
                .hasSameSizeAs(typed(facts, "charging.EvseFaulted", "left"));
    }

    @Test
    void aLatePileNeverBringsAWrongValue() throws IOException {
        double before = register("right");
        String session = charge("right");
        // Later than the time-out of the profile, so each answer comes while another is waited for.
        yard.post("right/line", "{\"lateMs\": 800}");
        Awaitility.await("nothing but the truth")
                .during(Duration.ofSeconds(8))
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptionsInstanceOf(IOException.class)
                .untilAsserted(() -> {
                    JsonNode seen = charges.evse("right");
                    assertThat(seen.path("register_wh").asDouble(before)).isBetween(before - 1, register("right") + 1);
                    assertThat(seen.path("currents_a").path(0).asDouble(16)).isBetween(0.0, 16.2);
                });
        yard.post("right/line", "{\"lateMs\": 0}");
        charges.awaitReadings("right", 3);
        charges.awaitStatus("right", "CHARGING");
        assertThat(charges.sessionAt("right")).isEqualTo(session);
        JsonNode booked = end("right", session);
        assertThat(booked.path("energy_wh").asDouble()).isEqualTo(register("right") - before, within(1.1));
    }

    @Test
    void aLyingMeterEndsTheSessionWhichIsHeldUntilACashierReleasesIt() throws IOException {
        String stuck = charge("left");
        yard.post("left/meter", "{\"stuck\": true}");
        // It takes a minute until a register that stands still is a lie; one that jumps or runs backwards is one at
        // once.
        for (String lie : List.of("{\"jumpWh\": 5000}", "{\"backwards\": true}")) {
            String session = charge("right");
            charges.await("something is counted", () -> charges.delivered("right") > 1);
            yard.post("right/meter", lie);
            assertHeld("right", session);
            yard.post("right/meter", "{\"backwards\": false}");
            yard.unplug("right");
            charges.awaitStatus("right", "AVAILABLE");
        }
        assertHeld("left", stuck);
        yard.post("left/meter", "{\"stuck\": false}");
        assertReleased(stuck);
    }

    private static void assertReleased(String session) throws IOException {
        Shell operator = station.account("olaf", "operator");
        assertThat(operator.run("tx:held")).contains(session, "the meter cannot be believed");
        String release = "tx:release --energy 0.5kWh --reason 'read at the pile' " + session;
        assertThat(operator.run(release)).contains("not found");
        assertThat(shell.run(release)).contains("is released");
        charges.await("it is priced", () -> rest.transaction(session).stream()
                .anyMatch(booked -> booked.path("state").asText().equals("PRICED")));

        assertThat(shell.run(release)).contains("Refused: session " + session + " is PRICED");
        assertThat(shell.run("tx:receipt " + session)).contains("Receipt number", "0.500 kWh");
        assertThat(shell.run("tx:verify")).contains("The ledger is proven");
        assertThat(Facts.of(Facts.of(shell), "transactions.Released", session)).hasSize(1);
    }

    private static void assertHeld(String evse, String session) throws IOException {
        charges.awaitLong(
                evse + " is stopped",
                () -> charges.evse(evse).path("status").asText().equals("FINISHING"));
        JsonNode booked = charges.awaitBooked(session);
        assertThat(booked.path("stop_reason").asText()).isEqualTo("METER_FAILED");
        assertThat(booked.path("state").asText()).isEqualTo("HELD");
        assertThat(yard.evse(evse).path("offeredAmps").asDouble()).isZero();
        assertThat(Facts.of(Facts.of(shell), "charging.SessionStopped", session))
                .singleElement()
                .satisfies(stopped -> assertThat(stopped.text("usable")).isEqualTo("false"));
    }

    @Test
    void aLostSerialPortComesBackAndTheSessionGoesOn() throws IOException {
        double before = register("right");
        String session = charge("right");
        adapter.cut();
        charges.awaitStatus("right", "FAULTED");
        assertThat(charges.sessionAt("right")).isEqualTo(session);
        assertThat(yard.evse("right").path("amps").path(0).asDouble()).isGreaterThan(5);

        adapter.join();
        charges.awaitStatus("right", "CHARGING");
        assertThat(charges.sessionAt("right")).isEqualTo(session);
        JsonNode booked = end("right", session);
        assertThat(booked.path("energy_wh").asDouble()).isEqualTo(register("right") - before, within(1.1));
    }

    /** Plugs, starts, and waits until current flows. */
    private static String charge(String evse) throws IOException {
        yard.plug(evse);
        charges.awaitStatus(evse, "PREPARING");
        assertThat(shell.run("session:start " + evse + " " + CARD)).contains("may charge");
        charges.await(
                "current flows at " + evse,
                () -> yard.evse(evse).path("amps").path(0).asDouble() > 15);
        charges.awaitStatus(evse, "CHARGING");
        return charges.sessionAt(evse);
    }

    private static JsonNode end(String evse, String session) throws IOException {
        assertThat(shell.run("session:stop " + evse)).contains("has stopped");
        charges.awaitStatus(evse, "FINISHING");
        JsonNode booked = charges.awaitBooked(session);
        assertThat(booked.path("state").asText()).isEqualTo("PRICED");
        return booked;
    }

    private static double register(String evse) throws IOException {
        return yard.evse(evse).path("registerWh").asDouble();
    }

    private static List<Fact> typed(List<Fact> facts, String type, String evse) {
        return facts.stream()
                .filter(fact -> fact.type().equals(type) && fact.subject().equals(evse))
                .toList();
    }
}
