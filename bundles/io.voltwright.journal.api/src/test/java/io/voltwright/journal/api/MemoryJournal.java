package io.voltwright.journal.api;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A journal in memory for tests: effects run on the given store, if any; it can be told to refuse. */
public final class MemoryJournal implements Journal {

    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, Long> keys = new HashMap<>();
    private final @Nullable DataSource store;
    private boolean accepting = true;

    public MemoryJournal() {
        this(null);
    }

    /** With effects applied to this store. */
    public MemoryJournal(@Nullable DataSource store) {
        this.store = store;
    }

    /** From now on appends fail, as with a full disk, or are taken again. */
    public synchronized void accept(boolean accept) {
        accepting = accept;
    }

    @Override
    public synchronized CompletionStage<List<Long>> append(List<Fact> facts, Effects effects) {
        if (!accepting) {
            return CompletableFuture.failedFuture(new JournalException("the journal refuses, as the test told it to"));
        }
        try {
            if (store != null && (facts.isEmpty() || facts.stream().anyMatch(fact -> !keys.containsKey(fact.key())))) {
                apply(store, effects);
            }
        } catch (SQLException e) {
            return CompletableFuture.failedFuture(new JournalException("effects failed", e));
        }
        List<Long> positions = new ArrayList<>();
        for (Fact fact : facts) {
            Long known = keys.get(fact.key());
            if (known == null) {
                known = entries.size() + 1L;
                entries.add(new Entry(known, fact));
                keys.put(fact.key(), known);
            }
            positions.add(known);
        }
        return CompletableFuture.completedFuture(positions);
    }

    private static void apply(DataSource store, Effects effects) throws SQLException {
        try (Connection connection = store.getConnection()) {
            connection.setAutoCommit(false);
            effects.apply(connection);
            connection.commit();
        }
    }

    @Override
    public synchronized List<Entry> read(long after, int limit) {
        return entries.stream()
                .filter(entry -> entry.position() > after)
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized long last() {
        return entries.size();
    }

    @Override
    public synchronized boolean accepting() {
        return accepting;
    }

    /** All facts so far that match, oldest first. */
    public synchronized List<Fact> facts(Predicate<Fact> which) {
        return entries.stream().map(Entry::fact).filter(which).toList();
    }

    /** All facts of a type so far, oldest first. */
    public List<Fact> facts(String type) {
        return facts(fact -> fact.type().equals(type));
    }
}
