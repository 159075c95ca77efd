package io.voltwright.charging.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;
import org.apache.derby.jdbc.EmbeddedDataSource;
import org.jspecify.annotations.Nullable;

/** A Derby database in memory with charging's schema, as the migrator would make it. */
final class ChargingStore {

    private static final List<String> STEPS = List.of("001-sessions", "002-reservations", "003-wishes", "004-words");

    /** Making a database takes seconds; each scene gets it empty instead. */
    private static @Nullable DataSource made;

    private ChargingStore() {}

    static synchronized DataSource open() {
        DataSource store = made == null ? make() : made;
        made = store;
        try (Connection connection = store.getConnection();
                Statement sql = connection.createStatement()) {
            for (String table :
                    List.of("EVSE", "OPEN_SESSION", "EVSE_WORD", "POWER_LIMIT", "RESERVATION", "STATION", "WISH")) {
                sql.execute("DELETE FROM CHARGING." + table);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return store;
    }

    private static DataSource make() {
        System.setProperty("derby.stream.error.file", "target/derby.log");
        EmbeddedDataSource store = new EmbeddedDataSource();
        store.setDatabaseName("memory:charging-" + UUID.randomUUID());
        store.setCreateDatabase("create");
        try (Connection connection = store.getConnection();
                Statement sql = connection.createStatement()) {
            sql.execute("CREATE SCHEMA CHARGING");
            for (String step : STEPS) {
                for (String statement : schema(step).replaceAll("--[^\n]*", "").split(";", -1)) {
                    if (!statement.isBlank()) {
                        sql.execute(statement);
                    }
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        store.setCreateDatabase("");
        return store;
    }

    private static String schema(String step) {
        try (InputStream in =
                Objects.requireNonNull(ChargingStore.class.getResourceAsStream("/schema/" + step + ".sql"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
