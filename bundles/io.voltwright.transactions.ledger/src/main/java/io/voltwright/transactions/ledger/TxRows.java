package io.voltwright.transactions.ledger;

import io.voltwright.base.api.Energy;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Moment;
import io.voltwright.base.api.Money;
import io.voltwright.base.api.SessionId;
import io.voltwright.base.api.TokenRef;
import io.voltwright.transactions.api.Cost;
import io.voltwright.transactions.api.Tariff.Dimension;
import io.voltwright.transactions.api.Transaction.State;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The rows of the projection. Each method works inside the transaction of the connection it is given. */
final class TxRows {

    private static final String SELECT = "SELECT SESSION_ID, EVSE, TOKEN_REF, BILLER, TARIFF_ID, TARIFF_VERSION,"
            + " STARTED_NS, STARTED_BOOT, STARTED_BOOT_NS, STARTED_CLOCK,"
            + " LATEST_NS, LATEST_BOOT, LATEST_BOOT_NS, LATEST_CLOCK,"
            + " START_MWH, STOP_MWH, STATE, STOP_REASON, HELD_BECAUSE, CURRENCY, NET, VAT, GROSS, RECEIPT_NUMBER"
            + " FROM TRANSACTIONS.TX ";

    private TxRows() {}

    /** Binds the parameters of a statement. */
    interface Binder {
        void bind(PreparedStatement statement) throws SQLException;
    }

    /**
     * @param rest what follows the table's name: condition and order
     * @param limit at most that many rows; 0 for all
     */
    static List<Tx> select(Connection connection, String rest, int limit, Binder binder) throws SQLException {
        List<Tx> found = new ArrayList<>();
        // Only constants of this bundle come in as text; every value is a parameter.
        try (PreparedStatement select = connection.prepareStatement(SELECT + rest)) {
            select.setMaxRows(limit);
            binder.bind(select);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    found.add(read(connection, row));
                }
            }
        }
        return found;
    }

    static Optional<Tx> find(Connection connection, SessionId session) throws SQLException {
        return select(connection, "WHERE SESSION_ID = ?", 1, statement -> statement.setString(1, session.value()))
                .stream()
                .findFirst();
    }

    static List<Tx> running(Connection connection) throws SQLException {
        return select(connection, "WHERE STATE = ?", 0, statement -> statement.setString(1, State.RUNNING.name()));
    }

    static void insert(Connection connection, Tx tx) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO TRANSACTIONS.TX (SESSION_ID, EVSE,"
                + " TOKEN_REF, BILLER, TARIFF_ID, TARIFF_VERSION, STARTED_NS, STARTED_BOOT, STARTED_BOOT_NS,"
                + " STARTED_CLOCK, LATEST_NS, LATEST_BOOT, LATEST_BOOT_NS, LATEST_CLOCK, START_MWH, STOP_MWH, STATE)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            insert.setString(1, tx.session().value());
            insert.setString(2, tx.evse().value());
            insert.setString(3, tx.token().value());
            insert.setString(4, tx.biller());
            insert.setString(5, tx.tariff());
            insert.setString(6, tx.tariffVersion());
            set(insert, 7, tx.started());
            set(insert, 11, tx.latest());
            insert.setLong(15, tx.startRegister().milliwattHours());
            insert.setLong(16, tx.stopRegister().milliwattHours());
            insert.setString(17, State.RUNNING.name());
            insert.executeUpdate();
        }
    }

    static void update(Connection connection, Tx tx) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE TRANSACTIONS.TX SET LATEST_NS = ?, LATEST_BOOT = ?, LATEST_BOOT_NS = ?, LATEST_CLOCK = ?,"
                        + " STOP_MWH = ? WHERE SESSION_ID = ? AND STATE = ?")) {
            set(update, 1, tx.latest());
            update.setLong(5, tx.stopRegister().milliwattHours());
            update.setString(6, tx.session().value());
            update.setString(7, State.RUNNING.name());
            update.executeUpdate();
        }
    }

    /**
     * The last change of a session's row.
     *
     * @return false if it had ended before: then nothing else of it may be written either
     */
    static boolean end(Connection connection, Tx tx) throws SQLException {
        update(connection, tx);
        if (!conclude(connection, tx, State.RUNNING)) {
            return false;
        }
        if (tx.cost().isPresent()) {
            insertCost(connection, tx.session(), tx.cost().get());
        }
        return true;
    }

    /**
     * What was held is priced: with the register, the end, the tariff and the cost that a person chose.
     *
     * @return false if it is not held any more: then nothing else of it may be written either
     */
    static boolean release(Connection connection, Tx tx) throws SQLException {
        if (!conclude(connection, tx, State.HELD)) {
            return false;
        }
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE TRANSACTIONS.TX SET TARIFF_VERSION = ?, STOP_MWH = ?, LATEST_NS = ?, LATEST_BOOT = ?,"
                        + " LATEST_BOOT_NS = ?, LATEST_CLOCK = ? WHERE SESSION_ID = ?")) {
            update.setString(1, tx.tariffVersion());
            update.setLong(2, tx.stopRegister().milliwattHours());
            set(update, 3, tx.latest());
            update.setString(7, tx.session().value());
            update.executeUpdate();
        }
        for (String table : List.of("TX_LINE", "TX_TAX")) {
            try (PreparedStatement delete =
                    connection.prepareStatement("DELETE FROM TRANSACTIONS." + table + " WHERE SESSION_ID = ?")) {
                delete.setString(1, tx.session().value());
                delete.executeUpdate();
            }
        }
        if (tx.cost().isPresent()) {
            insertCost(connection, tx.session(), tx.cost().get());
        }
        return true;
    }

    private static boolean conclude(Connection connection, Tx tx, State before) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE TRANSACTIONS.TX SET STATE = ?, STOP_REASON = ?, HELD_BECAUSE = ?, CURRENCY = ?, NET = ?, VAT = ?,"
                        + " GROSS = ? WHERE SESSION_ID = ? AND STATE = ?")) {
            Optional<Cost> cost = tx.cost();
            update.setString(1, tx.state().name());
            update.setString(2, tx.stopReason().orElse(null));
            update.setString(3, tx.heldBecause().orElse(null));
            update.setString(
                    4, cost.map(c -> c.gross().currency().getCurrencyCode()).orElse(null));
            update.setObject(5, cost.map(c -> c.net().minorUnits()).orElse(null), java.sql.Types.BIGINT);
            update.setObject(6, cost.map(c -> c.vat().minorUnits()).orElse(null), java.sql.Types.BIGINT);
            update.setObject(7, cost.map(c -> c.gross().minorUnits()).orElse(null), java.sql.Types.BIGINT);
            update.setString(8, tx.session().value());
            update.setString(9, before.name());
            return update.executeUpdate() > 0;
        }
    }

    static void receipt(Connection connection, SessionId session, long number) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE TRANSACTIONS.TX SET RECEIPT_NUMBER = ? WHERE SESSION_ID = ?")) {
            update.setLong(1, number);
            update.setString(2, session.value());
            update.executeUpdate();
        }
    }

    private static void insertCost(Connection connection, SessionId session, Cost cost) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO TRANSACTIONS.TX_LINE (SESSION_ID, LINE_ID,"
                        + " DIMENSION, QUANTITY, PRICE, NET, VAT_PERCENT) VALUES (?, ?, ?, ?, ?, ?, ?)")) {
            int id = 1;
            for (Cost.Line line : cost.lines()) {
                insert.setString(1, session.value());
                insert.setInt(2, id++);
                insert.setString(3, line.dimension().name());
                insert.setBigDecimal(4, line.quantity());
                insert.setBigDecimal(5, line.price());
                insert.setBigDecimal(6, line.net());
                insert.setBigDecimal(7, line.vatPercent());
                insert.executeUpdate();
            }
        }
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO TRANSACTIONS.TX_TAX (SESSION_ID, TAX_ID,"
                        + " VAT_PERCENT, NET, VAT) VALUES (?, ?, ?, ?, ?)")) {
            int id = 1;
            for (Cost.Tax tax : cost.taxes()) {
                insert.setString(1, session.value());
                insert.setInt(2, id++);
                insert.setBigDecimal(3, tax.percent());
                insert.setLong(4, tax.net().minorUnits());
                insert.setLong(5, tax.vat().minorUnits());
                insert.executeUpdate();
            }
        }
    }

    private static Tx read(Connection connection, ResultSet row) throws SQLException {
        var session = new SessionId(row.getString("SESSION_ID"));
        Optional<String> currency = Optional.ofNullable(row.getString("CURRENCY"));
        long receipt = row.getLong("RECEIPT_NUMBER");
        Optional<Long> receiptNumber = row.wasNull() ? Optional.empty() : Optional.of(receipt);
        return new Tx(
                session,
                new EvseId(row.getString("EVSE")),
                new TokenRef(row.getString("TOKEN_REF")),
                row.getString("BILLER"),
                row.getString("TARIFF_ID"),
                row.getString("TARIFF_VERSION"),
                moment(row, "STARTED"),
                moment(row, "LATEST"),
                Energy.milliwattHours(row.getLong("START_MWH")),
                Energy.milliwattHours(row.getLong("STOP_MWH")),
                State.valueOf(row.getString("STATE")),
                Optional.ofNullable(row.getString("STOP_REASON")),
                Optional.ofNullable(row.getString("HELD_BECAUSE")),
                currency.isEmpty() ? Optional.empty() : Optional.of(cost(connection, row, session, currency.get())),
                receiptNumber);
    }

    private static Cost cost(Connection connection, ResultSet row, SessionId session, String code) throws SQLException {
        Currency currency = Currency.getInstance(code);
        return new Cost(
                lines(connection, session),
                taxes(connection, session, currency),
                new Money(row.getLong("NET"), currency),
                new Money(row.getLong("VAT"), currency),
                new Money(row.getLong("GROSS"), currency));
    }

    private static List<Cost.Line> lines(Connection connection, SessionId session) throws SQLException {
        List<Cost.Line> lines = new ArrayList<>();
        try (PreparedStatement select =
                connection.prepareStatement("SELECT DIMENSION, QUANTITY, PRICE, NET, VAT_PERCENT"
                        + " FROM TRANSACTIONS.TX_LINE WHERE SESSION_ID = ? ORDER BY LINE_ID")) {
            select.setString(1, session.value());
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    lines.add(new Cost.Line(
                            Dimension.valueOf(row.getString(1)),
                            plain(row.getBigDecimal(2)),
                            plain(row.getBigDecimal(3)),
                            plain(row.getBigDecimal(4)),
                            plain(row.getBigDecimal(5))));
                }
            }
        }
        return lines;
    }

    private static List<Cost.Tax> taxes(Connection connection, SessionId session, Currency currency)
            throws SQLException {
        List<Cost.Tax> taxes = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT VAT_PERCENT, NET, VAT" + " FROM TRANSACTIONS.TX_TAX WHERE SESSION_ID = ? ORDER BY TAX_ID")) {
            select.setString(1, session.value());
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    taxes.add(new Cost.Tax(
                            plain(row.getBigDecimal(1)),
                            new Money(row.getLong(2), currency),
                            new Money(row.getLong(3), currency)));
                }
            }
        }
        return taxes;
    }

    private static BigDecimal plain(BigDecimal value) {
        return Pricing.plain(value);
    }

    private static void set(PreparedStatement statement, int from, Moment moment) throws SQLException {
        statement.setLong(from, Nanos.of(moment.utc()));
        statement.setString(from + 1, moment.boot().toString());
        statement.setLong(from + 2, moment.sinceBoot().toNanos());
        statement.setString(from + 3, moment.clock().name());
    }

    private static Moment moment(ResultSet row, String name) throws SQLException {
        return new Moment(
                Nanos.instant(row.getLong(name + "_NS")),
                UUID.fromString(row.getString(name + "_BOOT")),
                Duration.ofNanos(row.getLong(name + "_BOOT_NS")),
                Moment.ClockState.valueOf(row.getString(name + "_CLOCK")));
    }
}
