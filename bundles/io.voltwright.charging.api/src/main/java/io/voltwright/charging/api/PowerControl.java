package io.voltwright.charging.api;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.Current;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Outcome;
import io.voltwright.base.api.Power;
import io.voltwright.site.api.Site;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/** Steers how power is shared: wishes of sessions, limits from outside, and what a change would do. */
@ProviderType
public interface PowerControl {

    /** Says what the session at an EVSE needs, in place of all that was said before; kept over restarts until it ends. */
    CompletionStage<Outcome> wish(EvseId evse, Wish wish, Actor by);

    /** What was said of the session at an EVSE; {@link Wish#NONE} where nothing was. */
    Wish wish(EvseId evse);

    /** Someone outside is there; without it for a while his fail-safe limit holds (EEBUS LPC, scenario 3). */
    CompletionStage<Outcome> heartbeat(String owner, Actor by);

    /**
     * Someone outside limits the power of his node, as the site file names it (EEBUS LPC, scenario 1).
     *
     * @param lasts after which it ends by itself; empty: until it is released
     */
    CompletionStage<Outcome> limitPower(String owner, Power most, Optional<Duration> lasts, Actor by);

    /** Someone outside lets the power of his node go. */
    CompletionStage<Outcome> releasePower(String owner, Actor by);

    /** All limits that are set now beside the wiring. */
    List<Held> limits();

    /**
     * What each EVSE would get after a change; nothing is applied. Empty before the first cycle.
     *
     * @throws IllegalArgumentException for a node that is not there, or a new EVSE that is
     */
    List<Prospect> whatIf(Change change);

    /**
     * A limit that someone holds.
     *
     * @param place id of an EVSE or node
     * @param owner whose it is
     * @param most amperes per phase, or watts, with their unit
     * @param until when it ends by itself; empty: when its owner takes it away
     */
    record Held(String place, String owner, String most, Optional<Instant> until) {}

    /** A change to try. */
    sealed interface Change {}

    /** Another limit per line at a node, in place of all that holds there. */
    record NewLimit(String node, Current most) implements Change {}

    /** One more charging point at a node, on all phases, with a car that can use so much. */
    record NewEvse(EvseId evse, String node, Current most) implements Change {}

    /**
     * Another site file.
     *
     * @param busy whether a car charges at each of its EVSEs; otherwise at those that charge now
     */
    record NewSite(Site site, boolean busy) implements Change {}

    /**
     * What an EVSE has and would have.
     *
     * @param now as the policy shares without the change; empty for one that is not there
     * @param then with it; empty for one that is gone
     * @param reason one sentence for what it would have
     */
    record Prospect(EvseId evse, Optional<Current> now, Optional<Current> then, String reason) {}
}
