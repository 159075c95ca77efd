package io.voltwright.transactions.ledger;

import io.voltwright.base.api.Moment;
import io.voltwright.charging.api.ChargingFact.SessionStopped;
import io.voltwright.transactions.api.Tariff;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What only a person can decide about the bill of a session. */
final class Doubts {

    private Doubts() {}

    /**
     * @param tariff the one in force when it started; empty if there was none
     * @return all that is in doubt, in one line; empty if nothing is
     */
    static Optional<String> of(Tx tx, SessionStopped stopped, Optional<Tariff> tariff) {
        String all = Stream.of(
                        tariff.isPresent()
                                ? Optional.<String>empty()
                                : Optional.of("there was no tariff '" + tx.tariff() + "' when it started"),
                        meter(tx, stopped),
                        tariff.flatMap(own -> clock(tx, own)))
                .flatMap(Optional::stream)
                .collect(Collectors.joining("; "));
        return all.isEmpty() ? Optional.empty() : Optional.of(all);
    }

    private static Optional<String> meter(Tx tx, SessionStopped stopped) {
        if (!stopped.usable()) {
            return Optional.of("the meter cannot be believed");
        }
        return tx.startRegister().exceeds(stopped.register())
                ? Optional.of("the register went back from " + tx.startRegister() + " to " + stopped.register())
                : Optional.empty();
    }

    /** Whether its time has a price and nobody can tell how long it was. */
    static Optional<String> clock(Tx tx, Tariff tariff) {
        boolean sameBoot = tx.started().boot().equals(tx.latest().boot());
        if (sameBoot || !Pricing.pricesTime(tariff)) {
            return Optional.empty();
        }
        boolean synchronised = tx.started().clock() == Moment.ClockState.SYNCHRONISED
                && tx.latest().clock() == Moment.ClockState.SYNCHRONISED;
        return synchronised && !tx.duration().isNegative()
                ? Optional.empty()
                : Optional.of("time is priced across a restart, and the clock was not known to be right");
    }
}
