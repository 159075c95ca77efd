package io.voltwright.charging.engine;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.Outcome;
import io.voltwright.field.api.Offer;
import io.voltwright.field.api.Pile;
import java.time.Duration;
import java.util.Optional;

/** Speaks offers to the pile of one EVSE and tells what became of them. */
final class PileLine {

    static final Duration LEASE = Duration.ofSeconds(10);

    /** A pile that is still confirming is not asked the same again so soon; its lease is longer. */
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private final Ties ties;
    private final Answers answers;
    private long calls;
    private boolean inFlight;
    private Duration sent;

    /** Hears of answers, on the lane. */
    interface Answers {

        /** The pile holds this. */
        void confirmed(long seq, Current current, Current failSafe);

        /** The latest offer was not taken; an earlier one that a later replaced is not told. */
        void refused(String why);
    }

    PileLine(Ties ties, Answers answers) {
        this.ties = ties;
        this.answers = answers;
        this.sent = ties.now();
    }

    void send(long seq, Current current, Current failSafe) {
        Optional<Pile> pile = ties.pile();
        if (pile.isEmpty()) {
            return;
        }
        long call = ++calls;
        inFlight = true;
        sent = ties.now();
        pile.orElseThrow().offer(new Offer(current, LEASE, failSafe)).whenComplete((outcome, failure) -> {
            Outcome result = failure == null ? outcome : Outcome.refused(String.valueOf(failure.getMessage()));
            ties.later(() -> answered(call, seq, current, failSafe, result));
        });
    }

    private void answered(long call, long seq, Current current, Current failSafe, Outcome outcome) {
        boolean latest = call == calls;
        inFlight = inFlight && !latest;
        if (outcome.isDone()) {
            answers.confirmed(seq, current, failSafe);
        } else if (latest) {
            answers.refused(outcome.reasonOrDone());
        }
    }

    /** Whether anything was ever said to it. */
    boolean used() {
        return calls > 0;
    }

    boolean busy() {
        return inFlight && ties.now().minus(sent).compareTo(PATIENCE) < 0;
    }
}
