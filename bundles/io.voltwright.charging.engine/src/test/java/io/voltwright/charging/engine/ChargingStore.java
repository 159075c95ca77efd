package io.voltwright.charging.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;
import org.apache.derby.jdbc.EmbeddedDataSource;

/** A Derby database in memory with charging's schema, as the migrator would make it. */
final class ChargingStore {

    private ChargingStore() {}

    static DataSource open() {
        System.setProperty("derby.stream.error.file", "target/derby.log");
        EmbeddedDataSource store = new EmbeddedDataSource();
        store.setDatabaseName("memory:charging-" + UUID.randomUUID());
        store.setCreateDatabase("create");
        try (Connection connection = store.getConnection();
                Statement sql = connection.createStatement()) {
            sql.execute("CREATE SCHEMA CHARGING");
            for (String statement : schema().replaceAll("--[^\n]*", "").split(";", -1)) {
                if (!statement.isBlank()) {
                    sql.execute(statement);
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        store.setCreateDatabase("");
        return store;
    }

    private static String schema() {
        try (InputStream in =
                Objects.requireNonNull(ChargingStore.class.getResourceAsStream("/schema/001-sessions.sql"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
