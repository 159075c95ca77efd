package io.voltwright.charging.engine;

import io.voltwright.base.api.Moment;
import io.voltwright.base.api.Outcome;
import io.voltwright.base.api.Point;
import io.voltwright.base.api.Quality;
import io.voltwright.base.api.Reading;
import io.voltwright.charging.api.ChargingFact.EvseFaulted;
import io.voltwright.charging.api.ChargingFact.EvseRecovered;
import io.voltwright.charging.api.Severity;
import io.voltwright.charging.api.StopReason;
import io.voltwright.field.api.PileFault;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The faults of one EVSE: each stops what runs there, and some stay until somebody has looked (R21, R32, R33). */
final class Faults {

    static final String LATCHED = "latched";

    private final EvseMachine machine;
    private final Emergency emergency;
    private @Nullable PileFault fault;
    private @Nullable PileFault latch;
    private @Nullable PileFault overload;

    /**
     * @param latched what was latched before the restart, as {@code CODE raw}
     */
    Faults(EvseMachine machine, Emergency emergency, Optional<String> latched) {
        this.machine = machine;
        this.emergency = emergency;
        latched.ifPresent(text -> {
            String[] words = text.split(" ", 2);
            latch = new PileFault(words[0], words.length > 1 ? words[1] : "", true);
            if (Mrec.emergency(words[0])) {
                emergency.restore(machine.evse(), latch.raw());
            }
        });
        fault = latch;
    }

    /** Whose emergency stops stop it. */
    String zone() {
        return emergency.text(machine.evse());
    }

    /** Looks at what the pile shows. */
    void look(Moment time) {
        PileFault shown = machine.presence.fault().orElse(null);
        emergency(shown);
        PileFault stop = emergency.stops(machine.evse()).orElse(null);
        latches(shown, stop);
        Optional<PileFault> worst = Stream.of(stop, shown, latch == null ? overload : latch)
                .flatMap(Stream::ofNullable)
                .findFirst();
        change(worst.or(() -> emergency.unprotected(machine.evse())).orElse(null), time);
    }

    /** A pile that is silent, or that does not know its input, has not released what was pressed. */
    private void emergency(@Nullable PileFault shown) {
        Look look = machine.look().filter(Look::heard).orElse(null);
        boolean fault = shown != null && Mrec.emergency(shown.code());
        Reading input = look == null ? null : look.status().readings().get(Point.INPUT_EMERGENCY);
        boolean unknown = look == null || (input != null && input.quality() != Quality.GOOD);
        if (unknown && !fault) {
            return;
        }
        if (emergency.seen(machine.evse(), fault || (input != null && input.value() > 0))) {
            machine.add(new Effect.Spread());
        }
    }

    private void latches(@Nullable PileFault shown, @Nullable PileFault stop) {
        if (latch != null && Mrec.emergency(latch.code()) && stop == null) {
            unlatch();
        }
        PileFault worse = stop == null ? shown : stop;
        boolean keep = worse != null
                && Mrec.of(worse.code()).latches()
                && (latch == null || !latch.code().equals(worse.code()));
        // What only people on site may clear is not covered up by what may be cleared from afar.
        if (worse != null && keep && (latch == null || Mrec.of(latch.code()).resettable())) {
            latch = worse;
            String raw = worse.raw().length() > 200 ? worse.raw().substring(0, 200) : worse.raw();
            machine.add(new Effect.Word(LATCHED, Optional.of(worse.code() + " " + raw)));
        }
    }

    private void change(@Nullable PileFault next, Moment time) {
        PileFault before = fault;
        if (before != null && (next == null || !next.code().equals(before.code()))) {
            machine.note(new EvseRecovered(machine.evse(), before.code()), time);
        }
        if (next != null && (before == null || !next.code().equals(before.code()))) {
            Mrec.Rule rule = Mrec.of(next.code());
            machine.note(
                    new EvseFaulted(
                            machine.evse(), next.code(), next.raw(), rule.severity(), rule.latches() || next.latched()),
                    time);
            if (stops(next)) {
                stop(next, time);
            }
        }
        fault = next;
    }

    private void stop(PileFault next, Moment time) {
        machine.requests().cancel("the pile has a fault: " + next.code(), time);
        machine.add(new Effect.Cut("fault: " + next.code()));
        machine.session()
                .endOrDrop(
                        Mrec.emergency(next.code()) ? StopReason.EMERGENCY_STOP : StopReason.FAULT,
                        "station:" + next.code(),
                        Optional.empty(),
                        time);
    }

    /** With a small fault charging goes on, perhaps with less. */
    private static boolean stops(PileFault fault) {
        return Mrec.of(fault.code()).severity() != Severity.LOW;
    }

    /** The pile draws more than it is offered although it was told twice (R8), or no longer does. */
    void overload(boolean over, String raw, Moment time) {
        overload = over ? new PileFault(Presence.OVER_CURRENT, raw, false) : null;
        look(time);
    }

    /** The one that stops charging here. */
    Optional<PileFault> now() {
        return Optional.ofNullable(fault).filter(Faults::stops);
    }

    /** Whether a contactor may be welded: then its pile may draw all it can, whatever it is told (R32). */
    boolean welded() {
        return latch != null && Mrec.weld(latch.code());
    }

    // --- resetting ---

    boolean stopped() {
        return emergency.stops(machine.evse()).isPresent();
    }

    /** Why nobody may reset it from where they are; empty if the pile may be asked to. */
    Optional<String> obstacle(boolean onSite) {
        if (stopped()) {
            return onSite
                    ? emergency.reset(machine.evse())
                    : Optional.of("an emergency stop is reset on site, by an operator");
        }
        return latch == null || Mrec.of(latch.code()).resettable()
                ? Optional.empty()
                : Optional.of(latch.code() + " cannot be reset from afar; after the repair an operator takes "
                        + machine.evse() + " out of service and back");
    }

    /** What becomes of a reset: also done where the pile cannot be reset but shows nothing any more. */
    Outcome reset(Outcome byPile) {
        boolean shows = machine.presence.fault().isPresent();
        if (latch != null
                && (byPile.isDone() || !shows)
                && Mrec.of(latch.code()).resettable()) {
            unlatch();
            return Outcome.done();
        }
        return byPile;
    }

    /** An operator put the EVSE back into service after a repair. */
    void repaired(Moment time) {
        if (latch != null && machine.presence.fault().isEmpty() && !stopped()) {
            unlatch();
            look(time);
        }
    }

    private void unlatch() {
        latch = null;
        machine.add(new Effect.Word(LATCHED, Optional.empty()));
    }
}
