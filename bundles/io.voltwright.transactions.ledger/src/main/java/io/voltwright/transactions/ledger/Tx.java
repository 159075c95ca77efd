package io.voltwright.transactions.ledger;

import io.voltwright.base.api.Energy;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Moment;
import io.voltwright.base.api.SessionId;
import io.voltwright.base.api.TokenRef;
import io.voltwright.transactions.api.Cost;
import io.voltwright.transactions.api.Released;
import io.voltwright.transactions.api.Transaction;
import io.voltwright.users.api.Biller;
import java.time.Duration;
import java.util.Optional;

/**
 * A session in the books.
 *
 * @param latest when it was last heard of; when it stopped, once it has
 * @param stopRegister the last that could be believed
 */
record Tx(
        SessionId session,
        EvseId evse,
        TokenRef token,
        String biller,
        String tariff,
        String tariffVersion,
        Moment started,
        Moment latest,
        Energy startRegister,
        Energy stopRegister,
        State state,
        Optional<String> stopReason,
        Optional<String> heldBecause,
        Optional<Cost> cost,
        Optional<Long> receiptNumber)
        implements Transaction {

    @Override
    public Optional<Moment> stopped() {
        return stopReason.map(reason -> latest);
    }

    @Override
    public Duration duration() {
        return until(latest);
    }

    /** Monotonic inside one boot, by the clock across boots; negative where the clock was set back meanwhile. */
    Duration until(Moment end) {
        return started.until(end);
    }

    /** The time that is priced: never less than none. */
    Duration priced(Moment end) {
        Duration duration = until(end);
        return duration.isNegative() ? Duration.ZERO : duration;
    }

    Biller whoBills() {
        return Biller.of(biller);
    }

    /** Seen again, its register not to be believed. */
    Tx seen(Moment time) {
        return new Tx(
                session,
                evse,
                token,
                biller,
                tariff,
                tariffVersion,
                started,
                time,
                startRegister,
                stopRegister,
                state,
                stopReason,
                heldBecause,
                cost,
                receiptNumber);
    }

    Tx metered(Moment time, Energy register) {
        return new Tx(
                session,
                evse,
                token,
                biller,
                tariff,
                tariffVersion,
                started,
                time,
                startRegister,
                register,
                state,
                stopReason,
                heldBecause,
                cost,
                receiptNumber);
    }

    Tx ended(String reason, Optional<String> held, Optional<Cost> price) {
        return new Tx(
                session,
                evse,
                token,
                biller,
                tariff,
                tariffVersion,
                started,
                latest,
                startRegister,
                stopRegister,
                held.isPresent() ? State.HELD : State.PRICED,
                Optional.of(reason),
                held,
                price,
                receiptNumber);
    }

    /** Priced after all; where a person said how long it was, it ended so long after its start. */
    Tx released(Released fact, Cost price) {
        boolean asKept = !duration().isNegative()
                && duration().toSeconds() == fact.duration().toSeconds();
        return new Tx(
                session,
                evse,
                token,
                biller,
                tariff,
                fact.tariffVersion(),
                started,
                asKept ? latest : after(fact.duration()),
                startRegister,
                startRegister.plus(fact.energy()),
                State.PRICED,
                stopReason,
                Optional.empty(),
                Optional.of(price),
                receiptNumber);
    }

    private Moment after(Duration duration) {
        return new Moment(
                started.utc().plus(duration),
                started.boot(),
                started.sinceBoot().plus(duration),
                latest.clock());
    }

    Tx costing(Optional<Cost> price) {
        return new Tx(
                session,
                evse,
                token,
                biller,
                tariff,
                tariffVersion,
                started,
                latest,
                startRegister,
                stopRegister,
                state,
                stopReason,
                heldBecause,
                price,
                receiptNumber);
    }
}
