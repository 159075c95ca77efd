package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.Current;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Lane;
import io.voltwright.base.api.Outcome;
import io.voltwright.charging.api.Charging;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives charging the limits of the moment, each only when it is another one than before; lives on the lane. */
final class Governor {

    private static final Logger log = LoggerFactory.getLogger(Governor.class);

    /** A limit outlives this module for so long: its loss must not raise a limit soon, nor hold one for ever. */
    static final Duration LEASE = Duration.ofDays(1);

    private static final String SITE = "*";

    /**
     * A limit that charging was given.
     *
     * @param end when the profiles set none any more
     * @param leased until then, if it is not renewed
     */
    private record Held(Current current, Optional<Instant> end, Instant leased) {}

    private final String backend;
    private final Lane lane;
    private final Map<String, Held> held = new HashMap<>();
    /** Places where charging may have a limit of ours that is not known here. */
    private final Set<String> doubtful = new HashSet<>();

    private WeakReference<@Nullable Charging> last = new WeakReference<>(null);

    Governor(String backend, Lane lane) {
        this.backend = backend;
        this.lane = lane;
    }

    /** Charging may have a limit there that a former instance gave. */
    void doubt(Optional<EvseId> place) {
        doubtful.add(name(place));
    }

    /**
     * Gives charging the limit of a place.
     *
     * @param failed runs on the lane if charging does not take it
     */
    void hold(Charging charging, Optional<EvseId> place, Ceiling ceiling, Instant now, Runnable failed) {
        follow(charging);
        Optional<Current> wanted = ceiling.at(now).map(Rate::current);
        Optional<Held> known = Optional.ofNullable(held.get(name(place)));
        if (wanted.isEmpty()) {
            if (known.isPresent() || doubtful.contains(name(place))) {
                held.remove(name(place));
                doubtful.remove(name(place));
                told(charging.unlimit(place, owner(), Actor.backend(backend)), place, failed);
            }
            return;
        }
        Optional<Instant> end =
                ceiling.changeAfter(now).filter(change -> ceiling.at(change).isEmpty());
        Held next = new Held(wanted.get(), end, now.plus(LEASE));
        if (known.filter(same -> stands(same, next, now)).isEmpty()) {
            held.put(name(place), next);
            doubtful.remove(name(place));
            Optional<Instant> until = Ceiling.earlier(end, Optional.of(next.leased()));
            told(charging.limit(place, owner(), next.current(), until, Actor.backend(backend)), place, failed);
        }
    }

    // A swap of charging keeps limits in its store; what was on its way then may be lost.
    private void follow(Charging charging) {
        if (last.get() != charging) {
            last = new WeakReference<>(charging);
            doubtful.addAll(held.keySet());
            held.clear();
        }
    }

    private static boolean stands(Held before, Held next, Instant now) {
        return before.current().equals(next.current())
                && before.end().equals(next.end())
                && now.plus(LEASE.dividedBy(2)).isBefore(before.leased());
    }

    private void told(CompletionStage<Outcome> outcome, Optional<EvseId> place, Runnable failed) {
        outcome.whenCompleteAsync(
                (answer, failure) -> {
                    if (failure != null || !answer.isDone()) {
                        log.warn(
                                "{}: the limit of {} was not taken: {}",
                                backend,
                                name(place),
                                failure == null ? answer.reasonOrDone() : failure.getMessage());
                        held.remove(name(place));
                        doubtful.add(name(place));
                        failed.run();
                    }
                },
                lane);
    }

    private String owner() {
        return "ocpp:" + backend;
    }

    private static String name(Optional<EvseId> place) {
        return place.map(EvseId::value).orElse(SITE);
    }
}
