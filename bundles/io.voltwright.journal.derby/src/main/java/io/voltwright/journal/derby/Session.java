package io.voltwright.journal.derby;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writer's connection with the statements it uses all the time.
 *
 * @param insert of one entry
 * @param find the position of a key
 */
record Session(Connection connection, PreparedStatement insert, PreparedStatement find) implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Session.class);

    static Session open(DataSource store) throws SQLException {
        Connection connection = store.getConnection();
        try {
            connection.setAutoCommit(false);
            return new Session(
                    connection,
                    connection.prepareStatement("INSERT INTO JOURNAL.ENTRY VALUES (?, ?, ?, ?)"),
                    connection.prepareStatement("SELECT POSITION FROM JOURNAL.ENTRY WHERE FACT_KEY = ?"));
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    void commit(Link end, boolean withSnapshot) throws SQLException {
        if (withSnapshot) {
            Tables.takeSnapshot(connection, end);
        }
        connection.commit();
    }

    /** Whether the connection can be used on. */
    boolean rollback() {
        try {
            connection.rollback();
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            log.debug("a broken connection did not close", e);
        }
    }
}
