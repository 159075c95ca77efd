package io.voltwright.field.modbus;

import io.voltwright.base.api.Moment;
import io.voltwright.field.api.BusException;
import io.voltwright.field.api.BusException.Cause;
import io.voltwright.field.api.RegisterBus.Reply;
import io.voltwright.field.api.RegisterBus.Timing;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Reads on a line without transaction ids, so that no value of another read is ever handed out (rule 4). */
final class Reads {

    /** One request out and its answer in. */
    interface Exchange {

        /**
         * @param fits whether a data unit can be the answer; an exception always can
         */
        Answer run(Unit unit, byte[] pdu, int answerLength, Predicate<byte[]> fits) throws IOException;

        /** Whether the answer to the last one, which failed, may still come: nothing came at all, or something else. */
        boolean mayStillCome();
    }

    // Looked at and thrown away, never compared.
    @SuppressWarnings("ArrayRecordComponent")
    record Answer(byte[] pdu, Moment requested) {}

    /** Where padding is not allowed, a ghost of the wanted length has to be waited for; so many late windows. */
    private static final int BARE_LIFE = 3;

    private final Exchange exchange;
    private final Wire wire;

    Reads(Exchange exchange, Wire wire) {
        this.exchange = exchange;
        this.wire = wire;
    }

    Reply read(Shape wanted, Unit unit) throws IOException {
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
            Shape asked = choose(wanted, unit).orElseThrow(Reads::haunted);
            separate(asked, unit);
            try {
                Answer answer = readRaw(asked, unit);
                List<Integer> values = Pdu.values(asked, answer.pdu());
                unit.doubt().answered(wanted);
                return new Reply(values.subList(0, wanted.count()), answer.requested());
            } catch (BusException e) {
                if (e.why() != Cause.EXCEPTION) {
                    throw e;
                }
                if (asked.equals(wanted)) {
                    throw e;
                }
                unit.doubt().missing(asked);
            }
        }
    }

    private static BusException haunted() {
        return new BusException(Cause.OFFLINE, 0, "answers to requests that were given up may still come");
    }

    /** Where padding cannot tell a read from the one before, another read is put between. */
    private void separate(Shape next, Unit unit) throws IOException {
        Doubt doubt = unit.doubt();
        boolean pad = unit.timing().padReads();
        if (!doubt.repeats(next) || !(pad || doubt.raised() || doubt.expectsLate())) {
            return;
        }
        Optional<Shape> fence = doubt.fence(next);
        if (fence.isPresent()) {
            // That the device may refuse it does no harm: a refusal has a length of its own.
            readRaw(fence.get(), unit);
        } else if (pad && doubt.expectsLate()) {
            throw haunted();
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
            readRaw(fence.get(), unit);
        }
        return first;
    }

    private Answer readRaw(Shape shape, Unit unit) throws IOException {
        long sent = wire.now();
        unit.doubt().sent(shape);
        try {
            Answer answer =
                    exchange.run(unit, Pdu.read(shape), 2 + shape.bytes(), reply -> Pdu.answersTo(shape, reply));
            if (Pdu.refuses(shape.function(), answer.pdu())) {
                unit.doubt().refused(shape, sent);
            }
            return answer;
        } catch (BusException e) {
            // While an older answer is due, what was broken may have been that one.
            if (exchange.mayStillCome() || unit.doubt().expectsLate()) {
                unit.doubt().unanswered(shape, sent);
            }
            if (!exchange.mayStillCome() || !unit.timing().padReads()) {
                unit.doubt().raise();
            }
            throw e;
        }
    }
}
