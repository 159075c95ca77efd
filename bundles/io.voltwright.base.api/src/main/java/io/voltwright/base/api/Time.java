package io.voltwright.base.api;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.osgi.annotation.versioning.ProviderType;

/** The station's clock and stopwatch; tests and simulations own their own. */
@ProviderType
public interface Time extends InstantSource {

    /** The clock, in UTC; may jump. */
    @Override
    default Instant instant() {
        return moment().utc();
    }

    /** Monotonic time since the boot of this process; for ages, deadlines and durations. */
    Duration sinceBoot();

    /** Clock and stopwatch read together. */
    Moment moment();
}
