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
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** Modbus without transaction ids, RTU or ASCII, on a serial port or through a gateway, by the rules of the field reference section 5.2. */
final class FramedLine implements Line, Reads.Exchange {

    /** Of a port, which nobody else can use meanwhile, or waits for. */
    static final LongSupplier KEPT = () -> Long.MAX_VALUE;

    /** How often an idle line is looked at for bytes that nobody asked for. */
    private static final long IDLE_LOOK = 250_000_000L;
    /** A line that is not silent for so long is of no use. */
    private static final long MOST_NOISE = 5_000_000_000L;

    private final Connection connection;
    private final Wire wire;
    private final Framing framing;
    private final LineTiming timing;
    private final Counters counters;
    private final Map<Integer, Unit> units;
    private final Time time;
    private final LongSupplier idleClose;
    private final Reads reads;

    private final Inbox inbox;
    private boolean tainted;
    private long window;
    private long lastByte;
    private long lastUse;
    private boolean mayStillCome;

    FramedLine(
            Connection connection,
            Framing framing,
            LineTiming timing,
            Counters counters,
            Map<Integer, Unit> units,
            Time time,
            LongSupplier idleClose) {
        this.connection = connection;
        this.wire = connection.wire();
        this.framing = framing;
        this.timing = timing;
        this.counters = counters;
        this.units = units;
        this.time = time;
        this.idleClose = idleClose;
        this.reads = new Reads(this, wire);
        this.inbox = new Inbox(wire, framing, counters, units);
    }

    @Override
    public long settle(long now) throws IOException {
        if (connection.open()) {
            counters.opened.increment();
            lastUse = wire.now();
            units.values().forEach(unit -> unit.probeSoon(wire.now()));
            doubtAll();
        }
        try {
            lookAround();
            fallSilent();
            return wire.now();
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
        inbox.clear();
    }

    private void drain(long nanos) throws IOException {
        int count = inbox.read(nanos);
        if (count > 0) {
            lastByte = wire.now();
            boolean late = units.values().stream().anyMatch(unit -> unit.doubt().expectsLate());
            (late ? counters.lateBytes : counters.unsolicitedBytes).add(count);
            inbox.layGhosts();
        }
    }

    @Override
    public Reply transact(Request request, Unit unit, Runnable meanwhile) throws IOException {
        meanwhile.run();
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
        inbox.clear();
        mayStillCome = true;
        wire.write(frame);
        long onWire = timing.onWire(frame.length + framing.characters(answerLength));
        count(unit, sent, onWire);
        try {
            sent = wake(unit, frame, sent, onWire);
            return new Reads.Answer(receive(unit, ours, sent + onWire + unit.patience()), requested);
        } catch (BusException e) {
            boolean nothing = inbox.size() == 0;
            int late = inbox.layGhosts();
            counters.lateBytes.add(late);
            mayStillCome = nothing || late > 0;
            taint(unit.timing().lateWindow().toNanos());
            throw e;
        } finally {
            lastUse = wire.now();
            unit.quietSince(lastUse);
        }
    }

    private void count(Unit unit, long sent, long onWire) {
        counters.request(sent, onWire);
        unit.recent().request(sent, onWire);
    }

    /** A unit that sleeps hears the first request as noise: if nothing comes, the same is sent again. */
    private long wake(Unit unit, byte[] frame, long sent, long onWire) throws IOException {
        long wake = unit.timing().wake().toNanos();
        if (wake == 0) {
            return sent;
        }
        long until = sent + onWire + wake;
        for (long left = until - wire.now(); left > 0; left = until - wire.now()) {
            if (inbox.read(left) > 0) {
                lastByte = wire.now();
                return sent;
            }
        }
        long again = wire.now();
        count(unit, again, onWire);
        wire.write(frame);
        return again;
    }

    @Override
    public boolean mayStillCome() {
        return mayStillCome;
    }

    private byte[] receive(Unit unit, Predicate<Framing.Scan> ours, long deadline) throws IOException {
        while (true) {
            if (inbox.size() > 0) {
                Framing.Scan scan = inbox.look(unit, ours);
                if (scan.state() == Framing.State.FRAME) {
                    return scan.pdu();
                }
                if (scan.state() == Framing.State.BROKEN) {
                    throw corrupt("wrong check, or no answer to what was asked");
                }
            }
            long left = deadline - wire.now();
            if (left <= 0 || inbox.isFull()) {
                break;
            }
            if (inbox.read(left) > 0) {
                lastByte = wire.now();
            }
        }
        if (inbox.size() > 0) {
            throw corrupt("the answer broke off after " + inbox.size() + " bytes");
        }
        counters.timeouts.increment();
        throw new BusException(BusException.Cause.TIMEOUT, 0, "no answer");
    }

    private BusException corrupt(String why) {
        counters.corrupt.increment();
        return new BusException(BusException.Cause.CORRUPT, 0, why);
    }

    /** Its characters take milliseconds. */
    @Override
    public boolean quick() {
        return false;
    }

    @Override
    public void idle() {
        try {
            if (wire.isOpen() && wire.now() - lastUse >= idleClose.getAsLong()) {
                tainted = false;
                connection.close();
            } else if (wire.isOpen()) {
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
