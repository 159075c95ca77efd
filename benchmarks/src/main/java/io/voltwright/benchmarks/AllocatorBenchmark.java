package io.voltwright.benchmarks;

import io.voltwright.charging.api.PowerPolicy;
import io.voltwright.charging.api.PowerPolicy.Problem;
import io.voltwright.charging.balance.FiveLevels;
import io.voltwright.charging.balance.FiveLevels.Case;
import io.voltwright.charging.balance.TextbookFilling;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How the time of one allocation grows with the site, against progressive filling as the textbook has it. */
final class AllocatorBenchmark implements Benchmark {

    private static final int[] SIZES = {10, 100, 1_000, 10_000};

    private static final long SEED = 20_190_301;
    private static final long LONG_ENOUGH = 2_000_000_000L;
    private static final int FEWEST = 5;

    @Override
    public String question() {
        return "milliseconds to share a full site of five levels, against textbook progressive filling of the same site";
    }

    /** Milliseconds by the clock and of the processor, of which the clock's grows with what else the machine does. */
    private record Took(double wall, double cpu) {}

    @Override
    public Map<String, Double> measure(List<String> arguments) {
        PowerPolicy policy = FiveLevels.shipped();
        Map<String, Double> result = new LinkedHashMap<>();
        System.out.printf(
                "%8s %10s %10s %14s %8s %14s%n", "EVSEs", "ours ms", "of CPU", "textbook CPU", "ratio", "most apart A");
        double[] cpu = new double[SIZES.length];
        double ratio = 0;
        for (int i = 0; i < SIZES.length; i++) {
            Problem problem = FiveLevels.problem(SIZES[i], false, SEED);
            Took ours = took(() -> policy.share(problem));
            Took textbook = took(() -> TextbookFilling.milliamperes(problem));
            cpu[i] = ours.cpu();
            ratio = textbook.cpu() / ours.cpu();
            System.out.printf(
                    "%8d %10.4f %10.4f %14.3f %7.1fx %14.3f%n",
                    SIZES[i], ours.wall(), ours.cpu(), textbook.cpu(), ratio, apart(problem));
            result.put("ms_" + SIZES[i], ours.wall());
            result.put("cpu_ms_" + SIZES[i], ours.cpu());
        }
        result.put("textbook_ratio_10000", ratio);
        result.put("growth_1000_10000", growth(cpu));
        for (Case what : List.of(Case.TURNS, Case.DEPARTURES, Case.POWER)) {
            System.out.printf("%n%8s %10s %10s  %s%n", "EVSEs", "ours ms", "of CPU", words(what));
            for (int i = 0; i < SIZES.length; i++) {
                Problem problem = FiveLevels.problem(SIZES[i], what, SEED);
                Took ours = took(() -> policy.share(problem));
                cpu[i] = ours.cpu();
                System.out.printf("%8d %10.4f %10.4f%n", SIZES[i], ours.wall(), ours.cpu());
                result.put(name(what) + "_cpu_ms_" + SIZES[i], ours.cpu());
            }
            result.put(name(what) + "_growth_1000_10000", growth(cpu));
        }
        return result;
    }

    private static double growth(double[] cpu) {
        int last = SIZES.length - 1;
        double growth = cpu[last] / cpu[last - 1];
        System.out.printf(
                "From %d to %d: %.1f times the CPU time; n log n is %.1f%n",
                SIZES[last - 1], SIZES[last], growth, nLogN(SIZES[last]) / nLogN(SIZES[last - 1]));
        return growth;
    }

    private static String name(Case what) {
        return what.name().toLowerCase(Locale.ROOT);
    }

    private static String words(Case what) {
        return switch (what) {
            case LINES -> "lines are full";
            case TURNS -> "not all minima fit: they take turns";
            case DEPARTURES -> "half of the cars say when they leave";
            case POWER -> "the power of every node is limited: shares rise piece by piece";
        };
    }

    private static double nLogN(int n) {
        return n * Math.log(n);
    }

    /** What the fastest quarter of the runs stays under once it is warm: neighbours on the machine only make it slower. */
    private static Took took(Runnable run) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long[] wall = new long[100_000];
        long[] cpu = new long[wall.length];
        int count = 0;
        long begun = threads.getCurrentThreadCpuTime();
        while (count < wall.length && (count < FEWEST || threads.getCurrentThreadCpuTime() - begun < LONG_ENOUGH)) {
            long start = System.nanoTime();
            long busy = threads.getCurrentThreadCpuTime();
            run.run();
            cpu[count] = threads.getCurrentThreadCpuTime() - busy;
            wall[count++] = System.nanoTime() - start;
        }
        return new Took(quick(wall, count), quick(cpu, count));
    }

    private static double quick(long[] took, int count) {
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
