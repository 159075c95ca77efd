package io.voltwright.charging.engine;

import io.voltwright.base.api.Current;
import io.voltwright.charging.api.ChargingFact;
import io.voltwright.charging.api.ChargingFact.OfferChanged;
import io.voltwright.field.api.Pile;
import java.time.Duration;
import java.util.Optional;

/** What the offers of one EVSE need around them; all on its lane. */
interface Ties {
    EvseMachine machine();

    Optional<Pile> pile();

    Duration now();

    boolean journalTakes();

    /** The charge's row and fact have to be on disk; {@link Offers#committed} hears of the ticket. */
    void commit(long ticket, OfferChanged change);

    void note(ChargingFact fact);

    /** The starts have to be found again after a restart. */
    void remember(StartBudget starts);

    /** Back on the lane. */
    void later(Runnable task);

    /** The pile holds no more than this under that allowance and those before it. */
    void settled(long seq, Current exposure);

    /** What is armed with an offer of 0. */
    default Current idleFailSafe(Allowance allowance) {
        return allowance.current().isZero() ? allowance.failSafe() : restFailSafe();
    }

    /** What is armed where no current is allowed: 0 where a trip would switch the pile on. */
    default Current restFailSafe() {
        boolean energises =
                pile().map(driver -> driver.abilities().tripEnergises()).orElse(false);
        return energises ? Current.ZERO : machine().wiring().failSafe();
    }
}
