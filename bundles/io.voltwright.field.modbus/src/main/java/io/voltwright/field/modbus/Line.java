package io.voltwright.field.modbus;

import io.voltwright.base.api.Moment;
import io.voltwright.field.api.RegisterBus.Reply;
import io.voltwright.field.api.RegisterBus.Request;
import java.io.IOException;
import java.util.Optional;

/** One transaction at a time over a wire; used by the bus's own thread, but for {@link #abort} and {@link #since}. */
interface Line {

    /**
     * Opens it if need be and waits until something may be sent.
     *
     * @param now by its clock
     * @return when that was so; reading the clock costs as much as the rest where nothing has to be done
     * @throws IOException if it cannot be opened, or does not fall silent
     */
    long settle(long now) throws IOException;

    /**
     * Sends a request and waits for its answer; from then on the unit is at rest.
     *
     * @param meanwhile what may be done while the device thinks; is done before anything that could take long
     * @throws io.voltwright.field.api.BusException without a good answer; the line stays open unless it says otherwise
     * @throws IOException if the wire broke; it is closed then
     */
    Reply transact(Request request, Unit unit, Runnable meanwhile) throws IOException;

    /** Whether it is so quick that what is done between an answer and the next request counts. */
    boolean quick();

    /** Nothing is to be sent for now. */
    void idle();

    /** How long it may be left alone before {@link #idle} is due. */
    long idleNanos();

    /** How long the line falls silent after the unit gave no good answer. */
    long silence(Unit unit);

    Optional<Moment> since();

    void close();

    /** From any thread: ends what waits. */
    void abort();

    /** The wire's clock. */
    long now();
}
