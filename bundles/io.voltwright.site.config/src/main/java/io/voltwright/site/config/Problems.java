package io.voltwright.site.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What is wrong with a file, all of it: each with its line, its value and a remedy. */
final class Problems {

    private record Problem(int line, String text) {}

    private final String file;
    private final List<Problem> found = new ArrayList<>();

    /**
     * @param file its name, for people
     */
    Problems(String file) {
        this.file = file;
    }

    /**
     * @param line from 1
     * @param text names thing and value, then says what to do
     */
    void add(int line, String text) {
        found.add(new Problem(line, text));
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    /** As {@code site.yaml:12: ...}, in the order of the lines. */
    List<String> lines() {
        return found.stream()
                .sorted(Comparator.comparingInt(Problem::line))
                .map(problem -> file + ":" + problem.line() + ": " + problem.text())
                .distinct()
                .toList();
    }
}
