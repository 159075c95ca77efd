package io.voltwright.benchmarks;

import io.voltwright.base.api.Moment;
import io.voltwright.base.api.VirtualTime;
import io.voltwright.journal.api.Fact;
import io.voltwright.journal.api.Journal;
import io.voltwright.journal.api.Payload;
import io.voltwright.journal.derby.TestJournal;
import io.voltwright.store.derby.TestStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;
import javax.sql.DataSource;

/** Durable appends per second, against single Derby commits of the same row and against a bare write and force. */
final class JournalBenchmark implements Benchmark {

    private static final int ROUNDS = 3;
    private static final int SECONDS = 4;
    private static final int IN_FLIGHT = 16;
    private static final int RECORD_BYTES = 300;
    private static final Map<String, String> YARDSTICK = Map.of(
            "001-rows.sql",
            "CREATE TABLE BENCH.ROWS_KEPT (POSITION BIGINT NOT NULL PRIMARY KEY, FACT_KEY VARCHAR(120) NOT NULL UNIQUE,"
                    + " BODY VARCHAR(32000) FOR BIT DATA NOT NULL, HASH CHAR(32) FOR BIT DATA NOT NULL)");

    private final AtomicLong keys = new AtomicLong();

    @Override
    public String question() {
        return "durable appends/s with 1, 8, 64 writers, 16 in flight each, against single Derby commits and bare write+force";
    }

    @Override
    public Map<String, Double> measure(List<String> arguments) throws Exception {
        int seconds = arguments.isEmpty() ? SECONDS : Integer.parseInt(arguments.get(0));
        String home = System.getenv().getOrDefault("VOLTWRIGHT_VAR", "var");
        Path work = Files.createTempDirectory(Files.createDirectories(Path.of(home)), "bench-journal-");
        System.setProperty("derby.stream.error.file", work.resolve("derby.log").toString());
        Map<String, List<Double>> rates = new LinkedHashMap<>();
        try (TestStore store = TestStore.onDisk(work.resolve("db"))) {
            DataSource bench = store.schema("bench", YARDSTICK);
            VirtualTime time = new VirtualTime();
            try (TestJournal journal = new TestJournal(store, time, time)) {
                Moment moment = time.moment();
                measure(journal.journal(), moment, 8, 2);
                System.out.printf("%-28s %s%n", "per second", "round 1 to " + ROUNDS);
                for (int round = 0; round < ROUNDS; round++) {
                    note(rates, "write+force, bare", force(work.resolve("bare"), seconds));
                    note(rates, "Derby, single commits", single(bench, seconds));
                    for (int writers : new int[] {1, 8, 64}) {
                        note(
                                rates,
                                "journal, " + writers + (writers == 1 ? " writer" : " writers"),
                                measure(journal.journal(), moment, writers, seconds));
                    }
                }
                journal.verify().ifPresent(broken -> {
                    throw new IllegalStateException("the journal is broken at " + broken);
                });
            }
        } finally {
            delete(work);
        }
        rates.forEach((name, values) -> System.out.printf(
                "%-28s %s%n", name, values.stream().map("%,10.0f"::formatted).toList()));
        return result(rates);
    }

    private static Map<String, Double> result(Map<String, List<Double>> rates) {
        double force = median(rates, "write+force, bare");
        double single = median(rates, "Derby, single commits");
        double most = median(rates, "journal, 64 writers");
        Map<String, Double> result = new LinkedHashMap<>();
        result.put("group_commit_ratio", most / single);
        result.put("force_ratio", most / force);
        result.put("appends_1", Math.rint(median(rates, "journal, 1 writer")));
        result.put("appends_8", Math.rint(median(rates, "journal, 8 writers")));
        result.put("appends_64", Math.rint(most));
        result.put("single_commits", Math.rint(single));
        result.put("forces", Math.rint(force));
        return result;
    }

    private static void note(Map<String, List<Double>> rates, String name, double rate) {
        rates.computeIfAbsent(name, key -> new ArrayList<>()).add(rate);
    }

    private static double median(Map<String, List<Double>> rates, String name) {
        List<Double> sorted =
                rates.getOrDefault(name, List.of()).stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    /** A file that grows by one record at a time, each on the disk before the next. */
    private static double force(Path file, int seconds) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.APPEND, StandardOpenOption.WRITE)) {
            ByteBuffer record = ByteBuffer.allocate(RECORD_BYTES);
            return perSecond(seconds, count -> {
                try {
                    channel.write(record.clear());
                    channel.force(true);
                    return true;
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
        }
    }

    /** The same row as an entry's, one transaction each, on one connection. */
    private double single(DataSource store, int seconds) throws SQLException {
        try (Connection connection = store.getConnection();
                PreparedStatement sql =
                        connection.prepareStatement("INSERT INTO BENCH.ROWS_KEPT VALUES (?, ?, ?, ?)")) {
            connection.setAutoCommit(false);
            byte[] body = new byte[430];
            byte[] hash = new byte[32];
            return perSecond(seconds, count -> {
                try {
                    long key = keys.incrementAndGet();
                    sql.setLong(1, key);
                    sql.setString(2, "session-" + key + "/metered");
                    sql.setBytes(3, body);
                    sql.setBytes(4, hash);
                    sql.executeUpdate();
                    connection.commit();
                    return true;
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
        }
    }

    private static double perSecond(int seconds, LongPredicate once) {
        long start = System.nanoTime();
        long end = start + TimeUnit.SECONDS.toNanos(seconds);
        long count = 0;
        while (System.nanoTime() < end && once.test(count)) {
            count++;
        }
        return count * 1e9 / (System.nanoTime() - start);
    }

    /** Counts what is acknowledged, which is what is on the disk. */
    private double measure(Journal journal, Moment moment, int writers, int seconds) throws InterruptedException {
        AtomicLong acknowledged = new AtomicLong();
        long start = System.nanoTime();
        long end = start + TimeUnit.SECONDS.toNanos(seconds);
        List<Thread> threads = new ArrayList<>();
        for (int writer = 0; writer < writers; writer++) {
            Thread thread = new Thread(() -> write(journal, moment, end, acknowledged), "writer " + writer);
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return acknowledged.get() * 1e9 / (System.nanoTime() - start);
    }

    private void write(Journal journal, Moment moment, long end, AtomicLong acknowledged) {
        Semaphore inFlight = new Semaphore(IN_FLIGHT);
        while (System.nanoTime() < end) {
            inFlight.acquireUninterruptibly();
            journal.append(metered(moment)).whenComplete((positions, failure) -> {
                if (failure == null) {
                    acknowledged.incrementAndGet();
                }
                inFlight.release();
            });
        }
        inFlight.acquireUninterruptibly(IN_FLIGHT);
    }

    private Fact metered(Moment moment) {
        long number = keys.incrementAndGet();
        Payload payload = Payload.with()
                .put("session", "0f2c8a54-6a0f-4c53-9d6e-9a8f1c2b7d10")
                .put("register_wh", number)
                .put("power_w", 11_040)
                .put("current_ma", List.of(16_000L, 15_980L, 16_010L))
                .put("reason", "clock")
                .done();
        return new Fact("charging.EnergyMetered", 1, "session-" + number + "/metered", "left", moment, true, payload);
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
