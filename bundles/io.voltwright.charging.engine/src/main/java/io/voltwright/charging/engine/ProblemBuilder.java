package io.voltwright.charging.engine;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.DeviceId;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.PhaseCurrents;
import io.voltwright.charging.api.PowerPolicy.Demand;
import io.voltwright.charging.api.PowerPolicy.Limit;
import io.voltwright.charging.api.PowerPolicy.Problem;
import io.voltwright.charging.engine.MeterFeed.Trust;
import io.voltwright.field.api.Meter;
import io.voltwright.site.api.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Puts the question to the power policy: the tree with what is left on it, and what each EVSE wants. */
final class ProblemBuilder {

    /** An allowance that its pile has not confirmed for so long is taken as refused. */
    static final Duration STUCK = Duration.ofSeconds(10);

    private final Limits limits;
    private final Function<DeviceId, Optional<Meter>> meters;
    private final Map<String, MeterFeed> feeds = new HashMap<>();
    private final Map<EvseId, Duration> holdingSince = new HashMap<>();

    ProblemBuilder(Limits limits, Function<DeviceId, Optional<Meter>> meters) {
        this.limits = limits;
        this.meters = meters;
    }

    /** What is known of one EVSE at the cycle. */
    record Known(Stand stand, Booking booking) {}

    Problem build(Node grid, Map<EvseId, Known> evses, Duration now, Instant utc) {
        feeds.keySet().retainAll(grid.all().map(Node::id).toList());
        holdingSince.keySet().retainAll(evses.keySet());
        Set<EvseId> frozen = new HashSet<>();
        Set<EvseId> least = new HashSet<>();
        Optional<PowerLimit> site = limits.lowest(Optional.empty(), utc);
        Limit root = limit(grid, site, evses, now, frozen, least);
        List<Demand> demands = new ArrayList<>();
        evses.forEach((id, known) -> demands.add(demand(id, known, frozen.contains(id), least.contains(id), now, utc)));
        return new Problem(root, demands);
    }

    private Limit limit(
            Node node,
            Optional<PowerLimit> owned,
            Map<EvseId, Known> evses,
            Duration now,
            Set<EvseId> frozen,
            Set<EvseId> least) {
        boolean capped =
                owned.filter(limit -> node.limit().exceeds(limit.current())).isPresent();
        Current most = capped ? owned.orElseThrow().current() : node.limit();
        String why = capped ? owned.orElseThrow().owner() : "fuse";
        PhaseCurrents available = PhaseCurrents.same(most);
        if (node.meter().isPresent()) {
            MeterFeed feed = feeds.computeIfAbsent(node.id(), id -> new MeterFeed(now));
            Trust trust = feed.look(meters.apply(node.meter().orElseThrow()), own(node, evses), now);
            available = MeterFeed.left(most, feed.background(trust));
            why = trust == Trust.GOOD ? why : "meter not heard";
            if (trust != Trust.GOOD) {
                node.allEvses().forEach(frozen::add);
            }
            if (trust == Trust.LOST) {
                node.allEvses().forEach(least::add);
            }
        }
        List<Limit> children = node.children().stream()
                .map(child -> limit(child, Optional.empty(), evses, now, frozen, least))
                .toList();
        return new Limit(node.id(), available, why, node.evses(), children);
    }

    private static PhaseCurrents own(Node node, Map<EvseId, Known> evses) {
        return node.allEvses()
                .flatMap(evse -> Optional.ofNullable(evses.get(evse)).stream())
                .flatMap(known -> known.stand().draws().stream())
                .reduce(PhaseCurrents.ZERO, PhaseCurrents::plus);
    }

    private Demand demand(EvseId id, Known known, boolean frozen, boolean least, Duration now, Instant utc) {
        Stand stand = known.stand();
        Outlook.Most most = new Outlook.Most(stand.most(), stand.cap());
        Optional<PowerLimit> own = limits.lowest(Optional.of(id), utc);
        if (own.isPresent()) {
            most = most.lower(own.orElseThrow().current(), own.orElseThrow().owner());
        }
        // Lost for a minute: 6 A each, which may be a raise for those at 0 (R39).
        if (least) {
            most = most.lower(Current.MINIMUM, "the meter, not heard for a minute");
        } else if (frozen) {
            most = most.lower(stand.held(), "the meter, not heard");
        }
        if (stand.startWait().compareTo(Duration.ZERO) > 0) {
            most = most.lower(
                    Current.ZERO,
                    "the contactor, which rests " + stand.startWait().toSeconds() + " s");
        }
        if (!stand.entitled()) {
            most = new Outlook.Most(Current.ZERO, Optional.empty());
        }
        if (stand.least().exceeds(most.current())) {
            most = new Outlook.Most(Current.ZERO, most.cap());
        }
        long waiting =
                stand.wanting().map(since -> now.minus(since).toSeconds()).orElse(0L);
        return new Demand(
                id,
                stand.phases(),
                stand.least(),
                most.current(),
                stand.step(),
                reserved(known, now),
                stand.held(),
                waiting,
                holding(id, stand, now),
                most.cap());
    }

    /** Seconds it has had current without a break: the policy lets it keep its turn for a while. */
    private long holding(EvseId id, Stand stand, Duration now) {
        if (!stand.held().isPositive()) {
            holdingSince.remove(id);
            return 0;
        }
        return now.minus(holdingSince.computeIfAbsent(id, held -> now)).toSeconds();
    }

    /** What must be set aside whatever the share is (R32, R34, R36, R38). */
    private static Current reserved(Known known, Duration now) {
        Stand stand = known.stand();
        Current reserved = stand.floor().max(stand.failSafeFor(stand.entitled() ? Current.MINIMUM : Current.ZERO));
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
