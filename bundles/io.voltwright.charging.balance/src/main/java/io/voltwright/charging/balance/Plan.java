package io.voltwright.charging.balance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Looks ahead: how much each part of the site should take now so that most of what its cars need is delivered before they leave.
 * Who is the most urgent says nothing of that: where one leg has more to do until the evening than the others, it has to begin now.
 *
 * <p>A linear program: energy per group and period, where a group is the cars that are alike for the network and leave in the same
 * period. Cars that nobody knows of yet will come, so later capacity counts less; where past days tell of some, those are in the
 * program instead, as groups of their own. Only the totals for now are used; how they are divided among the cars goes by urgency,
 * which is better than the program's own division.
 *
 * <p>Model: aggregated program over departure quantiles, after "Adaptive Charging Networks" (Lee et al., IEEE TSG 2021), whose
 * controller solves a convex program per car.
 */
final class Plan {

    /** The unit of time of the program; also the shortest period that is planned for. Seconds. */
    static final double SLOT = 300;

    /** How much less energy counts per slot it comes later: it might not come at all. */
    private static final double LATER = 0.002;

    /** How much of the capacity goes to cars that are not here yet, per slot ahead, where nobody knows of any. */
    private static final double UNKNOWN = 0.003;

    /** What a car that is expected counts for beside one that is here. */
    private static final double EXPECTED = 0.4;

    /** Among equal plans, the one in which those who leave first come first. */
    private static final double URGENT = 0.0005;

    private static final int STEPS = 5_000;
    private static final int[] PERIODS = {14, 8, 3, 1};

    /** A larger program would take longer than is worth it; there is a coarser one, and urgency alone after that. */
    private static final long CELLS = 400_000;

    /** Per car: its team, those that are alike for the rows that can become full. */
    final int[] team;
    /** Per team: what it should take now, milliamperes. */
    final double[] now;

    private final Periods periods;
    private final List<Group> groups;
    private final double unknown;

    private Plan(List<Car> cars, Expected expected, Teams teams, Periods periods) {
        this.periods = periods;
        team = teams.team;
        now = new double[teams.count];
        groups = Group.of(teams, cars, expected, periods);
        unknown = expected.arrivals.isEmpty() ? UNKNOWN : 0;
    }

    /**
     * @param standing seconds the shares will stand
     */
    static Plan of(Network network, Loads loads, List<Car> cars, Expected expected, double standing) {
        Teams teams = new Teams(network, loads, cars, expected);
        double first = Math.max(1, standing / SLOT);
        boolean large = (long) teams.count * (teams.count + teams.rows.size()) > CELLS;
        List<Tangents.Row> rows = large ? List.of() : Tangents.of(teams);
        // With those who are expected each period has twice as much in it.
        int finest = expected.arrivals.isEmpty() ? 0 : 1;
        for (int fine = large ? PERIODS.length : finest; fine < PERIODS.length; fine++) {
            Plan plan = new Plan(cars, expected, teams, new Periods(first, cars, PERIODS[fine]));
            if (plan.solve(rows)) {
                return plan;
            }
        }
        Plan none = new Plan(cars, expected, teams, new Periods(first, cars, 1));
        Arrays.fill(none.now, Double.POSITIVE_INFINITY);
        return none;
    }

    /** A tangent in one period. */
    private record Bound(int period, Tangents.Row tangent, double right) {}

    /** Those that the cars which are there then can come to at all. */
    private List<Bound> bounds(List<Tangents.Row> tangents) {
        List<Bound> bounds = new ArrayList<>();
        for (int k = 0; k < periods.count(); k++) {
            double known = k == 0 ? 1 : Math.exp(-unknown * periods.middle(k));
            double capacity = (periods.end(k) - periods.start(k)) * known;
            for (Tangents.Row tangent : tangents) {
                double reach = 0;
                for (Group group : groups) {
                    reach += tangent.perAmpere[group.team] * group.most(k);
                }
                if (reach > capacity * tangent.limit) {
                    bounds.add(new Bound(k, tangent, capacity * tangent.limit));
                }
            }
        }
        return bounds;
    }

    /** False where it would be too large. */
    private boolean solve(List<Tangents.Row> tangents) {
        List<Bound> bounds = bounds(tangents);
        int columns = Group.columns(groups);
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
            for (int k = group.first; k <= group.last; k++, column++) {
                worth[column] = worth(group, k);
                most[column] = group.most(k);
                rows[g][column] = 1;
            }
        }
        for (int b = 0; b < bounds.size(); b++) {
            right[first.length + b] = bounds.get(b).right;
            fill(rows[first.length + b], bounds.get(b), first);
        }
        takeNow(new Simplex(rows, right, worth, most).solve(STEPS), first);
        return true;
    }

    private void fill(double[] row, Bound bound, int[] first) {
        for (int g = 0; g < first.length; g++) {
            Group group = groups.get(g);
            if (group.isThere(bound.period)) {
                row[first[g] + bound.period - group.first] = bound.tangent.perAmpere[group.team];
            }
        }
    }

    private void takeNow(double[] energy, int[] first) {
        for (int g = 0; g < first.length; g++) {
            Group group = groups.get(g);
            if (!group.expected) {
                now[group.team] += energy[first[g]] / periods.end(0) * 1000;
            }
        }
    }

    private double worth(Group group, int period) {
        double middle = periods.middle(period);
        double late = periods.end(group.last) / periods.end(periods.count() - 1);
        return (group.expected ? EXPECTED : 1) * Math.exp(-LATER * middle) - URGENT * middle * (1 - late);
    }
}
