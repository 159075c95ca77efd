package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.Moment;
import io.voltwright.journal.api.Fact;
import io.voltwright.journal.api.Payload;
import java.util.Optional;

/**
 * The wish to say a message again that was given up, as a fact among the others: so it has its turn, survives a restart, and is
 * committed like every other message.
 */
final class Resend {

    private static final String TYPE = "ocpp.ResendRequested";
    private static final int VERSION = 1;

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
