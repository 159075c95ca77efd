package io.voltwright.charging.balance;

import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.LineCurrents;
import io.voltwright.base.api.Phase;
import io.voltwright.base.api.Phasor;
import io.voltwright.base.api.Power;
import io.voltwright.base.api.Wiring;
import io.voltwright.charging.api.PowerPolicy.Demand;
import io.voltwright.charging.api.PowerPolicy.Limit;
import io.voltwright.charging.api.PowerPolicy.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A problem on which currents are phasors. Demands that are on the same node and wired alike are of one kind; a row says that what
 * flows in one line of one node, or any part of it that can be the most, stays within the limit there.
 *
 * <p>A vehicle may draw less than its share. Where currents oppose each other, one that draws less leaves more in the line. So a
 * line whose currents point in several directions has one row per half of the circle: what sums up most is always one of those.
 */
final class Network {

    /** Demands that are alike for the network. */
    static final class Kind {

        /** Those it loads. */
        final int[] rows;
        /** Per one of {@code rows}: what an ampere of share adds there. */
        final double[] real;
        /** The same, a quarter of a period ahead. */
        final double[] imaginary;
        /** The same, without its direction. */
        final double[] magnitude;

        Kind(List<Integer> rows, List<Phasor> currents) {
            this.rows = rows.stream().mapToInt(Integer::intValue).toArray();
            real = currents.stream().mapToDouble(Phasor::real).toArray();
            imaginary = currents.stream().mapToDouble(Phasor::imaginary).toArray();
            magnitude = currents.stream().mapToDouble(Phasor::magnitude).toArray();
        }
    }

    /**
     * The most that may flow in a line, or in one direction of it; or the most power of a node.
     *
     * @param place the node
     * @param line the name of its line, or {@link #POWER}
     * @param limit milliamperes; of power milliwatts
     * @param inner whether another row of the line counts all that this one counts, and more
     */
    record Row(Limit place, String line, double limit, boolean inner) {

        boolean isPower() {
            return line.equals(POWER);
        }

        /** Who set the limit. */
        String why() {
            return isPower() ? place.bounds().powerWhy() : place.why();
        }
    }

    /** A way from a home up to the root: what an ampere of share is in each line on it. */
    private record Way(List<Integer> lines, List<Phasor> currents) {}

    static final String POWER = "power";

    private static final List<Phase> LINES = List.of(Phase.values());

    /** Each node has its three lines, and its power where that is limited. */
    private static final int PER_NODE = LINES.size() + 1;

    final List<Row> rows = new ArrayList<>();
    final List<Kind> kinds = new ArrayList<>();
    /** In tree order; those that are on no node are left out. */
    final List<Demand> demands = new ArrayList<>();
    /** Per demand: index of its kind. */
    final int[] kind;

    private final List<Limit> nodes = new ArrayList<>();
    private final List<Integer> parents = new ArrayList<>();
    private final List<Integer> homes = new ArrayList<>();

    Network(Problem problem) {
        Map<EvseId, Demand> wanted = new HashMap<>(2 * problem.demands().size());
        for (Demand demand : problem.demands()) {
            if (wanted.put(demand.evse(), demand) != null) {
                throw new IllegalArgumentException("two demands for " + demand.evse());
            }
        }
        visit(problem.grid(), -1, wanted);
        kind = new int[demands.size()];
        List<Way> ways = ways();
        List<List<Integer>> lines = lines(ways);
        Map<Integer, List<Rows>> rowsOfLines = new HashMap<>();
        for (int line = 0; line < lines.size(); line++) {
            rowsOfLines.put(line, rows(line, lines.get(line), ways));
        }
        ways.forEach(way -> kinds.add(kind(way, rowsOfLines)));
    }

    /** Whether currents on a line simply add and nothing else counts: all to neutral and no transformer on the way. */
    static boolean isPlain(Problem problem) {
        for (Demand demand : problem.demands()) {
            if (demand.wiring() != Wiring.STAR) {
                return false;
            }
        }
        return isPlain(problem.grid());
    }

    private static boolean isPlain(Limit node) {
        if (node.transformer().isPresent() || node.bounds().power().isPresent()) {
            return false;
        }
        for (Limit child : node.children()) {
            if (!isPlain(child)) {
                return false;
            }
        }
        return true;
    }

    int size() {
        return demands.size();
    }

    Demand demand(int index) {
        return demands.get(index);
    }

    Kind kindOf(int demand) {
        return kinds.get(kind[demand]);
    }

    private void visit(Limit limit, int parent, Map<EvseId, Demand> wanted) {
        int node = nodes.size();
        nodes.add(limit);
        parents.add(parent);
        for (EvseId evse : limit.evses()) {
            Demand demand = wanted.remove(evse);
            if (demand != null) {
                demands.add(demand);
                homes.add(node);
            }
        }
        for (Limit child : limit.children()) {
            visit(child, node, wanted);
        }
    }

    /** One per kind; on the way says for each demand which kind it is. */
    private List<Way> ways() {
        record Alike(int home, Wiring wiring, List<Phase> phases, Power perAmpere) {}
        Map<Alike, Integer> known = new HashMap<>();
        List<Way> ways = new ArrayList<>();
        for (int i = 0; i < demands.size(); i++) {
            Demand demand = demands.get(i);
            int home = homes.get(i);
            Alike own = new Alike(home, demand.wiring(), demand.phases(), demand.perAmpere());
            kind[i] = known.computeIfAbsent(own, alike -> {
                ways.add(way(
                        home,
                        demand.wiring().perAmpere(demand.phases()),
                        demand.perAmpere().watts()));
                return ways.size() - 1;
            });
        }
        return ways;
    }

    private Way way(int home, LineCurrents perAmpere, double watts) {
        Way way = new Way(new ArrayList<>(), new ArrayList<>());
        LineCurrents here = perAmpere;
        for (int node = home; node >= 0; node = parents.get(node)) {
            for (Phase phase : LINES) {
                Phasor current = here.on(phase);
                if (current.magnitude() > 1e-9) {
                    way.lines().add(node * PER_NODE + LINES.indexOf(phase));
                    way.currents().add(current);
                }
            }
            if (nodes.get(node).bounds().power().isPresent()) {
                way.lines().add(node * PER_NODE + LINES.size());
                way.currents().add(new Phasor(watts, 0));
            }
            LineCurrents below = here;
            here = nodes.get(node)
                    .transformer()
                    .map(transformer -> transformer.primary(below))
                    .orElse(below);
        }
        return way;
    }

    /** Per line: the kinds that load it. */
    private List<List<Integer>> lines(List<Way> ways) {
        List<List<Integer>> lines = new ArrayList<>();
        for (int line = 0; line < PER_NODE * nodes.size(); line++) {
            lines.add(new ArrayList<>());
        }
        for (int k = 0; k < ways.size(); k++) {
            for (int line : ways.get(k).lines()) {
                lines.get(line).add(k);
            }
        }
        return lines;
    }

    /** A row of a line with the directions that it counts. */
    private record Rows(int row, List<Phasor> directions) {

        boolean counts(Phasor current) {
            return directions.stream().anyMatch(direction -> Directions.same(direction, current));
        }
    }

    private List<Rows> rows(int line, List<Integer> loading, List<Way> ways) {
        List<Phasor> directions = new ArrayList<>();
        for (int k : loading) {
            Way way = ways.get(k);
            Directions.add(directions, way.currents().get(way.lines().indexOf(line)));
        }
        Limit node = nodes.get(line / PER_NODE);
        int which = line % PER_NODE;
        String name = which < LINES.size() ? LINES.get(which).name() : POWER;
        double limit = which < LINES.size()
                ? node.available().on(LINES.get(which)).milliamperes()
                : node.bounds().power().map(Power::milliwatts).orElse(0L);
        List<List<Phasor>> halves = Directions.halves(directions);
        List<Rows> made = new ArrayList<>();
        for (List<Phasor> half : halves) {
            boolean inner = halves.stream().anyMatch(other -> other.size() > half.size() && other.containsAll(half));
            made.add(new Rows(rows.size(), half));
            rows.add(new Row(node, name, Math.max(0, limit), inner));
        }
        return made;
    }

    private static Kind kind(Way way, Map<Integer, List<Rows>> rowsOfLines) {
        List<Integer> rows = new ArrayList<>();
        List<Phasor> currents = new ArrayList<>();
        for (int i = 0; i < way.lines().size(); i++) {
            Phasor current = way.currents().get(i);
            for (Rows each : rowsOfLines.getOrDefault(way.lines().get(i), List.of())) {
                if (each.counts(current)) {
                    rows.add(each.row());
                    currents.add(current);
                }
            }
        }
        return new Kind(rows, currents);
    }
}
