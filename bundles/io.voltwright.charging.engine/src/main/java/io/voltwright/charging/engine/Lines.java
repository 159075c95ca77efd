package io.voltwright.charging.engine;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.LineCurrents;
import io.voltwright.base.api.Phase;
import io.voltwright.base.api.Phasor;
import io.voltwright.charging.api.PowerPolicy.Demand;
import io.voltwright.charging.api.PowerPolicy.Limit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What flows in each line of each node, as phasors, and the power where that is limited. A line counts the worst that any part of
 * the currents in it can sum to, as a vehicle may draw less than it may.
 */
final class Lines {

    /** What the arithmetic may be off by, amperes or watts. */
    private static final double TINY = 1e-6;

    private final List<Line> lines = new ArrayList<>();
    private final Map<EvseId, List<Load>> loads = new HashMap<>();

    /** What an ampere of an EVSE is in a line. */
    private record Load(Line line, Phasor perAmpere) {}

    /**
     * @param demands tell how each EVSE is connected
     */
    Lines(Limit grid, List<Demand> demands) {
        Map<EvseId, Demand> wired = new HashMap<>();
        demands.forEach(demand -> wired.put(demand.evse(), demand));
        walk(grid, wired);
    }

    /** Bottom up; what each EVSE below is in the lines that feed the node. */
    private Map<EvseId, LineCurrents> walk(Limit node, Map<EvseId, Demand> wired) {
        Map<EvseId, LineCurrents> here = new HashMap<>();
        for (Limit child : node.children()) {
            here.putAll(walk(child, wired));
        }
        for (EvseId evse : node.evses()) {
            Demand demand = wired.get(evse);
            if (demand != null) {
                here.put(evse, demand.wiring().perAmpere(demand.phases()));
            }
        }
        for (Phase phase : Phase.values()) {
            Line line = new Line(
                    node.node(), phase.name(), node.available().on(phase).amperes());
            lines.add(line);
            here.forEach((evse, currents) -> load(evse, line, currents.on(phase)));
        }
        node.bounds().power().ifPresent(power -> {
            Line line = new Line(node.node(), "power", power.watts());
            lines.add(line);
            for (EvseId evse : here.keySet()) {
                Demand demand = wired.get(evse);
                if (demand != null) {
                    load(evse, line, new Phasor(demand.perAmpere().watts(), 0));
                }
            }
        });
        node.transformer().ifPresent(transformer -> here.replaceAll((evse, below) -> transformer.primary(below)));
        return here;
    }

    private void load(EvseId evse, Line line, Phasor perAmpere) {
        if (perAmpere.magnitude() > TINY) {
            line.evses.add(evse);
            loads.computeIfAbsent(evse, id -> new ArrayList<>()).add(new Load(line, perAmpere));
        }
    }

    /** Lines of the inner nodes first. */
    List<Line> all() {
        return lines;
    }

    /** Adds what may flow to the EVSE; negative takes it back. */
    void add(EvseId evse, Current current) {
        for (Load load : loads.getOrDefault(evse, List.of())) {
            load.line.add(load.perAmpere, current.amperes());
        }
    }

    /** Whether every line on the way to the EVSE carries so much more. */
    boolean carry(EvseId evse, Current more) {
        List<Load> way = loads.getOrDefault(evse, List.of());
        add(evse, more);
        boolean carried = !way.isEmpty() && way.stream().noneMatch(load -> load.line.isOver());
        add(evse, Current.milliamperes(-more.milliamperes()));
        return carried;
    }

    /** One line of one node, or its power. */
    static final class Line {

        private final String node;
        private final String name;
        private final double limit;
        private final List<EvseId> evses = new ArrayList<>();
        private final List<Phasor> directions = new ArrayList<>();
        private final List<Double> amounts = new ArrayList<>();

        Line(String node, String name, double limit) {
            this.node = node;
            this.name = name;
            this.limit = limit;
        }

        private void add(Phasor perAmpere, double amperes) {
            int index = 0;
            while (index < directions.size() && !alike(directions.get(index), perAmpere)) {
                index++;
            }
            if (index == directions.size()) {
                directions.add(perAmpere.times(1 / perAmpere.magnitude()));
                amounts.add(0.0);
            }
            amounts.set(index, amounts.get(index) + amperes * perAmpere.magnitude());
        }

        private static boolean alike(Phasor one, Phasor other) {
            double along = one.real() * other.real() + one.imaginary() * other.imaginary();
            return one.side(other) == 0 && along > 0;
        }

        double worst() {
            if (amounts.size() == 1) {
                return amounts.get(0);
            }
            List<Phasor> flows = new ArrayList<>();
            for (int i = 0; i < amounts.size(); i++) {
                flows.add(directions.get(i).times(amounts.get(i)));
            }
            return Phasor.worst(flows);
        }

        boolean isOver() {
            return worst() > limit + TINY;
        }

        /** Those that load it. */
        List<EvseId> evses() {
            return evses;
        }

        @Override
        public String toString() {
            return name + " of " + node;
        }
    }
}
