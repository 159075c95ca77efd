package io.voltwright.journal.derby;

import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.VirtualTime;
import io.voltwright.journal.api.Fact;
import io.voltwright.journal.api.FactReader;
import io.voltwright.journal.api.JournalContract;
import io.voltwright.store.derby.TestStore;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process that writes, again and again on the same store, and compares what is left with what it acknowledged. */
class CrashTest {

    static final int ROUNDS =
            Math.max(3, (int) Math.round(20 * Double.parseDouble(System.getProperty("voltwright.scale", "0.1"))));

    static final Map<String, String> MINE = Map.of(
            "001-mine.sql",
            JournalContract.MINE + "; CREATE TABLE MINE.READ_FACT (ID VARCHAR(120) PRIMARY KEY, POSITION BIGINT)");

    @Test
    void nothingAcknowledgedIsLostOrDoubledByKillsAtRandomMoments(@TempDir Path home) throws Exception {
        long seed = Long.getLong("voltwright.seed", System.nanoTime());
        System.out.println("crash test: " + ROUNDS + " rounds, seed " + seed);
        Random random = new Random(seed);
        Set<String> acknowledged = new HashSet<>();
        for (int round = 0; round < ROUNDS; round++) {
            acknowledged.addAll(writeAndKill(home, round, random.nextInt(1, 4_000)));
            check(home, acknowledged);
        }
        System.out.println("crash test: " + acknowledged.size() + " acknowledged facts, all there once");
    }

    /** Lets a process write until so many facts are acknowledged, then kills it; what it acknowledged. */
    private static List<String> writeAndKill(Path home, int round, int acks) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Victim.class.getName(),
                        home.resolve("db").toString(),
                        String.valueOf(round))
                .redirectError(home.resolve("victim-" + round + ".log").toFile())
                .start();
        List<String> acknowledged = new ArrayList<>();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith("ack ") && line.endsWith(".")) {
                    acknowledged.add(line.substring(4, line.length() - 1));
                }
                if (acknowledged.size() == acks) {
                    // Through its handle, which leaves the pipe open: what it said before it died counts.
                    process.toHandle().destroyForcibly();
                }
            }
        }
        assertThat(process.waitFor()).isEqualTo(128 + 9);
        return acknowledged;
    }

    private static void check(Path home, Set<String> acknowledged) throws Exception {
        try (TestStore store = TestStore.onDisk(home.resolve("db"))) {
            var connections = store.schema("journal", DerbyJournal.class);
            VirtualTime time = new VirtualTime();
            DerbyJournal journal = new DerbyJournal(Fixture.SETTINGS, connections, time, time);
            journal.start();
            try (Connection connection = connections.getConnection()) {
                Set<String> facts = texts(connection, "SELECT FACT_KEY FROM JOURNAL.ENTRY");
                Set<String> notes = texts(connection, "SELECT ID FROM MINE.NOTE");
                assertThat(facts).containsAll(acknowledged);
                // Effects and facts are one: exactly the facts with an even number have a row.
                Set<String> even = new HashSet<>(facts);
                even.removeIf(key ->
                        !key.startsWith("w") || Integer.parseInt(key.substring(key.lastIndexOf('-') + 1)) % 2 != 0);
                assertThat(notes).isEqualTo(even);
                long read = number(connection, "SELECT POSITION FROM JOURNAL.READER WHERE NAME = 'copy'");
                assertThat(number(connection, "SELECT COUNT(*) FROM MINE.READ_FACT"))
                        .isEqualTo(read);
                assertThat(number(connection, "SELECT COUNT(*) FROM JOURNAL.ENTRY"))
                        .isEqualTo(journal.last());
            }
            assertThat(journal.verify(position -> {}).broken()).isEmpty();
            journal.stop();
        }
    }

    private static Set<String> texts(Connection connection, String query) throws SQLException {
        try (PreparedStatement sql = connection.prepareStatement(query);
                ResultSet rows = sql.executeQuery()) {
            Set<String> texts = new HashSet<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        }
    }

    private static long number(Connection connection, String query) throws SQLException {
        try (PreparedStatement sql = connection.prepareStatement(query);
                ResultSet row = sql.executeQuery()) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    /** Writes for ever with eight writers and one reader, and says what is acknowledged. */
    static final class Victim {

        private Victim() {}

        public static void main(String[] arguments) throws Exception {
            TestStore store = TestStore.onDisk(Path.of(arguments[0]));
            store.schema("mine", MINE);
            VirtualTime time = new VirtualTime();
            DerbyJournal journal =
                    new DerbyJournal(Fixture.SETTINGS, store.schema("journal", DerbyJournal.class), time, time);
            journal.addReader(new Copy());
            journal.start();
            PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
            List<Thread> writers = new ArrayList<>();
            for (int w = 0; w < 8; w++) {
                String prefix = "w" + arguments[1] + "-" + w + "-";
                Thread writer = new Thread(() -> write(journal, prefix, out));
                writer.start();
                writers.add(writer);
            }
            for (Thread writer : writers) {
                writer.join();
            }
        }

        private static void write(DerbyJournal journal, String prefix, PrintStream out) {
            Semaphore inFlight = new Semaphore(16);
            for (int i = 0; true; i++) {
                String key = prefix + i;
                inFlight.acquireUninterruptibly();
                Fact fact = JournalContract.fact(key);
                journal.append(List.of(fact), i % 2 == 0 ? JournalContract.note(key) : connection -> {})
                        .whenComplete((positions, failure) -> {
                            inFlight.release();
                            // The full stop tells a whole line from one that the kill cut.
                            out.println((failure == null ? "ack " : "failed ") + key + ".");
                        });
            }
        }
    }

    /** Copies every fact into rows of its own. */
    static final class Copy implements FactReader {

        @Override
        public String name() {
            return "copy";
        }

        @Override
        public boolean understands(Fact fact) {
            return true;
        }

        @Override
        public CompletionStage<Step> read(List<io.voltwright.journal.api.Entry> batch) {
            return CompletableFuture.completedFuture(Step.of(connection -> {
                try (PreparedStatement sql = connection.prepareStatement("INSERT INTO MINE.READ_FACT VALUES (?, ?)")) {
                    for (var entry : batch) {
                        sql.setString(1, entry.fact().key());
                        sql.setLong(2, entry.position());
                        sql.executeUpdate();
                    }
                }
            }));
        }
    }
}
