package io.voltwright.journal.api;

import java.sql.Connection;
import java.sql.SQLException;

/** A writer's own rows, written in the transaction that makes its facts durable: both or neither. */
@FunctionalInterface
public interface Effects {

    Effects NONE = connection -> {};

    /**
     * Writes to the writer's own schema only; never commits, rolls back or closes. May run again if its group has to be
     * repeated, so it does nothing but SQL.
     *
     * @throws SQLException undoes this writer's facts and effects, not those of its neighbours
     */
    void apply(Connection connection) throws SQLException;

    default Effects then(Effects next) {
        return connection -> {
            apply(connection);
            next.apply(connection);
        };
    }
}
