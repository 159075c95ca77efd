package io.voltwright.charging.engine;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Lane;
import io.voltwright.base.api.Time;
import io.voltwright.charging.api.PowerPolicy;
import io.voltwright.charging.api.PowerPolicy.Demand;
import io.voltwright.charging.api.PowerPolicy.Problem;
import io.voltwright.charging.api.PowerPolicy.Share;
import io.voltwright.charging.engine.ProblemBuilder.Known;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The cycle that gives each EVSE its share: first those that lower, and raises only into what the piles have confirmed free. */
final class Allocator {

    static final Duration CYCLE = Duration.ofSeconds(1);

    /** R7: a car needs up to five seconds to follow. */
    static final Duration PACE = Duration.ofSeconds(5);

    static final Duration STICKY = Duration.ofSeconds(30);

    private static final Current LITTLE = Current.amperes(1);

    private final Lane lane;
    private final Time time;
    private final Supplier<Optional<PowerPolicy>> policy;
    private final Supplier<Map<EvseId, Bay>> bays;
    private final ProblemBuilder problems;
    private final Fallback fallback = new Fallback();
    private final Map<EvseId, Booking> bookings = new HashMap<>();
    private @Nullable Premises premises;
    private boolean looked;
    private volatile @Nullable Problem last;

    Allocator(
            Lane lane,
            Time time,
            Supplier<Optional<PowerPolicy>> policy,
            Supplier<Map<EvseId, Bay>> bays,
            ProblemBuilder problems) {
        this.lane = lane;
        this.time = time;
        this.policy = policy;
        this.bays = bays;
        this.problems = problems;
    }

    void start() {
        lane.every(CYCLE, this::cycle);
    }

    /** A new tree; limits that are lower now are obeyed at once. */
    void site(Premises next) {
        lane.execute(() -> {
            premises = next;
            if (looked) {
                cycle();
            }
        });
    }

    /** A limit was set or removed. */
    void soon() {
        lane.execute(() -> {
            if (looked) {
                cycle();
            }
        });
    }

    void settled(EvseId evse, long seq, Current exposure) {
        lane.execute(() -> {
            Booking booking = bookings.get(evse);
            if (booking != null) {
                booking.settle(seq, exposure, time.sinceBoot());
            }
        });
    }

    void close() {
        lane.close();
    }

    /** The question of the last cycle. */
    Optional<Problem> last() {
        return Optional.ofNullable(last);
    }

    private void cycle() {
        Premises site = premises;
        if (site == null) {
            return;
        }
        Duration now = time.sinceBoot();
        Map<EvseId, Bay> present = bays.get();
        Map<EvseId, Known> known = new LinkedHashMap<>();
        present.forEach((id, bay) -> known.put(
                id, new Known(bay.stand(), booking(id, bay.stand()), bay.view().session())));
        bookings.keySet().retainAll(present.keySet());
        Problem problem = problems.build(site, known, now, time.instant());
        last = problem;
        if (!looked) {
            // R38: the first cycle only looks.
            looked = true;
            return;
        }
        Map<EvseId, Share> shares = SafetyGate.safe(problem, fallback.shares(policy.get(), problem, now));
        apply(problem, known, shares, present, now);
        problems.phases().forEach((id, phases) -> {
            Bay bay = present.get(id);
            if (bay != null) {
                bay.sunPhases(phases);
            }
        });
    }

    private Booking booking(EvseId id, Stand stand) {
        return bookings.computeIfAbsent(id, evse -> new Booking(stand.exposed()));
    }

    private void apply(
            Problem problem,
            Map<EvseId, Known> known,
            Map<EvseId, Share> shares,
            Map<EvseId, Bay> present,
            Duration now) {
        Headroom headroom = new Headroom(problem);
        for (Demand demand : problem.demands()) {
            Known of = known.get(demand.evse());
            if (of != null) {
                headroom.take(demand.evse(), of.booking().exposure().max(demand.reserved()));
            }
        }
        for (Demand demand : problem.demands()) {
            EvseId id = demand.evse();
            Share share = shares.getOrDefault(id, new Share(Current.ZERO, "not in the allocation"));
            Known of = known.get(id);
            Bay bay = present.get(id);
            // R38: it may be compared by the time this arrives, and this was decided as if nothing ran there.
            if (of != null && bay != null && of.stand().compared()) {
                bay.allow(decide(demand, of, share, headroom, now));
            }
        }
    }

    private Allowance decide(Demand demand, Known known, Share share, Headroom headroom, Duration now) {
        Stand stand = known.stand();
        Booking booking = known.booking();
        Current safe = stand.failSafeFor(share.current());
        Current more = share.current().max(safe).minus(booking.exposure().max(demand.reserved()));
        boolean raise = share.current().exceeds(stand.held()) || more.isPositive();
        if (!raise) {
            return booking.allow(share.current(), safe, share.reason(), now);
        }
        if (now.minus(stand.changed()).compareTo(pace(stand, share)) < 0) {
            return keep(stand, booking, "soon " + share.current() + ": " + share.reason(), now);
        }
        // Also what is set aside for it already may be more than fits, as long as others have not lowered.
        if (!headroom.fits(demand.evse(), more.max(Current.ZERO))) {
            return keep(stand, booking, "waits until others have lowered", now);
        }
        if (more.isPositive()) {
            headroom.take(demand.evse(), more);
        }
        return booking.allow(share.current(), safe, share.reason(), now);
    }

    /** A raise by little is not worth a write to the pile and a ramp of the car each time. */
    private static Duration pace(Stand stand, Share share) {
        Current more = share.current().minus(stand.held());
        return stand.held().isPositive() && LITTLE.exceeds(more) ? STICKY : PACE;
    }

    private static Allowance keep(Stand stand, Booking booking, String reason, Duration now) {
        Current safe = stand.failSafeFor(stand.held()).min(stand.failSafe().max(Current.ZERO));
        return booking.allow(stand.held(), safe, reason, now);
    }
}
