package io.voltwright.field.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import io.voltwright.field.profiles.ProfileLibrary;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Two charges at the same time, from plug to receipt, unattended: one at a Modbus TCP pile, started by a card; one at a serial
 * pile, started by the back end; under a feeder that cannot give both all they can take. Exit code 0 if all books agree.
 */
public final class Demo {

    private static final String LEFT = "left";
    private static final String RIGHT = "right";
    private static final String CARD = "A1B2C3D4";
    private static final String REMOTE = "DEMO-REMOTE";
    private static final Duration CHARGE = Duration.ofSeconds(15);
    private static final Pattern REGISTER = Pattern.compile("register_mwh=(\\d+)");

    private final long begin = System.nanoTime();
    private final Path image;
    private final Path home;

    private Demo(Path image, Path home) {
        this.image = image;
        this.home = home;
    }

    /** {@code demo --image DIR --home DIR}. */
    public static void main(String[] arguments) throws Exception {
        Logger.getLogger("").setLevel(Level.SEVERE);
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            options.put(arguments[i], arguments[i + 1]);
        }
        Path image = Path.of(Optional.ofNullable(options.get("--image"))
                .orElseThrow(() -> new IllegalArgumentException("--image DIR is missing: the unpacked station image")));
        Path home = Path.of(options.getOrDefault("--home", "var/demo"));
        int code;
        try {
            code = new Demo(image.toAbsolutePath(), home.toAbsolutePath()).run();
        } catch (IOException | RuntimeException e) {
            System.out.println();
            System.out.println("The demo failed: " + e.getMessage());
            e.printStackTrace(System.out);
            code = 1;
        }
        System.exit(code);
    }

    private int run() throws IOException, InterruptedException {
        clean(home);
        SimulatorConfig config = SimulatorConfig.usual(Files.createDirectories(home.resolve("simulator")))
                .withControl(0)
                .withAddress(LEFT, "0")
                .withAddress("grid", "0");
        try (Backend backend = new Backend(0, Clock.systemUTC(), line -> tell("back end   " + line));
                Simulator simulator = Simulator.start(config, ProfileLibrary.shipped())) {
            Map<String, String> wires = simulator.addresses();
            String left = Optional.ofNullable(wires.get(LEFT)).orElseThrow().replace("tcp ", "");
            String right = Optional.ofNullable(wires.get(RIGHT)).orElseThrow();
            tell("simulator  left: KEBA P30 on Modbus TCP " + left + "; right: Heidelberg Energy Control on " + right);
            if (!right.startsWith("serial")) {
                tell("simulator  socat is missing, so the serial pile is spoken to as RTU over TCP");
            }
            Path station = home.resolve("station");
            DemoSettings.write(station.resolve("etc"), left, right, backend.port());
            return charge(backend, new DemoYard(simulator.controlPort()), station);
        }
    }

    private int charge(Backend backend, DemoYard yard, Path folder) throws IOException, InterruptedException {
        String code = "demo-" + Long.toHexString(System.nanoTime()) + "-code";
        DemoStation.Ports ports = new DemoStation.Ports(freePort(), freePort(), freePort());
        try (DemoStation station = new DemoStation(image, folder, ports, Map.of("VOLTWRIGHT_SETUP_CODE", code))) {
            tell("station    starting, SSH on port " + ports.ssh() + ", REST on port " + ports.http());
            station.awaitReady();
            tell("station    ready");
            prepare(station, code);
            await("the back end accepts the station", 20, backend.booted()::isDone);
            Map<String, Double> before = Map.of(LEFT, register(yard, LEFT), RIGHT, register(yard, RIGHT));
            start(backend, yard, station);
            watch(station);
            stop(backend, yard, station);
            return settle(backend, yard, station, before);
        }
    }

    private void prepare(DemoStation station, String code) throws IOException {
        station.as("setup", code);
        String added = station.shell("user:add --role admin --role operator --generate demo");
        Matcher password = Pattern.compile("with password (\\S+)").matcher(added);
        if (!password.find()) {
            throw new IOException("no account could be added: " + added);
        }
        station.as("demo", password.group(1));
        station.shell("token:add --label Demo " + CARD);
        tell("shell      account 'demo' and card ...D4 added over SSH");
    }

    private void start(Backend backend, DemoYard yard, DemoStation station) throws IOException, InterruptedException {
        await(
                "both piles are identified and free",
                20,
                () -> status(station, LEFT).equals("AVAILABLE")
                        && status(station, RIGHT).equals("AVAILABLE"));
        yard.plug(LEFT, 60_000, 30, 16, 3);
        yard.plug(RIGHT, 60_000, 30, 16, 3);
        tell("yard       a car is plugged at left and another at right, each can take 16 A");
        await(
                "both cars are seen",
                15,
                () -> status(station, LEFT).equals("PREPARING")
                        && status(station, RIGHT).equals("PREPARING"));
        yard.card(LEFT, CARD);
        tell("yard       the card is shown at left");
        tell("back end   asked right to start: " + answer(backend.remoteStart(2, REMOTE)));
        await("both cars charge", 30, () -> {
            show(station);
            return status(station, LEFT).equals("CHARGING")
                    && status(station, RIGHT).equals("CHARGING");
        });
    }

    private void watch(DemoStation station) throws IOException, InterruptedException {
        long end = System.nanoTime() + CHARGE.toNanos();
        while (System.nanoTime() < end) {
            show(station);
            pause();
        }
        System.out.println();
        System.out.println(station.shell("site:show"));
    }

    private void stop(Backend backend, DemoYard yard, DemoStation station) throws IOException, InterruptedException {
        yard.card(LEFT, CARD);
        tell("yard       the card is shown at left again");
        int transaction = backend.charges().stream()
                .filter(charge -> charge.connector() == 2)
                .map(Backend.Charge::id)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the back end knows no transaction at connector 2"));
        tell("back end   asked right to stop: " + answer(backend.remoteStop(transaction)));
        await(
                "both sessions are over",
                30,
                () -> station.get("/api/transactions").size() == 2
                        && Stream.of(LEFT, RIGHT).allMatch(evse -> finished(station, evse)));
        yard.unplug(LEFT);
        yard.unplug(RIGHT);
        await(
                "the back end has both",
                20,
                () -> backend.charges().stream()
                                .filter(charge -> charge.meterStop().isPresent())
                                .count()
                        == 2);
    }

    private int settle(Backend backend, DemoYard yard, DemoStation station, Map<String, Double> before)
            throws IOException, InterruptedException {
        DemoAccounts accounts = new DemoAccounts();
        String journal = station.shell("journal:tail -n 1000");
        for (String evse : List.of(LEFT, RIGHT)) {
            JsonNode booked = transaction(station, evse).orElseThrow();
            String session = booked.path("session").asText();
            System.out.println();
            System.out.println(station.text("/api/transactions/" + session + "/receipt"));
            Backend.Charge told = backend.charges().stream()
                    .filter(charge -> charge.connector() == (evse.equals(LEFT) ? 1 : 2))
                    .findFirst()
                    .orElseThrow();
            accounts.add(
                    evse,
                    new DemoAccounts.Span(Optional.ofNullable(before.get(evse)).orElseThrow(), register(yard, evse)),
                    new DemoAccounts.Span(
                            register(journal, "charging.SessionStarted", session),
                            register(journal, "charging.SessionStopped", session)),
                    new DemoAccounts.Span(
                            booked.path("start_register_wh").asDouble(),
                            booked.path("stop_register_wh").asDouble()),
                    new DemoAccounts.Span(told.meterStart(), told.meterStop().orElseThrow()));
        }
        System.out.println();
        System.out.println("The back end received:");
        backend.charges()
                .forEach(charge -> System.out.println("  transaction " + charge.id() + ", connector "
                        + charge.connector() + ", " + charge.idTag() + ": " + charge.meterStart() + " Wh to "
                        + charge.meterStop().orElse(-1L) + " Wh, "
                        + charge.samples().size() + " samples, ended "
                        + charge.reason().orElse("?")));
        System.out.println();
        System.out.println(accounts.table());
        String chain = station.shell("journal:verify").strip();
        System.out.println(chain);
        if (!chain.contains("OK")) {
            System.out.println("MISMATCH the journal does not verify");
            return 1;
        }
        accounts.mismatches().forEach(mismatch -> System.out.println("MISMATCH " + mismatch));
        if (accounts.mismatches().isEmpty()) {
            tell("demo       pile, journal, ledger and back end agree to the Wh");
            return 0;
        }
        return 1;
    }

    /** KEBA: 1036, two words, 0.1 Wh (its Programmers Guide V1.02); Heidelberg: 17, two words, Wh (its register table). */
    private static double register(DemoYard yard, String evse) throws IOException, InterruptedException {
        return evse.equals(LEFT) ? yard.registerWh(evse, 1036, 10) : yard.registerWh(evse, 17, 1);
    }

    private static double register(String journal, String type, String session) {
        return journal.lines()
                .filter(line -> line.contains(type + " ") && line.contains(session))
                .map(REGISTER::matcher)
                .filter(Matcher::find)
                .map(found -> Long.parseLong(found.group(1)) / 1000.0)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the journal has no " + type + " of " + session));
    }

    private void show(DemoStation station) throws IOException, InterruptedException {
        StringBuilder line = new StringBuilder("station   ");
        for (JsonNode evse : station.get("/api/evses")) {
            line.append(String.format(
                    Locale.ROOT,
                    " %s %s %.1f A of %.1f A (%s);",
                    evse.path("id").asText(),
                    evse.path("status").asText(),
                    evse.path("currents_a").path(0).asDouble(),
                    evse.path("offer_a").asDouble(),
                    evse.path("reason").asText()));
        }
        tell(line.toString());
    }

    private static String status(DemoStation station, String evse) throws IOException, InterruptedException {
        return station.get("/api/evses/" + evse).path("status").asText();
    }

    private static boolean finished(DemoStation station, String evse) {
        try {
            return transaction(station, evse)
                    .filter(booked -> !booked.path("state").asText().equals("RUNNING"))
                    .isPresent();
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Optional<JsonNode> transaction(DemoStation station, String evse)
            throws IOException, InterruptedException {
        for (JsonNode booked : station.get("/api/transactions")) {
            if (booked.path("evse").asText().equals(evse)) {
                return Optional.of(booked);
            }
        }
        return Optional.empty();
    }

    private void await(String what, int seconds, Callable<Boolean> done) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        try {
            while (!done.call()) {
                if (System.nanoTime() > deadline) {
                    throw new IOException("waited " + seconds + " s in vain until " + what);
                }
                pause();
            }
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("while waiting until " + what, e);
        }
    }

    private static String answer(java.util.concurrent.CompletableFuture<String> asked) {
        return asked.orTimeout(20, TimeUnit.SECONDS).join();
    }

    private static void pause() {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1000));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void clean(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private void tell(String line) {
        System.out.printf(Locale.ROOT, "[%5.1f s] %s%n", (System.nanoTime() - begin) / 1e9, line);
    }
}
