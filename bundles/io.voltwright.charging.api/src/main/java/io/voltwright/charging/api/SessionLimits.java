package io.voltwright.charging.api;

import io.voltwright.base.api.Energy;
import io.voltwright.base.api.Money;
import java.time.Duration;
import java.util.Optional;

/**
 * When a session stops by itself, after OCPP 2.1 TransactionLimitType; whichever comes first.
 *
 * @param energy the most it may take
 * @param time the longest it may last, from its start
 * @param stateOfCharge percent of the car's battery, 1 to 100, where the pile tells it
 * @param cost the most it may cost, where its price is known ({@link CostMeter})
 */
public record SessionLimits(
        Optional<Energy> energy, Optional<Duration> time, Optional<Integer> stateOfCharge, Optional<Money> cost) {

    public static final SessionLimits NONE =
            new SessionLimits(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /**
     * @throws IllegalArgumentException for a state of charge that is no percentage
     */
    public SessionLimits {
        stateOfCharge.filter(percent -> percent < 1 || percent > 100).ifPresent(percent -> {
            throw new IllegalArgumentException("state of charge " + percent + ": 1 to 100 percent");
        });
    }
}
