package io.voltwright.charging.engine;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.EvseId;
import io.voltwright.charging.api.PowerPolicy;
import io.voltwright.charging.api.PowerPolicy.Demand;
import io.voltwright.charging.api.PowerPolicy.Problem;
import io.voltwright.charging.api.PowerPolicy.Share;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the power policy; while there is none, keeps the offers for a moment and then min(last offer, 6 A). */
final class Fallback {

    /** A policy that is swapped is back within this. */
    static final Duration SWAP = Duration.ofSeconds(5);

    private static final Logger log = LoggerFactory.getLogger(Fallback.class);

    private @Nullable Duration without;
    private boolean failed;

    @SuppressWarnings("IllegalCatch") // a policy may be anyone's: whatever it throws, the offers have to go on
    Map<EvseId, Share> shares(Optional<PowerPolicy> policy, Problem problem, Duration now) {
        if (policy.isPresent()) {
            try {
                Map<EvseId, Share> shares = policy.orElseThrow().share(problem);
                if (without != null) {
                    log.info(
                            "power is allocated again after {} s",
                            now.minus(without).toSeconds());
                }
                without = null;
                failed = false;
                return shares;
            } catch (RuntimeException e) {
                if (!failed) {
                    log.error("the power policy fails; it is asked again each second", e);
                }
                failed = true;
            }
        }
        if (without == null) {
            log.warn("no power policy: offers stay and fall to 6 A in {} s", SWAP.toSeconds());
            without = now;
        }
        boolean brief = now.minus(without).compareTo(SWAP) < 0;
        Map<EvseId, Share> shares = new HashMap<>();
        for (Demand demand : problem.demands()) {
            Current keep = brief ? demand.held() : demand.held().min(Current.MINIMUM);
            String reason = demand.held().isZero() ? "waits: no power policy" : "no power policy: at most 6 A";
            shares.put(demand.evse(), new Share(keep, brief ? "as before: no power policy" : reason));
        }
        return shares;
    }
}
