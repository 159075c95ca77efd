package io.voltwright.store.derby;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.voltwright.base.api.VirtualTime;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MigratorTest {

    static final String FIRST = "CREATE TABLE CHARGING.SESSION (ID VARCHAR(36) PRIMARY KEY);\n";
    static final String SECOND =
            "-- who; and why\nALTER TABLE CHARGING.SESSION ADD COLUMN NOTE VARCHAR(9) DEFAULT 'a;b';";

    final TestStore store = TestStore.inMemory();
    final Migrator migrator = new Migrator(store.connections(), new VirtualTime());
    final Map<String, String> files = new HashMap<>(Map.of("001-sessions.sql", FIRST));

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void stepsAreAppliedOnceAndInOrder() throws StoreException, SQLException {
        assertThat(migrate()).isEqualTo(1);
        files.put("002-notes.sql", SECOND);
        assertThat(migrate()).isEqualTo(2);
        assertThat(migrate()).isEqualTo(2);

        assertThat(text("SELECT COUNT(*) FROM STORE.SCHEMA_VERSION WHERE SCHEMA_NAME = 'charging'"))
                .isEqualTo("2");
        update("INSERT INTO CHARGING.SESSION (ID) VALUES ('s1')");
        assertThat(text("SELECT NOTE FROM CHARGING.SESSION")).isEqualTo("a;b");
    }

    // Where the store opens late, bundles start in other threads meanwhile.
    @Test
    void bundlesThatStartAtOnceAllGetTheirSchema() throws StoreException {
        List<Integer> reached = IntStream.range(0, 8)
                .mapToObj(number -> CompletableFuture.supplyAsync(() -> {
                    String name = "module" + number;
                    Map<String, String> own = Map.of("001-own.sql", FIRST.replace("CHARGING", "MODULE" + number));
                    try {
                        return migrator.migrate(name, Step.of(name, own));
                    } catch (StoreException e) {
                        throw new IllegalStateException(e);
                    }
                }))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(reached).hasSize(8).containsOnly(1);
    }

    // A rollback to the previous bundle version must find its store.
    @Test
    void anOlderBundleWithFewerStepsIsAccepted() throws StoreException {
        files.put("002-notes.sql", SECOND);
        migrate();
        files.remove("002-notes.sql");

        assertThat(migrate()).isEqualTo(2);
    }

    @Test
    void anAppliedStepThatWasChangedIsRefusedByName() throws StoreException {
        migrate();
        files.put("001-sessions.sql", FIRST.replace("36", "40"));

        refused("step 001-sessions was changed after it had been applied");
    }

    @Test
    void commentsAndLineEndsMayChange() throws StoreException {
        migrate();
        files.put("001-sessions.sql", "-- the sessions\r\n" + FIRST.replace("\n", "\r\n"));

        assertThat(migrate()).isEqualTo(1);
    }

    @Test
    void aMissingStepIsRefused() {
        files.put("003-more.sql", SECOND);

        refused("step 2 is missing");
    }

    @Test
    void aFileThatIsNoStepIsRefused() {
        files.put("notes.sql", SECOND);

        refused("schema/notes.sql is not named as 001-what-it-does.sql");
    }

    @Test
    void aStepThatFailsLeavesNothingOfItselfAndAllBeforeIt() throws SQLException {
        files.put(
                "002-wrong.sql", "CREATE TABLE CHARGING.HALF (ID INTEGER); CREATE TABLE CHARGING.SESSION (ID INTEGER)");

        refused("step 002-wrong failed at 'CREATE TABLE CHARGING.SESSION (ID INTEGER)'");
        assertThat(text("SELECT MAX(STEP) FROM STORE.SCHEMA_VERSION")).isEqualTo("1");
        assertThat(text("SELECT COUNT(*) FROM SYS.SYSTABLES WHERE TABLENAME = 'HALF'"))
                .isEqualTo("0");
    }

    @Test
    void aTableWithoutItsSchemaIsRefused() throws SQLException {
        files.put("002-stray.sql", "CREATE TABLE STRAY (ID INTEGER)");

        refused("write CHARGING.STRAY");
        assertThat(text("SELECT COUNT(*) FROM SYS.SYSTABLES WHERE TABLENAME = 'STRAY'"))
                .isEqualTo("0");
    }

    @Test
    void theSchemaOfTheStoreItselfIsNobodys() {
        for (String name : List.of("store", "Charging", "1st", "a-b", "")) {
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> migrator.migrate(name, Step.of(name, files)))
                    .withMessageContaining("is no name for a schema");
        }
    }

    private int migrate() throws StoreException {
        return migrator.migrate("charging", Step.of("charging", files));
    }

    private void refused(String reason) {
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(this::migrate)
                .withMessageContaining(reason);
    }

    private String text(String query) throws SQLException {
        try (Connection connection = store.connections().getConnection();
                Statement sql = connection.createStatement();
                ResultSet rows = sql.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private void update(String command) throws SQLException {
        try (Connection connection = store.connections().getConnection();
                Statement sql = connection.createStatement()) {
            sql.executeUpdate(command);
        }
    }
}
