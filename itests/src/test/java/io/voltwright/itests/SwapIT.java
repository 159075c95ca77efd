package io.voltwright.itests;

import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.itests.Facts.Fact;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Every implementation is replaced while two cars charge: no contactor opens, no fact is lost, sessions keep their ids. */
class SwapIT {

    private static final String CARD = "A1B2C3D4";

    @Test
    void everyImplementationIsReplacedWhileTwoCarsCharge() throws Exception {
        Needs.program("socat");
        try (Yard yard = Yard.open("swapped");
                Station station = Station.fresh("swapped")
                        .setting("site.yaml", yard.site())
                        .start()) {
            Shell shell = station.admin();
            Charges charges = new Charges(station.rest());
            Map<String, String> sessions = charge(yard, shell, charges);
            Map<String, Long> implementations = implementations(shell);
            assertThat(implementations)
                    .containsKeys(
                            "io.voltwright.base.time", "io.voltwright.store.derby", "io.voltwright.journal.derby");
            Map<String, String> gaps = new LinkedHashMap<>();
            try (Watch watch = new Watch(yard, "left", "right");
                    Readings readings = new Readings(station.rest(), "left", "right")) {
                readings.await(5);
                gaps.put("(nothing)", readings.longest());
                int known = 0;
                for (Map.Entry<String, Long> bundle : implementations.entrySet()) {
                    List<String> before = lines(charges, shell, known);
                    readings.restart();
                    update(station, shell, bundle.getKey(), bundle.getValue());
                    readings.await(3);
                    gaps.put(bundle.getKey(), readings.longest());
                    assertGoesOn(charges, sessions, bundle.getKey());
                    List<String> after = lines(charges, shell, before.size());
                    assertThat(after.subList(0, before.size()))
                            .as(bundle.getKey())
                            .isEqualTo(before);
                    known = after.size();
                }
                gaps.forEach(
                        (bundle, gap) -> System.out.printf("%-40s longest gap between readings %s%n", bundle, gap));
                for (String evse : sessions.keySet()) {
                    assertThat(watch.of(evse).looks()).isGreaterThan(100);
                    assertThat(watch.of(evse).leastAmps()).as("amps at " + evse).isGreaterThan(5);
                    assertThat(watch.of(evse).leastOffered())
                            .as("offer at " + evse)
                            .isGreaterThanOrEqualTo(6);
                }
            }
            settle(yard, shell, charges, sessions);
        }
    }

    /** All facts, of which there are so many at least; right after a swap the journal may not be there yet. */
    private static List<String> lines(Charges charges, Shell shell, int least) {
        List<Fact> all = new ArrayList<>();
        charges.await(least + " facts are there", () -> {
            all.clear();
            all.addAll(Facts.of(shell));
            return all.size() >= Math.max(1, least);
        });
        return Facts.lines(all);
    }

    private static Map<String, String> charge(Yard yard, Shell shell, Charges charges) throws IOException {
        shell.run("token:add --label Test " + CARD);
        Map<String, String> sessions = new LinkedHashMap<>();
        for (String evse : List.of("left", "right")) {
            charges.awaitStatus(evse, "AVAILABLE");
            yard.plug(evse);
            charges.awaitStatus(evse, "PREPARING");
        }
        yard.card("left", CARD);
        assertThat(shell.run("session:start right " + CARD)).contains("may charge");
        for (String evse : List.of("left", "right")) {
            charges.await(
                    "current flows at " + evse,
                    () -> yard.evse(evse).path("amps").path(0).asDouble() > 15);
            charges.awaitStatus(evse, "CHARGING");
            sessions.put(evse, charges.sessionAt(evse));
        }
        return sessions;
    }

    /** Number by symbolic name, of all bundles of ours that are neither contract nor library, in the order of their start. */
    private static Map<String, Long> implementations(Shell shell) throws IOException {
        Map<String, Long> found = new LinkedHashMap<>();
        shell.run("bundle:list -t 0 -s --no-format")
                .lines()
                .map(line -> line.split("\\s+"))
                .forEach(words -> {
                    String name = words[words.length - 1];
                    if (name.startsWith("io.voltwright.") && !name.endsWith(".api") && !name.contains(".lib.")) {
                        found.put(name, Long.valueOf(words[0]));
                    }
                });
        return found;
    }

    private static void update(Station station, Shell shell, String name, long id) throws IOException {
        Path jar = Image.built().ownBundles().stream()
                .filter(path -> path.getFileName().toString().startsWith(name + "-"))
                .findFirst()
                .orElseThrow();
        long revisions = revisions(station, id);
        String answer = shell.run("bundle:update " + id + " " + jar.toUri());
        assertThat(answer).as(name).doesNotContain("rror").doesNotContain("not found");
        assertThat(revisions(station, id)).as("revisions of " + name).isGreaterThan(revisions);
        Awaitility.await(name + " is active again")
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> shell.run("bundle:list -t 0 -s --no-format | grep " + name)
                        .contains("Active"));
    }

    /** The framework numbers what was ever installed under an id: {@code version0.0}, after an update {@code version0.1}. */
    private static long revisions(Station station, long id) throws IOException {
        try (Stream<Path> versions = Files.list(station.home().resolve("karaf/cache/bundle" + id))) {
            return versions.map(path -> path.getFileName().toString())
                    .filter(name -> name.startsWith("version"))
                    .mapToLong(name -> Long.parseLong(name.replaceFirst(".*\\.", "")))
                    .max()
                    .orElse(-1);
        }
    }

    private static void assertGoesOn(Charges charges, Map<String, String> sessions, String bundle) {
        sessions.forEach((evse, session) -> charges.await(
                session + " goes on at " + evse + " after " + bundle,
                () -> charges.sessionAt(evse).equals(session)
                        && charges.evse(evse).path("status").asText().equals("CHARGING")
                        && charges.evse(evse).path("quality").asText().equals("GOOD")));
    }

    private static void settle(Yard yard, Shell shell, Charges charges, Map<String, String> sessions)
            throws IOException {
        yard.card("left", CARD);
        shell.run("session:stop right");
        for (Map.Entry<String, String> session : sessions.entrySet()) {
            charges.awaitStatus(session.getKey(), "FINISHING");
            assertThat(charges.awaitBooked(session.getValue()).path("state").asText())
                    .isEqualTo("PRICED");
        }
        List<Fact> facts = Facts.of(shell);
        for (String session : sessions.values()) {
            assertThat(Facts.of(facts, "charging.SessionStarted", session)).hasSize(1);
            assertThat(Facts.of(facts, "charging.SessionStopped", session)).hasSize(1);
        }
        assertThat(shell.run("journal:verify")).startsWith("OK");
    }
}
