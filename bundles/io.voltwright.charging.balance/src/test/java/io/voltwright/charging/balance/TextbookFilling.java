package io.voltwright.charging.balance;

import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Phase;
import io.voltwright.charging.api.PowerPolicy.Demand;
import io.voltwright.charging.api.PowerPolicy.Limit;
import io.voltwright.charging.api.PowerPolicy.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Progressive filling as in the textbook (Bertsekas and Gallager, Data Networks, 6.5.2): raise all by what the tightest line or the
 * smallest wish allows, freeze who is stopped, look at everything again. The yardstick for speed, and a second opinion on shares.
 */
public final class TextbookFilling {

    private static final double CLOSE = 1e-6;

    /** A line of a node with those that load it. */
    private static final class Line {

        final List<Integer> below = new ArrayList<>();
        double left;
        int rising;
    }

    private final List<Demand> demands;
    private final List<Line> lines = new ArrayList<>();
    private final double[] share;
    private final boolean[] frozen;

    private TextbookFilling(Problem problem) {
        demands = problem.demands();
        share = new double[demands.size()];
        frozen = new boolean[demands.size()];
        Map<EvseId, Integer> positions = new HashMap<>();
        for (int i = 0; i < demands.size(); i++) {
            positions.put(demands.get(i).evse(), i);
        }
        collect(problem.grid(), positions);
    }

    /** Per EVSE its share in milliamperes. All minima have to fit. */
    public static Map<String, Double> milliamperes(Problem problem) {
        var filling = new TextbookFilling(problem);
        filling.fill();
        Map<String, Double> amounts = new TreeMap<>();
        for (int i = 0; i < filling.share.length; i++) {
            amounts.put(filling.demands.get(i).evse().value(), filling.share[i]);
        }
        return amounts;
    }

    private List<Integer> collect(Limit node, Map<EvseId, Integer> positions) {
        List<Integer> below = new ArrayList<>();
        for (EvseId evse : node.evses()) {
            Integer position = positions.get(evse);
            if (position != null) {
                below.add(position);
            }
        }
        node.children().forEach(child -> below.addAll(collect(child, positions)));
        for (Phase phase : Phase.values()) {
            var line = new Line();
            line.left = node.available().on(phase).milliamperes();
            below.stream().filter(i -> demands.get(i).phases().contains(phase)).forEach(line.below::add);
            lines.add(line);
        }
        return below;
    }

    private void fill() {
        for (int i = 0; i < share.length; i++) {
            share[i] = demands.get(i).least().milliamperes();
        }
        for (Line line : lines) {
            line.left -= line.below.stream().mapToDouble(i -> share[i]).sum();
        }
        while (freeze() > 0) {
            double raise = Double.POSITIVE_INFINITY;
            for (Line line : lines) {
                line.rising = 0;
                for (int i : line.below) {
                    line.rising += frozen[i] ? 0 : 1;
                }
                raise = line.rising == 0 ? raise : Math.min(raise, line.left / line.rising);
            }
            for (int i = 0; i < share.length; i++) {
                raise = frozen[i]
                        ? raise
                        : Math.min(raise, demands.get(i).most().milliamperes() - share[i]);
            }
            raiseAll(Math.max(0, raise));
        }
    }

    private void raiseAll(double by) {
        for (int i = 0; i < share.length; i++) {
            share[i] += frozen[i] ? 0 : by;
        }
        for (Line line : lines) {
            line.left -= line.rising * by;
        }
    }

    /** How many still rise. */
    private int freeze() {
        for (Line line : lines) {
            if (line.left <= CLOSE) {
                line.below.forEach(i -> frozen[i] = true);
            }
        }
        int rising = 0;
        for (int i = 0; i < share.length; i++) {
            frozen[i] |= share[i] >= demands.get(i).most().milliamperes() - CLOSE;
            rising += frozen[i] ? 0 : 1;
        }
        return rising;
    }
}
