package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.Actor;
import io.voltwright.charging.api.Evse;
import io.voltwright.charging.api.EvseStatus;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Takes free charging points out of service for a while, and those that it took back into it; also after a restart. */
final class Closure {

    private final String backend;
    private final Points points;
    private final Consumer<String> keeper;
    private final Set<Integer> closed = new TreeSet<>();

    /**
     * @param kept what the process before this one had closed
     * @param keeper makes that durable; does not block
     */
    Closure(String backend, Points points, String kept, Consumer<String> keeper) {
        this.backend = backend;
        this.points = points;
        this.keeper = keeper;
        Arrays.stream(kept.split(",", -1))
                .filter(number -> number.matches("\\d{1,6}"))
                .map(Integer::valueOf)
                .forEach(closed::add);
    }

    /** Whether a transaction runs anywhere. */
    boolean inUse() {
        return points.all().stream().anyMatch(Points::inTransaction);
    }

    /** Closes all that is open; where a transaction runs, after its end. */
    void close() {
        for (Evse evse : points.all()) {
            if (evse.status() != EvseStatus.UNAVAILABLE && closed.add(evse.number())) {
                keep();
                set(evse, false);
            }
        }
    }

    /** Opens what was closed here. */
    void open() {
        if (closed.isEmpty()) {
            return;
        }
        points.all().stream().filter(evse -> closed.contains(evse.number())).forEach(evse -> set(evse, true));
        closed.clear();
        keep();
    }

    private void set(Evse evse, boolean operative) {
        points.charging().ifPresent(charging -> charging.setOperative(evse.id(), operative, Actor.backend(backend)));
    }

    private void keep() {
        keeper.accept(closed.stream().map(String::valueOf).collect(Collectors.joining(",")));
    }
}
