package io.voltwright.charging.engine;

import io.voltwright.base.api.Power;
import io.voltwright.charging.engine.ExternalLimit.State;
import io.voltwright.site.api.External;
import io.voltwright.site.api.Node;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/** The limits that those outside set, one per node that the site file gives one to. */
final class Externals {

    private final Map<String, ExternalLimit> byNode = new LinkedHashMap<>();
    private final Map<String, Shown> shown = new LinkedHashMap<>();

    /** What was told of one last. */
    record Shown(String node, String owner, State state, Optional<Power> power) {}

    /** Those whose words in the site file stay the same keep their state. */
    synchronized void site(Node grid, Duration now) {
        Map<String, External> wanted = new LinkedHashMap<>();
        grid.all().forEach(node -> node.rules().external().ifPresent(source -> wanted.put(node.id(), source)));
        byNode.entrySet()
                .removeIf(entry -> !Objects.equals(
                        wanted.get(entry.getKey()), entry.getValue().source()));
        wanted.forEach((node, source) -> byNode.computeIfAbsent(node, id -> new ExternalLimit(source, now)));
        shown.keySet().retainAll(byNode.keySet());
    }

    /** Does it to all of an owner; false where he has none. */
    synchronized boolean tell(String owner, Consumer<ExternalLimit> what) {
        List<ExternalLimit> own = byNode.values().stream()
                .filter(limit -> limit.source().name().equals(owner))
                .toList();
        own.forEach(what);
        return !own.isEmpty();
    }

    synchronized Optional<ExternalLimit> at(String node) {
        return Optional.ofNullable(byNode.get(node));
    }

    synchronized Map<String, ExternalLimit> all() {
        return new LinkedHashMap<>(byNode);
    }

    /** Lets time pass. */
    synchronized void tick(Duration now) {
        byNode.values().forEach(limit -> limit.tick(now));
    }

    /** Those that have changed since they were asked for last. */
    synchronized List<Shown> changed() {
        return byNode.entrySet().stream()
                .map(entry -> new Shown(
                        entry.getKey(),
                        entry.getValue().source().name(),
                        entry.getValue().state(),
                        entry.getValue().power()))
                .filter(now -> !now.equals(shown.put(now.node(), now)))
                .toList();
    }
}
