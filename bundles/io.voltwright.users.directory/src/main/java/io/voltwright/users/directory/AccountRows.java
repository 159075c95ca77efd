package io.voltwright.users.directory;

import io.voltwright.users.api.Accounts.Account;
import io.voltwright.users.api.Role;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** The rows of accounts, their keys and the set-up code. */
final class AccountRows {

    /** An account with what nobody is shown. */
    record Row(Account account, String passwordHash) {}

    private final DataSource store;

    AccountRows(DataSource store) {
        this.store = store;
    }

    List<Account> all() {
        return read("SELECT NAME, PASSWORD_HASH, ROLES, DISABLED, LAST_LOGIN_MS FROM USERS.ACCOUNT ORDER BY NAME")
                .stream()
                .map(Row::account)
                .toList();
    }

    Optional<Row> find(String name) {
        return read(
                        "SELECT NAME, PASSWORD_HASH, ROLES, DISABLED, LAST_LOGIN_MS FROM USERS.ACCOUNT WHERE NAME = ?",
                        name)
                .stream()
                .findFirst();
    }

    private List<Row> read(String sql, String... arguments) {
        try (Connection connection = store.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
                statement.setString(i + 1, arguments[i]);
            }
            List<Row> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    long lastLogin = rows.getLong(5);
                    Optional<Instant> seen =
                            rows.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(lastLogin));
                    Account account =
                            new Account(rows.getString(1), roles(rows.getString(3)), rows.getInt(4) != 0, seen);
                    found.add(new Row(account, rows.getString(2)));
                }
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException("accounts cannot be read", e);
        }
    }

    List<String> keys(String account) {
        return texts("SELECT KEY_LINE FROM USERS.SSH_KEY WHERE ACCOUNT = ? ORDER BY ADDED_MS", account);
    }

    Optional<String> setupHash() {
        return texts("SELECT CODE_HASH FROM USERS.SETUP").stream().findFirst();
    }

    private List<String> texts(String sql, String... arguments) {
        try (Connection connection = store.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
                statement.setString(i + 1, arguments[i]);
            }
            List<String> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException("accounts cannot be read", e);
        }
    }

    /** Keeps what no fact tells: a login's time, a hash at a higher cost, the set-up code. */
    void update(String sql, Object... arguments) {
        try (Connection connection = store.getConnection()) {
            boolean single = connection.getAutoCommit();
            execute(connection, sql, arguments);
            if (!single) {
                connection.commit();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("accounts cannot be written", e);
        }
    }

    static int execute(Connection connection, String sql, Object... arguments) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
                statement.setObject(i + 1, arguments[i]);
            }
            return statement.executeUpdate();
        }
    }

    static String text(Set<Role> roles) {
        return roles.stream().sorted().map(Role::key).collect(Collectors.joining(","));
    }

    private static Set<Role> roles(String text) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        Arrays.stream(text.split(","))
                .filter(role -> !role.isEmpty())
                .map(Role::of)
                .forEach(roles::add);
        return roles;
    }
}
