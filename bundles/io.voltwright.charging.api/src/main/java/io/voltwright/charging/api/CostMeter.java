package io.voltwright.charging.api;

import io.voltwright.base.api.Money;
import io.voltwright.base.api.SessionId;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/** Knows what a session has cost until now; register one as a service where prices are known. */
@ConsumerType
public interface CostMeter {

    /** By the samples so far; empty where its price is not known. Must return at once. */
    Optional<Money> cost(SessionId session);
}
