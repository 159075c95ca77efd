package io.voltwright.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The two commands at the top of the tree: {@code ./run} and {@code ./test}. */
class RunIT {

    private static final Path TOP = Path.of("..").toAbsolutePath().normalize();
    private static final Duration PATIENCE = Duration.ofMinutes(8);
    private static final long SECONDS = 120;

    @TempDir
    private Path folder;

    @Test
    void bothStartWithAllTheyWriteBelowOneFolderAndCtrlCEndsBoth() throws Exception {
        Needs.program("socat");
        assumeTrue(
                run(List.of("env", "--default-signal=INT", "true"), Map.of()).code() == 0,
                "this env cannot undo an ignored Ctrl-C");
        Path built = folder.resolve("built");
        stub("mvn", "touch " + built + "; exit 1");
        Path var = Path.of("target", "stations", "run").toAbsolutePath();
        Image.delete(var);
        Files.createDirectories(var);
        Map<String, String> environment = ports(var);

        Path printed = folder.resolve("printed");
        Process run = started(
                List.of("env", "--default-signal=INT", TOP.resolve("run").toString()), environment, printed);
        try {
            Awaitility.await("both run")
                    .atMost(PATIENCE)
                    .until(() -> !run.isAlive() || Files.readString(printed).contains("Ctrl-C ends both."));
            assumeFalse(Files.exists(built), "a source is newer than the image; ./run would build first");

            assertThat(Files.readString(printed))
                    .contains(
                            "ssh -p " + environment.get("VOLTWRIGHT_SSH_PORT"),
                            "http://127.0.0.1:" + environment.get("VOLTWRIGHT_HTTP_PORT") + "/api/site",
                            "opc.tcp://127.0.0.1:" + environment.get("VOLTWRIGHT_OPCUA_PORT"),
                            "http://127.0.0.1:" + environment.get("VOLTWRIGHT_SIM_CONTROL_PORT") + "/evses",
                            "log in as 'setup' with the code in " + var.resolve("station/setup-code"));
            assertThat(answer(environment, "SIM_CONTROL", "/evses")).contains("left", "right");
            assertThat(answer(environment, "HTTP", "/healthz")).contains("status");
            assertThat(var.resolve("station/setup-code")).exists();
            assertThat(var.resolve("simulator")).isDirectory();

            List<ProcessHandle> all = run.descendants().toList();
            assertThat(all.stream().filter(RunIT::isJava)).hasSize(2);
            run(List.of("kill", "-INT", String.valueOf(run.pid())), Map.of());
            assertThat(run.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(run.exitValue()).isEqualTo(130);
            Awaitility.await("both have ended").atMost(PATIENCE).untilAsserted(() -> assertThat(all)
                    .noneMatch(ProcessHandle::isAlive));
        } finally {
            run.descendants().forEach(ProcessHandle::destroyForcibly);
            run.destroyForcibly();
        }
    }

    private static boolean isJava(ProcessHandle process) {
        return process.info().command().filter(path -> path.endsWith("/java")).isPresent();
    }

    private static Map<String, String> ports(Path var) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "VOLTWRIGHT_VAR",
                var.toString(),
                "VOLTWRIGHT_SIM_RIGHT_TTY",
                var.resolve("right.tty").toString()));
        for (String port : List.of("SSH", "HTTP", "OPCUA", "SIM_LEFT", "SIM_GRID", "SIM_CONTROL")) {
            environment.put("VOLTWRIGHT_" + port + "_PORT", String.valueOf(Listeners.freePort()));
        }
        return environment;
    }

    private static String answer(Map<String, String> environment, String port, String path)
            throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(
                                        "http://127.0.0.1:" + environment.get("VOLTWRIGHT_" + port + "_PORT") + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Test
    void helpListsEveryCommandAndAnUnknownOneIsNamed() throws Exception {
        assertThat(run(List.of(TOP.resolve("run").toString(), "--help"), Map.of())
                        .printed())
                .contains("./run simulator", "./run station", "./run demo", "./run bench", "VOLTWRIGHT_VAR");
        Ended wrong = run(List.of(TOP.resolve("run").toString(), "dance"), Map.of());
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.printed()).contains("what is 'dance'?", "./run --help");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "all pass           | 3 | 0 |                     | 0 | true  | 3 passed, 0 failed, 0 skipped | 0",
                "one fails          | 3 | 1 |                     | 1 | true  | 2 passed, 1 failed, 0 skipped | 1",
                "nothing ran        | 0 | 0 |                     | 0 | false | 0 passed, 1 failed, 0 skipped | 1",
                "the build fails    | 3 | 0 |                     | 1 | false | 3 passed, 1 failed, 0 skipped | 1",
                "a peer is missing  | 3 | 0 | peer missing: socat | 0 | false | 2 passed, 0 failed, 1 skipped | 0",
                "also for CI        | 3 | 0 | peer missing: socat | 0 | true  | 2 passed, 1 failed, 0 skipped | 1",
                "no reference data  | 3 | 0 | set VOLTWRIGHT_DATA | 0 | true  | 2 passed, 0 failed, 0 skipped | 0",
            })
    void theLastLineOfTestCounts(
            String what, int tests, int failures, String skip, int build, boolean ci, String last, int code)
            throws Exception {
        Files.writeString(folder.resolve("report.xml"), report(tests, failures, skip == null ? "" : skip));
        Ended ended = test(
                (tests == 0
                                ? ""
                                : "mkdir -p a/target/surefire-reports && cp report.xml a/target/surefire-reports/TEST-a.xml; ")
                        + "exit " + build,
                Map.of("CI", String.valueOf(ci)));
        assertThat(ended.printed().stripTrailing()).endsWith("\n" + last);
        assertThat(ended.code()).isEqualTo(code);
        if (skip != null) {
            assertThat(ended.printed()).containsPattern("skipped io\\.example\\.ATest\\.a: " + skip + "\\R");
        }
        if (tests > 0) {
            assertThat(ended.printed()).containsPattern(" 1\\.5 +3 +io\\.example\\.ATest");
        }
    }

    @ParameterizedTest
    @CsvSource({"'', -Dvoltwright.scale=0.1", "--full, -Dvoltwright.scale=1"})
    void repetitionsAreScaledToATenthOrFull(String option, String scale) throws Exception {
        test("echo \"$@\" >asked", Map.of(), option);
        assertThat(Files.readString(folder.resolve("asked"))).containsPattern(scale + "\\s");
        assertThat(test("exit 0", Map.of(), "--fast").printed()).contains("what is '--fast'?");
    }

    private static String report(int tests, int failures, String skip) {
        return "<testsuite name=\"io.example.ATest\" time=\"1.5\" tests=\"" + tests + "\" errors=\"0\" skipped=\""
                + (skip.isEmpty() ? 0 : 1) + "\" failures=\"" + failures + "\">\n"
                + "  <testcase name=\"a\" classname=\"io.example.ATest\" time=\"0.5\">\n"
                + (skip.isEmpty()
                        ? ""
                        : "    <skipped type=\"org.opentest4j.TestAbortedException\"><![CDATA[org.opentest4j.TestAbortedException: "
                                + "Assumption failed: " + skip + "\n\tat a.B\n]]></skipped>\n")
                + (failures == 0 ? "" : "    <failure message=\"no\" type=\"x\"/>\n")
                + "  </testcase>\n</testsuite>\n";
    }

    /** The script alone in a folder, where Maven does only what is said here, and nothing can be installed. */
    private Ended test(String maven, Map<String, String> environment, String... options) throws Exception {
        Path script = folder.resolve("test");
        Files.copy(
                TOP.resolve("test"), script, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
        stub("mvn", maven);
        stub("id", "echo 1000");
        Map<String, String> with = new HashMap<>(environment);
        with.put("VOLTWRIGHT_VAR", folder.resolve("var").toString());
        return run(
                Stream.concat(Stream.of(script.toString()), Stream.of(options).filter(word -> !word.isEmpty()))
                        .toList(),
                with);
    }

    /** A program of this name that comes before the true one. */
    private void stub(String name, String does) throws IOException {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Path program = Files.writeString(bin.resolve(name), "#!/bin/sh\n" + does + "\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
    }

    private record Ended(int code, String printed) {}

    private Ended run(List<String> command, Map<String, String> environment) throws Exception {
        Path printed = Files.createTempFile(folder, "printed", ".txt");
        Process process = started(command, environment, printed);
        assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), Files.readString(printed));
    }

    private Process started(List<String> command, Map<String, String> environment, Path printed) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(printed.toFile());
        Map<String, String> all = builder.environment();
        all.keySet().removeIf(name -> name.startsWith("VOLTWRIGHT_") || name.startsWith("KARAF_") || name.equals("CI"));
        all.putAll(environment);
        all.put("JAVA_HOME", System.getProperty("java.home"));
        all.put("PATH", folder.resolve("bin") + File.pathSeparator + System.getenv("PATH"));
        return builder.start();
    }
}
