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
    private static final long CELLS = 1_000_000;

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
        List<Tangents.Row> rows = Tangents.of(teams);
        for (int periods : PERIODS) {
            Plan plan = new Plan(cars, teams, standing, periods);
            List<Group> groups = plan.groups();
            long columns = groups.stream().mapToLong(group -> group.last + 1).sum();
            if ((groups.size() + (long) rows.size() * plan.ends.length) * columns <= CELLS) {
                plan.solve(groups, rows);
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

    private void solve(List<Group> groups, List<Tangents.Row> tangents) {
        int columns = groups.stream().mapToInt(group -> group.last + 1).sum();
        int periods = ends.length;
        double[][] rows = new double[groups.size() + tangents.size() * periods][columns];
        double[] right = new double[rows.length];
        double[] worth = new double[columns];
        double[] most = new double[columns];
        int[] teamOf = new int[columns];
        Arrays.fill(teamOf, -1);
        int column = 0;
        for (int g = 0; g < groups.size(); g++) {
            Group group = groups.get(g);
            right[g] = group.rest;
            for (int k = 0; k <= group.last; k++, column++) {
                teamOf[column] = k == 0 ? group.team : -1;
                worth[column] = worth(group, k);
                most[column] = group.most[k];
                rows[g][column] = 1;
                for (int t = 0; t < tangents.size(); t++) {
                    rows[groups.size() + k * tangents.size() + t][column] = tangents.get(t).perAmpere[group.team];
                }
            }
        }
        for (int k = 0; k < periods; k++) {
            double capacity = (ends[k] - start(k)) * (k == 0 ? 1 : Math.exp(-UNKNOWN * middle(k)));
            for (int t = 0; t < tangents.size(); t++) {
                right[groups.size() + k * tangents.size() + t] = capacity * tangents.get(t).limit;
            }
        }
        double[] energy = new Simplex(rows, right, worth, most).solve(STEPS);
        for (int i = 0; i < columns; i++) {
            if (teamOf[i] >= 0) {
                now[teamOf[i]] += energy[i] / ends[0] * 1000;
            }
        }
    }

    private double worth(Group group, int period) {
        double late = ends[group.last] / ends[ends.length - 1];
        return Math.exp(-LATER * middle(period)) - URGENT * middle(period) * (1 - late);
    }
}
