package io.voltwright.field.modbus;

import io.voltwright.base.api.Moment;
import io.voltwright.base.api.Time;
import io.voltwright.field.api.BusException;
import io.voltwright.field.api.RegisterBus.Reply;
import io.voltwright.field.api.RegisterBus.Request;
import io.voltwright.field.api.RegisterBus.Timing;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Modbus without transaction ids, RTU or ASCII, on a serial port or through a gateway, by the rules of the field reference section 5.2. */
final class FramedLine implements Line, Reads.Exchange {

    /** How often an idle line is looked at for bytes that nobody asked for. */
    private static final long IDLE_LOOK = 250_000_000L;
    /** A line that is not silent for so long is of no use. */
    private static final long MOST_NOISE = 5_000_000_000L;
    /** Bytes of a glitch that may come before a frame, as when a transceiver turns round; less than any frame. */
    private static final int MOST_GLITCH = 3;

    private final Connection connection;
    private final Wire wire;
    private final Framing framing;
    private final LineTiming timing;
    private final Counters counters;
    private final Map<Integer, Unit> units;
    private final Time time;
    private final Reads reads;

    private final byte[] buffer = new byte[1024];
    private int have;
    private boolean tainted;
    private long window;
    private long lastByte;
    private boolean mayStillCome;

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
        this.reads = new Reads(this, wire);
    }

    @Override
    public void settle() throws IOException {
        if (connection.open()) {
            counters.opened.increment();
            units.values().forEach(unit -> unit.probeSoon(wire.now()));
            doubtAll();
        }
        try {
            lookAround();
            fallSilent();
        } catch (BusException e) {
            throw e;
        } catch (IOException e) {
            broke(e);
            throw e;
        }
    }

    /** Rule 5. */
    private void lookAround() throws IOException {
        if (!tainted && wire.pending() > 0) {
            doubtAll();
        }
    }

    /** Nothing is known of what may still come, nor from whom. */
    private void doubtAll() {
        units.values().forEach(unit -> unit.doubt().raise());
        taint(units.values().stream()
                .mapToLong(unit -> unit.timing().lateWindow().toNanos())
                .max()
                .orElse(Timing.DEFAULT.lateWindow().toNanos()));
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
            // The window may be over since long, and what came meanwhile still be there.
            if (left <= 0 && wire.pending() == 0) {
                tainted = false;
            } else if (wire.now() - start > MOST_NOISE + window) {
                throw new BusException(BusException.Cause.OFFLINE, 0, "the line does not fall silent");
            } else {
                drain(Math.max(0, left));
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

    /**
     * Finds the frames among bytes that came too late or unasked, and the ghosts whose answers they are.
     *
     * @return bytes of whole frames
     */
    private int layGhosts() {
        int framed = 0;
        int from = 0;
        while (from < have) {
            Framing.Scan scan = framing.scan(buffer, from, have);
            if (scan.state() == Framing.State.INCOMPLETE && have < buffer.length / 2) {
                break;
            }
            if (scan.state() == Framing.State.FRAME) {
                lay(scan);
                framed += scan.end() - from;
                from = scan.end();
            } else {
                from++;
            }
        }
        System.arraycopy(buffer, from, buffer, 0, have - from);
        have -= from;
        return framed;
    }

    private void lay(Framing.Scan scan) {
        Unit unit = units.get(scan.unit());
        if (unit != null && !unit.doubt().late(scan.pdu())) {
            unit.doubt().raise();
        }
    }

    @Override
    public Reply transact(Request request, Unit unit) throws IOException {
        try {
            Reply reply = request.isWrite() ? write(request, unit) : reads.read(Pdu.shape(request), unit);
            connection.proved();
            return reply;
        } catch (BusException e) {
            throw e;
        } catch (IOException e) {
            broke(e);
            throw e;
        }
    }

    private Reply write(Request request, Unit unit) throws IOException {
        byte[] pdu = Pdu.write(request);
        Reads.Answer answer = run(unit, pdu, 5, reply -> Pdu.echoes(pdu, reply));
        Pdu.checkEcho(pdu, answer.pdu());
        return new Reply(request.values(), answer.requested());
    }

    /** Rules 2, 6 and 7. */
    @Override
    public Reads.Answer run(Unit unit, byte[] pdu, int answerLength, Predicate<byte[]> fits) throws IOException {
        wire.pauseUntil(Math.max(lastByte + timing.gapNanos(), unit.readyAt()));
        byte[] frame = framing.frame(unit.number(), pdu);
        Predicate<Framing.Scan> ours =
                scan -> scan.unit() == unit.number() && (fits.test(scan.pdu()) || Pdu.refuses(pdu[0], scan.pdu()));
        Moment requested = time.moment();
        long sent = wire.now();
        counters.request(sent);
        have = 0;
        mayStillCome = true;
        wire.write(frame);
        long onWire = timing.onWire(frame.length + framing.characters(answerLength));
        try {
            return new Reads.Answer(receive(unit, ours, sent + onWire + unit.patience()), requested);
        } catch (BusException e) {
            boolean nothing = have == 0;
            int late = layGhosts();
            counters.lateBytes.add(late);
            mayStillCome = nothing || late > 0;
            taint(unit.timing().lateWindow().toNanos());
            throw e;
        } finally {
            unit.quietSince(wire.now());
        }
    }

    @Override
    public boolean mayStillCome() {
        return mayStillCome;
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
        try {
            if (wire.isOpen()) {
                lookAround();
            }
        } catch (IOException e) {
            broke(e);
        }
    }

    @Override
    public long idleNanos() {
        return IDLE_LOOK;
    }

    private void broke(IOException why) {
        tainted = false;
        connection.broke(why);
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
}
