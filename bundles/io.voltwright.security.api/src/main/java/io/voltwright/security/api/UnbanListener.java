package io.voltwright.security.api;

import java.util.function.Predicate;
import org.osgi.annotation.versioning.ConsumerType;

/** Hears when a person lets a banned peer come back; registered as a service by whoever slows peers down besides. */
@ConsumerType
public interface UnbanListener {

    /**
     * What the peer did before no longer counts against it. Must return soon.
     *
     * @param isPeer whether an origin, as {@link Audit.Event#origin} gives it, is that peer
     */
    void unbanned(Predicate<String> isPeer);
}
