package io.voltwright.charging.engine;

import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.SessionId;
import io.voltwright.charging.api.ChargingFact;
import io.voltwright.charging.api.ChargingFact.SessionStarted;
import io.voltwright.charging.api.ChargingFact.SessionStopped;
import io.voltwright.charging.api.ChargingFacts;
import io.voltwright.journal.api.Effects;
import io.voltwright.journal.api.Entry;
import io.voltwright.journal.api.Fact;
import io.voltwright.journal.api.Journal;
import io.voltwright.journal.api.JournalException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.sql.DataSource;

/**
 * A journal for simulated days: counts the energy of sessions as facts pass by, and writes rows when somebody will read them; of
 * several images of an EVSE only the last, which is all that they mean.
 */
final class RoughJournal implements Journal {

    private final DataSource store;
    private final Map<Object, Effects> rows = new LinkedHashMap<>();
    private final Map<SessionId, SessionStarted> open = new HashMap<>();
    private final Map<EvseId, Double> wattHours = new HashMap<>();
    private boolean accepting = true;
    private long last;
    int sessions;
    int unusable;

    RoughJournal(DataSource store) {
        this.store = store;
    }

    void accept(boolean does) {
        accepting = does;
    }

    @Override
    public CompletionStage<List<Long>> append(List<Fact> facts, Effects effects) {
        if (!accepting) {
            return CompletableFuture.failedFuture(new JournalException("full, says the simulation"));
        }
        if (effects instanceof Rows.Image image) {
            EvseId evse = image.image().evse().evse();
            rows.remove(evse);
            rows.put(evse, effects);
        } else {
            rows.put(new Object(), effects);
        }
        List<Long> positions = new ArrayList<>();
        for (Fact fact : facts) {
            if (fact.type().startsWith("charging.Session")) {
                ChargingFacts.decode(fact).ifPresent(this::count);
            }
            positions.add(++last);
        }
        return CompletableFuture.completedFuture(positions);
    }

    private void count(ChargingFact fact) {
        if (fact instanceof SessionStarted started) {
            open.put(started.session(), started);
            sessions++;
        } else if (fact instanceof SessionStopped stopped) {
            SessionStarted started = open.remove(stopped.session());
            if (started == null) {
                throw new IllegalStateException("stopped without a start: " + stopped);
            }
            wattHours.merge(
                    stopped.evse(), stopped.register().minus(started.register()).wattHours(), Double::sum);
            unusable += stopped.usable() ? 0 : 1;
        }
    }

    /** Energy of all sessions that are over. */
    double wattHours(EvseId evse) {
        return wattHours.getOrDefault(evse, 0.0);
    }

    int openSessions() {
        return open.size();
    }

    /** Everything is on disk. */
    void flush() {
        try (Connection connection = store.getConnection()) {
            connection.setAutoCommit(false);
            for (Effects effects : rows.values()) {
                effects.apply(connection);
            }
            connection.commit();
            rows.clear();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public List<Entry> read(long after, int limit) {
        return List.of();
    }

    @Override
    public long last() {
        return last;
    }

    @Override
    public boolean accepting() {
        return accepting;
    }
}
