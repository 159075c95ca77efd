package io.voltwright.field.profiles;

import io.voltwright.base.api.DeviceId;
import io.voltwright.field.api.RegisterBus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A bus that only reads, and keeps the registers that came, for a golden sample. */
final class Recorder implements RegisterBus {

    private final RegisterBus bus;
    private final Map<Table, Map<Integer, List<Integer>>> heard = new TreeMap<>();

    Recorder(RegisterBus bus) {
        this.bus = bus;
    }

    @Override
    public DeviceId id() {
        return bus.id();
    }

    @Override
    public void unit(int unit, Timing timing) {
        bus.unit(unit, timing);
    }

    @Override
    public CompletionStage<Reply> submit(Request request) {
        if (request.isWrite()) {
            return CompletableFuture.failedFuture(new IllegalStateException("a visit never writes"));
        }
        return bus.submit(request).whenComplete((reply, failure) -> {
            if (reply != null) {
                keep(request, reply);
            }
        });
    }

    private synchronized void keep(Request request, Reply reply) {
        List<Integer> words = reply.values()
                .subList(0, Math.min(request.count(), reply.values().size()));
        heard.computeIfAbsent(request.table(), table -> new TreeMap<>()).put(request.address(), List.copyOf(words));
    }

    /** One line of a golden sample for each table, in the form of {@code reads}. */
    synchronized List<String> samples() {
        List<String> lines = new ArrayList<>();
        heard.forEach((table, blocks) -> {
            List<String> reads = new ArrayList<>();
            blocks.forEach((at, words) -> reads.add(prefix(table) + at + ": \""
                    + String.join(" ", words.stream().map(Recorder::hex).toList()) + "\""));
            lines.add("- {reads: {" + String.join(", ", reads) + "}, expect: {}}");
        });
        return lines;
    }

    private static String prefix(Table table) {
        return table.name().substring(0, 1);
    }

    private static String hex(int word) {
        return String.format("%04X", word);
    }
}
