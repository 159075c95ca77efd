package io.voltwright.transactions.api;

import io.voltwright.base.api.Money;
import io.voltwright.base.api.SessionId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** The books of the site. All methods but {@link #costSoFar} block on the store. */
@ProviderType
public interface Transactions {

    /**
     * Transactions that started in a period, oldest first.
     *
     * @param from inclusive
     * @param to exclusive
     * @param limit at most that many
     */
    List<Transaction> between(Instant from, Instant to, int limit);

    /** The newest transactions, newest first. */
    List<Transaction> latest(int limit);

    Optional<Transaction> find(SessionId session);

    /** What a running session costs until now, VAT included; empty if it is not running or not priced here. */
    Optional<Money> costSoFar(SessionId session);

    /** The tariffs in force, by id. */
    List<Tariff> tariffs();
}
