package io.voltwright.site.api;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.DeviceId;
import io.voltwright.base.api.EvseId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One place in the site's tree that has a limit: grid connection, transformer, feeder, group.
 *
 * @param id unique in the site
 * @param limit per phase; never more than the parent's on the same voltage
 * @param meter measures what flows through the node, with everything else on it
 * @param evses the charging points directly on it
 * @param children the nodes below
 * @param rules what else holds here
 */
public record Node(
        String id, Current limit, Optional<DeviceId> meter, List<EvseId> evses, List<Node> children, NodeRules rules) {

    public Node {
        evses = List.copyOf(evses);
        children = List.copyOf(children);
    }

    /** Limited by its lines alone. */
    public Node(String id, Current limit, Optional<DeviceId> meter, List<EvseId> evses, List<Node> children) {
        this(id, limit, meter, evses, children, NodeRules.NONE);
    }

    /** The node and all below it, parents first. */
    public Stream<Node> all() {
        return Stream.concat(Stream.of(this), children.stream().flatMap(Node::all));
    }

    /** All charging points on the node and below it. */
    public Stream<EvseId> allEvses() {
        return all().flatMap(node -> node.evses().stream());
    }
}
