package io.voltwright.charging.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.DeviceId;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.IdToken;
import io.voltwright.base.api.Moment;
import io.voltwright.base.api.Phase;
import io.voltwright.base.api.Point;
import io.voltwright.base.api.Quality;
import io.voltwright.base.api.Reading;
import io.voltwright.base.api.VirtualTime;
import io.voltwright.base.api.Voltage;
import io.voltwright.charging.api.EvseStatus;
import io.voltwright.charging.api.PowerPolicy.Problem;
import io.voltwright.charging.api.PowerPolicy.Share;
import io.voltwright.charging.balance.FiveLevels;
import io.voltwright.field.api.Meter;
import io.voltwright.site.api.Evse;
import io.voltwright.site.api.Node;
import io.voltwright.site.api.Site;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import javax.sql.DataSource;

/** Twenty EVSEs on two feeders behind a metered connection that a building shares, with an engine that may be killed. */
final class RoughSite {

    /** Meter 1 s, filter 3 s, decision 1 s, wire 1 s, car 5 s, and one round more for each that waits for another. */
    static final int REACTION = 15;

    static final Settings SETTINGS =
            new Settings(Duration.ofSeconds(10), Duration.ofSeconds(60), true, Duration.ZERO, 1000, 10_000, 50_000);

    /** What is broken on purpose, to see that the checks of this site notice. */
    enum Broken {
        NOTHING,
        /** The policy gives everybody all, whatever the limits: the gate behind it has to hold. */
        POLICY,
        /** And the gate is blind: it is told fuses of ten times the size. */
        POLICY_AND_GATE,
        /** Piles that are not heard keep what they were offered last. */
        LEASES
    }

    private static final int PILES = 20;
    private static final int GRID = 80;
    private static final int FEEDER = 45;
    private static final List<List<Phase>> ROTATIONS = List.of(
            List.of(Phase.L1, Phase.L2, Phase.L3),
            List.of(Phase.L2, Phase.L3, Phase.L1),
            List.of(Phase.L3, Phase.L1, Phase.L2));

    final VirtualTime time = new VirtualTime();
    final Random random;
    final List<RoughPile> piles = new ArrayList<>();
    final RoughJournal journal;
    final FakeAuthority authority = new FakeAuthority();
    final BuildingMeter building = new BuildingMeter();
    private final DataSource store = ChargingStore.open();
    private final List<Evse> wirings = new ArrayList<>();
    private final Map<String, Integer> over = new HashMap<>();
    private final Site site;
    private final Broken broken;
    private String boot = "boot-1";
    ChargingEngine engine;

    /** Measures the connection, with the building on it. */
    final class BuildingMeter implements Meter {
        int amperes = 10;
        boolean there = true;
        private Moment read = time.moment();

        @Override
        public DeviceId id() {
            return new DeviceId("main");
        }

        @Override
        public Map<Point, Reading> readings() {
            boolean fresh = time.sinceBoot().minus(read.sinceBoot()).compareTo(Duration.ofSeconds(2)) <= 0;
            Quality quality = fresh ? Quality.GOOD : Quality.STALE;
            Map<Point, Reading> all = new EnumMap<>(Point.class);
            all.put(Point.CURRENT_L1, new Reading(Point.CURRENT_L1, flows(Phase.L1), read, quality));
            all.put(Point.CURRENT_L2, new Reading(Point.CURRENT_L2, flows(Phase.L2), read, quality));
            all.put(Point.CURRENT_L3, new Reading(Point.CURRENT_L3, flows(Phase.L3), read, quality));
            return all;
        }

        double flows(Phase phase) {
            return amperes + load(0, PILES, phase);
        }

        void second() {
            read = there ? time.moment() : read;
        }
    }

    RoughSite(long seed) {
        this(seed, Broken.NOTHING);
    }

    RoughSite(long seed, Broken broken) {
        this.broken = broken;
        random = new Random(seed);
        journal = new RoughJournal(store);
        for (int i = 0; i < PILES; i++) {
            EvseId id = new EvseId("e" + (i + 1));
            piles.add(new RoughPile(id, time, random));
            wirings.add(new Evse(
                    id,
                    "rough",
                    new DeviceId("bus"),
                    i + 1,
                    1,
                    ROTATIONS.get(i % 3),
                    RoughPile.most(),
                    i % 4 == 0 ? Current.MINIMUM : Current.ZERO,
                    Duration.ofSeconds(30),
                    Optional.empty(),
                    Optional.empty(),
                    "standard"));
            authority.knows(card(i));
        }
        if (broken == Broken.LEASES) {
            piles.forEach(RoughPile::forgetLeases);
        }
        site = site(broken == Broken.POLICY_AND_GATE ? 10 : 1);
        engine = open();
        run(3);
    }

    static IdToken card(int pile) {
        return IdToken.card("04AA%04d".formatted(pile));
    }

    /** The site as its file has it. */
    private Site site(int times) {
        List<EvseId> ids = wirings.stream().map(Evse::id).toList();
        Node left = new Node(
                "left", Current.amperes(FEEDER * times), Optional.empty(), ids.subList(0, PILES / 2), List.of());
        Node right = new Node(
                "right", Current.amperes(FEEDER * times), Optional.empty(), ids.subList(PILES / 2, PILES), List.of());
        Node grid = new Node(
                "grid",
                Current.amperes(GRID * times),
                Optional.of(new DeviceId("main")),
                List.of(),
                List.of(left, right));
        return new Site(
                "rough",
                ZoneOffset.UTC,
                Voltage.volts(RoughPile.VOLTS),
                grid,
                List.of(),
                wirings,
                List.of(),
                List.of());
    }

    private ChargingEngine open() {
        ChargingEngine fresh = new ChargingEngine(time, time, SETTINGS, new Host(boot, ""));
        fresh.journal = journal;
        fresh.authority = authority;
        boolean all = broken == Broken.POLICY || broken == Broken.POLICY_AND_GATE;
        fresh.policy = all ? RoughSite::allToAll : FiveLevels.shipped();
        fresh.addStore(store);
        piles.forEach(fresh::addPile);
        fresh.addMeter(building);
        fresh.start();
        fresh.siteChanged(site);
        return fresh;
    }

    private static Map<EvseId, Share> allToAll(Problem problem) {
        Map<EvseId, Share> shares = new HashMap<>();
        problem.demands().forEach(demand -> shares.put(demand.evse(), new Share(demand.most(), "all to all")));
        return shares;
    }

    /** The controller dies, in order or not, with or without its power, and is back after a while. */
    void restart(int away, boolean inOrder, boolean powerLost) {
        if (!inOrder) {
            engine.journal = null;
        }
        engine.stop();
        journal.flush();
        boot = powerLost ? "boot-" + random.nextInt() : boot;
        run(away);
        engine = open();
    }

    /** Seconds, each of them looked at. */
    void run(int seconds) {
        for (int i = 0; i < seconds; i++) {
            piles.forEach(RoughPile::second);
            building.second();
            time.pass(Duration.ofSeconds(1));
            limits();
        }
    }

    /** A while in which nothing happens and everything goes on as it is. */
    void leap(Duration by) {
        time.leap(by);
        piles.forEach(pile -> pile.leap(by));
        building.second();
    }

    private double load(int from, int to, Phase phase) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            RoughPile pile = piles.get(i);
            int terminal = ROTATIONS.get(i % 3).indexOf(phase);
            sum += terminal < pile.phases() ? pile.amperes() : 0;
        }
        return sum;
    }

    // The invariant of every second: nothing over its limit for longer than the reaction time.
    private void limits() {
        for (Phase phase : Phase.values()) {
            check("left " + phase, load(0, PILES / 2, phase), FEEDER);
            check("right " + phase, load(PILES / 2, PILES, phase), FEEDER);
            check("grid " + phase, building.flows(phase), GRID);
        }
    }

    private void check(String where, double flows, int limit) {
        int seconds = flows > limit + 0.01 ? over.merge(where, 1, Integer::sum) : 0;
        if (seconds == 0) {
            over.remove(where);
        }
        assertThat(seconds).as("%s carries %.1f A of %d A", where, flows, limit).isLessThanOrEqualTo(REACTION);
    }

    io.voltwright.charging.api.Evse evse(int pile) {
        return engine.evse(piles.get(pile).id).orElseThrow();
    }

    boolean free(int pile) {
        return evse(pile).status() == EvseStatus.AVAILABLE && !piles.get(pile).plugged();
    }
}
