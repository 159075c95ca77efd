package io.voltwright.charging.balance;

import io.voltwright.charging.balance.Network.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which cars are alike for the rows that can become full, and what those have left beside all other loads. */
final class Teams {

    /** Per car. */
    final int[] team;
    /** Per car that is expected. */
    final int[] later;

    int count;
    /** Per row that can become full: its index in the network. */
    final List<Integer> rows = new ArrayList<>();
    /** Per team: what an ampere adds to each of the network's rows that it loads and that can become full. */
    final List<Map<Integer, double[]>> adds = new ArrayList<>();

    final Network network;
    /** Per row of the network: what all others load it with, amperes. */
    final double[] real;

    final double[] imaginary;

    private final Map<Integer, Integer> byKind = new HashMap<>();
    private final Map<List<List<Double>>, Integer> byAdds = new HashMap<>();

    Teams(Network network, Loads loads, List<Car> cars, Expected expected) {
        this.network = network;
        team = new int[cars.size()];
        later = new int[expected.arrivals.size()];
        real = new double[network.rows.size()];
        imaginary = new double[real.length];
        double[] reach = new double[real.length];
        boolean[] planned = new boolean[network.size()];
        for (Car car : cars) {
            planned[car.demand()] = true;
            reach(reach, car.demand(), car.most());
        }
        expected.arrivals.forEach(arrival -> reach(reach, arrival.demand(), arrival.most()));
        for (int i = 0; i < planned.length; i++) {
            if (!planned[i]) {
                other(network.kindOf(i), loads.mayDraw(i) / 1000.0);
            }
        }
        for (int row = 0; row < reach.length; row++) {
            reach[row] += Math.hypot(real[row], imaginary[row]);
            if (reach[row] > network.rows.get(row).limit() / 1000
                    && !network.rows.get(row).inner()) {
                rows.add(row);
            }
        }
        Arrays.setAll(team, i -> team(network.kind[cars.get(i).demand()]));
        Arrays.setAll(later, i -> team(network.kind[expected.arrivals.get(i).demand()]));
    }

    private void reach(double[] reach, int demand, double milliamperes) {
        Kind kind = network.kindOf(demand);
        for (int k = 0; k < kind.rows.length; k++) {
            reach[kind.rows[k]] += kind.magnitude[k] * milliamperes / 1000;
        }
    }

    private void other(Kind kind, double amperes) {
        for (int k = 0; k < kind.rows.length; k++) {
            real[kind.rows[k]] += amperes * kind.real[k];
            imaginary[kind.rows[k]] += amperes * kind.imaginary[k];
        }
    }

    private int team(int kind) {
        return byKind.computeIfAbsent(kind, each -> {
            Map<Integer, double[]> added = adds(network.kinds.get(each));
            List<List<Double>> key = added.entrySet().stream()
                    .map(entry -> List.of((double) entry.getKey(), entry.getValue()[0], entry.getValue()[1]))
                    .toList();
            return byAdds.computeIfAbsent(key, fresh -> {
                adds.add(added);
                return count++;
            });
        });
    }

    private Map<Integer, double[]> adds(Kind kind) {
        Map<Integer, double[]> adds = new TreeMap<>();
        for (int k = 0; k < kind.rows.length; k++) {
            if (Collections.binarySearch(rows, kind.rows[k]) >= 0) {
                adds.put(kind.rows[k], new double[] {kind.real[k], kind.imaginary[k]});
            }
        }
        return adds;
    }
}
