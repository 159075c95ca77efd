package io.voltwright.charging.balance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks ahead: how much each part of the site should take now so that most of what its cars need is delivered before they leave.
 * Who is the most urgent says nothing of that: where one leg has more to do until the evening than the others, it has to begin now.
 *
 * <p>A linear program: energy per group and period, where a group is the cars that are alike for the network and leave in the same
 * period. Cars that nobody knows of yet will come, so later capacity counts less. Only the totals for now are used; how they are
 * divided among the cars goes by urgency, which is better than the program's own division.
 *
 * <p>Model: aggregated program over departure quantiles, after "Adaptive Charging Networks" (Lee et al., IEEE TSG 2021), whose
 * controller solves a convex program per car.
 */
final class Plan {

    /** The unit of time of the program; also the shortest period that is planned for. Seconds. */
    private static final double SLOT = 300;

    /** How much less energy counts per slot it comes later: it might not come at all. */
    private static final double LATER = 0.002;

    /** How much of the capacity goes to cars that are not here yet, per slot ahead. */
    private static final double UNKNOWN = 0.003;

    /** Among equal plans, the one in which those who leave first come first. */
    private static final double URGENT = 0.0005;

    private static final int STEPS = 5_000;
    private static final int[] PERIODS = {14, 7, 3, 1};

    /** A larger program would take longer than is worth it; there is a coarser one, and urgency alone after that. */
    private static final long CELLS = 400_000;

    /** Per car: its team, those that are alike for the rows that can become full. */
    final int[] team;
    /** Per team: what it should take now, milliamperes. */
    final double[] now;

    private final List<Car> cars;
    private final double[] ends;

    private Plan(List<Car> cars, Teams teams, double standing, int periods) {
        this.cars = cars;
        team = teams.team;
        now = new double[teams.count];
        ends = ends(Math.max(1, standing / SLOT), periods);
    }

    /**
     * @param standing seconds the shares will stand
     */
    static Plan of(Network network, Loads loads, List<Car> cars, double standing) {
        Teams teams = new Teams(network, loads, cars);
        boolean large = (long) teams.count * (teams.count + teams.rows.size()) > CELLS;
        List<Tangents.Row> rows = large ? List.of() : Tangents.of(teams);
        for (int periods : large ? new int[0] : PERIODS) {
            Plan plan = new Plan(cars, teams, standing, periods);
            if (plan.solve(plan.groups(), rows)) {
                return plan;
            }
        }
        Plan none = new Plan(cars, teams, standing, 1);
        Arrays.fill(none.now, Double.POSITIVE_INFINITY);
        return none;
    }

    /** Now, and then from departure to departure, or as many of them as are looked at. */
    private double[] ends(double first, int periods) {
        double[] departures = cars.stream()
                .mapToDouble(car -> car.left() / SLOT)
                .filter(left -> left > first)
                .sorted()
                .distinct()
                .toArray();
        int count = Math.min(periods - 1, departures.length);
        double[] ends = new double[count + 1];
        ends[0] = first;
        for (int k = 1; k <= count; k++) {
            ends[k] = departures[(int) Math.ceil((double) k * departures.length / count) - 1];
        }
        return ends;
    }

    private double start(int period) {
        return period == 0 ? 0 : ends[period - 1];
    }

    private double middle(int period) {
        return (start(period) + ends[period]) / 2;
    }

    /** Cars of one team that leave in one period; amperes and ampere slots. */
    private static final class Group {

        final int team;
        final int last;
        final double[] most;
        double rest;

        Group(int team, int last) {
            this.team = team;
            this.last = last;
            most = new double[last + 1];
        }
    }

    private List<Group> groups() {
        Map<Integer, Group> groups = new HashMap<>();
        List<Group> inOrder = new ArrayList<>();
        for (int i = 0; i < cars.size(); i++) {
            Car car = cars.get(i);
            double left = car.left() / SLOT;
            int last = 0;
            while (last < ends.length - 1 && ends[last] < left - 1e-9) {
                last++;
            }
            int end = last;
            int of = team[i];
            Group group = groups.computeIfAbsent(of * PERIODS[0] + last, key -> {
                Group made = new Group(of, end);
                inOrder.add(made);
                return made;
            });
            double rest = car.rest() / 1000 / SLOT;
            group.rest += rest;
            for (int k = 0; k <= last; k++) {
                double there = Math.min(ends[k], left) - start(k);
                group.most[k] += Math.min(rest, Math.max(0, there) * car.most() / 1000);
            }
        }
        return inOrder;
    }

    /** A tangent in one period. */
    private record Bound(int period, Tangents.Row tangent, double right) {}

    /** Those that the cars which are there then can come to at all. */
    private List<Bound> bounds(List<Group> groups, List<Tangents.Row> tangents) {
        List<Bound> bounds = new ArrayList<>();
        for (int k = 0; k < ends.length; k++) {
            double capacity = (ends[k] - start(k)) * (k == 0 ? 1 : Math.exp(-UNKNOWN * middle(k)));
            for (Tangents.Row tangent : tangents) {
                double reach = 0;
                for (Group group : groups) {
                    reach += k > group.last ? 0 : tangent.perAmpere[group.team] * group.most[k];
                }
                if (reach > capacity * tangent.limit) {
                    bounds.add(new Bound(k, tangent, capacity * tangent.limit));
                }
            }
        }
        return bounds;
    }

    /** False where it would be too large. */
    private boolean solve(List<Group> groups, List<Tangents.Row> tangents) {
        List<Bound> bounds = bounds(groups, tangents);
        int columns = groups.stream().mapToInt(group -> group.last + 1).sum();
        int count = groups.size() + bounds.size();
        if ((long) count * columns > CELLS) {
            return false;
        }
        double[][] rows = new double[count][columns];
        double[] right = new double[count];
        double[] worth = new double[columns];
        double[] most = new double[columns];
        int[] first = new int[groups.size()];
        int column = 0;
        for (int g = 0; g < first.length; g++) {
            Group group = groups.get(g);
            right[g] = group.rest;
            first[g] = column;
            for (int k = 0; k <= group.last; k++, column++) {
                worth[column] = worth(group, k);
                most[column] = group.most[k];
                rows[g][column] = 1;
            }
        }
        for (int b = 0; b < bounds.size(); b++) {
            right[first.length + b] = bounds.get(b).right;
            fill(rows[first.length + b], bounds.get(b), groups, first);
        }
        double[] energy = new Simplex(rows, right, worth, most).solve(STEPS);
        for (int g = 0; g < first.length; g++) {
            now[groups.get(g).team] += energy[first[g]] / ends[0] * 1000;
        }
        return true;
    }

    private static void fill(double[] row, Bound bound, List<Group> groups, int[] first) {
        for (int g = 0; g < first.length; g++) {
            Group group = groups.get(g);
            if (bound.period <= group.last) {
                row[first[g] + bound.period] = bound.tangent.perAmpere[group.team];
            }
        }
    }

    private double worth(Group group, int period) {
        double late = ends[group.last] / ends[ends.length - 1];
        return Math.exp(-LATER * middle(period)) - URGENT * middle(period) * (1 - late);
    }
}
