package io.voltwright.charging.balance;

import java.util.List;

/** What a plan looks ahead to: now, and then from departure to departure, or as many of them as are looked at; in slots. */
final class Periods {

    private static final double CLOSE = 1e-9;

    private final double[] ends;

    /**
     * @param first how long now is
     * @param count how many there are at most
     */
    Periods(double first, List<Car> cars, int count) {
        double[] departures = cars.stream()
                .mapToDouble(car -> car.left() / Plan.SLOT)
                .filter(left -> left > first)
                .sorted()
                .distinct()
                .toArray();
        int later = Math.min(count - 1, departures.length);
        ends = new double[later + 1];
        ends[0] = first;
        for (int k = 1; k <= later; k++) {
            ends[k] = departures[(int) Math.ceil((double) k * departures.length / later) - 1];
        }
    }

    int count() {
        return ends.length;
    }

    double start(int period) {
        return period == 0 ? 0 : ends[period - 1];
    }

    double end(int period) {
        return ends[period];
    }

    double middle(int period) {
        return (start(period) + ends[period]) / 2;
    }

    /** The last one of somebody who leaves then. */
    int last(double leaves) {
        int last = 0;
        while (last < ends.length - 1 && ends[last] < leaves - CLOSE) {
            last++;
        }
        return last;
    }

    /** The first one of somebody who comes then; one past the last where that is after all of them. */
    int first(double comes) {
        int first = 0;
        while (first < ends.length && ends[first] <= comes + CLOSE) {
            first++;
        }
        return first;
    }
}
