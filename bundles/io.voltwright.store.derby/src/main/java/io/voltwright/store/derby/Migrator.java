package io.voltwright.store.derby;

import io.voltwright.base.api.Time;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the schema of one module to its newest step: forward only, one transaction per step. */
final class Migrator {

    private static final Logger log = LoggerFactory.getLogger(Migrator.class);
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,29}");

    private static final Set<String> NO_SUCH_TABLE = Set.of("42X05", "42Y07");

    private final DataSource store;
    private final Time time;
    /** All steps that were ever applied, by schema; read once, for a question to the database costs each start. */
    private @Nullable Map<String, SortedMap<Integer, Applied>> known;

    Migrator(DataSource store, Time time) {
        this.store = store;
        this.time = time;
    }

    private record Applied(String name, String checksum) {}

    /**
     * Applies the steps that are missing.
     *
     * <p>A bundle with fewer steps than were applied is an older version and may go on: every step leaves what the version
     * before it can read.
     *
     * @return the number of the newest step in the store
     * @throws StoreException if an applied step was changed, or a step fails; the steps before it stay
     */
    synchronized int migrate(String schema, List<Step> steps) throws StoreException {
        if (!NAME.matcher(schema).matches() || "store".equals(schema)) {
            throw new StoreException(
                    "'" + schema + "' is no name for a schema: lower-case letters, digits and _, at most 30");
        }
        try (Connection connection = store.getConnection()) {
            connection.setAutoCommit(false);
            SortedMap<Integer, Applied> applied = all(connection).computeIfAbsent(schema, unknown -> new TreeMap<>());
            int newest = applied.isEmpty() ? 0 : applied.lastKey();
            for (Step step : steps) {
                Applied before = applied.get(step.number());
                if (before == null) {
                    apply(connection, schema, step);
                    applied.put(step.number(), new Applied(step.name(), step.checksum()));
                } else if (!before.checksum().equals(step.checksum())) {
                    throw new StoreException("schema " + schema + ": step " + step
                            + " was changed after it had been applied as " + before.name()
                            + "; undo the change and add a new step " + "%03d".formatted(newest + 1));
                }
            }
            return Math.max(newest, steps.size());
        } catch (SQLException e) {
            throw new StoreException("schema " + schema + ": " + e.getMessage(), e);
        }
    }

    /** Reads what was applied so far, so that no schema has to wait for it. */
    synchronized void look() throws StoreException {
        try (Connection connection = store.getConnection()) {
            connection.setAutoCommit(false);
            all(connection);
        } catch (SQLException e) {
            throw new StoreException("the schemas of the store cannot be read: " + e.getMessage(), e);
        }
    }

    private Map<String, SortedMap<Integer, Applied>> all(Connection connection) throws SQLException {
        Map<String, SortedMap<Integer, Applied>> read = known;
        if (read == null) {
            read = read(connection);
            known = read;
        }
        return read;
    }

    private static Map<String, SortedMap<Integer, Applied>> read(Connection connection) throws SQLException {
        Map<String, SortedMap<Integer, Applied>> all = new HashMap<>();
        try (Statement sql = connection.createStatement();
                ResultSet rows =
                        sql.executeQuery("SELECT SCHEMA_NAME, STEP, STEP_NAME, CHECKSUM FROM STORE.SCHEMA_VERSION")) {
            while (rows.next()) {
                all.computeIfAbsent(rows.getString(1), schema -> new TreeMap<>())
                        .put(rows.getInt(2), new Applied(rows.getString(3), rows.getString(4)));
            }
        } catch (SQLException e) {
            if (!NO_SUCH_TABLE.contains(e.getSQLState())) {
                throw e;
            }
            make(connection);
        }
        connection.commit();
        return all;
    }

    private static void make(Connection connection) throws SQLException {
        try (Statement sql = connection.createStatement()) {
            sql.executeUpdate("CREATE SCHEMA STORE");
            sql.executeUpdate(
                    "CREATE TABLE STORE.SCHEMA_VERSION (SCHEMA_NAME VARCHAR(30) NOT NULL, STEP INTEGER NOT NULL,"
                            + " STEP_NAME VARCHAR(100) NOT NULL, CHECKSUM CHAR(64) NOT NULL, APPLIED TIMESTAMP NOT NULL,"
                            + " PRIMARY KEY (SCHEMA_NAME, STEP))");
        }
    }

    private void apply(Connection connection, String schema, Step step) throws StoreException, SQLException {
        String running = "";
        try (Statement sql = connection.createStatement()) {
            if (step.number() == 1) {
                running = "CREATE SCHEMA " + schema.toUpperCase(Locale.ROOT);
                sql.execute(running);
            }
            for (String statement : step.statements()) {
                running = statement;
                sql.execute(statement);
            }
            refuseTablesWithoutSchema(connection, schema, step);
            remember(connection, schema, step);
            connection.commit();
            log.info("schema {}: step {} applied", schema, step);
        } catch (SQLException e) {
            connection.rollback();
            throw new StoreException(
                    "schema " + schema + ": step " + step + " failed at '" + running + "': " + e.getMessage(), e);
        }
    }

    // Without the name of its schema a table would land in Derby's default one, shared by all modules.
    private static void refuseTablesWithoutSchema(Connection connection, String schema, Step step)
            throws SQLException, StoreException {
        try (ResultSet stray = connection.getMetaData().getTables(null, "APP", "%", null)) {
            if (stray.next()) {
                String table = stray.getString("TABLE_NAME");
                connection.rollback();
                throw new StoreException("schema " + schema + ": step " + step + " makes table " + table
                        + " without naming the schema; write " + schema.toUpperCase(Locale.ROOT) + "." + table);
            }
        }
    }

    private void remember(Connection connection, String schema, Step step) throws SQLException {
        try (PreparedStatement sql =
                connection.prepareStatement("INSERT INTO STORE.SCHEMA_VERSION VALUES (?, ?, ?, ?, ?)")) {
            sql.setString(1, schema);
            sql.setInt(2, step.number());
            sql.setString(3, step.name());
            sql.setString(4, step.checksum());
            sql.setTimestamp(5, Timestamp.from(time.instant()));
            sql.executeUpdate();
        }
    }
}
