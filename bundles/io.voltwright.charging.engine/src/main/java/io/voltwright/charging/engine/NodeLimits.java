package io.voltwright.charging.engine;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.DeviceId;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.PhaseCurrents;
import io.voltwright.base.api.Power;
import io.voltwright.charging.api.PowerPolicy.Bounds;
import io.voltwright.charging.api.PowerPolicy.Limit;
import io.voltwright.charging.engine.MeterFeed.Trust;
import io.voltwright.charging.engine.Outlook.Most;
import io.voltwright.charging.engine.ProblemBuilder.Known;
import io.voltwright.field.api.Meter;
import io.voltwright.site.api.Node;
import io.voltwright.site.api.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** What may flow at each node now: of the wiring, the operators, the hour and those outside the lowest, less what else flows. */
final class NodeLimits {

    private final Limits limits;
    private final Externals externals;
    private final WorstLoads worst;
    private final Function<DeviceId, Optional<Meter>> meters;
    private final Map<String, MeterFeed> feeds = new HashMap<>();
    private final Map<String, Most> inForce = new ConcurrentHashMap<>();

    NodeLimits(Limits limits, Externals externals, WorstLoads worst, Function<DeviceId, Optional<Meter>> meters) {
        this.worst = worst;
        this.limits = limits;
        this.externals = externals;
        this.meters = meters;
    }

    /**
     * One look at the tree.
     *
     * @param frozen may not be raised, as their meter is not heard
     * @param least get no more than 6 A, as it has not been heard for long
     */
    record Round(
            Premises premises,
            Map<EvseId, Known> evses,
            Duration now,
            Instant utc,
            Set<EvseId> frozen,
            Set<EvseId> least) {

        Round(Premises premises, Map<EvseId, Known> evses, Duration now, Instant utc) {
            this(premises, evses, now, utc, new HashSet<>(), new HashSet<>());
        }
    }

    Limit root(Round round) {
        Node grid = round.premises().grid();
        List<String> ids = grid.all().map(Node::id).toList();
        feeds.keySet().retainAll(ids);
        inForce.keySet().retainAll(ids);
        externals.tick(round.now());
        return limit(grid, true, round);
    }

    /** What held at a node in the last round before that which else flows was taken off. */
    Map<String, Most> inForce() {
        return Map.copyOf(inForce);
    }

    private Limit limit(Node node, boolean root, Round round) {
        Most most = most(node, root, round);
        inForce.put(node.id(), most);
        PhaseCurrents background = PhaseCurrents.ZERO;
        PhaseCurrents available = PhaseCurrents.same(most.current());
        String why = most.cap().orElse("fuse");
        if (node.meter().isPresent()) {
            MeterFeed feed = feeds.computeIfAbsent(node.id(), id -> new MeterFeed(round.now(), worst.of(id)));
            Trust trust = feed.look(meters.apply(node.meter().orElseThrow()), own(node, round), round.now());
            worst.see(node.id(), feed.worst(), round.now());
            background = feed.background(trust);
            Current usable = most.current().minus(node.rules().margin()).max(Current.ZERO);
            available = blind(node, trust, usable).orElse(MeterFeed.left(usable, background));
            why = trust == Trust.GOOD ? why : "meter not heard";
            distrust(node, trust, round);
        }
        List<Limit> children = node.children().stream()
                .map(child -> limit(child, false, round))
                .toList();
        return new Limit(
                node.id(),
                available,
                why,
                node.evses(),
                children,
                node.rules().transformer(),
                bounds(node, background, round));
    }

    private Most most(Node node, boolean root, Round round) {
        Most most = new Most(node.limit(), Optional.empty());
        Optional<PowerLimit> own = limits.lowest(Optional.of(new EvseId(node.id())), round.utc());
        if (own.isPresent()) {
            most = most.lower(own.orElseThrow().current(), own.orElseThrow().owner());
        }
        Optional<PowerLimit> site = root ? limits.lowest(Optional.empty(), round.utc()) : Optional.empty();
        if (site.isPresent()) {
            most = most.lower(site.orElseThrow().current(), site.orElseThrow().owner());
        }
        for (Window window : node.rules().schedule()) {
            if (window.holds(round.utc().atZone(round.premises().zone()))) {
                most = most.lower(window.limit(), "schedule until " + window.to());
            }
        }
        return most;
    }

    /** R39: a limit that was planned for the time without a meter needs nothing that was measured. */
    private static Optional<PhaseCurrents> blind(Node node, Trust trust, Current usable) {
        return trust == Trust.BLIND || trust == Trust.LOST
                ? node.rules().blind().map(blind -> PhaseCurrents.same(blind.min(usable)))
                : Optional.empty();
    }

    private static void distrust(Node node, Trust trust, Round round) {
        boolean planned = node.rules().blind().isPresent() && (trust == Trust.BLIND || trust == Trust.LOST);
        if (trust == Trust.GOOD || planned) {
            return;
        }
        node.allEvses().forEach(round.frozen()::add);
        if (trust == Trust.LOST) {
            node.allEvses().forEach(round.least()::add);
        }
    }

    private static PhaseCurrents own(Node node, Round round) {
        return Flow.in(
                node, evse -> Optional.ofNullable(round.evses().get(evse)).flatMap(known -> Flow.drawn(known.stand())));
    }

    private Bounds bounds(Node node, PhaseCurrents background, Round round) {
        double volts = round.premises().volts(node);
        double others = volts
                * (background.l1().amperes()
                        + background.l2().amperes()
                        + background.l3().amperes());
        Optional<Power> power = node.rules().power().map(most -> Power.watts(Math.max(0, most.watts() - others)));
        String why = "fuse";
        Optional<ExternalLimit> external = externals.at(node.id());
        Optional<Power> outside = external.flatMap(ExternalLimit::power);
        if (outside.isPresent()
                && power.filter(own -> !own.exceeds(outside.orElseThrow())).isEmpty()) {
            power = outside;
            why = external.orElseThrow().why();
        }
        return new Bounds(power, why, node.rules().imbalance(), node.rules().together());
    }
}
