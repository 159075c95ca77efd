package io.voltwright.charging.engine;

import io.voltwright.base.api.DeviceId;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.PhaseCurrents;
import io.voltwright.charging.api.NodeView;
import io.voltwright.charging.engine.Outlook.Most;
import io.voltwright.field.api.Meter;
import io.voltwright.site.api.Node;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Draws the tree of limits with what flows and what is offered. */
final class GridView {

    private final Map<EvseId, Bay> bays;
    private final Function<DeviceId, Optional<Meter>> meters;
    private final Function<String, Optional<Most>> inForce;

    /**
     * @param inForce per node, what may flow there now where that is less than its fuse
     */
    GridView(
            Map<EvseId, Bay> bays,
            Function<DeviceId, Optional<Meter>> meters,
            Function<String, Optional<Most>> inForce) {
        this.bays = bays;
        this.meters = meters;
        this.inForce = inForce;
    }

    NodeView view(Node node) {
        List<NodeView> children = node.children().stream().map(this::view).toList();
        PhaseCurrents offered = Flow.in(node, id -> stand(id).map(Flow::offered));
        Most own = new Most(node.limit(), Optional.empty());
        Most most = inForce.apply(node.id()).orElse(own).lower(node.limit(), "fuse");
        return new NodeView(
                node.id(),
                most.current(),
                offered,
                measured(node),
                node.evses(),
                children,
                most.cap().orElse("fuse"));
    }

    private Optional<PhaseCurrents> measured(Node node) {
        Optional<PhaseCurrents> byMeter = node.meter().flatMap(meters).flatMap(MeterFeed::currents);
        if (byMeter.isPresent() || node.meter().isPresent()) {
            return byMeter;
        }
        boolean known = stands(node).allMatch(stand -> stand.draws().isPresent());
        return known ? Optional.of(Flow.in(node, id -> stand(id).flatMap(Flow::drawn))) : Optional.empty();
    }

    private Stream<Stand> stands(Node node) {
        return node.allEvses().flatMap(id -> stand(id).stream());
    }

    private Optional<Stand> stand(EvseId id) {
        return Optional.ofNullable(bays.get(id)).map(Bay::stand);
    }
}
