package io.voltwright.charging.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The table of docs/charging.md tells the truth: each rule has a test that names it, or a reason why it can have none here. */
class RulesTest {

    private static final int RULES = 48;
    private static final Path ROOT = Path.of("..", "..");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| R(\\d+) \\| [^|]+ \\| ([^|]+) \\|$");
    private static final Pattern NAMED = Pattern.compile("`(\\w+Test)(?:#(\\w+))?`");

    /** Their tests were there before the numbers. */
    private static final String WITHOUT_NUMBER = "48";

    @Test
    @DisplayName(
            "each of the rules 1 to 48 is held by a test that names it, or said not to be testable by a supervisor")
    void everyRuleIsHeld() throws IOException {
        Map<String, String> held = new HashMap<>();
        Matcher row = ROW.matcher(Files.readString(ROOT.resolve("docs/charging.md")));
        while (row.find()) {
            held.put(row.group(1), row.group(2));
        }
        Map<String, String> tests = tests();
        for (int rule = 1; rule <= RULES; rule++) {
            String number = Integer.toString(rule);
            String text = held.getOrDefault(number, "");
            assertThat(text).as("R" + rule).isNotBlank();
            if (!text.startsWith("not testable by a supervisor: ")) {
                check(number, text, tests);
            }
        }
    }

    private static void check(String rule, String text, Map<String, String> tests) {
        Matcher named = NAMED.matcher(text);
        int count = 0;
        while (named.find()) {
            count++;
            String test = named.group(1);
            assertThat(tests).as("R" + rule).containsKey(test);
            String source = Objects.requireNonNull(tests.get(test));
            if (named.group(2) != null) {
                assertThat(source).as("R" + rule).contains("void " + named.group(2) + "(");
            } else if (!rule.equals(WITHOUT_NUMBER)) {
                assertThat(source).as("R" + rule + " in " + test).containsPattern("(?<![-\\w])R" + rule + "\\b");
            }
        }
        assertThat(count).as("tests of R" + rule).isPositive();
    }

    private static Map<String, String> tests() throws IOException {
        Map<String, String> tests = new HashMap<>();
        try (Stream<Path> bundles = Files.list(ROOT.resolve("bundles"))) {
            bundles.map(bundle -> bundle.resolve("src/test/java"))
                    .filter(Files::isDirectory)
                    .forEach(sources -> read(sources, tests));
        }
        return tests;
    }

    private static void read(Path sources, Map<String, String> tests) {
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith("Test.java")).toList()) {
                tests.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
