package io.voltwright.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.voltwright.itests.Facts.Fact;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** SIGKILL at random moments of one charge: the session goes on, no fact is lost or doubled, and the bill is right. */
class KillIT {

    private static final String CARD = "A1B2C3D4";
    /** 16 A on three phases at 230 V for one second. */
    private static final double SECOND_WH = 16 * 3 * 230 / 3600.0;

    private final Random random = new Random(seed());

    private static long seed() {
        long seed = Long.getLong("voltwright.seed", System.nanoTime());
        System.out.println("voltwright.seed=" + seed);
        return seed;
    }

    @Test
    void aChargeOutlivesEveryKill() throws Exception {
        Needs.program("socat");
        try (Yard yard = Yard.open("killed-charge");
                Station station = Station.fresh("killed-charge").setting("site.yaml", yard.site())) {
            // The tariff prices time, and time across restarts is held for review where the clock may be wrong.
            station.setting("io.voltwright.base.time.cfg", "clock = synchronised\n")
                    .start();
            Charges charges = new Charges(station.rest());
            station.admin().run("token:add --label Test " + CARD);
            charges.awaitStatus("left", "AVAILABLE");
            yard.plug("left");
            charges.awaitStatus("left", "PREPARING");
            double before = yard.evse("left").path("registerWh").asDouble();
            yard.card("left", CARD);
            charges.await(
                    "current flows",
                    () -> yard.evse("left").path("amps").path(0).asDouble() > 15);
            String session = charges.sessionAt("left");

            int kills = 0;
            try (Watch watch = new Watch(yard, "left")) {
                List<String> known = List.of();
                for (int round = 0; round < Scale.of(20); round++) {
                    kills += killSoon(station, round, known.size());
                    station.start();
                    charges.await("session " + session + " goes on", () -> goesOn(charges, session));
                    known = assertNothingLost(station.admin(), known);
                }
                assertThat(watch.of("left").leastAmps())
                        .as("no contactor opened")
                        .isGreaterThan(5);
                assertThat(watch.of("left").mostAmps()).isLessThan(16.2);
            }

            charges.awaitReadings("left", 3);
            yard.card("left", CARD);
            charges.awaitStatus("left", "FINISHING");
            JsonNode booked = charges.awaitBooked(session);
            double taken = yard.evse("left").path("registerWh").asDouble() - before;
            System.out.println(kills + " kills, " + taken + " Wh in the pile, "
                    + booked.path("energy_wh").asDouble() + " Wh billed");
            assertThat(booked.path("state").asText()).isEqualTo("PRICED");
            assertThat(booked.path("energy_wh").asDouble()).isEqualTo(taken, within(SECOND_WH));
            assertEachFactOnce(Facts.of(station.admin()), session, kills);
        }
    }

    /**
     * Facts come while the plug is pulled: a limit is changed, which changes the offer and takes a sample.
     *
     * @param known how many there were before, which all have to be seen first
     */
    private int killSoon(Station station, int round, int known) throws Exception {
        List<String> seen;
        try (Following tail = station.admin().follow("journal:tail -n 10000 -f")) {
            new Charges(station.rest())
                    .await(
                            "the facts so far are told",
                            () -> Facts.parse(tail.lines().stream()).size() >= Math.max(1, known));
            station.admin().run("evse:limit left " + (8 + random.nextInt(8)));
            assertThat(station.endsWithin(Duration.ofMillis(random.nextInt(3000))))
                    .isFalse();
            station.kill();
            seen = tail.lines();
        }
        acknowledged = Facts.lines(Facts.parse(seen.stream()));
        if (round % 3 != 1) {
            return 1;
        }
        station.launch();
        assertThat(station.endsWithin(Duration.ofMillis(500 + random.nextInt(8000))))
                .isFalse();
        station.kill();
        return 2;
    }

    private List<String> acknowledged = List.of();

    private static boolean goesOn(Charges charges, String session) throws IOException {
        return charges.sessionAt("left").equals(session)
                && charges.evse("left").path("status").asText().equals("CHARGING");
    }

    /** Whatever was seen before the kill is there after it, unchanged and at its place. */
    private List<String> assertNothingLost(Shell shell, List<String> known) throws IOException {
        List<String> now = Facts.lines(Facts.of(shell));
        assertThat(acknowledged).as("seen before the kill").isNotEmpty().hasSizeGreaterThanOrEqualTo(known.size());
        assertThat(now).hasSizeGreaterThan(acknowledged.size());
        assertThat(now.subList(0, known.size())).isEqualTo(known);
        assertThat(now.subList(0, acknowledged.size())).isEqualTo(acknowledged);
        assertThat(shell.run("journal:verify")).startsWith("OK");
        return now;
    }

    private static void assertEachFactOnce(List<Fact> facts, String session, int kills) {
        for (String once : List.of("VehicleConnected", "Authorized", "SessionStarted", "SessionStopped")) {
            assertThat(Facts.of(facts, "charging." + once, session)).as(once).hasSize(1);
        }
        assertThat(Facts.of(facts, "charging.SessionResumed", session)).hasSizeBetween(1, kills);
        assertThat(facts.stream().filter(fact -> fact.type().equals("transactions.Priced")))
                .hasSize(1);
        List<Fact> samples = Facts.of(facts, "charging.EnergyMetered", session);
        assertThat(samples.stream().map(sample -> sample.number("register_mwh")))
                .isSorted();
        assertThat(samples).allMatch(sample -> sample.text("usable").equals("true"));
        // The same twice would have the same time and register.
        assertThat(samples.stream().map(sample -> sample.line().replaceFirst("^\\d+", "")))
                .doesNotHaveDuplicates();
    }
}
