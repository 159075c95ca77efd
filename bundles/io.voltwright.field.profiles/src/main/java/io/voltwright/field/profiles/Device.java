package io.voltwright.field.profiles;

import io.voltwright.base.api.Lane;
import io.voltwright.base.api.Time;
import io.voltwright.field.api.BusException;
import io.voltwright.field.api.RegisterBus;
import io.voltwright.field.api.RegisterBus.Priority;
import io.voltwright.field.api.RegisterBus.Reply;
import io.voltwright.field.api.RegisterBus.Request;
import io.voltwright.field.api.RegisterBus.Table;
import io.voltwright.field.profiles.ReadPlan.Block;
import io.voltwright.field.profiles.ReadPlan.Located;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Reads and writes the points of one device on its bus; everything happens on the device's lane. */
final class Device {

    private static final Duration GONE = Duration.ofMillis(100);

    private final DeviceProfile profile;
    private final ReadPlan plan;
    private final Knowledge knowledge;
    private final Lane lane;
    private final Time time;
    private final RegisterBus.Timing timing;
    private final Set<String> refused = new LinkedHashSet<>();
    private final Map<Integer, Duration> written = new HashMap<>();
    private final Set<Integer> hurried = new LinkedHashSet<>();
    private Optional<RegisterBus> bus = Optional.empty();

    Device(DeviceProfile profile, String transport, int unit, int instance, Lane lane, Time time) {
        this.profile = profile;
        this.plan = new ReadPlan(profile, unit, instance);
        this.knowledge = new Knowledge(profile);
        this.lane = lane;
        this.time = time;
        DeviceProfile.Transport wire =
                Optional.ofNullable(profile.transports().get(transport)).orElseGet(profile::transport);
        this.timing = new RegisterBus.Timing(
                wire.timeout(),
                wire.retries(),
                profile.rules().minGap(),
                wire.lateWindow(),
                profile.rules().merge() == DeviceProfile.Merge.AUTO,
                profile.rules().wake(),
                wire.idleClose());
    }

    DeviceProfile profile() {
        return profile;
    }

    Knowledge knowledge() {
        return knowledge;
    }

    Lane lane() {
        return lane;
    }

    Duration now() {
        return time.sinceBoot();
    }

    Time time() {
        return time;
    }

    boolean onBus() {
        return bus.isPresent();
    }

    void use(Optional<RegisterBus> next) {
        bus = next;
        next.ifPresent(line -> profile.points().values().stream()
                .flatMap(List::stream)
                .map(point -> plan.locate(point).unit())
                .distinct()
                .forEach(unit -> line.unit(unit, timing)));
    }

    /** A new contact: what was refused may be there now, and its models elsewhere. */
    void freshContact() {
        refused.clear();
        plan.base(0);
    }

    /**
     * Finds where its registers begin, if the profile leaves that to the device; completes on the lane.
     *
     * @return fails with a {@link BusException} if it does not answer, or has none of the models
     */
    CompletableFuture<Void> discover() {
        return profile.discovery()
                .map(discovery -> new ModelChain(discovery, this::words).find().thenAccept(plan::base))
                .orElseGet(() -> CompletableFuture.completedFuture(null));
    }

    /** Reads registers of the device as they are; empty if it says that they are not there. */
    private CompletableFuture<Optional<List<Integer>>> words(int at, int count) {
        CompletableFuture<Optional<List<Integer>>> done = new CompletableFuture<>();
        Request request = Request.read(plan.unit(), profile.rules().table(), at, count, Priority.POLL);
        var unused = submit(request, (reply, failure) -> {
            if (reply != null) {
                done.complete(Optional.of(reply.values()));
            } else if (isRefusal(failure)) {
                done.complete(Optional.empty());
            } else {
                done.completeExceptionally(Objects.requireNonNull(failure));
            }
        });
        return done;
    }

    /** Holding registers as they are; completes on the lane, fails with the {@link BusException} of the read. */
    CompletableFuture<List<Integer>> fetch(int at, int count) {
        CompletableFuture<List<Integer>> done = new CompletableFuture<>();
        Request request = Request.read(plan.unit(), Table.HOLDING, at, count, Priority.POLL);
        var unused = submit(request, (reply, failure) -> {
            if (reply != null && reply.values().size() >= count) {
                // A padded read brings more than was asked.
                done.complete(reply.values().subList(0, count));
            } else {
                done.completeExceptionally(failure == null ? new IllegalStateException("a short answer") : failure);
            }
        });
        return done;
    }

    /** Writes holding registers in one request; completes on the lane, fails with the {@link BusException} of the write. */
    CompletableFuture<Void> put(int at, List<Integer> words) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        boolean single = profile.rules().single() && words.size() == 1;
        Request request = Request.write(plan.unit(), Table.HOLDING, at, words, single, Priority.POLL);
        var unused = submit(request, (reply, failure) -> {
            if (failure == null) {
                done.complete(null);
            } else {
                done.completeExceptionally(failure);
            }
        });
        return done;
    }

    /** The reads that bring these points of a device with this identity. */
    List<Block> blocks(Collection<String> names) {
        return plan.blocks(names.stream()
                .filter(name -> !refused.contains(name))
                .flatMap(name -> profile.variant(name, knowledge.scope()).stream())
                .filter(point -> point.access().reads())
                .toList());
    }

    /**
     * Reads the points and learns them; completes on the lane.
     *
     * @return fails with the {@link BusException} of the first read that got no answer
     */
    CompletableFuture<Void> read(Collection<String> names, Priority priority) {
        return readAll(new ArrayDeque<>(blocks(names)), priority);
    }

    private CompletableFuture<Void> readAll(Deque<Block> blocks, Priority priority) {
        Block next = blocks.poll();
        return next == null
                ? CompletableFuture.completedFuture(null)
                : read(next, priority).thenCompose(done -> readAll(blocks, priority));
    }

    /** Reads one block; an address the device does not have makes its points absent, not the device sick. */
    CompletableFuture<Void> read(Block block, Priority priority) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Request request = Request.read(block.unit(), block.table(), block.at(), block.count(), priority);
        var unused = submit(request, (reply, failure) -> {
            if (reply != null) {
                learn(block, reply);
                done.complete(null);
            } else if (isRefusal(failure)) {
                block.points().forEach(point -> refuse(point.spec()));
                done.complete(null);
            } else {
                done.completeExceptionally(Objects.requireNonNull(failure));
            }
        });
        return done;
    }

    private void refuse(PointSpec point) {
        knowledge.learn(point.name(), Optional.empty(), time.moment());
        if (point.optional()) {
            refused.add(point.name());
        }
    }

    private static boolean isRefusal(@Nullable Throwable failure) {
        return failure instanceof BusException bus && bus.why() == BusException.Cause.EXCEPTION;
    }

    private void learn(Block block, Reply reply) {
        // A padded read brings more than was asked; the points lie at its beginning.
        for (Located point : block.points()) {
            int from = point.at() - block.at();
            int to = from + point.spec().words();
            Optional<Value> value = to <= reply.values().size()
                    ? Codec.decode(point.spec(), reply.values().subList(from, to), knowledge.scope())
                    : Optional.empty();
            knowledge.learn(point.spec().name(), value, reply.requested());
        }
    }

    /**
     * Writes a point after its write interval; an urgent write may go before it once.
     *
     * @return completes on the lane when the device has acknowledged; cancelling it takes the write back while it waits
     */
    CompletableFuture<Void> write(String name, Value value, Priority priority) {
        Optional<PointSpec> point = profile.variant(name, knowledge.scope());
        if (point.isEmpty()) {
            return CompletableFuture.failedFuture(new IllegalArgumentException("this device has no " + name));
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        Duration wait = waitFor(point.get().at(), priority);
        Runnable send = () -> send(point.get(), value, priority, done);
        if (wait.isZero()) {
            send.run();
        } else {
            lane.after(wait, send);
        }
        return done;
    }

    private Duration waitFor(int at, Priority priority) {
        Duration last = written.get(at);
        Duration interval = profile.rules().writeInterval();
        if (last == null || now().minus(last).compareTo(interval) >= 0) {
            hurried.remove(at);
            return Duration.ZERO;
        }
        boolean urgent = priority == Priority.STOP || priority == Priority.LOWER;
        return urgent && hurried.add(at) ? Duration.ZERO : interval.minus(now().minus(last));
    }

    private void send(PointSpec point, Value value, Priority priority, CompletableFuture<Void> done) {
        if (done.isDone()) {
            return;
        }
        List<Integer> words;
        try {
            words = Codec.encode(point, value);
        } catch (IllegalArgumentException e) {
            done.completeExceptionally(e);
            return;
        }
        written.put(point.at(), now());
        Located located = plan.locate(point);
        boolean single = point.single() && words.size() == 1;
        Request request = Request.write(located.unit(), point.table(), located.at(), words, single, priority);
        CompletableFuture<Reply> sent = submit(request, (reply, failure) -> {
            if (reply != null) {
                // The interval counts from when it left; it may have waited for the wire.
                written.put(point.at(), reply.requested().sinceBoot());
                done.complete(null);
            } else {
                done.completeExceptionally(Objects.requireNonNull(failure));
            }
        });
        Async.then(done, (ok, failure) -> {
            if (done.isCancelled()) {
                sent.cancel(false);
            }
        });
    }

    /** The answer arrives on the lane; without a bus, a failure does. */
    private CompletableFuture<Reply> submit(Request request, BiConsumer<@Nullable Reply, @Nullable Throwable> answer) {
        if (bus.isEmpty()) {
            BusException gone = new BusException(BusException.Cause.OFFLINE, 0, "its bus is not there");
            lane.after(GONE, () -> answer.accept(null, gone));
            return CompletableFuture.failedFuture(gone);
        }
        CompletableFuture<Reply> sent = bus.get().submit(request).toCompletableFuture();
        Async.then(
                sent,
                (reply, failure) -> lane.execute(() -> answer.accept(
                        reply, failure instanceof CompletionException wrapped ? wrapped.getCause() : failure)));
        return sent;
    }
}
