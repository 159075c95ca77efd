package io.voltwright.transactions.ledger;

import io.voltwright.transactions.ledger.Entries.Entry;
import io.voltwright.transactions.ledger.Entries.Posting;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Proves the ledger: numbers without gaps, an unbroken chain, entries that balance, one for each receipt, and none twice. */
final class Proof {

    private static final int PAGE = 1000;

    private Proof() {}

    /**
     * What was found.
     *
     * @param entries how many there are
     * @param balances per account and currency, in minor units; they sum to zero
     * @param faults none if the ledger is proven
     */
    record Finding(long entries, Map<String, Long> balances, List<String> faults) {}

    static Finding of(Connection connection) throws SQLException {
        List<String> faults = new ArrayList<>();
        Map<String, Long> balances = new TreeMap<>();
        long number = 0;
        String previous = Hash.NONE;
        List<Entry> page = Entries.read(connection, 0, PAGE);
        while (!page.isEmpty()) {
            for (Entry entry : page) {
                judge(entry, number, previous, faults);
                entry.postings()
                        .forEach(posting -> balances.merge(
                                posting.account() + " " + posting.currency(), posting.amount(), Long::sum));
                number = entry.number();
                previous = entry.hash();
            }
            page = Entries.read(connection, number, PAGE);
        }
        compare(connection, faults);
        return new Finding(number, balances, faults);
    }

    private static void judge(Entry entry, long before, String previous, List<String> faults) {
        String name = "entry " + entry.number();
        if (entry.number() != before + 1) {
            faults.add(name + " follows " + before + ": entries are missing");
        }
        if (entry.receipt() != entry.number()) {
            faults.add(name + " has receipt " + entry.receipt() + ": receipt numbers have a gap");
        }
        if (!entry.previousHash().equals(previous)) {
            faults.add(name + " does not continue the chain");
        }
        if (!entry.rightHash().equals(entry.hash())) {
            faults.add(name + " was changed after it was booked");
        }
        Map<String, Long> sums = entry.postings().stream()
                .collect(Collectors.groupingBy(Posting::currency, Collectors.summingLong(Posting::amount)));
        sums.forEach((currency, sum) -> {
            if (sum != 0) {
                faults.add(name + " does not balance: " + sum + " minor units of " + currency);
            }
        });
    }

    /** The projection and the ledger have to say the same. */
    private static void compare(Connection connection, List<String> faults) throws SQLException {
        String differing = "SELECT T.SESSION_ID FROM TRANSACTIONS.TX T LEFT JOIN TRANSACTIONS.ENTRY E"
                + " ON E.SESSION_ID = T.SESSION_ID AND E.RECEIPT_NUMBER = T.RECEIPT_NUMBER"
                + " LEFT JOIN TRANSACTIONS.POSTING P ON P.ENTRY_ID = E.ENTRY_ID AND P.ACCOUNT = 'receivable'"
                + " WHERE T.RECEIPT_NUMBER IS NOT NULL AND (P.AMOUNT IS NULL OR P.AMOUNT <> T.GROSS)";
        sessions(connection, differing)
                .forEach(id -> faults.add("session " + id + " has another total than its entry"));
        String twice = "SELECT SESSION_ID FROM TRANSACTIONS.ENTRY WHERE KIND = '" + Entries.SALE
                + "' GROUP BY SESSION_ID HAVING COUNT(*) > 1";
        sessions(connection, twice).forEach(id -> faults.add("session " + id + " is booked more than once"));
    }

    private static List<String> sessions(Connection connection, String query) throws SQLException {
        List<String> found = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(query);
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                found.add(row.getString(1));
            }
        }
        return found;
    }
}
