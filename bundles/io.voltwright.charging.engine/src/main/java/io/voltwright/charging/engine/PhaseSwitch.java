package io.voltwright.charging.engine;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.Outcome;
import io.voltwright.base.api.Phase;
import io.voltwright.field.api.PileAbilities;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Changes an EVSE between one and three phases: first the offer goes to 0 and nothing flows, then a pause, then the change, and
 * only then is anything offered again (R28). Some cars break when that is done under load.
 */
final class PhaseSwitch {

    static final String WORD = "phases";
    static final Duration OPEN = Duration.ofSeconds(10);
    static final Duration DWELL = Duration.ofMinutes(10);
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Current NOTHING = Current.milliamperes(500);

    private final EvseMachine machine;
    private int phases;
    private int inSession;
    private @Nullable Duration last;
    private @Nullable Change change;

    /** A change under way. */
    private static final class Change {
        final int target;
        final CompletableFuture<Outcome> reply;
        final Duration since;

        @Nullable
        Duration open;

        boolean asked;

        Change(int target, CompletableFuture<Outcome> reply, Duration since) {
            this.target = target;
            this.reply = reply;
            this.since = since;
        }
    }

    /**
     * @param phases as they were before the restart; all that are wired where nothing is known
     */
    PhaseSwitch(EvseMachine machine, Optional<String> phases) {
        this.machine = machine;
        this.phases = phases.map(Integer::parseInt).orElse(3);
    }

    void request(int target, Duration now, CompletableFuture<Outcome> reply) {
        Optional<String> obstacle = obstacle(target, now);
        if (obstacle.isPresent()) {
            reply.complete(Outcome.refused(obstacle.orElseThrow()));
        } else if (target == phases) {
            reply.complete(Outcome.done());
        } else {
            change = new Change(target, reply, now);
        }
    }

    private Optional<String> obstacle(int target, Duration now) {
        boolean able = machine.look()
                .map(Look::abilities)
                .filter(PileAbilities::phaseSwitch)
                .isPresent();
        Duration before = last;
        if (!able || machine.wiring().rotation().size() < 3) {
            return Optional.of(machine.evse() + " cannot change its phases");
        }
        if (target != 1 && target != 3) {
            return Optional.of("phases are 1 or 3, not " + target);
        }
        if (change != null) {
            return Optional.of(machine.evse() + " is just changing its phases");
        }
        if (target != phases && before != null && now.minus(before).compareTo(DWELL) < 0) {
            return Optional.of(machine.evse() + " changed its phases "
                    + now.minus(before).toSeconds() + " s ago; not before " + DWELL.toSeconds() + " s");
        }
        return target != phases && inSession >= machine.settings.supervision().phasesPerSession()
                ? Optional.of("the phases were changed " + inSession + " times in this session; no more")
                : Optional.empty();
    }

    /** Each second: goes on with a change. */
    void look(Offers offers, Duration now) {
        if (machine.charge().isEmpty()) {
            inSession = 0;
        }
        Change going = change;
        if (going == null || going.asked) {
            return;
        }
        boolean still = machine.look()
                .filter(Look::heard)
                .flatMap(Look::draws)
                .filter(draws -> !draws.exceeds(NOTHING))
                .isPresent();
        if (!offers.held().isZero() || !offers.isConfirmed() || !still) {
            going.open = null;
            if (now.minus(going.since).compareTo(PATIENCE) >= 0) {
                end(
                        going,
                        Outcome.refused("current still flows at " + machine.evse() + "; its phases stay as they are"));
            }
            return;
        }
        going.open = going.open == null ? now : going.open;
        if (now.minus(going.open).compareTo(OPEN) >= 0) {
            going.asked = true;
            machine.add(new Effect.Phases(going.target));
        }
    }

    /** What the pile said. */
    void answered(Outcome outcome, Duration now) {
        Change going = change;
        if (going != null && going.asked) {
            if (outcome.isDone()) {
                phases = going.target;
                last = now;
                inSession++;
                machine.add(new Effect.Word(WORD, Optional.of(Integer.toString(phases))));
            }
            end(going, outcome);
        }
    }

    private void end(Change going, Outcome outcome) {
        change = null;
        going.reply.complete(outcome);
    }

    /** Whether nothing may be offered because of it. */
    boolean underWay() {
        return change != null;
    }

    /** The phases of the grid that it may load. */
    List<Phase> wired() {
        List<Phase> all = machine.wiring().rotation();
        return phases < all.size() ? all.subList(0, phases) : all;
    }
}
