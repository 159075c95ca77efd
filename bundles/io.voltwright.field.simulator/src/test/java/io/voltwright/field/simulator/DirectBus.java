package io.voltwright.field.simulator;

import io.voltwright.base.api.DeviceId;
import io.voltwright.base.api.Lane;
import io.voltwright.base.api.Moment;
import io.voltwright.base.api.VirtualTime;
import io.voltwright.field.api.BusException;
import io.voltwright.field.api.RegisterBus;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A bus without a wire: one transaction at a time by priority, in virtual time, straight into virtual devices. */
final class DirectBus implements RegisterBus {

    private static final Duration TAKES = Duration.ofMillis(20);

    /** A request that left, and when. */
    record Sent(Request request, Duration at) {}

    private record Waiting(Request request, CompletableFuture<Reply> reply, int order) {}

    private final VirtualTime time;
    private final Lane lane;
    private final Slave slave;
    private final List<Waiting> queue = new ArrayList<>();
    final List<Sent> sent = new ArrayList<>();
    private Timing timing = Timing.DEFAULT;
    private boolean busy;
    private boolean cut;
    private Duration takes = TAKES;
    private int order;

    DirectBus(VirtualTime time, VirtualDevice... devices) {
        this.time = time;
        this.lane = time.open("bus");
        this.slave = new Slave(List.of(devices).stream()
                .map(device -> new Slave.Wired(device, new LineTrouble(1)))
                .toList());
    }

    /** Cuts the wire, or mends it. */
    void cut(boolean nowCut) {
        cut = nowCut;
    }

    /** How long each answer takes from now on. */
    void takes(Duration time) {
        takes = time;
    }

    @Override
    public DeviceId id() {
        return new DeviceId("bus");
    }

    @Override
    public void unit(int unit, Timing next) {
        timing = next;
    }

    @Override
    public CompletionStage<Reply> submit(Request request) {
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        queue.add(new Waiting(request, reply, order++));
        next();
        return reply;
    }

    private void next() {
        queue.removeIf(waiting -> waiting.reply().isDone());
        Optional<Waiting> first = queue.stream()
                .min(Comparator.comparing((Waiting waiting) -> waiting.request().priority())
                        .thenComparing(Waiting::order));
        if (busy || first.isEmpty()) {
            return;
        }
        busy = true;
        queue.remove(first.get());
        Moment left = time.moment();
        sent.add(new Sent(first.get().request(), time.sinceBoot()));
        Optional<Slave.Answer> answer = cut
                ? Optional.empty()
                : slave.answer(first.get().request().unit(), pdu(first.get().request()));
        lane.after(answer.isPresent() ? takes.plus(timing.minGap()) : timing.timeout(), () -> {
            busy = false;
            complete(first.get(), answer, left);
            next();
        });
    }

    private static void complete(Waiting waiting, Optional<Slave.Answer> answer, Moment left) {
        if (answer.isEmpty()) {
            waiting.reply().completeExceptionally(new BusException(BusException.Cause.TIMEOUT, 0, "no answer"));
            return;
        }
        Bytes pdu = answer.get().pdu();
        if (pdu.at(0) >= 0x80) {
            waiting.reply()
                    .completeExceptionally(new BusException(BusException.Cause.EXCEPTION, pdu.at(1), "exception"));
            return;
        }
        List<Integer> values = new ArrayList<>(waiting.request().values());
        boolean bits = isBits(waiting.request());
        for (int i = 0; i < waiting.request().count(); i++) {
            values.add(bits ? (pdu.at(2 + i / 8) >>> (i % 8)) & 1 : pdu.word(2 + 2 * i));
        }
        waiting.reply().complete(new Reply(values, left));
    }

    private static boolean isBits(Request request) {
        return request.table() == Table.COIL || request.table() == Table.DISCRETE;
    }

    /** Function codes 1 to 4 read, 5 and 6 write one, 16 writes several registers. */
    private static Bytes pdu(Request request) {
        ByteArrayOutputStream pdu = new ByteArrayOutputStream();
        if (request.isWrite() && isBits(request)) {
            pdu.write(5);
            word(pdu, request.address());
            word(pdu, request.values().get(0) == 1 ? 0xff00 : 0);
            return new Bytes(pdu.toByteArray());
        }
        int read =
                switch (request.table()) {
                    case COIL -> 1;
                    case DISCRETE -> 2;
                    case HOLDING -> 3;
                    case INPUT -> 4;
                };
        pdu.write(request.isWrite() ? request.single() ? 6 : 16 : read);
        word(pdu, request.address());
        if (!request.isWrite()) {
            word(pdu, request.count());
        } else if (!request.single()) {
            word(pdu, request.values().size());
            pdu.write(2 * request.values().size());
        }
        request.values().forEach(value -> word(pdu, value));
        return new Bytes(pdu.toByteArray());
    }

    private static void word(ByteArrayOutputStream pdu, int word) {
        pdu.write(word >>> 8);
        pdu.write(word);
    }
}
