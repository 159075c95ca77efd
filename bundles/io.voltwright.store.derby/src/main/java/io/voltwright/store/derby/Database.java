package io.voltwright.store.derby;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.derby.jdbc.EmbeddedDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one Derby database of the station, open in this process and in no other. */
final class Database implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Database.class);
    private static final int MOST_CONNECTIONS = 48;
    private static final long LEAST_FREE_MEGABYTES = 32;

    private final String name;
    private final ConnectionPool pool;

    private Database(String name) {
        this.name = name;
        this.pool = new ConnectionPool(source(name), MOST_CONNECTIONS);
    }

    /**
     * Opens the database of a folder; makes it if there is none.
     *
     * @throws StoreException with a sentence for the operator if that is not possible
     */
    static Database open(Path folder) throws StoreException {
        Path path = folder.toAbsolutePath().normalize();
        Durability.refuseSettings();
        if (System.getProperty("derby.stream.error.file") == null) {
            System.setProperty(
                    "derby.stream.error.file", path.resolveSibling("derby.log").toString());
        }
        try {
            Files.createDirectories(path.resolveSibling("."));
            refuseFullDisk(path);
            if (!Files.exists(path)) {
                make(path);
            }
            Durability.refuseUnsafeLog(path);
            return boot(path.toString());
        } catch (SQLException e) {
            throw explained(path, e);
        } catch (IOException e) {
            throw new StoreException("the store's folder " + path + " cannot be used: " + e, e);
        }
    }

    /** A database that lives in memory until {@link #close()}, for tests. */
    static Database inMemory(String name) throws StoreException, SQLException {
        create("memory:" + name);
        return boot("memory:" + name);
    }

    // Made under another name, so that a kill in the middle leaves nothing that looks like a database.
    private static void make(Path path) throws IOException, SQLException {
        Path draft = path.resolveSibling(path.getFileName() + ".new");
        delete(draft);
        create(draft.toString());
        shutDown(draft.toString());
        Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE);
        log.info("store made in {}", path);
    }

    private static void create(String name) throws SQLException {
        EmbeddedDataSource source = source(name);
        source.setCreateDatabase("create");
        source.getConnection().close();
    }

    private static Database boot(String name) throws StoreException, SQLException {
        Database database = new Database(name);
        try (Connection connection = database.pool.getConnection()) {
            Durability.refuseSettingInside(connection);
            // Who waits longer than this for a row holds up the journal, and with it every charge.
            set(connection, "derby.locks.deadlockTimeout", "2");
            set(connection, "derby.locks.waitTimeout", "5");
        } catch (StoreException e) {
            database.close();
            throw e;
        }
        return database;
    }

    private static void set(Connection connection, String property, String value) throws SQLException {
        try (CallableStatement call = connection.prepareCall("CALL SYSCS_UTIL.SYSCS_SET_DATABASE_PROPERTY(?, ?)")) {
            call.setString(1, property);
            call.setString(2, value);
            call.execute();
        }
    }

    private static EmbeddedDataSource source(String name) {
        EmbeddedDataSource source = new EmbeddedDataSource();
        source.setDatabaseName(name);
        return source;
    }

    private static void refuseFullDisk(Path path) throws IOException, StoreException {
        long free = freeMegabytes(path);
        if (free < LEAST_FREE_MEGABYTES) {
            throw new StoreException("the disk of the store is full: " + free + " MB left for " + path + ", needed are "
                    + LEAST_FREE_MEGABYTES + " MB; free some");
        }
    }

    private static long freeMegabytes(Path path) throws IOException {
        return Files.getFileStore(path.resolveSibling(".")).getUsableSpace() >> 20;
    }

    private static StoreException explained(Path path, SQLException e) {
        for (SQLException cause = e; cause != null; cause = cause.getNextException()) {
            if ("XSDB6".equals(cause.getSQLState())) {
                return new StoreException(
                        "the store in " + path + " is in use by another process: stop that one first", e);
            }
        }
        return new StoreException("the store in " + path + " does not open: " + e.getMessage(), e);
    }

    DataSource connections() {
        return pool;
    }

    /** Facts about the store for an operator: name and value, in order. */
    List<String[]> describe() throws SQLException, IOException {
        try (Connection connection = pool.getConnection();
                Statement sql = connection.createStatement();
                ResultSet size = sql.executeQuery("SELECT SUM(BIGINT(S.NUMALLOCATEDPAGES) * S.PAGESIZE)"
                        + " FROM TABLE (SYSCS_DIAG.SPACE_TABLE()) S")) {
            size.next();
            return List.of(
                    new String[] {"path", name},
                    new String[] {"engine", connection.getMetaData().getDatabaseProductVersion()},
                    new String[] {"tables and indexes", (size.getLong(1) >> 10) + " kB"},
                    new String[] {"disk left", freeMegabytes(Path.of(name)) + " MB"},
                    new String[] {"connections in use", String.valueOf(pool.lent() - 1)});
        }
    }

    /**
     * Copies the database while it is in use, then opens the copy once.
     *
     * @param target a folder that is not there yet
     * @throws StoreException if the copy cannot be written or opened
     */
    void backUp(Path target) throws StoreException {
        Path copy = target.toAbsolutePath().normalize();
        try {
            Files.createDirectories(copy.resolveSibling("."));
            Files.createDirectory(copy);
            try (Connection connection = pool.getConnection();
                    CallableStatement call = connection.prepareCall("CALL SYSCS_UTIL.SYSCS_BACKUP_DATABASE(?)")) {
                call.setString(1, copy.toString());
                call.execute();
            }
            Path database = copy.resolve(Path.of(name).getFileName());
            try (Connection connection = source(database.toString()).getConnection();
                    Statement sql = connection.createStatement()) {
                sql.executeQuery("SELECT COUNT(*) FROM STORE.SCHEMA_VERSION").close();
            }
            shutDown(database.toString());
        } catch (SQLException | IOException e) {
            throw new StoreException("no backup in " + copy + ": " + e.getMessage(), e);
        }
    }

    /** Ends the database in order: the next start has nothing to recover. */
    @Override
    public void close() {
        try {
            pool.close();
            shutDown(name);
        } catch (SQLException e) {
            log.warn("the store was not closed in order, the next start recovers it", e);
        }
    }

    private static void shutDown(String name) throws SQLException {
        EmbeddedDataSource source = source(name);
        if (name.startsWith("memory:")) {
            source.setConnectionAttributes("drop=true");
        } else {
            source.setShutdownDatabase("shutdown");
        }
        try {
            source.getConnection().close();
        } catch (SQLException e) {
            // Derby answers a shutdown that worked with this state; XJ004: it was not open any more.
            if (!"08006".equals(e.getSQLState()) && !"XJ004".equals(e.getSQLState())) {
                throw e;
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
