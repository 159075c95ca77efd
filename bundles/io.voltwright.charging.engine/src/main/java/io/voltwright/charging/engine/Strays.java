package io.voltwright.charging.engine;

import io.voltwright.base.api.EvseId;
import io.voltwright.site.api.Node;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** EVSEs that the site file does not name any more but that still draw: until they are gone they count at the root. */
final class Strays {

    private Strays() {}

    static Node added(Node grid, Set<EvseId> wanted, Collection<EvseId> present) {
        List<EvseId> evses = new ArrayList<>(grid.evses());
        present.stream().filter(id -> !wanted.contains(id)).sorted().forEach(evses::add);
        return new Node(grid.id(), grid.limit(), grid.meter(), evses, grid.children(), grid.rules());
    }

    /** What facts about the whole site name. */
    static EvseId name(Node grid) {
        return grid.id().matches("[a-z0-9][a-z0-9-]{0,35}") ? new EvseId(grid.id()) : new EvseId("grid");
    }
}
