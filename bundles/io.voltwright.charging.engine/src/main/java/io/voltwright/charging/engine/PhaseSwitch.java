package io.voltwright.charging.engine;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.Moment;
import io.voltwright.base.api.Outcome;
import io.voltwright.base.api.Phase;
import io.voltwright.field.api.PileAbilities;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes an EVSE between one and three phases: first the offer goes to 0 and nothing flows, then a pause, then the change, and
 * only then is anything offered again (R28). Some cars break when that is done under load.
 */
final class PhaseSwitch {

    private static final Logger log = LoggerFactory.getLogger(PhaseSwitch.class);

    static final String WORD = "phases";
    static final String CHANGES = "phases.changes";
    static final Duration OPEN = Duration.ofSeconds(10);
    static final Duration DWELL = Duration.ofMinutes(10);
    static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Longer than any driver takes; one that was replaced meanwhile never answers. */
    static final Duration ANSWER = Duration.ofSeconds(90);

    private static final String BY_SUN = " sun";
    private static final String UNSURE = " unsure";
    private static final Current NOTHING = Current.milliamperes(500);

    private final EvseMachine machine;
    private int phases;
    private int inSession;
    private boolean sun;
    private boolean unsure;
    private @Nullable Duration last;
    private @Nullable Change change;

    /** A change under way. */
    private static final class Change {
        final int target;
        final CompletableFuture<Outcome> reply;
        final Duration since;
        final boolean sun;

        @Nullable
        Duration open;

        @Nullable
        Duration asked;

        Change(int target, CompletableFuture<Outcome> reply, Duration since, boolean sun) {
            this.target = target;
            this.reply = reply;
            this.since = since;
            this.sun = sun;
        }
    }

    /**
     * @param words what it said before the restart; all phases that are wired where nothing is known
     */
    PhaseSwitch(EvseMachine machine, Function<String, Optional<String>> words, Moment now) {
        this.machine = machine;
        String set = words.apply(WORD).orElse("3");
        this.phases = Integer.parseInt(set.substring(0, 1));
        this.sun = set.endsWith(BY_SUN);
        this.unsure = set.endsWith(UNSURE);
        words.apply(CHANGES).ifPresent(text -> {
            String[] parts = text.split(" ", 2);
            inSession = Integer.parseInt(parts[0]);
            last = PastText.parse(parts[1], now).stream().findFirst().orElse(null);
        });
    }

    void request(int target, Duration now, CompletableFuture<Outcome> reply) {
        Optional<String> obstacle = obstacle(target, now);
        if (obstacle.isPresent()) {
            reply.complete(Outcome.refused(obstacle.orElseThrow()));
        } else if (settled(target)) {
            sun = false;
            keep();
            reply.complete(Outcome.done());
        } else {
            change = new Change(target, reply, now, false);
        }
    }

    private boolean settled(int target) {
        return target == phases && !unsure;
    }

    /**
     * On how many phases it charges, where the sun may change that: not where somebody said one.
     *
     * @param loaded as many carry current, as far as that is known
     */
    Optional<Integer> free(int loaded) {
        boolean fixed = phases == 1 && !sun;
        boolean able =
                machine.look().filter(look -> look.abilities().phaseSwitch()).isPresent();
        return fixed || !able || change != null || machine.wiring().rotation().size() < 3
                ? Optional.empty()
                : Optional.of(unsure && loaded == 1 ? 1 : phases);
    }

    /** What the sun is enough for; left as it is where it may not be changed now. */
    void bySun(int target, Moment now) {
        if (free(phases).isPresent()
                && !settled(target)
                && obstacle(target, now.sinceBoot()).isEmpty()) {
            change = new Change(target, new CompletableFuture<>(), now.sinceBoot(), true);
        }
    }

    private void keep() {
        String text = phases + (unsure ? UNSURE : sun ? BY_SUN : "");
        machine.add(new Effect.Word(WORD, text.equals("3") ? Optional.empty() : Optional.of(text)));
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
        if (!settled(target) && before != null && now.minus(before).compareTo(DWELL) < 0) {
            return Optional.of(machine.evse() + " changed its phases "
                    + now.minus(before).toSeconds() + " s ago; not before " + DWELL.toSeconds() + " s");
        }
        return !settled(target) && inSession >= machine.settings.supervision().phasesPerSession()
                ? Optional.of("the phases were changed " + inSession + " times in this session; no more")
                : Optional.empty();
    }

    /** Each second: goes on with a change. */
    void look(Offers offers, Moment time) {
        Duration now = time.sinceBoot();
        if (machine.charge().isEmpty()) {
            inSession = 0;
        }
        Change going = change;
        if (going == null) {
            return;
        }
        Duration asked = going.asked;
        if (asked != null) {
            if (now.minus(asked).compareTo(ANSWER) >= 0) {
                answered(Outcome.refused(machine.evse() + " did not say in " + ANSWER.toSeconds()
                        + " s whether its phases have changed; ask again"));
            }
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
            going.asked = now;
            last = now;
            inSession++;
            // What the pile does with it is not known before it has said so, also if we do not live to hear it.
            unsure();
            machine.add(new Effect.Word(CHANGES, Optional.of(inSession + " " + PastText.of(List.of(now), time))));
            machine.add(new Effect.Phases(going.target));
        }
    }

    /** What the pile said. */
    void answered(Outcome outcome) {
        Change going = change;
        if (going != null && going.asked != null) {
            if (outcome.isDone()) {
                phases = going.target;
                sun = going.sun;
                unsure = false;
                keep();
            } else {
                log.warn(
                        "{}: its phases were not changed for all we know, three are planned with: {}",
                        machine.evse(),
                        outcome.reasonOrDone());
            }
            end(going, outcome);
        }
    }

    /** All phases may be loaded, whatever was wanted. */
    private void unsure() {
        phases = 3;
        sun = false;
        unsure = true;
        keep();
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
