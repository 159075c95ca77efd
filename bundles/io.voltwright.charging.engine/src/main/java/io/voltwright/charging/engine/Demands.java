package io.voltwright.charging.engine;

import io.voltwright.base.api.ChargingMode;
import io.voltwright.base.api.Current;
import io.voltwright.base.api.Energy;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.PhaseCurrents;
import io.voltwright.base.api.Power;
import io.voltwright.charging.api.PowerPolicy.Demand;
import io.voltwright.charging.api.PowerPolicy.Goal;
import io.voltwright.charging.api.PowerPolicy.Terms;
import io.voltwright.charging.api.Session;
import io.voltwright.charging.api.Wish;
import io.voltwright.charging.engine.NodeLimits.Round;
import io.voltwright.charging.engine.Outlook.Most;
import io.voltwright.charging.engine.ProblemBuilder.Known;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What each EVSE wants: the most it can use now, why it is not more, and on which terms. */
final class Demands {

    private final Limits limits;
    private final Wishes wishes;
    private final Map<EvseId, Duration> holdingSince = new HashMap<>();
    private final Map<EvseId, Usage> usages = new HashMap<>();
    private final Surplus surplus = new Surplus();

    Demands(Limits limits, Wishes wishes) {
        this.limits = limits;
        this.wishes = wishes;
    }

    /**
     * @param grid the power that flows in from the grid, negative where it flows out; empty while it is not known
     */
    List<Demand> of(Round round, Optional<Power> grid) {
        holdingSince.keySet().retainAll(round.evses().keySet());
        usages.keySet().retainAll(round.evses().keySet());
        Map<EvseId, Demand> demands = new HashMap<>();
        round.evses().forEach((id, known) -> demands.put(id, demand(id, known, round)));
        Map<EvseId, Current> sun = surplus.share(takers(round, demands), grid, round.now());
        List<Demand> all = new ArrayList<>();
        for (EvseId id : round.evses().keySet()) {
            Demand demand = demands.get(id);
            if (demand != null) {
                Current most = sun.get(id);
                all.add(most == null ? demand : bySun(demand, most, grid.isPresent()));
            }
        }
        return all;
    }

    /** Who should charge on another number of phases: by the sun on one or three, else on all (R28). */
    Map<EvseId, Integer> phases(Round round) {
        Map<EvseId, Integer> wanted = new HashMap<>(surplus.phases());
        round.evses().forEach((id, known) -> {
            boolean less = known.stand().sunPhases().filter(set -> set < 3).isPresent();
            if (less && !sunny(known)) {
                wanted.put(id, 3);
            }
        });
        return wanted;
    }

    private boolean sunny(Known known) {
        ChargingMode mode = mode(known, wishes.of(known.session().map(Session::id)));
        return mode == ChargingMode.SOLAR || mode == ChargingMode.SOLAR_AND_LEAST;
    }

    private Demand demand(EvseId id, Known known, Round round) {
        Stand stand = known.stand();
        Wish wish = wishes.of(known.session().map(Session::id));
        Power perAmpere =
                round.premises().perAmpere(stand.wiring(), stand.lines().size());
        Most most = most(id, known, round);
        if (mode(known, wish) == ChargingMode.CHEAP && !runsDc(stand)) {
            Optional<String> wait = waits(known, wish, most, perAmpere, round);
            most = wait.isPresent() ? most.lower(Current.ZERO, wait.orElseThrow()) : most;
        }
        most = usable(stand, most);
        return Demand.of(id, stand.lines(), most.current())
                .least(stand.least())
                .most(most.current(), most.cap())
                .step(stand.step())
                .reserved(ProblemBuilder.reserved(known, round.now()))
                .held(stand.held())
                .waiting(stand.wanting()
                        .map(since -> round.now().minus(since).toSeconds())
                        .orElse(0L))
                .holding(holding(id, stand, round.now()))
                .wiring(stand.wiring().rules().wiring())
                .goal(goal(known, wish, perAmpere, round.utc()))
                .terms(new Terms(
                        wish.priority().orElse(stand.wiring().rules().priority()),
                        stand.wiring().rules().steps(),
                        Optional.of(perAmpere)))
                .build();
    }

    private Most most(EvseId id, Known known, Round round) {
        Stand stand = known.stand();
        Most most = new Most(stand.most(), stand.cap());
        Optional<PowerLimit> own = limits.lowest(Optional.of(id), round.utc());
        if (own.isPresent()) {
            most = most.lower(own.orElseThrow().current(), own.orElseThrow().owner());
        }
        Optional<Current> used = usages.computeIfAbsent(id, evse -> new Usage()).most(stand, round.now());
        if (used.isPresent()) {
            most = most.lower(used.orElseThrow(), "the car, which takes no more");
        }
        if (stand.dc()) {
            most = most.lower(stand.held().plus(Stand.DC_RAMP), "the ramp of a DC charge");
        }
        // Lost for a minute: 6 A each, which may be a raise for those at 0 (R39).
        if (round.least().contains(id)) {
            most = most.lower(Current.MINIMUM, "the meter, not heard for a minute");
        } else if (round.frozen().contains(id)) {
            most = most.lower(stand.held(), "the meter, not heard");
        }
        return most;
    }

    private static Most usable(Stand stand, Most asked) {
        Most most = asked;
        if (stand.startWait().compareTo(Duration.ZERO) > 0) {
            most = most.lower(
                    Current.ZERO,
                    "the contactor, which rests " + stand.startWait().toSeconds() + " s");
        }
        if (!stand.entitled()) {
            return new Most(Current.ZERO, Optional.empty());
        }
        return stand.least().exceeds(most.current()) ? new Most(Current.ZERO, most.cap()) : most;
    }

    private static ChargingMode mode(Known known, Wish wish) {
        return wish.mode().orElse(known.stand().wiring().rules().mode());
    }

    private static Optional<String> waits(Known known, Wish wish, Most most, Power perAmpere, Round round) {
        if (wish.departure().isEmpty()
                || wish.energy().isEmpty()
                || !most.current().isPositive()) {
            return Optional.empty();
        }
        Power full = Power.watts(perAmpere.watts() * most.current().amperes());
        return new CheapHours(round.premises().prices(), round.premises().zone())
                .waits(rest(known, wish), full, round.utc(), wish.departure().orElseThrow());
    }

    private static Energy rest(Known known, Wish wish) {
        Energy delivered = known.session().map(Session::delivered).orElse(Energy.ZERO);
        return wish.energy().orElse(Energy.ZERO).minus(delivered);
    }

    /** Who needs nothing any more is like one that said nothing. */
    private static Optional<Goal> goal(Known known, Wish wish, Power perAmpere, Instant utc) {
        if (wish.departure().isEmpty()
                || wish.energy().isEmpty()
                || rest(known, wish).milliwattHours() <= 0) {
            return Optional.empty();
        }
        Duration left = Duration.between(utc, wish.departure().orElseThrow());
        return Optional.of(new Goal(left, rest(known, wish), perAmpere));
    }

    private List<Surplus.Taker> takers(Round round, Map<EvseId, Demand> demands) {
        List<Surplus.Taker> takers = new ArrayList<>();
        round.evses().forEach((id, known) -> {
            Demand demand = demands.get(id);
            ChargingMode mode = mode(known, wishes.of(known.session().map(Session::id)));
            if (sunny(known) && demand != null && demand.most().isPositive()) {
                Optional<Power> draws = known.stand()
                        .draws()
                        .map(PhaseCurrents::most)
                        .map(most ->
                                Power.watts(most.amperes() * demand.perAmpere().watts()));
                boolean always = mode == ChargingMode.SOLAR_AND_LEAST || runsDc(known.stand());
                takers.add(new Surplus.Taker(
                        id,
                        demand.least(),
                        demand.most(),
                        demand.perAmpere(),
                        draws,
                        always,
                        Math.max(demand.holding(), demand.waiting()),
                        known.stand()
                                .sunPhases()
                                .filter(set -> set == demand.phases().size()),
                        round.now().minus(known.stand().changed()).compareTo(Allocator.PACE) < 0));
            }
        });
        return takers;
    }

    private static Demand bySun(Demand d, Current most, boolean known) {
        Most capped = new Most(d.most(), d.cap()).lower(most, known ? "the sun" : "the sun, which no meter shows");
        return d.but().most(capped.current(), capped.cap()).build();
    }

    /** A DC charge that is paused is over: it keeps its least and its turn, and waits for no cheaper hour (R43). */
    private static boolean runsDc(Stand stand) {
        return stand.dc() && stand.held().isPositive();
    }

    /** Seconds it has had current without a break: the policy lets it keep its turn for a while. */
    private long holding(EvseId id, Stand stand, Duration now) {
        if (!stand.held().isPositive()) {
            holdingSince.remove(id);
            return 0;
        }
        long seconds = now.minus(holdingSince.computeIfAbsent(id, held -> now)).toSeconds();
        return stand.dc() ? Math.min(seconds, 1) : seconds;
    }
}
