package io.voltwright.protocol.ocpp;

import io.voltwright.protocol.ocpp.Ocpp16.AuthorizationStatus;
import io.voltwright.protocol.ocpp.Ocpp16.IdTagInfo;
import io.voltwright.security.api.Keys;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** The rows of what back ends said about tokens: local lists and caches; everything here blocks on the store. */
final class TokenStore {

    private static final String LIST = "L";
    private static final String CACHE = "C";
    private static final String COLUMNS = "sealed, status, expires_ms, place, heard_ms";

    private final DataSource store;
    private final Supplier<Optional<Keys>> keys;

    TokenStore(DataSource store, Supplier<Optional<Keys>> keys) {
        this.store = store;
        this.keys = keys;
    }

    @FunctionalInterface
    private interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    private <T> T transaction(Work<T> work) {
        try (Connection connection = store.getConnection()) {
            connection.setAutoCommit(false);
            try {
                T result = work.with(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the store failed: " + e.getMessage(), e);
        }
    }

    private TokenSeal seal() {
        return new TokenSeal(keys.get()
                .orElseThrow(() -> new IllegalStateException("the key store, which seals tokens, is not there")));
    }

    Optional<KnownToken> listed(String backend, String idTag) {
        return find(backend, LIST, idTag);
    }

    Optional<KnownToken> cached(String backend, String idTag) {
        return find(backend, CACHE, idTag);
    }

    private Optional<KnownToken> find(String backend, String place, String idTag) {
        TokenSeal seal = seal();
        return transaction(connection -> read(
                        connection,
                        seal,
                        backend,
                        "SELECT " + COLUMNS
                                + " FROM OCPP.KNOWN_TOKEN WHERE back_end = ? AND place = ? AND token_index = ?",
                        backend,
                        place,
                        seal.index(backend, idTag)))
                .stream()
                .findFirst();
    }

    /** All that is listed, or cached. */
    List<KnownToken> all(String backend, boolean listed) {
        TokenSeal seal = seal();
        return transaction(connection -> read(
                connection,
                seal,
                backend,
                "SELECT " + COLUMNS + " FROM OCPP.KNOWN_TOKEN WHERE back_end = ? AND place = ? ORDER BY heard_ms",
                backend,
                listed ? LIST : CACHE));
    }

    private static List<KnownToken> read(
            Connection connection, TokenSeal seal, String backend, String text, Object... values) throws SQLException {
        List<KnownToken> found = new ArrayList<>();
        try (PreparedStatement sql = connection.prepareStatement(text)) {
            set(sql, values);
            try (ResultSet row = sql.executeQuery()) {
                while (row.next()) {
                    found.add(token(seal, backend, row));
                }
            }
        }
        return found;
    }

    private static KnownToken token(TokenSeal seal, String backend, ResultSet row) throws SQLException {
        String[] tags = seal.open(backend, row.getString(1)).split("\n", 2);
        long expires = row.getLong(3);
        Optional<Instant> expiry = row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(expires));
        Optional<String> parent = tags.length > 1 ? Optional.of(tags[1]) : Optional.empty();
        AuthorizationStatus status = AuthorizationStatus.of(row.getString(2)).orElse(AuthorizationStatus.INVALID);
        return new KnownToken(
                tags[0],
                new IdTagInfo(status, expiry, parent),
                row.getString(4).equals(LIST),
                Instant.ofEpochMilli(row.getLong(5)));
    }

    int version(String backend) {
        return transaction(connection -> {
            try (PreparedStatement sql =
                    connection.prepareStatement("SELECT list_version FROM OCPP.LIST_VERSION WHERE back_end = ?")) {
                sql.setString(1, backend);
                try (ResultSet row = sql.executeQuery()) {
                    return row.next() ? row.getInt(1) : 0;
                }
            }
        });
    }

    int count(String backend, boolean listed) {
        return transaction(connection -> count(connection, backend, listed ? LIST : CACHE));
    }

    private static int count(Connection connection, String backend, String place) throws SQLException {
        try (PreparedStatement sql =
                connection.prepareStatement("SELECT COUNT(*) FROM OCPP.KNOWN_TOKEN WHERE back_end = ? AND place = ?")) {
            set(sql, backend, place);
            try (ResultSet row = sql.executeQuery()) {
                return row.next() ? row.getInt(1) : 0;
            }
        }
    }

    /**
     * Changes the list, all or nothing.
     *
     * @param all whether what is not named goes
     * @param put entries to add or replace
     * @param remove idTags to take out
     * @param most entries that the list may have afterwards
     * @return whether it was changed; if not it would have become too long
     */
    boolean change(String backend, int version, boolean all, List<KnownToken> put, List<String> remove, int most) {
        TokenSeal seal = seal();
        return transaction(connection -> {
            if (all) {
                update(connection, "DELETE FROM OCPP.KNOWN_TOKEN WHERE back_end = ? AND place = ?", backend, LIST);
            }
            for (String idTag : remove) {
                delete(connection, backend, LIST, seal.index(backend, idTag));
            }
            for (KnownToken entry : put) {
                // A listed token is not cached (R-A05).
                delete(connection, backend, CACHE, seal.index(backend, entry.idTag()));
                put(connection, seal, backend, LIST, entry);
            }
            if (count(connection, backend, LIST) > most) {
                connection.rollback();
                return false;
            }
            update(connection, "DELETE FROM OCPP.LIST_VERSION WHERE back_end = ?", backend);
            update(connection, "INSERT INTO OCPP.LIST_VERSION VALUES (?, ?)", backend, version);
            return true;
        });
    }

    /** Keeps an answer; where the cache is full, refused tokens go first, then the oldest (R-A06). */
    void cache(String backend, KnownToken entry, int most) {
        TokenSeal seal = seal();
        transaction(connection -> {
            put(connection, seal, backend, CACHE, entry);
            if (count(connection, backend, CACHE) > most) {
                shrink(connection, backend, seal.index(backend, entry.idTag()), entry.heard(), most);
            }
            return true;
        });
    }

    private static void shrink(Connection connection, String backend, String newest, Instant now, int most)
            throws SQLException {
        update(
                connection,
                "DELETE FROM OCPP.KNOWN_TOKEN WHERE back_end = ? AND place = ? AND token_index <> ?"
                        + " AND (status <> ? OR expires_ms <= ?)",
                backend,
                CACHE,
                newest,
                AuthorizationStatus.ACCEPTED.text(),
                now.toEpochMilli());
        int over = count(connection, backend, CACHE) - most;
        List<String> oldest = new ArrayList<>();
        try (PreparedStatement sql = connection.prepareStatement("SELECT token_index FROM OCPP.KNOWN_TOKEN"
                + " WHERE back_end = ? AND place = ? AND token_index <> ? ORDER BY heard_ms")) {
            set(sql, backend, CACHE, newest);
            sql.setMaxRows(Math.max(1, over));
            try (ResultSet row = sql.executeQuery()) {
                while (oldest.size() < over && row.next()) {
                    oldest.add(row.getString(1));
                }
            }
        }
        for (String index : oldest) {
            delete(connection, backend, CACHE, index);
        }
    }

    void clearCache(String backend) {
        transaction(connection ->
                update(connection, "DELETE FROM OCPP.KNOWN_TOKEN WHERE back_end = ? AND place = ?", backend, CACHE));
    }

    private static void put(Connection connection, TokenSeal seal, String backend, String place, KnownToken entry)
            throws SQLException {
        String index = seal.index(backend, entry.idTag());
        delete(connection, backend, place, index);
        try (PreparedStatement sql =
                connection.prepareStatement("INSERT INTO OCPP.KNOWN_TOKEN VALUES (?, ?, ?, ?, ?, ?, ?)")) {
            String text =
                    entry.idTag() + entry.parent().map(parent -> "\n" + parent).orElse("");
            set(
                    sql,
                    backend,
                    place,
                    index,
                    seal.seal(backend, text),
                    entry.info().status().text());
            if (entry.info().expiryDate().isPresent()) {
                sql.setLong(6, entry.info().expiryDate().get().toEpochMilli());
            } else {
                sql.setNull(6, Types.BIGINT);
            }
            sql.setLong(7, entry.heard().toEpochMilli());
            sql.executeUpdate();
        }
    }

    private static void delete(Connection connection, String backend, String place, String index) throws SQLException {
        update(
                connection,
                "DELETE FROM OCPP.KNOWN_TOKEN WHERE back_end = ? AND place = ? AND token_index = ?",
                backend,
                place,
                index);
    }

    private static int update(Connection connection, String text, Object... values) throws SQLException {
        try (PreparedStatement sql = connection.prepareStatement(text)) {
            set(sql, values);
            return sql.executeUpdate();
        }
    }

    private static void set(PreparedStatement sql, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            sql.setObject(i + 1, values[i]);
        }
    }
}
