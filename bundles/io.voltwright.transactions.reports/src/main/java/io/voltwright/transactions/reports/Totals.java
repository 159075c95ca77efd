package io.voltwright.transactions.reports;

import io.voltwright.base.api.Energy;
import io.voltwright.base.api.Money;
import io.voltwright.transactions.api.Cost;
import io.voltwright.transactions.api.Transaction;
import io.voltwright.transactions.api.Transaction.State;
import java.util.Collection;
import java.util.Currency;
import java.util.Map;
import java.util.TreeMap;

/** What a report sums to: one line per biller, state and currency, for these may not be added up. */
final class Totals {

    /**
     * One line.
     *
     * @param currency empty where nothing has a price
     */
    record Sum(String biller, State state, String currency, long count, Energy energy, long net, long vat, long gross) {

        /** Minor units as an amount. */
        String amount(long minorUnits) {
            return currency.isEmpty() ? "-" : new Money(minorUnits, Currency.getInstance(currency)).toString();
        }

        private Sum plus(Sum other) {
            return new Sum(
                    biller,
                    state,
                    currency,
                    count + other.count,
                    energy.plus(other.energy),
                    Math.addExact(net, other.net),
                    Math.addExact(vat, other.vat),
                    Math.addExact(gross, other.gross));
        }
    }

    private final Map<String, Sum> sums = new TreeMap<>();

    void add(Transaction transaction) {
        String biller = transaction.biller();
        State state = transaction.state();
        Sum one = transaction
                .cost()
                .map(cost -> sum(biller, state, transaction.energy(), cost))
                .orElseGet(() -> new Sum(biller, state, "", 1, transaction.energy(), 0, 0, 0));
        sums.merge(biller + "\n" + state + "\n" + one.currency(), one, Sum::plus);
    }

    private static Sum sum(String biller, State state, Energy energy, Cost cost) {
        String currency = cost.gross().currency().getCurrencyCode();
        return new Sum(
                biller,
                state,
                currency,
                1,
                energy,
                cost.net().minorUnits(),
                cost.vat().minorUnits(),
                cost.gross().minorUnits());
    }

    Collection<Sum> sums() {
        return sums.values();
    }

    long count() {
        return sums.values().stream().mapToLong(Sum::count).sum();
    }
}
