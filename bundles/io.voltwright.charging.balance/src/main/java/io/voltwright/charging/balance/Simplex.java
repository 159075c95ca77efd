package io.voltwright.charging.balance;

import java.util.Arrays;

/**
 * Maximises a linear objective under upper limits: rows * x at most {@code right}, x from 0 to {@code most}. As nothing is below 0
 * on the right, x = 0 is a start, and each step stays within the limits: what is found is usable even when stopped early.
 *
 * <p>Implementation: a dense tableau. A variable at its upper bound is replaced by its distance from it, so that all that are not
 * in the basis are 0. Only rows with something in the pivot column are touched, which most are not.
 */
final class Simplex {

    private static final double TINY = 1e-9;

    private final double[][] rows;
    private final double[] right;
    private final double[] objective;
    private final double[] most;
    /** Per variable, slacks last: whether it stands for its distance from its upper bound. */
    private final boolean[] turned;
    /** Per row: the variable in the basis. */
    private final int[] basis;
    /** Per column: the variable outside. */
    private final int[] outside;

    private final int[] filled;

    /** Takes the arrays over and changes them. */
    Simplex(double[][] rows, double[] right, double[] objective, double[] most) {
        this.rows = rows;
        this.right = right;
        this.objective = objective;
        this.most = Arrays.copyOf(most, most.length + rows.length);
        Arrays.fill(this.most, most.length, this.most.length, Double.POSITIVE_INFINITY);
        turned = new boolean[this.most.length];
        basis = new int[rows.length];
        Arrays.setAll(basis, row -> most.length + row);
        outside = new int[most.length];
        Arrays.setAll(outside, column -> column);
        filled = new int[most.length];
    }

    /** The values of the variables after at most so many steps. */
    double[] solve(int steps) {
        for (int step = 0; step < steps; step++) {
            int column = best();
            if (column < 0) {
                break;
            }
            advance(column);
        }
        double[] values = new double[outside.length];
        for (int column = 0; column < outside.length; column++) {
            put(values, outside[column], 0);
        }
        for (int row = 0; row < basis.length; row++) {
            put(values, basis[row], right[row]);
        }
        return values;
    }

    private void put(double[] values, int variable, double value) {
        if (variable < values.length) {
            values[variable] = turned[variable] ? most[variable] - value : value;
        }
    }

    private int best() {
        int best = -1;
        double gain = TINY;
        for (int column = 0; column < outside.length; column++) {
            if (objective[column] > gain && most[outside[column]] > TINY) {
                gain = objective[column];
                best = column;
            }
        }
        return best;
    }

    /** Raises the variable of the column until it or one of the basis comes to a bound. */
    private void advance(int column) {
        double far = most[outside[column]];
        int leaving = -1;
        double pivot = 0;
        for (int row = 0; row < basis.length; row++) {
            double slope = rows[row][column];
            double way = Double.POSITIVE_INFINITY;
            if (slope > TINY) {
                way = right[row] / slope;
            } else if (slope < -TINY) {
                way = (most[basis[row]] - right[row]) / -slope;
            }
            boolean tie = leaving >= 0 && way <= far + 1e-12 && Math.abs(slope) > pivot;
            if (way < far - 1e-12 || tie) {
                far = Math.max(0, way);
                leaving = row;
                pivot = Math.abs(slope);
            }
        }
        if (leaving < 0) {
            turnColumn(column, far);
            return;
        }
        if (rows[leaving][column] < 0) {
            turnRow(leaving);
        }
        exchange(leaving, column);
    }

    private void turnColumn(int column, double far) {
        for (int row = 0; row < basis.length; row++) {
            double slope = rows[row][column];
            if (slope != 0) {
                right[row] -= slope * far;
                rows[row][column] = -slope;
            }
        }
        objective[column] = -objective[column];
        turned[outside[column]] = !turned[outside[column]];
    }

    private void turnRow(int row) {
        int variable = basis[row];
        turned[variable] = !turned[variable];
        for (int column = 0; column < outside.length; column++) {
            rows[row][column] = -rows[row][column];
        }
        right[row] = most[variable] - right[row];
    }

    private void exchange(int leaving, int column) {
        double[] pivot = rows[leaving];
        double inverse = 1 / pivot[column];
        int count = 0;
        for (int i = 0; i < pivot.length; i++) {
            if (i != column && pivot[i] != 0) {
                pivot[i] *= inverse;
                filled[count++] = i;
            }
        }
        pivot[column] = inverse;
        right[leaving] = Math.max(0, right[leaving] * inverse);
        for (int row = 0; row < rows.length; row++) {
            double factor = rows[row][column];
            if (row != leaving && factor != 0) {
                subtract(rows[row], pivot, factor, column, count);
                right[row] = Math.max(0, right[row] - factor * right[leaving]);
            }
        }
        subtract(objective, pivot, objective[column], column, count);
        int entering = outside[column];
        outside[column] = basis[leaving];
        basis[leaving] = entering;
    }

    private void subtract(double[] row, double[] pivot, double factor, int column, int count) {
        for (int k = 0; k < count; k++) {
            row[filled[k]] -= factor * pivot[filled[k]];
        }
        row[column] = -factor * pivot[column];
    }
}
