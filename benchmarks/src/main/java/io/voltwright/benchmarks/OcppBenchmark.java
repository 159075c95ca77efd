package io.voltwright.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.voltwright.base.api.Lanes;
import io.voltwright.base.api.Time;
import io.voltwright.base.time.SharedLanes;
import io.voltwright.base.time.SystemTime;
import io.voltwright.itests.Listeners;
import io.voltwright.itests.Peer;
import io.voltwright.journal.derby.TestJournal;
import io.voltwright.protocol.ocpp.BackEnd;
import io.voltwright.protocol.ocpp.Lab;
import io.voltwright.store.derby.TestStore;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** How quick OCPP is: its codec, the delivery of what has queued up, and a restart with all that still to be said. */
final class OcppBenchmark implements Benchmark {

    private static final int MESSAGES = 100_000;

    /** Start and stop of a charge of four hours, and a sample each minute between. */
    private static final int PER_SESSION = 242;

    private static final int WARM_UP_SESSIONS = 50;
    private static final int WINDOWS = 20;
    private static final int RESTARTS = 5;
    private static final int FORCES = 101;
    private static final long PATIENCE_SECONDS = 120;

    private final SystemTime.Config config = (SystemTime.Config) Proxy.newProxyInstance(
            OcppBenchmark.class.getClassLoader(),
            new Class<?>[] {SystemTime.Config.class},
            (proxy, method, arguments) -> method.getDefaultValue());
    private final Time time = new SystemTime(config);
    private final Lanes lanes = new SharedLanes(config);

    @Override
    public String question() {
        return "OCPP codec against ChargeTime's, draining 100,000 messages against a bare loop on the same peer, restart with them";
    }

    /** One life of the station's journal, store and conversation. */
    private final class Station implements AutoCloseable {

        final TestStore store;
        final TestJournal journal;
        final Lab lab;

        Station(Path folder, String url) {
            store = TestStore.onDisk(folder);
            journal = new TestJournal(store, time, lanes);
            lab = new Lab(journal.journal(), store.schema("ocpp", BackEnd.class), time, lanes, url);
        }

        Station deliver() {
            lab.start();
            journal.add(lab.reader());
            return this;
        }

        @Override
        public void close() {
            lab.disconnect();
            journal.remove(lab.reader());
            lab.close();
            journal.close();
            store.close();
        }
    }

    @Override
    public Map<String, Double> measure(List<String> arguments) throws Exception {
        int messages = arguments.isEmpty() ? MESSAGES : Integer.parseInt(arguments.get(0));
        Map<String, Double> codec = OcppCodecs.measure(0.6);
        System.out.println();
        String home = System.getenv().getOrDefault("VOLTWRIGHT_VAR", "var");
        Path work = Files.createTempDirectory(Files.createDirectories(Path.of(home)), "bench-ocpp-");
        System.setProperty("derby.stream.error.file", work.resolve("derby.log").toString());
        System.setProperty("voltwright.peers", System.getProperty("voltwright.peers", "itests/peers"));
        int port = Listeners.freePort();
        Map<String, Double> result = new LinkedHashMap<>();
        result.put("codec_ratio_chargetime", sum(codec, "ChargeTime") / sum(codec, "voltwright"));
        try (Peer peer = Peer.start("drain.js", port)) {
            String url = "ws://127.0.0.1:" + port + "/ocpp";
            double empty = restart(work.resolve("empty"), url, 0);
            double full = restart(work.resolve("full"), url, messages);
            System.out.printf(
                    "restart to the first message: %.3f s with two waiting, %.3f s with %,d%n%n",
                    empty, full, messages);
            OcppDrain drain = drain(work.resolve("drain"), url, port, messages);
            if (!peer.events("violation").isEmpty()) {
                throw new IllegalStateException(
                        "the peer did not like " + peer.events("violation").get(0));
            }
            drain.print(force(work));
            result.put("drain_ratio", drain.ratio(drain.bare));
            result.put("restart_added_s", full - empty);
            result.put("drain_ratio_samples", drain.ratioOfSamples());
            result.put("drain_ratio_echo", drain.ratio(drain.echo));
            result.put("drain_per_s", Math.rint(OcppDrain.rate(drain.ours)));
            result.put("bare_per_s", Math.rint(OcppDrain.rate(drain.bare)));
            result.put("echo_per_s", Math.rint(OcppDrain.rate(drain.echo)));
            result.put("codec_ratio_jackson_tree", sum(codec, "Jackson tree") / sum(codec, "voltwright"));
        } finally {
            delete(work);
        }
        return result;
    }

    private static double sum(Map<String, Double> codec, String name) {
        return codec.entrySet().stream()
                .filter(entry -> entry.getKey().endsWith(name))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    /** Seconds from nothing to the first transaction message that leaves, with so many waiting and a few more. */
    private double restart(Path folder, String url, int messages) throws InterruptedException {
        try (Station first = new Station(folder, url)) {
            first.lab.fill(messages / PER_SESSION, PER_SESSION - 2);
        }
        List<Double> seconds = new ArrayList<>();
        for (int i = 0; i < RESTARTS; i++) {
            try (Station before = new Station(folder, url)) {
                before.lab.fill(1, 0);
            }
            long start = System.nanoTime();
            try (Station again = new Station(folder, url).deliver()) {
                awaitTransaction(again.lab);
                seconds.add((System.nanoTime() - start) / 1e9);
            }
        }
        // The first opens classes and files that the others find open.
        return seconds.subList(1, RESTARTS).stream()
                .sorted()
                .skip((RESTARTS - 1) / 2)
                .findFirst()
                .orElseThrow();
    }

    private static void awaitTransaction(Lab lab) throws InterruptedException {
        long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (lab.texts().stream().noneMatch(text -> text.contains("Transaction\"") || text.contains("MeterValues"))) {
            if (System.nanoTime() > patience) {
                throw new IllegalStateException("nothing was delivered");
            }
            TimeUnit.MICROSECONDS.sleep(200);
        }
    }

    // In turns, so that a busy machine is busy for all of them.
    private OcppDrain drain(Path folder, String url, int port, int messages) throws InterruptedException {
        try (Station station = new Station(folder, url);
                EchoLoop answered = new EchoLoop(URI.create(url + "/BARE"), "ocpp1.6");
                EchoLoop echoed = new EchoLoop(URI.create("ws://127.0.0.1:" + port + "/echo"))) {
            station.lab.fill(WARM_UP_SESSIONS, PER_SESSION - 2);
            station.deliver();
            await(station.lab, (long) WARM_UP_SESSIONS * PER_SESSION);
            List<String> texts = station.lab.texts().stream()
                    .filter(text -> text.contains("Transaction\"") || text.contains("\"MeterValues\""))
                    .limit(PER_SESSION)
                    .toList();
            answered.run(texts, WARM_UP_SESSIONS * PER_SESSION, "warm-");
            echoed.run(texts, WARM_UP_SESSIONS * PER_SESSION, "warm-");
            station.lab.disconnect();
            // One more for each round: what is answered while a round ends counts for none.
            station.lab.fill(messages / PER_SESSION + WINDOWS, PER_SESSION - 2);
            OcppDrain drain = new OcppDrain(station.lab.pauses());
            int share = messages / PER_SESSION * PER_SESSION / WINDOWS;
            for (int window = 0; window < WINDOWS; window++) {
                drain.ours.add(window(station.lab, share, drain));
                drain.bareCpu -= cpu();
                drain.bare.add(answered.run(texts, share, "bare-" + window + "-") / share);
                drain.bareCpu += cpu();
                drain.echo.add(echoed.run(texts, share, "echo-" + window + "-") / share);
                drain.messages += share;
            }
            return drain;
        }
    }

    /** Seconds for one of the next so many messages that queued up while the back end was away. */
    private static double window(Lab lab, int messages, OcppDrain drain) throws InterruptedException {
        long before = lab.answers();
        lab.connect();
        await(lab, before + 1);
        drain.oursCpu -= cpu();
        long start = System.nanoTime();
        long first = lab.answers();
        await(lab, before + messages - 1);
        double seconds = (System.nanoTime() - start) / 1e9 / Math.max(1, lab.answers() - first);
        drain.oursCpu += cpu();
        drain.heap = Math.max(
                drain.heap,
                Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        lab.disconnect();
        return seconds;
    }

    /** Seconds that this process has used of its processors. */
    private static double cpu() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? system.getProcessCpuTime() / 1e9
                : 0;
    }

    private static void await(Lab lab, long answers) throws InterruptedException {
        long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS) * 5;
        while (lab.answers() < answers) {
            if (System.nanoTime() > patience) {
                throw new IllegalStateException("only " + lab.answers() + " of " + answers + " messages were answered");
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    /** Seconds for a page that is on the disk when they are over. */
    private static double force(Path folder) throws IOException {
        List<Double> seconds = new ArrayList<>();
        try (FileChannel file =
                FileChannel.open(folder.resolve("force"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (int i = 0; i < FORCES; i++) {
                long start = System.nanoTime();
                file.write(ByteBuffer.allocate(4096), i * 4096L);
                file.force(false);
                seconds.add((System.nanoTime() - start) / 1e9);
            }
        }
        return seconds.stream().sorted().skip(FORCES / 2).findFirst().orElseThrow();
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
