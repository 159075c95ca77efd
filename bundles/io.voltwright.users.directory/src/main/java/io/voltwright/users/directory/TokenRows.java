package io.voltwright.users.directory;

import io.voltwright.base.api.IdToken;
import io.voltwright.base.api.TokenRef;
import io.voltwright.security.api.Keys;
import io.voltwright.users.api.Biller;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The rows of tokens; values lie there sealed and are found by a keyed hash. */
final class TokenRows {

    /** A token with its rule. */
    record Row(
            TokenRef ref,
            IdToken token,
            String label,
            boolean own,
            boolean blocked,
            Optional<String> group,
            Optional<Instant> validUntil,
            Optional<Biller> biller) {}

    private static final String TABLE = "USERS.TOKEN";
    private static final String COLUMNS =
            "REF, SEALED_VALUE, SEALED_LABEL, OWN, BLOCKED, GROUP_NAME, VALID_UNTIL_MS, BILLER";

    private final DataSource store;
    private final Keys keys;
    private final SecureRandom random = new SecureRandom();
    private @Nullable BlindIndex index;
    private @Nullable FieldCipher cipher;

    TokenRows(DataSource store, Keys keys) {
        this.store = store;
        this.keys = keys;
    }

    /** Made with the first token: to open a secret costs each start some thousand rounds of a hash. */
    synchronized BlindIndex index() {
        BlindIndex made = index;
        if (made == null) {
            made = new BlindIndex(keys.secret("users.index"));
            index = made;
        }
        return made;
    }

    private synchronized FieldCipher cipher() {
        FieldCipher made = cipher;
        if (made == null) {
            made = new FieldCipher(keys.secret("users.data"), "users.data.1");
            cipher = made;
        }
        return made;
    }

    TokenRef newRef() {
        byte[] bytes = new byte[10];
        random.nextBytes(bytes);
        return new TokenRef("t-" + HexFormat.of().formatHex(bytes));
    }

    TokenRef group(String name) {
        return new TokenRef("g-" + index().ofGroup(name));
    }

    /** The site's own, and those it blocked. */
    List<Row> own() {
        return read("SELECT " + COLUMNS + " FROM USERS.TOKEN WHERE OWN = 1 OR BLOCKED = 1 ORDER BY REF", null);
    }

    Optional<Row> find(IdToken token) {
        return read("SELECT " + COLUMNS + " FROM USERS.TOKEN WHERE BLIND_INDEX = ?", index().of(token)).stream()
                .findFirst();
    }

    Optional<Row> find(TokenRef ref) {
        return read("SELECT " + COLUMNS + " FROM USERS.TOKEN WHERE REF = ?", ref.value()).stream()
                .findFirst();
    }

    /** The token's row; one that was never seen gets one. */
    Row seen(IdToken token, Instant now) {
        Optional<Row> known = find(token);
        if (known.isPresent()) {
            update(
                    "UPDATE USERS.TOKEN SET SEEN_MS = ? WHERE REF = ?",
                    now.toEpochMilli(),
                    known.get().ref().value());
            return known.get();
        }
        TokenRef ref = newRef();
        try (Connection connection = store.getConnection()) {
            insert(connection, ref, token, now);
            commit(connection);
        } catch (SQLException e) {
            // Somebody else may have been first.
            return find(token).orElseThrow(() -> new IllegalStateException("a token cannot be kept", e));
        }
        return new Row(ref, token, "", false, false, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private void insert(Connection connection, TokenRef ref, IdToken token, Instant now) throws SQLException {
        AccountRows.execute(
                connection,
                "INSERT INTO USERS.TOKEN (REF, BLIND_INDEX, SEALED_VALUE, OWN, BLOCKED, SEEN_MS) VALUES (?, ?, ?, 0, 0, ?)",
                ref.value(),
                index().of(token),
                cipher().seal(TABLE, "VALUE", ref.value(), token.type() + ":" + token.value()),
                now.toEpochMilli());
    }

    /** Writes a token's rule; in the writer's transaction. */
    void put(Connection connection, Row row, Instant now) throws SQLException {
        if (!exists(connection, row.ref())) {
            insert(connection, row.ref(), row.token(), now);
        }
        String sql =
                "UPDATE USERS.TOKEN SET OWN = ?, BLOCKED = ?, SEALED_LABEL = ?, GROUP_NAME = ?, VALID_UNTIL_MS = ?,"
                        + " BILLER = ? WHERE REF = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, row.own() ? 1 : 0);
            statement.setInt(2, row.blocked() ? 1 : 0);
            String label = row.label().isEmpty()
                    ? null
                    : cipher().seal(TABLE, "LABEL", row.ref().value(), row.label());
            statement.setString(3, label);
            statement.setString(4, row.group().orElse(null));
            setTime(statement, 5, row.validUntil());
            statement.setString(6, row.biller().map(Biller::toString).orElse(null));
            statement.setString(7, row.ref().value());
            statement.executeUpdate();
        }
    }

    private static boolean exists(Connection connection, TokenRef ref) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT 1 FROM USERS.TOKEN WHERE REF = ?")) {
            statement.setString(1, ref.value());
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    /** Erases tokens that were only seen, and not since. */
    void forgetSeenBefore(Instant time) {
        update("DELETE FROM USERS.TOKEN WHERE OWN = 0 AND BLOCKED = 0 AND SEEN_MS < ?", time.toEpochMilli());
    }

    private void update(String sql, Object... arguments) {
        try (Connection connection = store.getConnection()) {
            AccountRows.execute(connection, sql, arguments);
            commit(connection);
        } catch (SQLException e) {
            throw new IllegalStateException("tokens cannot be written", e);
        }
    }

    private List<Row> read(String sql, @Nullable String argument) {
        try (Connection connection = store.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            if (argument != null) {
                statement.setString(1, argument);
            }
            List<Row> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(row(rows));
                }
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException("tokens cannot be read", e);
        }
    }

    private Row row(ResultSet rows) throws SQLException {
        String ref = rows.getString(1);
        String value = cipher().open(TABLE, "VALUE", ref, rows.getString(2));
        int colon = value.indexOf(':');
        String label = rows.getString(3);
        return new Row(
                new TokenRef(ref),
                new IdToken(value.substring(colon + 1), IdToken.Type.valueOf(value.substring(0, colon))),
                label == null ? "" : cipher().open(TABLE, "LABEL", ref, label),
                rows.getInt(4) != 0,
                rows.getInt(5) != 0,
                Optional.ofNullable(rows.getString(6)),
                time(rows, 7),
                Optional.ofNullable(rows.getString(8)).map(Biller::of));
    }

    private static Optional<Instant> time(ResultSet rows, int column) throws SQLException {
        long millis = rows.getLong(column);
        return rows.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }

    private static void setTime(PreparedStatement statement, int column, Optional<Instant> time) throws SQLException {
        if (time.isPresent()) {
            statement.setLong(column, time.get().toEpochMilli());
        } else {
            statement.setNull(column, java.sql.Types.BIGINT);
        }
    }

    private static void commit(Connection connection) throws SQLException {
        if (!connection.getAutoCommit()) {
            connection.commit();
        }
    }
}
