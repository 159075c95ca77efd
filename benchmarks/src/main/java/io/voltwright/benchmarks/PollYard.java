package io.voltwright.benchmarks;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.DeviceId;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.IdToken;
import io.voltwright.base.api.Quality;
import io.voltwright.base.time.RealTime;
import io.voltwright.field.api.FieldListener;
import io.voltwright.field.api.Offer;
import io.voltwright.field.api.PileStatus;
import io.voltwright.field.modbus.BusSettings;
import io.voltwright.field.modbus.ModbusBus;
import io.voltwright.field.profiles.DeviceProfile;
import io.voltwright.field.profiles.Drivers;
import io.voltwright.field.profiles.ProfileLibrary;
import io.voltwright.itests.Image;
import io.voltwright.site.api.Bus;
import io.voltwright.site.api.Evse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Piles in a process of their own, and here a bus and a driver for each. */
final class PollYard implements AutoCloseable {

    /** Modbus TCP, two stretches of registers each second, no write interval. */
    private static final String PROFILE = "phoenix-charx";

    private static final int PER_SECOND = 20;
    private static final Duration LEASE = Duration.ofMinutes(10);

    private record Driven(ModbusBus bus, WatchedBus watched, Drivers.Driven driver) {}

    /** Nobody looks at what the piles say. */
    private static final class Nobody implements FieldListener {

        @Override
        public void pileChanged(EvseId pile, PileStatus status) {}

        @Override
        public void cardShown(EvseId pile, IdToken token) {}
    }

    private final Process piles;
    private final Path home;
    private final List<Integer> ports;
    private final RealTime time = new RealTime();
    private final List<Driven> driven = new ArrayList<>();
    private int dead;

    private PollYard(Process piles, Path home, List<Integer> ports) {
        this.piles = piles;
        this.home = home;
        this.ports = ports;
    }

    /** Returns when all piles are there and each was offered 16 A. */
    static PollYard open(int count) throws IOException, InterruptedException {
        Path home = Files.createTempDirectory("voltwright-poll-");
        Process piles = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PollPiles.class.getName(),
                        home.toString(),
                        PROFILE,
                        Integer.toString(count))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader says = new BufferedReader(new InputStreamReader(piles.getInputStream(), StandardCharsets.UTF_8));
        String line =
                Optional.ofNullable(says.readLine()).orElseThrow(() -> new IOException("the piles did not start"));
        List<Integer> ports =
                Arrays.stream(line.split(" ")).map(Integer::valueOf).toList();
        PollYard yard = new PollYard(piles, home, ports);
        yard.drive();
        return yard;
    }

    private void drive() throws InterruptedException {
        DeviceProfile profile = ProfileLibrary.shipped().find(PROFILE).orElseThrow();
        long boot = System.nanoTime() - time.sinceBoot().toNanos();
        for (int port : ports.subList(2, ports.size())) {
            DeviceId id = new DeviceId("b" + port);
            ModbusBus bus = ModbusBus.open(
                    new Bus(id, new Bus.Tcp("127.0.0.1", port)),
                    BusSettings.DEFAULT,
                    time,
                    time.lanes().threads("bus " + id));
            WatchedBus watched = new WatchedBus(bus, boot);
            Drivers.Driven driver =
                    Drivers.pile(evse(port), profile, time.lanes().open("pile " + port), time, new Nobody());
            driver.use().accept(Optional.of(watched));
            driven.add(new Driven(bus, watched, driver));
        }
        for (Driven each : driven) {
            until(() -> each.driver().pile().status().quality() == Quality.GOOD);
        }
        for (Driven each : driven) {
            offer(each, 16);
        }
    }

    private static Evse evse(int port) {
        Evse usual = Drivers.evse(PROFILE, 1, Duration.ofSeconds(60));
        return new Evse(
                new EvseId("p" + port),
                usual.profile(),
                usual.bus(),
                usual.unit(),
                usual.instance(),
                usual.rotation(),
                usual.most(),
                usual.failSafe(),
                usual.failSafeAfter(),
                usual.reader(),
                usual.meter(),
                usual.tariff());
    }

    private static void until(java.util.function.BooleanSupplier holds) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the piles did not come up");
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private static void offer(Driven to, int amperes) {
        var unused = to.driver().pile().offer(new Offer(Current.amperes(amperes), LEASE, Current.amperes(16)));
    }

    int slavePort() {
        return ports.get(0);
    }

    /** Between two rounds: the drivers keep to a grid of seconds, and are done long before the next. */
    void forget() throws InterruptedException {
        until(() -> time.sinceBoot().toMillis() % 1000 / 100 == 8);
        driven.forEach(each -> each.watched().forget());
    }

    /** From now on these answer nothing any more. */
    void kill(int percent) throws IOException, InterruptedException {
        dead = driven.size() * percent / 100;
        HttpClient client = HttpClient.newHttpClient();
        for (int i = 0; i < dead; i++) {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + ports.get(1) + "/evses/p" + i + "/line"))
                    .POST(HttpRequest.BodyPublishers.ofString("{\"drop\": 1}"))
                    .build();
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException("a pile cannot be killed: " + answer.body());
            }
        }
    }

    /**
     * Lowers one living pile after another, and raises it again later.
     *
     * @return milliseconds from each command to lower until its register left on the wire
     */
    double[] lowerAndRaise(int seconds) throws InterruptedException {
        List<Driven> living = driven.subList(dead, driven.size());
        List<Driven> lowered = new ArrayList<>();
        List<Long> commands = new ArrayList<>();
        for (int i = 0; i < seconds * PER_SECOND; i++) {
            Driven next = living.get(i * 7 % living.size());
            int low = 15 - i * 7 / living.size() % 8;
            lowered.add(next);
            commands.add(System.nanoTime());
            offer(next, low);
            TimeUnit.MILLISECONDS.sleep(1000 / PER_SECOND);
        }
        TimeUnit.SECONDS.sleep(1);
        return IntStream.range(0, commands.size())
                .mapToObj(i ->
                        lowered.get(i).watched().writeAfter(commands.get(i)).map(left -> left - commands.get(i)))
                .flatMap(Optional::stream)
                .mapToDouble(nanos -> nanos / 1e6)
                .toArray();
    }

    /** Seconds from the first request to the last reply of each whole round of the living piles. */
    double[] rounds() {
        List<List<List<WatchedBus.Read>>> piles = driven.subList(dead, driven.size()).stream()
                .map(each -> each.watched().fast())
                .toList();
        int whole =
                piles.stream().flatMap(List::stream).mapToInt(List::size).min().orElse(0);
        double[] rounds = new double[whole];
        for (int round = 0; round < whole; round++) {
            long first = Long.MAX_VALUE;
            long last = Long.MIN_VALUE;
            for (List<List<WatchedBus.Read>> stretches : piles) {
                for (List<WatchedBus.Read> reads : stretches) {
                    first = Math.min(first, reads.get(round).given());
                    last = Math.max(last, reads.get(round).answered());
                }
            }
            rounds[round] = (last - first) / 1e9;
        }
        return rounds;
    }

    @Override
    public void close() throws IOException {
        driven.forEach(each -> each.driver().close().run());
        driven.forEach(each -> each.bus().close());
        piles.destroy();
        piles.onExit().orTimeout(10, TimeUnit.SECONDS).join();
        try {
            time.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Image.delete(home);
    }
}
