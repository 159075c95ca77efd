package io.voltwright.transactions.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voltwright.base.api.Moment;
import io.voltwright.transactions.api.Cost;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The ledger proper: entries are added, balanced and chained, and never changed.
 *
 * <p>Implementation: the next number and the hash before come from the store, in the transaction that adds the entry. One reader
 * writes them, so nobody comes between.
 */
final class Entries {

    static final String SALE = "SALE";

    private static final ObjectMapper JSON = new ObjectMapper();

    private Entries() {}

    /**
     * One side of an entry.
     *
     * @param account {@code receivable}, {@code revenue:RATE} or {@code vat:RATE}
     * @param amount minor units, debit positive, credit negative
     */
    record Posting(String account, String currency, long amount) {}

    /**
     * An entry as it is kept.
     *
     * @param number from 1, without gaps
     * @param receipt from 1, without gaps
     */
    record Entry(
            long number,
            String session,
            String kind,
            long bookedNanos,
            long receipt,
            String tariffVersion,
            String previousHash,
            String hash,
            List<Posting> postings) {

        /** What its hash has to be. */
        String rightHash() {
            return Hash.of(previousHash, canonical(this));
        }
    }

    /**
     * Books a session that the station bills.
     *
     * @param time when it is booked
     * @return the number of its receipt
     */
    static long book(Connection connection, Tx tx, Cost cost, Moment time) throws SQLException {
        long number = 1;
        long receipt = 1;
        String previous = Hash.NONE;
        try (PreparedStatement select = connection.prepareStatement("SELECT ENTRY_ID, HASH, RECEIPT_NUMBER"
                        + " FROM TRANSACTIONS.ENTRY WHERE ENTRY_ID = (SELECT MAX(ENTRY_ID) FROM TRANSACTIONS.ENTRY)");
                ResultSet row = select.executeQuery()) {
            if (row.next()) {
                number = row.getLong(1) + 1;
                previous = row.getString(2);
                receipt = row.getLong(3) + 1;
            }
        }
        Entry open = new Entry(
                number,
                tx.session().value(),
                SALE,
                Nanos.of(time.utc()),
                receipt,
                tx.tariffVersion(),
                previous,
                "",
                postings(cost));
        insert(connection, open, open.rightHash());
        return receipt;
    }

    private static List<Posting> postings(Cost cost) throws SQLException {
        String currency = cost.gross().currency().getCurrencyCode();
        List<Posting> postings = new ArrayList<>();
        postings.add(new Posting("receivable", currency, cost.gross().minorUnits()));
        for (Cost.Tax tax : cost.taxes()) {
            postings.add(
                    new Posting("revenue:" + rate(tax), currency, -tax.net().minorUnits()));
            postings.add(new Posting("vat:" + rate(tax), currency, -tax.vat().minorUnits()));
        }
        if (postings.stream().mapToLong(Posting::amount).sum() != 0) {
            throw new SQLException("an entry must sum to zero: " + postings);
        }
        return postings;
    }

    private static String rate(Cost.Tax tax) {
        BigDecimal percent = tax.percent();
        return percent.toPlainString();
    }

    private static void insert(Connection connection, Entry entry, String hash) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO TRANSACTIONS.ENTRY (ENTRY_ID, SESSION_ID,"
                        + " KIND, BOOKED_NS, RECEIPT_NUMBER, TARIFF_VERSION, PREVIOUS_HASH, HASH)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)")) {
            insert.setLong(1, entry.number());
            insert.setString(2, entry.session());
            insert.setString(3, entry.kind());
            insert.setLong(4, entry.bookedNanos());
            insert.setLong(5, entry.receipt());
            insert.setString(6, entry.tariffVersion());
            insert.setString(7, entry.previousHash());
            insert.setString(8, hash);
            insert.executeUpdate();
        }
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO TRANSACTIONS.POSTING (ENTRY_ID,"
                + " POSTING_ID, ACCOUNT, CURRENCY, AMOUNT) VALUES (?, ?, ?, ?, ?)")) {
            int id = 1;
            for (Posting posting : entry.postings()) {
                insert.setLong(1, entry.number());
                insert.setInt(2, id++);
                insert.setString(3, posting.account());
                insert.setString(4, posting.currency());
                insert.setLong(5, posting.amount());
                insert.executeUpdate();
            }
        }
    }

    /**
     * The entries after a number, oldest first.
     *
     * @param limit at most that many
     */
    static List<Entry> read(Connection connection, long after, int limit) throws SQLException {
        List<Entry> entries = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement("SELECT ENTRY_ID, SESSION_ID, KIND, BOOKED_NS,"
                + " RECEIPT_NUMBER, TARIFF_VERSION, PREVIOUS_HASH, HASH FROM TRANSACTIONS.ENTRY WHERE ENTRY_ID > ?"
                + " ORDER BY ENTRY_ID")) {
            select.setMaxRows(limit);
            select.setLong(1, after);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    entries.add(new Entry(
                            row.getLong(1),
                            row.getString(2),
                            row.getString(3),
                            row.getLong(4),
                            row.getLong(5),
                            row.getString(6),
                            row.getString(7),
                            row.getString(8),
                            postings(connection, row.getLong(1))));
                }
            }
        }
        return entries;
    }

    private static List<Posting> postings(Connection connection, long entry) throws SQLException {
        List<Posting> postings = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement("SELECT ACCOUNT, CURRENCY, AMOUNT"
                + " FROM TRANSACTIONS.POSTING WHERE ENTRY_ID = ? ORDER BY POSTING_ID")) {
            select.setLong(1, entry);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    postings.add(new Posting(row.getString(1), row.getString(2), row.getLong(3)));
                }
            }
        }
        return postings;
    }

    /** JSON with sorted names and no spaces (RFC 8785); numbers are whole and below 2^53 or texts. */
    private static String canonical(Entry entry) {
        Map<String, Object> form = new TreeMap<>();
        form.put("booked", Nanos.instant(entry.bookedNanos()).toString());
        form.put("entry", entry.number());
        form.put("kind", entry.kind());
        form.put(
                "postings",
                entry.postings().stream()
                        .map(posting -> new TreeMap<String, Object>(Map.of(
                                "account",
                                posting.account(),
                                "amount",
                                Long.toString(posting.amount()),
                                "currency",
                                posting.currency())))
                        .toList());
        form.put("receipt", entry.receipt());
        form.put("session", entry.session());
        form.put("tariff", entry.tariffVersion());
        try {
            return JSON.writeValueAsString(form);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts and numbers always have a JSON form", e);
        }
    }
}
