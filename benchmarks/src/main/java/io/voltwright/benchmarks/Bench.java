package io.voltwright.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Runs one benchmark by its name, or lists them all. */
public final class Bench {

    private static final Map<String, Benchmark> ALL = new TreeMap<>(Map.of(
            "acn",
            new AcnBenchmark(),
            "allocator",
            new AllocatorBenchmark(),
            "boot",
            new BootBenchmark(),
            "journal",
            new JournalBenchmark(),
            "ocpp",
            new OcppBenchmark(),
            "poll",
            new PollBenchmark()));

    private Bench() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 0) {
            ALL.forEach((name, benchmark) -> System.out.printf("%-12s %s%n", name, benchmark.question()));
            return;
        }
        Benchmark chosen = ALL.get(arguments[0]);
        if (chosen == null) {
            System.err.println(
                    "There is no benchmark '" + arguments[0] + "'; there are: " + String.join(", ", ALL.keySet()));
            System.exit(2);
            return;
        }
        System.out.println(chosen.question());
        System.out.println();
        Map<String, Double> result = chosen.measure(List.of(arguments).subList(1, arguments.length));
        System.out.println();
        System.out.println("RESULT "
                + result.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + plain(entry.getValue()))
                        .collect(Collectors.joining(" ")));
    }

    private static String plain(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            return String.format(Locale.ROOT, "%.0f", value);
        }
        return String.format(Locale.ROOT, Math.abs(value) < 1 ? "%.4f" : "%.2f", value);
    }
}
