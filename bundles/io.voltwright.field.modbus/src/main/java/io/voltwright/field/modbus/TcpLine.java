package io.voltwright.field.modbus;

import io.voltwright.base.api.Moment;
import io.voltwright.base.api.Time;
import io.voltwright.field.api.BusException;
import io.voltwright.field.api.RegisterBus.Reply;
import io.voltwright.field.api.RegisterBus.Request;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Modbus TCP (Modbus Messaging on TCP/IP V1.0b). The transaction id tells each answer from every other, so a late one is thrown away
 * and nothing else needs to be done about it.
 */
final class TcpLine implements Line {

    /** Transaction, protocol, length, unit (section 3.1.3). */
    private static final int HEADER = 7;
    /** Time-outs in a row after which the connection is taken as half open. */
    private static final int HALF_OPEN_AFTER = 2;
    /** A connection that rested so long is looked at before it is used: many devices close theirs after a minute. */
    private static final long RESTED = 5_000_000_000L;

    private final Connection connection;
    private final Wire wire;
    private final Counters counters;
    private final Map<Integer, Unit> units;
    private final Time time;
    private final LongSupplier idleClose;

    private final byte[] buffer = new byte[1024];
    private int have;
    private int transaction;
    private int timeouts;
    private long lastUse;

    TcpLine(Connection connection, Counters counters, Map<Integer, Unit> units, Time time, LongSupplier idleClose) {
        this.connection = connection;
        this.wire = connection.wire();
        this.counters = counters;
        this.units = units;
        this.time = time;
        this.idleClose = idleClose;
    }

    @Override
    public long settle(long now) throws IOException {
        if (wire.isOpen() && now - lastUse > RESTED) {
            lookAround();
        }
        if (!connection.open()) {
            return now;
        }
        counters.opened.increment();
        have = 0;
        timeouts = 0;
        lastUse = wire.now();
        units.values().forEach(unit -> unit.probeSoon(lastUse));
        return lastUse;
    }

    private void lookAround() {
        try {
            have += wire.read(buffer, have, 1);
        } catch (IOException e) {
            // Closed while it rested: that is no failure, and the request has not left yet.
            connection.close();
        }
    }

    @Override
    public Reply transact(Request request, Unit unit, Runnable meanwhile) throws IOException {
        try {
            Reply reply = exchange(request, unit, meanwhile);
            timeouts = 0;
            connection.proved();
            return reply;
        } catch (BusException e) {
            judge(e);
            throw e;
        } catch (IOException e) {
            connection.broke(e);
            throw e;
        } finally {
            lastUse = wire.now();
            unit.quietSince(lastUse);
        }
    }

    private void judge(BusException e) {
        if (e.why() == BusException.Cause.EXCEPTION) {
            timeouts = 0;
            connection.proved();
        } else if (e.why() == BusException.Cause.CORRUPT) {
            counters.corrupt.increment();
        } else {
            counters.timeouts.increment();
            timeouts++;
            if (timeouts >= HALF_OPEN_AFTER) {
                connection.broke(e);
            }
        }
    }

    private Reply exchange(Request request, Unit unit, Runnable meanwhile) throws IOException {
        if (unit.needsGap()) {
            meanwhile.run();
            wire.pauseUntil(unit.readyAt());
        }
        Shape shape = Pdu.shape(request);
        byte[] pdu = request.isWrite() ? Pdu.write(request) : Pdu.read(shape);
        transaction = (transaction + 1) & 0xffff;
        byte[] adu = wrap(transaction, unit.number(), pdu);
        Moment requested = time.moment();
        wire.write(adu);
        long sent = wire.now();
        counters.request(sent, 0);
        unit.recent().request(sent, 0);
        meanwhile.run();
        byte[] answer = receive(unit, sent);
        if (request.isWrite()) {
            Pdu.checkEcho(pdu, answer);
            return new Reply(request.values(), requested);
        }
        return new Reply(Pdu.values(shape, answer), requested);
    }

    static byte[] wrap(int transaction, int unit, byte[] pdu) {
        byte[] adu = new byte[HEADER + pdu.length];
        adu[0] = (byte) (transaction >> 8);
        adu[1] = (byte) transaction;
        int length = pdu.length + 1;
        adu[4] = (byte) (length >> 8);
        adu[5] = (byte) length;
        adu[6] = (byte) unit;
        System.arraycopy(pdu, 0, adu, HEADER, pdu.length);
        return adu;
    }

    private byte[] receive(Unit unit, long sent) throws IOException {
        long patience = unit.patience();
        long left = patience;
        while (true) {
            int length = complete();
            if (length == 0) {
                if (left <= 0) {
                    throw new BusException(BusException.Cause.TIMEOUT, 0, "no answer");
                }
                have += wire.read(buffer, have, left);
                length = complete();
            }
            if (length > 0) {
                int id = word(0);
                int from = buffer[6] & 0xff;
                byte[] pdu = Arrays.copyOfRange(buffer, HEADER, length);
                drop(length);
                if (id != transaction) {
                    counters.lateBytes.add(length);
                    late(from, length);
                } else if (from != unit.number()) {
                    throw new BusException(BusException.Cause.CORRUPT, 0, "the answer came from unit " + from);
                } else {
                    return pdu;
                }
            }
            left = sent + patience - wire.now();
        }
    }

    private void late(int from, int bytes) {
        Unit unit = units.get(from);
        if (unit != null) {
            unit.stray(bytes, true);
        }
    }

    /** Length of the frame at the head of the buffer, or 0 while it is not complete. */
    private int complete() throws IOException {
        if (have < HEADER) {
            return 0;
        }
        int length = word(4);
        if (word(2) != 0 || length < 3 || length > Pdu.LONGEST + 1) {
            throw new IOException("what came is not Modbus TCP");
        }
        return have >= length + 6 ? length + 6 : 0;
    }

    private int word(int at) {
        return ((buffer[at] & 0xff) << 8) | (buffer[at + 1] & 0xff);
    }

    private void drop(int length) {
        System.arraycopy(buffer, length, buffer, 0, have - length);
        have -= length;
    }

    @Override
    public boolean quick() {
        return true;
    }

    @Override
    public void idle() {
        if (wire.isOpen() && wire.now() - lastUse >= idleNanos()) {
            connection.close();
        }
    }

    @Override
    public long idleNanos() {
        if (!wire.isOpen()) {
            return Long.MAX_VALUE;
        }
        return idleClose.getAsLong();
    }

    @Override
    public long silence(Unit unit) {
        return 0;
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
