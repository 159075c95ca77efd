package io.voltwright.site.config;

import io.voltwright.base.api.Current;
import io.voltwright.site.api.Bus;
import io.voltwright.site.api.Evse;
import io.voltwright.site.api.Meter;
import io.voltwright.site.api.Node;
import io.voltwright.site.api.Reader;
import io.voltwright.site.api.Site;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Says in one line what is different between two sites. */
final class SiteDifference {

    private SiteDifference() {}

    static String between(Optional<Site> before, Site after) {
        if (before.isEmpty()) {
            return after.evses().size() + " EVSEs, " + after.buses().size() + " buses, grid "
                    + after.grid().limit();
        }
        Site old = before.get();
        var parts = new ArrayList<String>();
        parts.addAll(lists("EVSE", old.evses(), after.evses(), Evse::id));
        parts.addAll(lists("bus", old.buses(), after.buses(), Bus::id));
        parts.addAll(lists("meter", old.meters(), after.meters(), Meter::id));
        parts.addAll(lists("reader", old.readers(), after.readers(), Reader::id));
        Map<String, Current> limits = limits(old.grid());
        limits(after.grid()).forEach((node, limit) -> {
            Current was = limits.remove(node);
            if (was == null) {
                parts.add("node " + node + " added with " + limit);
            } else if (!was.equals(limit)) {
                parts.add("node " + node + " from " + was + " to " + limit);
            }
        });
        limits.keySet().forEach(node -> parts.add("node " + node + " removed"));
        parts.addAll(rules(old.grid(), after.grid()));
        if (!old.prices().equals(after.prices())) {
            parts.add("prices changed");
        }
        return parts.isEmpty() ? "name, zone, voltage, tree or order changed" : String.join(", ", parts);
    }

    private static <T> List<String> lists(String kind, List<T> before, List<T> after, Function<T, ?> id) {
        Map<Object, T> old = new LinkedHashMap<>();
        before.forEach(item -> old.put(id.apply(item), item));
        var parts = new ArrayList<String>();
        for (T item : after) {
            T was = old.remove(id.apply(item));
            if (was == null) {
                parts.add(kind + " " + id.apply(item) + " added");
            } else if (!was.equals(item)) {
                parts.add(kind + " " + id.apply(item) + " changed");
            }
        }
        old.keySet().forEach(gone -> parts.add(kind + " " + gone + " removed"));
        return parts;
    }

    private static List<String> rules(Node before, Node after) {
        Map<String, Node> old = new LinkedHashMap<>();
        before.all().forEach(node -> old.put(node.id(), node));
        return after.all()
                .filter(node -> Optional.ofNullable(old.get(node.id()))
                        .filter(was -> !was.rules().equals(node.rules()))
                        .isPresent())
                .map(node -> "rules of node " + node.id() + " changed")
                .toList();
    }

    private static Map<String, Current> limits(Node grid) {
        Map<String, Current> limits = new LinkedHashMap<>();
        grid.all().forEach(node -> limits.put(node.id(), node.limit()));
        return limits;
    }
}
