package io.voltwright.benchmarks;

import io.voltwright.base.api.DeviceId;
import io.voltwright.field.api.RegisterBus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** A bus that notes when its requests were given, left, and were answered; nanoseconds of {@link System#nanoTime}. */
final class WatchedBus implements RegisterBus {

    /** One read of a stretch of registers. */
    record Read(long given, long answered) {}

    private final RegisterBus bus;
    private final long bootNanos;
    private final Map<Integer, List<Read>> reads = new HashMap<>();
    private final List<Long> writes = new ArrayList<>();

    /**
     * @param bootNanos {@link System#nanoTime} when the station's time was 0
     */
    WatchedBus(RegisterBus bus, long bootNanos) {
        this.bus = bus;
        this.bootNanos = bootNanos;
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
        long given = System.nanoTime();
        CompletionStage<Reply> sent = bus.submit(request);
        var unused = sent.whenComplete((reply, failure) -> {
            if (failure == null && request.isWrite()) {
                wrote(bootNanos + reply.requested().sinceBoot().toNanos());
            } else if (failure == null && request.priority() == Priority.POLL) {
                read(request.address(), new Read(given, System.nanoTime()));
            }
        });
        return sent;
    }

    private synchronized void wrote(long left) {
        writes.add(left);
    }

    private synchronized void read(int address, Read read) {
        reads.computeIfAbsent(address, at -> new ArrayList<>()).add(read);
    }

    synchronized void forget() {
        reads.clear();
        writes.clear();
    }

    /** When the first write since then left. */
    synchronized Optional<Long> writeAfter(long nanos) {
        return writes.stream().filter(left -> left >= nanos).findFirst();
    }

    /** The reads of the stretches that were read more often than half as much as the most frequent: the fast ones. */
    synchronized List<List<Read>> fast() {
        int most = reads.values().stream().mapToInt(List::size).max().orElse(0);
        return reads.values().stream()
                .filter(list -> list.size() * 2 > most)
                .map(List::copyOf)
                .toList();
    }
}
