package io.voltwright.benchmarks;

import io.voltwright.charging.api.PowerPolicy;
import io.voltwright.charging.api.PowerPolicy.Problem;
import io.voltwright.charging.balance.FiveLevels;
import io.voltwright.charging.balance.TextbookFilling;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How the time of one allocation grows with the site, against progressive filling as the textbook has it. */
final class AllocatorBenchmark implements Benchmark {

    private static final int[] SIZES = {10, 100, 1_000, 10_000};

    private static final long SEED = 20_190_301;
    private static final long LONG_ENOUGH = 1_500_000_000L;
    private static final int FEWEST = 5;

    @Override
    public String question() {
        return "milliseconds to share a full site of five levels, against textbook progressive filling of the same site";
    }

    @Override
    public Map<String, Double> measure(List<String> arguments) {
        PowerPolicy policy = FiveLevels.shipped();
        System.out.printf(
                "%8s %10s %12s %10s %14s %16s%n",
                "EVSEs", "ours ms", "textbook ms", "ratio", "most apart A", "departures ms");
        Map<String, Double> result = new LinkedHashMap<>();
        double[] ours = new double[SIZES.length];
        double ratio = 0;
        for (int i = 0; i < SIZES.length; i++) {
            Problem problem = FiveLevels.problem(SIZES[i], false, SEED);
            ours[i] = milliseconds(() -> policy.share(problem));
            double textbook = milliseconds(() -> TextbookFilling.milliamperes(problem));
            Problem departing = FiveLevels.problem(SIZES[i], true, SEED);
            double departures = milliseconds(() -> policy.share(departing));
            ratio = textbook / ours[i];
            System.out.printf(
                    "%8d %10.4f %12.3f %9.1fx %14.3f %16.3f%n",
                    SIZES[i], ours[i], textbook, ratio, apart(problem), departures);
            result.put("ms_" + SIZES[i], ours[i]);
            result.put("departures_ms_" + SIZES[i], departures);
        }
        int last = SIZES.length - 1;
        double growth = ours[last] / ours[last - 1];
        System.out.printf(
                "%nFrom %d to %d: %.1f times as long; n log n is %.1f%n",
                SIZES[last - 1], SIZES[last], growth, nLogN(SIZES[last]) / nLogN(SIZES[last - 1]));
        result.put("textbook_ratio_10000", ratio);
        result.put("growth_1000_10000", growth);
        return result;
    }

    private static double nLogN(int n) {
        return n * Math.log(n);
    }

    /** What the fastest quarter of the runs stays under once it is warm: neighbours on the machine only make it slower. */
    private static double milliseconds(Runnable run) {
        long[] took = new long[100_000];
        int count = 0;
        long begun = System.nanoTime();
        while (count < took.length && (count < FEWEST || System.nanoTime() - begun < LONG_ENOUGH)) {
            long start = System.nanoTime();
            run.run();
            took[count++] = System.nanoTime() - start;
        }
        long[] warm = Arrays.copyOfRange(took, count / 2, count);
        Arrays.sort(warm);
        return warm[warm.length / 4] / 1e6;
    }

    private static double apart(Problem problem) {
        Map<String, Double> textbook = TextbookFilling.milliamperes(problem);
        return FiveLevels.milliamperes(problem).entrySet().stream()
                        .mapToDouble(share -> Math.abs(share.getValue() - textbook.getOrDefault(share.getKey(), 0.0)))
                        .max()
                        .orElse(0)
                / 1000;
    }
}
