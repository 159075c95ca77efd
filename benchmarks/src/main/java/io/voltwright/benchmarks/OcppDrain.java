package io.voltwright.benchmarks;

import io.voltwright.protocol.ocpp.Lab;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Seconds per message, round by round: of the product, of the bare loop answered by the same peer, and of one that it echoes. */
final class OcppDrain {

    final List<Double> ours = new ArrayList<>();
    final List<Double> bare = new ArrayList<>();
    final List<Double> echo = new ArrayList<>();
    final Lab.Pauses pauses;
    double oursCpu;
    double bareCpu;
    long heap;
    int messages;

    OcppDrain(Lab.Pauses pauses) {
        this.pauses = pauses;
    }

    static double rate(List<Double> seconds) {
        return 1 / seconds.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    double ratio(List<Double> to) {
        return rate(ours) / rate(to);
    }

    /** As if no acknowledgement had to be committed before the next message leaves. */
    double ratioOfSamples() {
        double commit = Math.max(0, pauses.afterCommit() - pauses.afterSample()) * pauses.commits();
        return 1 / rate(bare) / (1 / rate(ours) - commit);
    }

    void print(double force) {
        System.out.printf("%-44s %,9.0f per s%n", "delivery: journal to acknowledged and committed", rate(ours));
        System.out.printf("%-44s %,9.0f per s%n", "bare loop, same texts, answered by ocpp-rpc", rate(bare));
        System.out.printf("%-44s %,9.0f per s%n", "bare loop, same texts, echoed", rate(echo));
        System.out.printf(
                "highest use of the heap while it was delivered: %d MB of %d MB%n",
                heap >> 20, Runtime.getRuntime().maxMemory() >> 20);
        System.out.printf(
                "processor time here: %.0f us per message, bare loop %.0f us%n",
                oursCpu / messages * 1e6, bareCpu / messages * 1e6);
        System.out.printf(
                "from an answer to the next message: %.0f us after a sample, %.0f us after a start or stop, whose"
                        + " acknowledgement is committed (1 of %.0f messages)%n",
                pauses.afterSample() * 1e6, pauses.afterCommit() * 1e6, 1 / pauses.commits());
        double bound = 1 / rate(bare) / (1 / rate(bare) + force * pauses.commits());
        System.out.printf(
                "one forced write on this disk: %.1f ms, so more than a ratio of %.2f cannot be; without the commits %.2f%n",
                force * 1e3, bound, ratioOfSamples());
        System.out.println("ratio by round: "
                + IntStream.range(0, ours.size())
                        .mapToObj(i -> "%.2f".formatted(bare.get(i) / ours.get(i)))
                        .toList());
    }
}
