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
import io.voltwright.charging.api.PowerPolicy.Coming;
import io.voltwright.charging.api.PowerPolicy.Demand;
import io.voltwright.charging.api.PowerPolicy.Goal;
import io.voltwright.charging.api.PowerPolicy.Limit;
import io.voltwright.charging.api.PowerPolicy.Problem;
import io.voltwright.charging.api.PowerPolicy.Share;
import io.voltwright.charging.api.PowerPolicy.Terms;
import io.voltwright.charging.balance.AcnMonth.Car;
import io.voltwright.charging.balance.AcnMonth.Session;
import io.voltwright.charging.balance.AcnSite.Leg;
import io.voltwright.charging.balance.AcnSite.Pod;
import io.voltwright.charging.balance.PastDays.Stay;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The policy that ships, at the experiment's site: the same tree, limits and demands it is given anywhere else. */
public final class AcnShare implements AcnMonth.Rule {

    private static final Duration TICK = Duration.ofSeconds(AcnMonth.TICK_SECONDS);

    private static final Terms TERMS = new Terms(0, List.of(), Optional.of(Power.watts(AcnMonth.VOLTS)));

    private final PowerPolicy policy = new FairShare(Duration.ofMinutes(15));
    private final Limit grid;
    /** Empty: nothing is learned from past days. */
    private final List<Session> sessions;

    private final PastDays past = new PastDays();
    private int seen;
    private long calls;
    private long nanos;
    private long longest;

    public AcnShare(AcnSite site) {
        this(site, List.of());
    }

    private AcnShare(AcnSite site, List<Session> sessions) {
        this.sessions = sessions;
        grid = grid(site);
    }

    /** The same with what past days teach; of a session it is told when it arrives, and uses it from the next day on. */
    public static AcnShare withPastDays(AcnSite site, AcnMonth month) {
        return new AcnShare(site, month.sessions);
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
        List<Coming> coming = coming(now);
        List<Demand> demands = new ArrayList<>();
        cars.forEach(car -> demands.add(demand(car, now)));
        coming.stream()
                .map(Coming::evse)
                .distinct()
                .filter(evse -> cars.stream().noneMatch(car -> evse(car).equals(evse)))
                .forEach(evse -> demands.add(idle(evse)));
        Problem problem = new Problem(grid, demands, TICK, coming);
        long start = System.nanoTime();
        Map<EvseId, Share> shares = policy.share(problem);
        long took = System.nanoTime() - start;
        calls++;
        nanos += took;
        longest = Math.max(longest, took);
        return cars.stream().mapToDouble(car -> amperes(shares.get(evse(car)))).toArray();
    }

    private List<Coming> coming(int now) {
        for (; seen < sessions.size() && sessions.get(seen).arrival() <= now; seen++) {
            past.add(stay(sessions.get(seen)));
        }
        return past.coming(time(now));
    }

    private static Stay stay(Session session) {
        return new Stay(
                new EvseId(AcnSite.STATIONS.get(session.station()).id()),
                time(session.arrival()),
                time(session.departure()),
                Energy.wattHours(session.kilowattHours() * 1000),
                Current.amperes(AcnMonth.SOCKET_AMPERES));
    }

    private static LocalDateTime time(int tick) {
        return AcnMonth.BEGIN.plus(TICK.multipliedBy(tick));
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

    private static List<Phase> lines(int station) {
        Leg leg = AcnSite.STATIONS.get(station).leg();
        return leg == Leg.AB
                ? List.of(Phase.L1, Phase.L2)
                : leg == Leg.BC ? List.of(Phase.L2, Phase.L3) : List.of(Phase.L3, Phase.L1);
    }

    /** An EVSE without a car, as the product asks for it too. */
    private static Demand idle(EvseId evse) {
        return Demand.of(evse, lines(AcnSite.position(evse.value())), Current.ZERO)
                .wiring(Wiring.DELTA)
                .terms(TERMS)
                .build();
    }

    private static Demand demand(Car car, int now) {
        long seconds = (long) (now - car.since) * AcnMonth.TICK_SECONDS;
        boolean holds = car.offered > 0;
        Goal goal = new Goal(
                TICK.multipliedBy(car.session.departure() - now),
                Energy.wattHours(car.left * 1000),
                Power.watts(AcnMonth.VOLTS));
        return Demand.of(evse(car), lines(car.session.station()), Current.amperes(car.most))
                .step(Current.milliamperes(1))
                .held(Current.amperes(car.offered))
                .waiting(holds ? 0 : seconds)
                .holding(holds ? seconds : 0)
                .wiring(Wiring.DELTA)
                .goal(Optional.of(goal))
                .terms(TERMS)
                .build();
    }
}
