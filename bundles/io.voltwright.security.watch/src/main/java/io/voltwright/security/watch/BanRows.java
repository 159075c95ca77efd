package io.voltwright.security.watch;

import io.voltwright.journal.api.Effects;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** The rows of bans; written only together with their facts. */
final class BanRows {

    private BanRows() {}

    static List<Ban> read(DataSource store) throws SQLException {
        try (Connection connection = store.getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "SELECT ADDRESS, REASON, BANNED_MS, UNTIL_MS, TIMES FROM SECURITY.BAN");
                ResultSet rows = statement.executeQuery()) {
            List<Ban> bans = new ArrayList<>();
            while (rows.next()) {
                bans.add(new Ban(
                        rows.getString(1),
                        rows.getString(2),
                        Instant.ofEpochMilli(rows.getLong(3)),
                        Instant.ofEpochMilli(rows.getLong(4)),
                        rows.getInt(5)));
            }
            return bans;
        }
    }

    static Effects put(Ban ban) {
        return connection -> {
            delete(connection, ban.address());
            try (PreparedStatement statement = connection.prepareStatement(
                    "INSERT INTO SECURITY.BAN (ADDRESS, REASON, BANNED_MS, UNTIL_MS, TIMES) VALUES (?, ?, ?, ?, ?)")) {
                statement.setString(1, ban.address());
                statement.setString(2, ban.reason());
                statement.setLong(3, ban.since().toEpochMilli());
                statement.setLong(4, ban.until().toEpochMilli());
                statement.setInt(5, ban.times());
                statement.executeUpdate();
            }
        };
    }

    static Effects delete(String address) {
        return connection -> delete(connection, address);
    }

    private static void delete(Connection connection, String address) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("DELETE FROM SECURITY.BAN WHERE ADDRESS = ?")) {
            statement.setString(1, address);
            statement.executeUpdate();
        }
    }
}
