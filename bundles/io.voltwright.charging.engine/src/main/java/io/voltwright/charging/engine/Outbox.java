package io.voltwright.charging.engine;

import io.voltwright.journal.api.Effects;
import io.voltwright.journal.api.Fact;
import io.voltwright.journal.api.Journal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands the facts of one EVSE to the journal in their order, together with its rows; keeps them while the journal is away. */
final class Outbox {

    private static final Logger log = LoggerFactory.getLogger(Outbox.class);

    private final Executor lane;
    private final Supplier<Optional<Journal>> journal;
    private final Supplier<RowImage> image;
    private final Backlog backlog;
    private final Committed committed;
    private final Deque<Entry> entries = new ArrayDeque<>();
    private final List<Runnable> emptied = new ArrayList<>();
    private boolean sending;
    private boolean away;

    /**
     * Facts that go together.
     *
     * @param ticket of a commit that is dropped if it fails; 0 for what is kept
     * @param also rows that change with them beside the EVSE's own
     */
    private record Entry(List<Fact> facts, long ticket, Effects also) {}

    /** Hears of commits, on the lane. */
    interface Committed {
        void committed(long ticket, boolean onDisk);
    }

    /**
     * @param image the rows as they are when something is sent
     */
    Outbox(
            Executor lane,
            Supplier<Optional<Journal>> journal,
            Supplier<RowImage> image,
            Backlog backlog,
            Committed committed) {
        this.lane = lane;
        this.journal = journal;
        this.image = image;
        this.backlog = backlog;
        this.committed = committed;
    }

    void note(Fact fact, boolean dispensable) {
        if (dispensable && backlog.full()) {
            backlog.leaveOut();
            return;
        }
        add(new Entry(List.of(fact), 0, Effects.NONE));
    }

    void save() {
        add(new Entry(List.of(), 0, Effects.NONE));
    }

    /** Rows that changed without a fact, beside the EVSE's own. */
    void keep(Effects rows) {
        add(new Entry(List.of(), 0, rows));
    }

    void commit(long ticket, List<Fact> facts, Effects also) {
        add(new Entry(facts, ticket, also));
    }

    private void add(Entry entry) {
        entries.addLast(entry);
        backlog.add(1);
    }

    /** Runs this once nothing waits any more; what is pumped in the same step counts. */
    void whenEmpty(Runnable then) {
        emptied.add(then);
    }

    /** Whether something waits. */
    boolean waits() {
        return !entries.isEmpty();
    }

    /** Sends what waits unless something is on its way; called after each step and each second. */
    void pump() {
        if (!sending && entries.isEmpty()) {
            List<Runnable> due = List.copyOf(emptied);
            emptied.clear();
            due.forEach(Runnable::run);
        }
        if (sending || entries.isEmpty()) {
            return;
        }
        List<Entry> batch = batch();
        Optional<Journal> to = journal.get().filter(Journal::accepting);
        if (to.isEmpty()) {
            done(batch, false);
            return;
        }
        List<Fact> facts =
                batch.stream().flatMap(entry -> entry.facts().stream()).toList();
        sending = true;
        to.orElseThrow()
                .append(facts, rows(batch))
                .whenComplete((positions, failure) -> lane.execute(() -> {
                    sending = false;
                    if (failure != null) {
                        log.debug("the journal did not take {} facts", facts.size(), failure);
                    }
                    done(batch, failure == null);
                    if (failure == null) {
                        pump();
                    }
                }));
    }

    private Effects rows(List<Entry> batch) {
        Effects all = Rows.write(image.get());
        for (Entry entry : batch) {
            all = entry.also() == Effects.NONE ? all : all.then(entry.also());
        }
        return all;
    }

    // Up to the first commit: what comes after it may depend on whether it succeeds.
    private List<Entry> batch() {
        List<Entry> batch = new ArrayList<>();
        for (Entry entry : entries) {
            batch.add(entry);
            if (entry.ticket() != 0) {
                break;
            }
        }
        return batch;
    }

    private void done(List<Entry> batch, boolean onDisk) {
        Entry last = batch.get(batch.size() - 1);
        if (onDisk) {
            batch.forEach(entries::remove);
            backlog.add(-batch.size());
        } else if (last.ticket() != 0) {
            entries.remove(last);
            backlog.add(-1);
        }
        tell(onDisk);
        if (last.ticket() != 0) {
            committed.committed(last.ticket(), onDisk);
        }
    }

    private void tell(boolean onDisk) {
        if (away == onDisk) {
            away = !onDisk;
            if (away) {
                log.warn(
                        "the journal does not take facts: starts and raises are refused, {} facts wait",
                        entries.size());
            } else {
                log.info("the journal takes facts again");
            }
        }
    }
}
