package io.voltwright.benchmarks;

import java.util.Arrays;

/** Order statistics of what was measured. */
final class Percentile {

    private Percentile() {}

    /**
     * @param share 0 to 1
     * @return the value that this share does not exceed; not a number if there is none
     */
    static double of(double[] values, double share) {
        if (values.length == 0) {
            return Double.NaN;
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
    }
}
