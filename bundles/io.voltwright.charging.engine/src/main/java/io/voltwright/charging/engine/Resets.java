package io.voltwright.charging.engine;

import io.voltwright.base.api.Moment;
import io.voltwright.base.api.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Lets a latched fault be cleared from afar, but not each and not often (R32, R33). */
final class Resets {

    private static final int PER_HOUR = 3;

    private final EvseMachine machine;
    private final List<Duration> times = new ArrayList<>();

    Resets(EvseMachine machine) {
        this.machine = machine;
    }

    /**
     * @param onSite whether a person asks for it, not a back end
     */
    void ask(boolean onSite, Moment now, CompletableFuture<Outcome> reply) {
        boolean stopped = machine.faults().stopped();
        Optional<String> obstacle = machine.faults().obstacle(onSite);
        times.removeIf(at -> now.sinceBoot().minus(at).compareTo(Duration.ofHours(1)) >= 0);
        if (obstacle.isPresent()) {
            reply.complete(Outcome.refused(obstacle.orElseThrow()));
        } else if (stopped) {
            machine.faults().look(now);
            machine.add(new Effect.Spread());
            reply.complete(Outcome.done());
        } else if (times.size() >= PER_HOUR) {
            reply.complete(Outcome.refused(
                    machine.evse() + " was reset " + PER_HOUR + " times in the last hour; look at it on site"));
        } else {
            times.add(now.sinceBoot());
            machine.add(new Effect.Reset(reply));
        }
    }
}
