package io.voltwright.store.derby;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.apache.derby.jdbc.EmbeddedDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {

    static final Map<String, String> SCHEMA = Map.of("001-rows.sql", "CREATE TABLE CHARGING.ROWS_KEPT (ID INTEGER)");

    @Test
    void whatWasCommittedIsThereAfterAnOrderlyEnd(@TempDir Path home) throws SQLException {
        try (TestStore store = TestStore.onDisk(home.resolve("db"))) {
            store.schema("charging", SCHEMA);
            insert(store);
        }
        try (TestStore store = TestStore.onDisk(home.resolve("db"))) {
            store.schema("charging", SCHEMA);
            insert(store);
            assertThat(count(store)).isEqualTo(2);
        }
    }

    @Test
    void aStoreInUseByAnotherProcessIsRefusedInOneSentence(@TempDir Path home) throws Exception {
        TestStore.onDisk(home.resolve("db")).close();
        Process other = fork(home, "-Dnothing=1");
        try {
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> Database.open(home.resolve("db")))
                    .withMessageContaining("is in use by another process: stop that one first");
        } finally {
            other.destroyForcibly().waitFor();
        }
        Database.open(home.resolve("db")).close();
    }

    @Test
    void commitsThatDoNotReachTheDiskAreRefused(@TempDir Path home) {
        System.setProperty("derby.system.durability", "test");
        try {
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> Database.open(home.resolve("db")))
                    .withMessageContaining("derby.system.durability=test");
        } finally {
            System.clearProperty("derby.system.durability");
        }
        assertThat(home.resolve("db")).doesNotExist();
    }

    // Somebody may have run the station "faster" for a while: the setting is gone, the doubt stays.
    @Test
    void aStoreThatWasOnceWrittenWithoutSyncIsRefused(@TempDir Path home) throws Exception {
        Process other = fork(home, "-Dderby.system.durability=test");
        other.destroyForcibly().waitFor();

        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> Database.open(home.resolve("db")))
                .withMessageContaining("was written without syncing to the disk");
    }

    // A kill while the store is made for the first time must not lock the station out for ever.
    @Test
    void aHalfMadeStoreIsMadeAnew(@TempDir Path home) throws IOException {
        Files.createDirectories(home.resolve("db.new").resolve("seg0"));
        Files.writeString(home.resolve("db.new").resolve("seg0").resolve("c10.dat"), "half");

        TestStore.onDisk(home.resolve("db")).close();

        assertThat(home.resolve("db.new")).doesNotExist();
    }

    @Test
    void aBackupIsAWholeStore(@TempDir Path home) throws Exception {
        Path backup = home.resolve("backup").resolve("today");
        try (Database database = Database.open(home.resolve("db"))) {
            new Migrator(database.connections(), new io.voltwright.base.api.VirtualTime())
                    .migrate("charging", Step.of("charging", SCHEMA));
            database.backUp(backup);
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> database.backUp(backup))
                    .withMessageContaining("no backup in " + backup);
            assertThat(database.describe()).extracting(line -> line[0]).contains("path", "disk left");
        }
        try (TestStore store = TestStore.onDisk(backup.resolve("db"))) {
            insert(store);
            assertThat(count(store)).isEqualTo(1);
        }
    }

    private static void insert(TestStore store) throws SQLException {
        try (Connection connection = store.connections().getConnection();
                Statement sql = connection.createStatement()) {
            sql.executeUpdate("INSERT INTO CHARGING.ROWS_KEPT VALUES 1");
        }
    }

    private static int count(TestStore store) throws SQLException {
        try (Connection connection = store.connections().getConnection();
                Statement sql = connection.createStatement();
                var rows = sql.executeQuery("SELECT COUNT(*) FROM CHARGING.ROWS_KEPT")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static Process fork(Path home, String option) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        option,
                        "-Dderby.stream.error.file=" + home.resolve("other.log"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        home.resolve("db").toString())
                .redirectErrorStream(true)
                .start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        assertThat(out.readLine()).isEqualTo("open");
        return process;
    }

    /** Another process that has the database open. */
    static final class Holder {

        private Holder() {}

        public static void main(String[] arguments) throws SQLException, IOException {
            EmbeddedDataSource source = new EmbeddedDataSource();
            source.setDatabaseName(arguments[0]);
            source.setCreateDatabase("create");
            try (Connection connection = source.getConnection()) {
                System.out.println("open");
                connection.isValid(1);
                System.in.read();
            }
        }
    }
}
