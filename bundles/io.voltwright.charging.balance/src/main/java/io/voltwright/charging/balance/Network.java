package io.voltwright.charging.balance;

import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.LineCurrents;
import io.voltwright.base.api.Phase;
import io.voltwright.base.api.Phasor;
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

        Kind(List<Integer> rows, List<Phasor> currents) {
            this.rows = rows.stream().mapToInt(Integer::intValue).toArray();
            real = currents.stream().mapToDouble(Phasor::real).toArray();
            imaginary = currents.stream().mapToDouble(Phasor::imaginary).toArray();
        }
    }

    /**
     * The most that may flow in a line, or in one direction of it.
     *
     * @param place the node
     * @param phase the line
     * @param limit milliamperes
     * @param inner whether another row of the line counts all that this one counts, and more
     */
    record Row(Limit place, Phase phase, double limit, boolean inner) {}

    /** A way from a home up to the root: what an ampere of share is in each line on it. */
    private record Way(List<Integer> lines, List<Phasor> currents) {}

    private static final List<Phase> LINES = List.of(Phase.values());

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

    /** Whether currents on a line simply add: all to neutral and no transformer on the way. */
    static boolean isPlain(Problem problem) {
        for (Demand demand : problem.demands()) {
            if (demand.wiring() != Wiring.STAR) {
                return false;
            }
        }
        return isPlain(problem.grid());
    }

    private static boolean isPlain(Limit node) {
        return node.transformer().isEmpty() && node.children().stream().allMatch(Network::isPlain);
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
        record Alike(int home, Wiring wiring, List<Phase> phases) {}
        Map<Alike, Integer> known = new HashMap<>();
        List<Way> ways = new ArrayList<>();
        for (int i = 0; i < demands.size(); i++) {
            Demand demand = demands.get(i);
            int home = homes.get(i);
            kind[i] = known.computeIfAbsent(new Alike(home, demand.wiring(), demand.phases()), alike -> {
                ways.add(way(home, demand.wiring().perAmpere(demand.phases())));
                return ways.size() - 1;
            });
        }
        return ways;
    }

    private Way way(int home, LineCurrents perAmpere) {
        Way way = new Way(new ArrayList<>(), new ArrayList<>());
        LineCurrents here = perAmpere;
        for (int node = home; node >= 0; node = parents.get(node)) {
            for (Phase phase : LINES) {
                Phasor current = here.on(phase);
                if (current.magnitude() > 1e-9) {
                    way.lines().add(node * 3 + LINES.indexOf(phase));
                    way.currents().add(current);
                }
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
        for (int line = 0; line < 3 * nodes.size(); line++) {
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
        Limit node = nodes.get(line / 3);
        Phase phase = LINES.get(line % 3);
        double limit = Math.max(0, node.available().on(phase).milliamperes());
        List<List<Phasor>> halves = Directions.halves(directions);
        List<Rows> made = new ArrayList<>();
        for (List<Phasor> half : halves) {
            boolean inner = halves.stream().anyMatch(other -> other.size() > half.size() && other.containsAll(half));
            made.add(new Rows(rows.size(), half));
            rows.add(new Row(node, phase, limit, inner));
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
