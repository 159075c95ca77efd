package io.voltwright.field.modbus;

import io.voltwright.base.api.Moment;
import io.voltwright.base.api.Time;
import io.voltwright.field.api.BusException;
import io.voltwright.field.api.RegisterBus.Reply;
import io.voltwright.field.api.RegisterBus.Request;
import io.voltwright.field.api.RegisterBus.Timing;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Modbus without transaction ids, RTU or ASCII, on a serial port or through a gateway, by the rules of the field reference section 5.2. */
final class FramedLine implements Line {

    /** How often an idle line is looked at for bytes that nobody asked for. */
    private static final long IDLE_LOOK = 250_000_000L;
    /** A line that is not silent for so long is of no use. */
    private static final long MOST_NOISE = 5_000_000_000L;
    /** Where padding is not allowed, a ghost of the wanted length has to be waited for; so many late windows. */
    private static final int BARE_LIFE = 3;
    /** Bytes of a glitch that may come before a frame, as when a transceiver turns round; less than any frame. */
    private static final int MOST_GLITCH = 3;

    private final Connection connection;
    private final Wire wire;
    private final Framing framing;
    private final LineTiming timing;
    private final Counters counters;
    private final Map<Integer, Unit> units;
    private final Time time;

    private final byte[] buffer = new byte[1024];
    private int have;
    private boolean tainted;
    private long window;
    private long lastByte;

    FramedLine(
            Connection connection,
            Framing framing,
            LineTiming timing,
            Counters counters,
            Map<Integer, Unit> units,
            Time time) {
        this.connection = connection;
        this.wire = connection.wire();
        this.framing = framing;
        this.timing = timing;
        this.counters = counters;
        this.units = units;
        this.time = time;
    }

    @Override
    public void settle() throws IOException {
        try {
            if (connection.open()) {
                counters.opened.increment();
                doubtAll();
                units.values().forEach(unit -> unit.probeSoon(wire.now()));
                taint(longestWindow());
            } else if (!tainted && wire.pending() > 0) {
                // Rule 5.
                doubtAll();
                taint(longestWindow());
            }
            fallSilent();
        } catch (BusException e) {
            throw e;
        } catch (IOException e) {
            broke();
            throw e;
        }
    }

    private void doubtAll() {
        units.values().forEach(unit -> unit.doubt().raise());
    }

    private long longestWindow() {
        return units.values().stream()
                .mapToLong(unit -> unit.timing().lateWindow().toNanos())
                .max()
                .orElse(Timing.DEFAULT.lateWindow().toNanos());
    }

    private void taint(long lateWindow) {
        counters.taints.increment();
        tainted = true;
        window = lateWindow;
        lastByte = wire.now();
    }

    /** Rule 3: what comes meanwhile is counted and thrown away. */
    private void fallSilent() throws IOException {
        long start = wire.now();
        while (tainted) {
            long left = lastByte + window - wire.now();
            if (left <= 0) {
                tainted = false;
            } else if (wire.now() - start > MOST_NOISE + window) {
                throw new BusException(BusException.Cause.OFFLINE, 0, "the line does not fall silent");
            } else {
                drain(left);
            }
        }
        have = 0;
    }

    private void drain(long nanos) throws IOException {
        int count = wire.read(buffer, have, nanos);
        if (count > 0) {
            lastByte = wire.now();
            have += count;
            boolean late = units.values().stream().anyMatch(unit -> unit.doubt().expectsLate());
            (late ? counters.lateBytes : counters.unsolicitedBytes).add(count);
            layGhosts();
        }
    }

    /** Finds the frames among bytes that came too late or unasked, and the ghosts whose answers they are. */
    private void layGhosts() {
        int from = 0;
        while (from < have) {
            Framing.Scan scan = framing.scan(buffer, from, have);
            if (scan.state() == Framing.State.INCOMPLETE && have < buffer.length / 2) {
                break;
            }
            Unit unit = units.get(scan.unit());
            if (scan.state() == Framing.State.FRAME
                    && unit != null
                    && !unit.doubt().late(scan.pdu())) {
                unit.doubt().raise();
            }
            from = scan.state() == Framing.State.FRAME ? scan.end() : from + 1;
        }
        System.arraycopy(buffer, from, buffer, 0, have - from);
        have -= from;
    }

    @Override
    public Reply transact(Request request, Unit unit) throws IOException {
        try {
            Reply reply = request.isWrite() ? write(request, unit) : read(request, unit);
            connection.proved();
            return reply;
        } catch (BusException e) {
            throw e;
        } catch (IOException e) {
            broke();
            throw e;
        }
    }

    private Reply write(Request request, Unit unit) throws IOException {
        byte[] pdu = Pdu.write(request);
        Answer answer = exchange(unit, pdu, 5, reply -> Pdu.echoes(pdu, reply));
        Pdu.checkEcho(pdu, answer.pdu());
        return new Reply(request.values(), answer.requested());
    }

    private Reply read(Request request, Unit unit) throws IOException {
        Shape wanted = Pdu.shape(request);
        Doubt doubt = unit.doubt();
        Reply reply = ask(wanted, unit);
        if (doubt.raised()) {
            reply = prove(wanted, unit, reply);
            doubt.settle();
        }
        return reply;
    }

    /** Reads what is wanted, and more where lengths must differ; less if the device says that the rest is not there. */
    private Reply ask(Shape wanted, Unit unit) throws IOException {
        while (true) {
            Shape asked = choose(wanted, unit)
                    .orElseThrow(() -> new BusException(
                            BusException.Cause.OFFLINE, 0, "answers to requests that were given up may still come"));
            try {
                Answer answer = readRaw(asked, unit);
                List<Integer> values = Pdu.values(asked, answer.pdu());
                unit.doubt().answered(wanted);
                return new Reply(values.subList(0, wanted.count()), answer.requested());
            } catch (BusException e) {
                if (e.why() != BusException.Cause.EXCEPTION) {
                    throw e;
                }
                unit.doubt().refused(asked, wanted);
                if (asked.equals(wanted)) {
                    throw e;
                }
            }
        }
    }

    private Optional<Shape> choose(Shape wanted, Unit unit) {
        Timing profile = unit.timing();
        long life = profile.padReads()
                ? Doubt.GHOST_LIFE
                : BARE_LIFE * profile.lateWindow().toNanos();
        return unit.doubt().choose(wanted, profile.padReads(), wire.now(), life);
    }

    /** Gets a second answer of another length: had the first been an earlier one's, this one would be the first's. */
    private Reply prove(Shape wanted, Unit unit, Reply first) throws IOException {
        Doubt doubt = unit.doubt();
        if (choose(wanted, unit).filter(shape -> !doubt.repeats(shape)).isPresent()) {
            return ask(wanted, unit);
        }
        Optional<Shape> fence = doubt.fence(wanted);
        if (fence.isPresent()) {
            // That the device may refuse it does no harm: a refusal has a length of its own.
            readRaw(fence.get(), unit);
        }
        return first;
    }

    private Answer readRaw(Shape shape, Unit unit) throws IOException {
        long sent = wire.now();
        unit.doubt().sent(shape);
        try {
            return exchange(unit, Pdu.read(shape), 2 + shape.bytes(), reply -> Pdu.answersTo(shape, reply));
        } catch (BusException e) {
            unit.doubt().unanswered(shape, sent);
            if (!unit.timing().padReads()) {
                unit.doubt().raise();
            }
            throw e;
        }
    }

    /** Rules 2, 6 and 7. */
    private Answer exchange(Unit unit, byte[] pdu, int answerLength, Predicate<byte[]> fits) throws IOException {
        wire.pauseUntil(Math.max(lastByte + timing.gapNanos(), unit.readyAt()));
        byte[] frame = framing.frame(unit.number(), pdu);
        Predicate<Framing.Scan> ours =
                scan -> scan.unit() == unit.number() && (fits.test(scan.pdu()) || Pdu.refuses(pdu[0], scan.pdu()));
        Moment requested = time.moment();
        long sent = wire.now();
        counters.request(sent);
        have = 0;
        wire.write(frame);
        long onWire = timing.onWire(frame.length + framing.characters(answerLength));
        try {
            return new Answer(receive(unit, ours, sent + onWire + unit.patience()), requested);
        } catch (BusException e) {
            layGhosts();
            taint(unit.timing().lateWindow().toNanos());
            throw e;
        } finally {
            unit.quietSince(wire.now());
        }
    }

    private byte[] receive(Unit unit, Predicate<Framing.Scan> ours, long deadline) throws IOException {
        for (long left = deadline - wire.now(); left > 0 && have < buffer.length; left = deadline - wire.now()) {
            int count = wire.read(buffer, have, left);
            if (count == 0) {
                continue;
            }
            have += count;
            lastByte = wire.now();
            Framing.Scan scan = look(unit, ours);
            if (scan.state() == Framing.State.FRAME) {
                return scan.pdu();
            }
            if (scan.state() == Framing.State.BROKEN) {
                counters.corrupt.increment();
                throw new BusException(BusException.Cause.CORRUPT, 0, "wrong check, or no answer to what was asked");
            }
        }
        if (have > 0) {
            counters.corrupt.increment();
            throw new BusException(BusException.Cause.CORRUPT, 0, "the answer broke off after " + have + " bytes");
        }
        counters.timeouts.increment();
        throw new BusException(BusException.Cause.TIMEOUT, 0, "no answer");
    }

    /** Looks for the answer behind at most a glitch; whatever follows it makes it worthless. */
    private Framing.Scan look(Unit unit, Predicate<Framing.Scan> ours) {
        boolean mayCome = false;
        for (int start = 0; start <= Math.min(MOST_GLITCH, have - 1); start++) {
            Framing.Scan scan = framing.scan(buffer, start, have);
            if (scan.state() == Framing.State.FRAME) {
                if (!ours.test(scan) || scan.end() != have) {
                    return Framing.Scan.broken();
                }
                counters.unsolicitedBytes.add(start);
                return scan;
            }
            mayCome |= scan.state() == Framing.State.INCOMPLETE
                    && (start == 0 || framing.begins(buffer[start], unit.number()));
        }
        return mayCome ? Framing.Scan.incomplete() : Framing.Scan.broken();
    }

    @Override
    public void idle() {
        // Looking for bytes that nobody asked for is part of settling, and an idle line is not opened for it.
        try {
            if (wire.isOpen() && !tainted && wire.pending() > 0) {
                doubtAll();
                taint(longestWindow());
            }
        } catch (IOException e) {
            broke();
        }
    }

    @Override
    public long idleNanos() {
        return IDLE_LOOK;
    }

    private void broke() {
        tainted = false;
        connection.broke();
    }

    @Override
    public long silence(Unit unit) {
        return unit.timing().lateWindow().toNanos();
    }

    @Override
    public Optional<Moment> since() {
        return connection.since();
    }

    @Override
    public void close() {
        connection.close();
    }

    @Override
    public void abort() {
        wire.abort();
    }

    @Override
    public long now() {
        return wire.now();
    }

    // Looked at and thrown away, never compared.
    @SuppressWarnings("ArrayRecordComponent")
    private record Answer(byte[] pdu, Moment requested) {}
}
