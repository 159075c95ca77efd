package io.voltwright.store.derby;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConnectionPoolTest {

    final TestStore store = TestStore.inMemory();
    final ConnectionPool pool = new ConnectionPool(
            store.schema("charging", Map.of("001-t.sql", "CREATE TABLE CHARGING.T (ID INTEGER)")), 2);

    @AfterEach
    void close() throws SQLException {
        pool.close();
        store.close();
    }

    // Whoever forgets to commit loses his own rows, and leaves nothing to the next.
    @Test
    void whatIsNotCommittedIsGoneWhenTheConnectionComesBack() throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement sql = connection.createStatement()) {
            connection.setAutoCommit(false);
            sql.executeUpdate("INSERT INTO CHARGING.T VALUES 1");
        }
        try (Connection connection = pool.getConnection();
                Statement sql = connection.createStatement();
                ResultSet rows = sql.executeQuery("SELECT COUNT(*) FROM CHARGING.T")) {
            assertThat(connection.getAutoCommit()).isTrue();
            rows.next();
            assertThat(rows.getInt(1)).isZero();
        }
    }

    @Test
    void whoComesWhenAllAreInUseIsRefusedWithTheReason() throws SQLException {
        try (Connection one = pool.getConnection();
                Connection two = pool.getConnection()) {
            assertThat(one).isNotEqualTo(two);
            assertThat(pool.lent()).isEqualTo(2);
            assertThatExceptionOfType(SQLTransientConnectionException.class)
                    .isThrownBy(pool::getConnection)
                    .withMessage("all 2 connections to the store are in use");
        }
        assertThat(pool.lent()).isZero();
        pool.getConnection().close();
    }

    @Test
    void aConnectionGivenBackIsOfNoMoreUse() throws SQLException {
        Connection connection = pool.getConnection();
        connection.close();
        connection.close();

        assertThat(connection.isClosed()).isTrue();
        assertThat(pool.lent()).isZero();
        assertThatExceptionOfType(SQLNonTransientConnectionException.class).isThrownBy(connection::createStatement);
    }

    @Test
    void aClosedPoolLendsNothing() throws SQLException {
        pool.close();

        assertThatExceptionOfType(SQLNonTransientConnectionException.class)
                .isThrownBy(pool::getConnection)
                .withMessage("the store is closed");
    }
}
