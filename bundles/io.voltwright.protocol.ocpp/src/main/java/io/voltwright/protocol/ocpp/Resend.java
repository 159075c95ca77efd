package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.Moment;
import io.voltwright.base.api.Time;
import io.voltwright.journal.api.Effects;
import io.voltwright.journal.api.Fact;
import io.voltwright.journal.api.Journal;
import io.voltwright.journal.api.Payload;
import java.util.List;
import java.util.Optional;

/**
 * The wish to say a message again that was given up, as a fact among the others: so it has its turn, survives a restart, and is
 * committed like every other message.
 */
final class Resend {

    private static final String TYPE = "ocpp.ResendRequested";
    private static final int VERSION = 1;
    private static final int PAGE = 500;

    private Resend() {}

    /** Asking twice before it was tried again is asking once. */
    static Fact wish(Undelivered message, Moment now) {
        return new Fact(
                TYPE,
                VERSION,
                "ocpp." + message.backend() + "/resend/" + message.entry() + "/"
                        + message.givenUp().toEpochMilli(),
                message.evse(),
                now,
                false,
                Payload.with()
                        .put("backend", message.backend())
                        .put("entry", message.entry())
                        .done());
    }

    /**
     * Wishes for all that was given up, or for one, page by page; blocks on store and journal.
     *
     * @return how many
     */
    static long all(OcppStore store, Journal journal, String backend, Optional<Long> only, Time time) {
        if (only.isPresent()) {
            return wish(journal, store.undelivered(backend, only.get()).stream().toList(), time);
        }
        long asked = 0;
        long position = 0;
        List<Undelivered> page = store.undelivered(backend, position, PAGE);
        while (!page.isEmpty()) {
            asked += wish(journal, page, time);
            position = page.get(page.size() - 1).entry();
            page = store.undelivered(backend, position, PAGE);
        }
        return asked;
    }

    private static long wish(Journal journal, List<Undelivered> messages, Time time) {
        List<Fact> facts = messages.stream()
                .filter(message -> message.context().isPresent())
                .map(message -> wish(message, time.moment()))
                .toList();
        if (!facts.isEmpty()) {
            journal.append(facts, Effects.NONE).toCompletableFuture().join();
        }
        return facts.size();
    }

    static boolean isWish(Fact fact) {
        return fact.type().equals(TYPE) && fact.version() == VERSION;
    }

    /** The position of what this back end shall hear again. */
    static Optional<Long> entry(Fact fact, String backend) {
        return isWish(fact) && fact.payload().text("backend").equals(backend)
                ? fact.payload().findNumber("entry")
                : Optional.empty();
    }
}
