package io.voltwright.benchmarks;

import java.util.List;
import java.util.Map;

/** One measurement that {@code ./run bench NAME} starts. */
public interface Benchmark {

    /** What it measures, and against what, in one line. */
    String question();

    /**
     * Measures, prints its table on the way, and returns the plain numbers of the result in the order they are printed.
     *
     * @param arguments what was written after the name
     * @throws Exception where it could not be measured; there is no result then
     */
    Map<String, Double> measure(List<String> arguments) throws Exception;
}
