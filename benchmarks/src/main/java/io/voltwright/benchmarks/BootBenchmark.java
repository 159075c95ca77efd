package io.voltwright.benchmarks;

import io.voltwright.itests.Image;
import io.voltwright.itests.Station;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** How long the station takes to be ready, against Karaf started the same way without the Voltwright features. */
final class BootBenchmark implements Benchmark {

    private static final int ROUNDS = 5;
    private static final long SETTLE_SECONDS = 3;

    @Override
    public String question() {
        return "warm start of the whole station (shell, REST and OPC UA answer) against bare Karaf (shell answers); and memory";
    }

    /** One start: milliseconds from launch to ready, megabytes resident some seconds later. */
    private record Start(double milliseconds, double megabytes) {}

    @Override
    public Map<String, Double> measure(List<String> arguments) throws Exception {
        int rounds = arguments.isEmpty() ? ROUNDS : Integer.parseInt(arguments.get(0));
        Path work = Files.createTempDirectory("voltwright-boot-");
        Image whole = Image.unpacked(archive("karaf-distro/target/io.voltwright.karaf-distro-"), work.resolve("image"));
        Image bare = Image.unpacked(
                archive("benchmarks/bare/target/io.voltwright.benchmarks.bare-"), work.resolve("image-bare"));
        Station station = Station.of(whole, work.resolve("station"));
        Station yardstick = Station.of(bare, work.resolve("bare")).shellOnly();
        List<Start> stationStarts = new ArrayList<>();
        List<Start> bareStarts = new ArrayList<>();
        try {
            System.out.printf("%-8s %12s %9s %12s %9s%n", "start", "bare ms", "bare MB", "station ms", "MB");
            for (int round = 0; round <= rounds; round++) {
                Start bareStart = start(yardstick);
                Start stationStart = start(station);
                System.out.printf(
                        "%-8s %12.0f %9.0f %12.0f %9.0f%n",
                        round == 0 ? "first" : "warm " + round,
                        bareStart.milliseconds(),
                        bareStart.megabytes(),
                        stationStart.milliseconds(),
                        stationStart.megabytes());
                if (round > 0) {
                    bareStarts.add(bareStart);
                    stationStarts.add(stationStart);
                }
            }
        } finally {
            station.close();
            yardstick.close();
            Image.delete(work);
        }
        return result(bareStarts, stationStarts);
    }

    private static Map<String, Double> result(List<Start> bare, List<Start> whole) {
        double bareMilliseconds = median(bare.stream().map(Start::milliseconds).toList());
        double milliseconds = median(whole.stream().map(Start::milliseconds).toList());
        Map<String, Double> result = new LinkedHashMap<>();
        result.put("boot_ratio", milliseconds / bareMilliseconds);
        result.put(
                "rss_mb", Math.rint(median(whole.stream().map(Start::megabytes).toList())));
        result.put(
                "bare_rss_mb",
                Math.rint(median(bare.stream().map(Start::megabytes).toList())));
        result.put("boot_ms", Math.rint(milliseconds));
        result.put("bare_boot_ms", Math.rint(bareMilliseconds));
        return result;
    }

    private static Start start(Station station) throws IOException, InterruptedException {
        station.start();
        // Whoever answers need not be well yet: the store opens beside the rest.
        long answered = System.nanoTime();
        while (station.hasWeb() && station.health() != 200) {
            Thread.onSpinWait();
        }
        double unwell = (System.nanoTime() - answered) / 1e6;
        TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
        double megabytes = residentKilobytes(station.pid()) / 1024.0;
        double milliseconds = station.bootTime().toNanos() / 1e6 + unwell;
        station.stop();
        return new Start(milliseconds, megabytes);
    }

    private static long residentKilobytes(long pid) throws IOException {
        try (var lines = Files.lines(Path.of("/proc", String.valueOf(pid), "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no resident size of process " + pid));
        }
    }

    private static Path archive(String prefix) throws IOException {
        Path start = Path.of(prefix);
        Path folder = start.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new IOException("not built: " + prefix + "*.tar.gz; start this with ./run bench");
        }
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".tar.gz"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("not built: " + prefix + "*.tar.gz"));
        }
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
