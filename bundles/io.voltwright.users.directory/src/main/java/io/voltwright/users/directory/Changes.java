package io.voltwright.users.directory;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.Outcome;
import io.voltwright.base.api.Time;
import io.voltwright.journal.api.Effects;
import io.voltwright.journal.api.Fact;
import io.voltwright.journal.api.Journal;
import io.voltwright.journal.api.Payload;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Changes rows and says so in the journal: both or neither. */
final class Changes {

    private static final Logger log = LoggerFactory.getLogger(Changes.class);
    private static final int PATIENCE_SECONDS = 30;

    private final Journal journal;
    private final Time time;

    Changes(Journal journal, Time time) {
        this.journal = journal;
        this.time = time;
    }

    /** Blocks until it is durable. */
    Outcome commit(String type, String subject, Actor by, Payload what, Effects effects) {
        Payload.Builder payload = Payload.with().put("by", by.toString());
        what.values().forEach(payload::put);
        Fact fact = new Fact(type, 1, type + ":" + UUID.randomUUID(), subject, time.moment(), false, payload.done());
        try {
            journal.append(List.of(fact), effects).toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return Outcome.done();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Outcome.refused("interrupted; look whether '" + subject + "' was changed");
        } catch (TimeoutException e) {
            return Outcome.refused("the journal is slow; look whether '" + subject + "' was changed");
        } catch (ExecutionException e) {
            log.warn("{} of {} was not written", type, subject, e.getCause());
            return Outcome.refused("nothing was changed: the journal or the store refused");
        }
    }
}
