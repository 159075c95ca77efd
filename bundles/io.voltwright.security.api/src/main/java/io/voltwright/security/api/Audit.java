package io.voltwright.security.api;

import io.voltwright.base.api.Actor;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/** Keeps who did what: each event becomes a fact of the journal. */
@ProviderType
public interface Audit {

    /** Records the event. Never blocks; completes when it is durable. */
    CompletionStage<Void> record(Event event);

    /** Kinds of event. */
    enum Kind {
        LOGIN_ACCEPTED,
        LOGIN_REFUSED,
        COMMAND,
        CONFIGURATION,
        ACCOUNT,
        TOKEN,
        ADMISSION_REFUSED,
        ATTACK,
        ALARM,
        CERTIFICATE,
        STARTED,
        STOPPED
    }

    /**
     * Something worth keeping for an auditor.
     *
     * @param kind what sort of thing
     * @param actor who
     * @param origin the peer's address, or {@code local}
     * @param object what it was done to; no personal data, no secrets
     * @param detail one line for people: old and new value where something changed
     * @param refused whether it was refused
     */
    record Event(Kind kind, Actor actor, String origin, String object, String detail, boolean refused) {}
}
