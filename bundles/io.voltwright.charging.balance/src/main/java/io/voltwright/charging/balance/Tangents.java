package io.voltwright.charging.balance;

import java.util.ArrayList;
import java.util.List;

/** The limits on phasor sums as linear ones: a circle is the common part of all its tangents, and a few of them come close. */
final class Tangents {

    /** Degrees from one tangent to the next. */
    private static final double ARC = 12;

    /** What is left in one direction of one line. */
    static final class Row {

        /** Per team: what an ampere adds. */
        final double[] perAmpere;
        /** Amperes. */
        final double limit;

        Row(double[] perAmpere, double limit) {
            this.perAmpere = perAmpere;
            this.limit = limit;
        }
    }

    private final Teams teams;
    private final List<Row> rows = new ArrayList<>();

    private Tangents(Teams teams) {
        this.teams = teams;
    }

    static List<Row> of(Teams teams) {
        var tangents = new Tangents(teams);
        teams.rows.forEach(tangents::cover);
        return tangents.rows;
    }

    /** From the first to the last direction in which the row's currents point, which is less than half a circle. */
    private void cover(int row) {
        List<Team> loading = new ArrayList<>();
        double real = 0;
        double imaginary = 0;
        for (int team = 0; team < teams.count; team++) {
            double[] add = teams.adds.get(team).get(row);
            if (add != null) {
                loading.add(new Team(team, add[0], add[1]));
                double size = Math.hypot(add[0], add[1]);
                real += add[0] / size;
                imaginary += add[1] / size;
            }
        }
        double middle = Math.atan2(imaginary, real);
        double first = 0;
        double last = 0;
        for (Team team : loading) {
            double angle = Math.IEEEremainder(Math.atan2(team.imaginary, team.real) - middle, 2 * Math.PI);
            first = Math.min(first, angle);
            last = Math.max(last, angle);
        }
        int gaps = (int) Math.ceil((last - first) / Math.toRadians(ARC) - 1e-6);
        double gap = gaps == 0 ? 0 : (last - first) / gaps;
        // Between two tangents the corner is outside the circle; half of that is taken off, so that the error goes both
        // ways.
        double limit = teams.network.rows.get(row).limit() / 1000 * (1 + Math.cos(gap / 2)) / 2;
        for (int i = 0; i <= gaps; i++) {
            add(row, loading, middle + first + i * gap, limit);
        }
    }

    /** A team that loads the row, and what an ampere of it adds there. */
    private record Team(int index, double real, double imaginary) {}

    /** What points away from the tangent may not count as relief: it may not be drawn. */
    private void add(int row, List<Team> loading, double angle, double limit) {
        double cos = Math.cos(angle);
        double sin = Math.sin(angle);
        double[] perAmpere = new double[teams.count];
        for (Team team : loading) {
            double along = team.real * cos + team.imaginary * sin;
            perAmpere[team.index] = along > 1e-9 ? along : 0;
        }
        double others = teams.real[row] * cos + teams.imaginary[row] * sin;
        rows.add(new Row(perAmpere, Math.max(0, limit - Math.max(0, others))));
    }
}
