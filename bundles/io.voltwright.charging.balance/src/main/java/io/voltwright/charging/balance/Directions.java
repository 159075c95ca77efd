package io.voltwright.charging.balance;

import io.voltwright.base.api.Phasor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The directions in which the currents of one line point. */
final class Directions {

    private Directions() {}

    static boolean same(Phasor one, Phasor other) {
        return one.side(other) == 0 && along(one, other) > 0;
    }

    private static double along(Phasor one, Phasor other) {
        return one.real() * other.real() + one.imaginary() * other.imaginary();
    }

    static void add(List<Phasor> directions, Phasor current) {
        if (directions.stream().noneMatch(known -> same(known, current))) {
            directions.add(current.times(1 / current.magnitude()));
        }
    }

    /**
     * The sets of directions of which one sums up most, whatever the amounts: those on one side of a line through the origin. A set
     * is left out where a larger one cannot be less, as when all within it point less than a quarter apart.
     */
    static List<List<Phasor>> halves(List<Phasor> directions) {
        List<List<Phasor>> halves = new ArrayList<>();
        for (Phasor edge : directions) {
            for (int side = -1; side <= 1; side += 2) {
                int of = side;
                add(halves, directions.stream().filter(each -> edge.side(each) == of));
                add(halves, directions.stream().filter(each -> edge.side(each) == of || same(edge, each)));
            }
        }
        return halves.stream()
                .filter(half -> halves.stream().noneMatch(other -> covers(other, half)))
                .toList();
    }

    private static void add(List<List<Phasor>> halves, Stream<Phasor> directions) {
        List<Phasor> half = directions.toList();
        if (!half.isEmpty() && !halves.contains(half)) {
            halves.add(half);
        }
    }

    private static boolean covers(List<Phasor> other, List<Phasor> half) {
        return other.size() > half.size()
                && other.containsAll(half)
                && other.stream().allMatch(one -> other.stream().allMatch(two -> along(one, two) > -1e-9));
    }
}
