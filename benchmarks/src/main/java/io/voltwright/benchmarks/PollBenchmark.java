package io.voltwright.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How one controller keeps up with many piles: the real buses and drivers here, the piles in another process.
 *
 * <p>A round is the n-th time that every pile's fast registers are read: from the first request to the last reply.
 */
final class PollBenchmark implements Benchmark {

    private static final int SETTLE_SECONDS = 15;
    private static final int SECONDS = 30;
    private static final int DEAD_PERCENT = 5;

    /** What one yard showed. */
    private record Shown(double cycle, double cores, double limit50, double limit99) {}

    @Override
    public String question() {
        return "100 and 1,000 piles polled each second by one controller, 5 % of them dead too; our reads against j2mod's and a bare loop's";
    }

    @Override
    public Map<String, Double> measure(List<String> arguments) throws Exception {
        int seconds = arguments.isEmpty() ? SECONDS : Integer.parseInt(arguments.get(0));
        Map<String, Double> result = new LinkedHashMap<>();
        Map<String, Double> race;
        // Before there are a thousand buses whose work would be counted with it.
        try (PollYard yard = PollYard.open(1)) {
            race = ReadRace.run(yard.slavePort());
        }
        System.out.printf(
                "%n%-22s %12s %12s %12s %12s%n", "", "round p99 s", "CPU cores", "limit p50 ms", "limit p99 ms");
        Shown hundred;
        try (PollYard yard = PollYard.open(100)) {
            hundred = shown("100 piles", yard, seconds);
        }
        try (PollYard yard = PollYard.open(1000)) {
            Shown all = shown("1000 piles", yard, seconds);
            yard.kill(DEAD_PERCENT);
            Shown dead = shown("1000, 5 % dead", yard, seconds);
            result.put("cycle_s_100", hundred.cycle());
            result.put("cycle_s_1000", all.cycle());
            result.put("cpu_cores_1000", all.cores());
            result.put("limit_p50_ms", all.limit50());
            result.put("limit_p99_ms", all.limit99());
            result.put("dead_cycle_s", dead.cycle());
            result.put("dead_cores", dead.cores());
            result.put("dead_p99_ms", dead.limit99());
            result.putAll(race);
        }
        return result;
    }

    private static Shown shown(String name, PollYard yard, int seconds) throws Exception {
        TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
        yard.forget();
        long cpu = cpuNanos();
        long start = System.nanoTime();
        double[] limits = yard.lowerAndRaise(seconds);
        double cores = (cpuNanos() - cpu) / (double) (System.nanoTime() - start);
        double[] rounds = yard.rounds();
        Shown shown =
                new Shown(Percentile.of(rounds, 0.99), cores, Percentile.of(limits, 0.5), Percentile.of(limits, 0.99));
        System.out.printf(
                "%-22s %12.3f %12.2f %12.2f %12.2f   (%d rounds, %d limits)%n",
                name, shown.cycle(), shown.cores(), shown.limit50(), shown.limit99(), rounds.length, limits.length);
        return shown;
    }

    private static long cpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
