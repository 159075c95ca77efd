package io.voltwright.charging.engine;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.DeviceId;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Phase;
import io.voltwright.base.api.PhaseCurrents;
import io.voltwright.charging.api.NodeView;
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

    GridView(Map<EvseId, Bay> bays, Function<DeviceId, Optional<Meter>> meters) {
        this.bays = bays;
        this.meters = meters;
    }

    /**
     * @param cap the operators' lowest limit for the whole site
     */
    NodeView root(Node grid, Optional<Current> cap) {
        NodeView view = view(grid);
        return new NodeView(
                view.id(),
                view.limit().min(cap.orElse(view.limit())),
                view.offered(),
                view.measured(),
                view.evses(),
                view.children());
    }

    private NodeView view(Node node) {
        List<NodeView> children = node.children().stream().map(this::view).toList();
        PhaseCurrents offered = stands(node).map(GridView::offered).reduce(PhaseCurrents.ZERO, PhaseCurrents::plus);
        return new NodeView(node.id(), node.limit(), offered, measured(node), node.evses(), children);
    }

    private Optional<PhaseCurrents> measured(Node node) {
        Optional<PhaseCurrents> byMeter = node.meter().flatMap(meters).flatMap(MeterFeed::currents);
        if (byMeter.isPresent() || node.meter().isPresent()) {
            return byMeter;
        }
        return stands(node)
                .map(Stand::draws)
                .reduce(Optional.of(PhaseCurrents.ZERO), (sum, draws) -> sum.flatMap(known -> draws.map(known::plus)));
    }

    private Stream<Stand> stands(Node node) {
        return node.allEvses()
                .flatMap(id -> Optional.ofNullable(bays.get(id)).stream())
                .map(Bay::stand);
    }

    private static PhaseCurrents offered(Stand stand) {
        return new PhaseCurrents(on(stand, Phase.L1), on(stand, Phase.L2), on(stand, Phase.L3));
    }

    private static Current on(Stand stand, Phase phase) {
        return stand.phases().contains(phase) ? stand.held() : Current.ZERO;
    }
}
