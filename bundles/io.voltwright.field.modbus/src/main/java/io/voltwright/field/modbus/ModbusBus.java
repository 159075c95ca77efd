package io.voltwright.field.modbus;

import io.voltwright.base.api.DeviceId;
import io.voltwright.base.api.Time;
import io.voltwright.field.api.BusException;
import io.voltwright.field.api.BusException.Cause;
import io.voltwright.field.api.RegisterBus;
import io.voltwright.site.api.Bus;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bus with a thread of its own, one transaction in flight, and a queue by priority. Where the line is quick, an answer is handed
 * out while the next one is awaited.
 *
 * <p>Replies complete on that thread: who does more than a glance with one continues on a lane of its own. A request whose future
 * was cancelled or completed by its owner before its turn is not sent.
 */
public final class ModbusBus implements RegisterBus, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ModbusBus.class);
    private static final long CLOSE_MILLIS = 5_000;
    /** After asking an offline unit in vain, the bus belongs to the others for so many times as long. */
    private static final int PROBE_SPACING = 4;

    private final DeviceId id;
    private final String name;
    private final Optional<Integer> baud;
    private final Line line;
    private final Time time;
    private final Counters counters;
    private final Map<Integer, Unit> units;
    private final RequestQueue queue = new RequestQueue();
    private final AtomicLong order = new AtomicLong();
    private final Thread thread;

    private final LastWrites lastWrites = new LastWrites();
    private @Nullable Runnable answered;
    private long answeredAt;
    private long nextProbe;
    private volatile boolean closed;
    private volatile @Nullable String trouble;

    ModbusBus(
            DeviceId id,
            String name,
            Optional<Integer> baud,
            Line line,
            Counters counters,
            ConcurrentHashMap<Integer, Unit> units,
            Time time,
            ThreadFactory threads) {
        this.id = id;
        this.name = name;
        this.baud = baud;
        this.line = line;
        this.counters = counters;
        this.units = units;
        this.time = time;
        this.nextProbe = line.now();
        this.thread = threads.newThread(this::run);
        thread.start();
    }

    /** Opens a bus as the site describes it; nothing is sent before the first request. */
    public static ModbusBus open(Bus bus, BusSettings settings, Time time, ThreadFactory threads) {
        return open(bus, settings, new Ends(), time, threads);
    }

    /** With ends that it shares with the other buses, so that no two lead to the same place. */
    static ModbusBus open(Bus bus, BusSettings settings, Ends ends, Time time, ThreadFactory threads) {
        Counters counters = new Counters();
        ConcurrentHashMap<Integer, Unit> units = new ConcurrentHashMap<>();
        Line line = settings.line(bus.line(), ends, counters, units, time);
        return new ModbusBus(
                bus.id(),
                BusSettings.name(bus.line()),
                BusSettings.baud(bus.line()),
                line,
                counters,
                units,
                time,
                threads);
    }

    @Override
    public DeviceId id() {
        return id;
    }

    @Override
    public void unit(int unit, Timing timing) {
        known(unit).timing(timing);
    }

    private Unit known(int number) {
        Unit there = units.get(number);
        return there == null ? units.computeIfAbsent(number, unit -> new Unit(unit, line.now())) : there;
    }

    @Override
    public CompletionStage<Reply> submit(Request request) {
        Pdu.check(request);
        Pending pending = new Pending(order.incrementAndGet(), request);
        if (!queue.add(pending)) {
            pending.fail(Cause.OFFLINE, closed ? "the bus is closed" : "too many requests wait for the bus");
        }
        return pending.reply();
    }

    private void run() {
        try {
            while (!closed) {
                round();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            handOut();
            queue.close();
            line.close();
            queue.drain().forEach(pending -> pending.fail(Cause.OFFLINE, "the bus was closed"));
        }
    }

    private void round() throws InterruptedException {
        if (queue.size() == 0) {
            handOut();
        }
        if (!queue.await(line::idleNanos)) {
            line.idle();
            return;
        }
        long start = answered == null ? line.now() : answeredAt;
        try {
            long settled = line.settle(start);
            Optional<Pending> next = next(settled);
            if (next.isPresent()) {
                serve(next.get(), known(next.get().request().unit()), start, settled);
            }
        } catch (IOException e) {
            unusable(e);
        } catch (RuntimeException e) {
            LOG.error("Bus {}: a fault of ours", id, e);
            queue.drain().forEach(pending -> pending.fail(Cause.OFFLINE, "internal fault: " + e));
        }
    }

    private Optional<Pending> next(long now) throws InterruptedException {
        Optional<Pending> ready = queue.takeReady(this::readyAt, now);
        if (ready.isEmpty()) {
            handOut();
        }
        return ready.isPresent() ? ready : queue.take(this::readyAt, line::now);
    }

    private long readyAt(Pending pending) {
        return known(pending.request().unit()).readyAt();
    }

    /** Hands out the last answer, if that was not done while the next request was on its way. */
    private void handOut() {
        Runnable last = answered;
        answered = null;
        if (last != null) {
            last.run();
        }
    }

    private void unusable(IOException e) {
        String message = String.valueOf(e.getMessage());
        if (trouble == null && !closed) {
            LOG.warn("Bus {} ({}): {}", id, name, message);
        }
        trouble = message;
        queue.drain().forEach(pending -> pending.fail(Cause.OFFLINE, message));
    }

    private void serve(Pending pending, Unit unit, long start, long settled) {
        Request request = pending.request();
        if (pending.reply().isDone() || lastWrites.overtake(pending)) {
            return;
        }
        if (unit.offline() && !mayProbe(unit, request)) {
            pending.fail(Cause.OFFLINE, "unit " + unit.number() + " does not answer");
            return;
        }
        lastWrites.remember(pending);
        long sent = unit.needsGap() ? line.now() : settled;
        try {
            Reply reply = line.transact(request, unit, this::handOut);
            long end = unit.quietSince();
            welcome();
            unit.answered(false, end - sent);
            answeredAt = end;
            answered = () -> {
                occupied(unit, start, end);
                if (!request.isWrite()) {
                    unit.read(request.address(), end);
                }
                pending.reply().complete(reply);
            };
            if (!line.quick()) {
                handOut();
            }
        } catch (BusException e) {
            failed(pending, unit, e, sent, start);
            occupied(unit, start, line.now());
        } catch (IOException e) {
            broke(pending, e);
        }
    }

    private void occupied(Unit unit, long start, long end) {
        counters.recent.occupied(start, end);
        unit.recent().occupied(start, end);
    }

    private void welcome() {
        if (trouble != null) {
            LOG.info("Bus {} ({}) answers again", id, name);
            trouble = null;
        }
    }

    private boolean mayProbe(Unit unit, Request request) {
        long now = line.now();
        boolean due = unit.probeDue(now) || request.priority() == Priority.STOP;
        return due && (units.size() == 1 || now - nextProbe >= 0);
    }

    private void failed(Pending pending, Unit unit, BusException e, long sent, long start) {
        long now = line.now();
        if (e.why() == Cause.EXCEPTION && !Pdu.isSilence(e.code())) {
            welcome();
            unit.answered(true, now - sent);
            unit.noted(String.valueOf(e.getMessage()), time.instant());
            pending.reply().completeExceptionally(e);
            return;
        }
        if (e.why() == Cause.OFFLINE) {
            pending.reply().completeExceptionally(e);
            return;
        }
        long cost = now - start + line.silence(unit);
        boolean was = unit.offline();
        unit.failed(
                e.why() == Cause.TIMEOUT, String.valueOf(e.getMessage()), time.instant(), now, cost, units.size() == 1);
        if (unit.offline()) {
            nextProbe = now + PROBE_SPACING * cost;
        }
        if (!was && unit.offline()) {
            LOG.warn("Bus {}: unit {} is offline: {}", id, unit.number(), e.getMessage());
        }
        boolean again = !unit.offline() && pending.mayRetry(unit.timing().retries()) && queue.again(pending);
        if (!again) {
            pending.reply().completeExceptionally(e);
        }
    }

    private void broke(Pending pending, IOException e) {
        if (closed || !pending.mayResend() || !queue.again(pending)) {
            trouble = String.valueOf(e.getMessage());
            pending.fail(Cause.OFFLINE, String.valueOf(e.getMessage()));
        }
    }

    /** How it fares, now. */
    public BusStatus status() {
        return counters.status(id, name, baud, line, Optional.ofNullable(trouble), queue.size(), units.values());
    }

    /** Lets go of the line without writing anything; what waits fails as OFFLINE. */
    @Override
    public void close() {
        closed = true;
        queue.close();
        line.abort();
        if (Thread.currentThread() == thread) {
            return;
        }
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            LOG.warn("Bus {} ({}) has not ended yet", id, name);
        }
    }
}
