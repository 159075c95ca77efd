package io.voltwright.charging.engine;

import io.voltwright.base.api.Lane;
import io.voltwright.journal.api.Effects;
import io.voltwright.journal.api.Fact;
import io.voltwright.journal.api.Journal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Facts that took effect already and follow to the journal in their order, each once, when it takes them; on one lane. */
final class FactQueue {

    private final Lane lane;
    private final Supplier<Optional<Journal>> journal;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final Deque<Consumer<Boolean>> after = new ArrayDeque<>();
    private boolean sending;

    private record Waiting(Fact fact, Effects effects) {}

    FactQueue(Lane lane, Supplier<Optional<Journal>> journal) {
        this.lane = lane;
        this.journal = journal;
    }

    void add(Fact fact, Effects effects) {
        waiting.addLast(new Waiting(fact, effects));
        pump();
    }

    /** Tells it once all that waits is in the journal, at once where nothing does; or that the journal does not take it now. */
    void then(Consumer<Boolean> next) {
        after.addLast(next);
        runAfter();
        pump();
    }

    private void runAfter() {
        while (waiting.isEmpty() && !after.isEmpty()) {
            after.removeFirst().accept(true);
        }
    }

    private void refuseAfter() {
        while (!after.isEmpty()) {
            after.removeFirst().accept(false);
        }
    }

    void pump() {
        Waiting next = waiting.peekFirst();
        Optional<Journal> to = journal.get().filter(Journal::accepting);
        if (next != null && to.isEmpty() && !sending) {
            refuseAfter();
        }
        if (sending || next == null || to.isEmpty()) {
            return;
        }
        sending = true;
        to.orElseThrow()
                .append(List.of(next.fact()), next.effects())
                .whenComplete((positions, failure) -> lane.execute(() -> {
                    sending = false;
                    if (failure == null) {
                        waiting.removeFirst();
                        runAfter();
                        pump();
                    } else {
                        refuseAfter();
                    }
                }));
    }
}
