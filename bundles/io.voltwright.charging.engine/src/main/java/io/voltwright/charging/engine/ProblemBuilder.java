package io.voltwright.charging.engine;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.DeviceId;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.PhaseCurrents;
import io.voltwright.base.api.Power;
import io.voltwright.charging.api.PowerPolicy.Limit;
import io.voltwright.charging.api.PowerPolicy.Problem;
import io.voltwright.charging.api.Session;
import io.voltwright.charging.engine.NodeLimits.Round;
import io.voltwright.field.api.Meter;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Puts the question to the power policy: the tree with what is left on it, and what each EVSE wants. */
final class ProblemBuilder {

    /** An allowance that its pile has not confirmed for so long is taken as refused. */
    static final Duration STUCK = Duration.ofSeconds(10);

    private final NodeLimits nodes;
    private final Demands demands;
    private Map<EvseId, Integer> phases = Map.of();
    private final Function<DeviceId, Optional<Meter>> meters;

    ProblemBuilder(
            Limits limits,
            Externals externals,
            Wishes wishes,
            WorstLoads worst,
            Function<DeviceId, Optional<Meter>> meters) {
        this.nodes = new NodeLimits(limits, externals, worst, meters);
        this.demands = new Demands(limits, wishes);
        this.meters = meters;
    }

    /** What is known of one EVSE at the cycle. */
    record Known(Stand stand, Booking booking, Optional<Session> session) {}

    Problem build(Premises premises, Map<EvseId, Known> evses, Duration now, Instant utc) {
        Round round = new Round(premises, evses, now, utc);
        Limit root = nodes.root(round);
        Optional<Power> grid =
                premises.grid().meter().flatMap(meters).flatMap(meter -> MeterFeed.power(meter, premises));
        Problem problem = new Problem(root, demands.of(round, grid));
        phases = demands.phases(round);
        return problem;
    }

    /** Who should charge on another number of phases, by the last question. */
    Map<EvseId, Integer> phases() {
        return phases;
    }

    /** What held at each node in the last question before that which else flows was taken off. */
    Map<String, Outlook.Most> inForce() {
        return nodes.inForce();
    }

    /** What must be set aside whatever the share is (R32, R34, R36, R38). */
    static Current reserved(Known known, Duration now) {
        Stand stand = known.stand();
        Current reserved = stand.floor().max(stand.failSafeFor(stand.entitled() ? Current.MINIMUM : Current.ZERO));
        if (stand.preparing()) {
            reserved = reserved.max(stand.least());
        }
        boolean unsure = stand.silent()
                || !stand.compared()
                || known.booking().unsettled(now).compareTo(STUCK) > 0;
        if (unsure) {
            reserved = reserved.max(known.booking().exposure());
        }
        Current draws = stand.draws().map(PhaseCurrents::most).orElse(Current.ZERO);
        boolean overdrawn = draws.milliamperes() > stand.held().milliamperes() * 11 / 10 + 500;
        return overdrawn ? reserved.max(draws) : reserved;
    }
}
