package io.voltwright.charging.balance;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.Energy;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Phase;
import io.voltwright.base.api.PhaseCurrents;
import io.voltwright.base.api.Power;
import io.voltwright.base.api.Transformer;
import io.voltwright.base.api.Wiring;
import io.voltwright.charging.api.PowerPolicy;
import io.voltwright.charging.api.PowerPolicy.Demand;
import io.voltwright.charging.api.PowerPolicy.Goal;
import io.voltwright.charging.api.PowerPolicy.Limit;
import io.voltwright.charging.api.PowerPolicy.Problem;
import io.voltwright.charging.api.PowerPolicy.Share;
import io.voltwright.charging.balance.AcnMonth.Car;
import io.voltwright.charging.balance.AcnSite.Leg;
import io.voltwright.charging.balance.AcnSite.Pod;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The policy that ships, at the experiment's site: the same tree, limits and demands it is given anywhere else. */
public final class AcnShare implements AcnMonth.Rule {

    private static final Duration TICK = Duration.ofSeconds(AcnMonth.TICK_SECONDS);

    private final PowerPolicy policy = new FairShare(Duration.ofMinutes(15));
    private final Limit grid;
    private long calls;
    private long nanos;
    private long longest;

    public AcnShare(AcnSite site) {
        grid = grid(site);
    }

    static Limit grid(AcnSite site) {
        Limit secondary = new Limit(
                        "secondary", down(site.secondary), "fuse", evses(Pod.NONE), List.of(pod(Pod.AV), pod(Pod.CC)))
                .transformer(Optional.of(new Transformer(Transformer.Group.DYN11, 4)));
        return new Limit("grid", down(site.primary), "fuse", List.of(), List.of(secondary));
    }

    /** The product counts in whole milliamperes. */
    private static PhaseCurrents down(double amperes) {
        return PhaseCurrents.same(Current.milliamperes((int) (amperes * 1000)));
    }

    private static Limit pod(Pod pod) {
        PhaseCurrents cable = PhaseCurrents.same(Current.amperes(AcnSite.POD_AMPERES));
        return new Limit("pod " + pod, cable, "fuse", evses(pod), List.of());
    }

    private static List<EvseId> evses(Pod pod) {
        return AcnSite.STATIONS.stream()
                .filter(station -> station.pod() == pod)
                .map(station -> new EvseId(station.id()))
                .toList();
    }

    /** Thousandths of a second per call on average, and at most. */
    public double meanMilliseconds() {
        return nanos / 1e6 / Math.max(1, calls);
    }

    public double longestMilliseconds() {
        return longest / 1e6;
    }

    @Override
    public double[] currents(int now, List<Car> cars) {
        Problem problem =
                new Problem(grid, cars.stream().map(car -> demand(car, now)).toList(), TICK);
        long start = System.nanoTime();
        Map<EvseId, Share> shares = policy.share(problem);
        long took = System.nanoTime() - start;
        calls++;
        nanos += took;
        longest = Math.max(longest, took);
        return cars.stream().mapToDouble(car -> amperes(shares.get(evse(car)))).toArray();
    }

    private static double amperes(@org.jspecify.annotations.Nullable Share share) {
        double amperes = share == null ? 0 : share.current().amperes();
        if (amperes > 0 && amperes < 6) {
            throw new IllegalStateException("less than 6 A: " + share);
        }
        return amperes;
    }

    private static EvseId evse(Car car) {
        return new EvseId(AcnSite.STATIONS.get(car.session.station()).id());
    }

    private static Demand demand(Car car, int now) {
        Leg leg = AcnSite.STATIONS.get(car.session.station()).leg();
        List<Phase> lines = leg == Leg.AB
                ? List.of(Phase.L1, Phase.L2)
                : leg == Leg.BC ? List.of(Phase.L2, Phase.L3) : List.of(Phase.L3, Phase.L1);
        long seconds = (long) (now - car.since) * AcnMonth.TICK_SECONDS;
        boolean holds = car.offered > 0;
        Goal goal = new Goal(
                TICK.multipliedBy(car.session.departure() - now),
                Energy.wattHours(car.left * 1000),
                Power.watts(AcnMonth.VOLTS));
        return Demand.of(evse(car), lines, Current.amperes(car.most))
                .step(Current.milliamperes(1))
                .held(Current.amperes(car.offered))
                .waiting(holds ? 0 : seconds)
                .holding(holds ? seconds : 0)
                .wiring(Wiring.DELTA)
                .goal(Optional.of(goal))
                .build();
    }
}
