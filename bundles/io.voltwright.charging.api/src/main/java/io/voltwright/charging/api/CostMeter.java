package io.voltwright.charging.api;

import io.voltwright.base.api.Energy;
import io.voltwright.base.api.Money;
import io.voltwright.base.api.SessionId;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/** Knows what a session has cost until now; registered as a service where prices are known. */
@ConsumerType
public interface CostMeter {

    /**
     * As the driver pays it now, VAT included, by the tariff that was in force when the session started. Must return at once.
     *
     * @param delivered what the session has taken by the register of now, which may be ahead of the journal's samples
     * @return empty where the session or its price is not known
     */
    Optional<Money> cost(SessionId session, Energy delivered);
}
