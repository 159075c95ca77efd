package io.voltwright.charging.engine;

import java.time.Duration;

/** The starts of one pile as its offers make them: each is on disk before its contactor closes (R27). */
final class Starts {

    private final Ties ties;
    private final StartBudget budget;

    Starts(Ties ties, StartBudget budget) {
        this.ties = ties;
        this.budget = budget;
    }

    /** A raise is written down. */
    void begins(Raise raise) {
        if (raise.before().isZero()) {
            budget.started(ties.now());
            ties.remember(budget);
        }
    }

    /** A raise that was only written down wears no contactor. */
    void dropped(Raise raise) {
        if (!raise.onDisk() && raise.before().isZero()) {
            budget.withdraw();
            ties.remember(budget);
        }
    }

    /** The pile did not take it. */
    void refused(Raise raise) {
        if (raise.before().isZero()) {
            budget.failed(ties.now());
            ties.remember(budget);
        }
    }

    /** The pile holds something. */
    void taken() {
        budget.succeeded();
    }

    Duration pause() {
        return budget.wait(ties.now());
    }
}
