package io.voltwright.field.api;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Moment;
import io.voltwright.base.api.Outcome;
import io.voltwright.base.api.Point;
import io.voltwright.base.api.Quality;
import io.voltwright.base.api.Reading;
import io.voltwright.base.api.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A pile for tests: takes offers as leases, falls to its fail-safe current when its line is cut, and counts energy by the time
 * that passes. Call {@link #pass()} as often as its state has to follow the time, at least each second.
 */
public final class FakePile implements Pile {

    private static final double VOLTS = 230;

    private final EvseId id;
    private final Time time;
    private final List<Offer> offers = new ArrayList<>();

    private PileAbilities abilities = abilities(false);
    private Duration failSafeAfter = Duration.ofSeconds(30);
    private PilotState pilot = PilotState.A;
    private boolean ready = true;
    private boolean armed = true;
    private boolean line = true;
    private boolean accepts = true;
    private boolean answers = true;
    private boolean meterGood = true;
    private boolean meterStuck;
    private Optional<PileFault> fault = Optional.empty();
    private final Map<Point, Double> more = new EnumMap<>(Point.class);
    private String reason = "";
    private double carLeast = 6;
    private int switched = 3;
    private final List<Integer> switches = new ArrayList<>();
    private boolean admitsPhases = true;
    private boolean forgetsPhases;
    private double carAmperes = 16;
    private int carPhases = 3;
    private double offered;
    private double failSafe;
    private double wattHours;
    private double stray;
    private Duration looked;
    private Duration lineCut = Duration.ZERO;
    private Duration leaseEnd = Duration.ZERO;
    private Moment lastContact;
    private CompletableFuture<Outcome> pending = new CompletableFuture<>();
    private int unlocks;
    private int resets;
    private double refusedOver = Double.MAX_VALUE;
    private boolean asleep;
    private int wakes;

    public FakePile(EvseId id, Time time) {
        this.id = id;
        this.time = time;
        this.looked = time.sinceBoot();
        this.lastContact = time.moment();
    }

    /** Of a pile with meter, lock and fail-safe, 6 to 32 A on three phases. */
    public static PileAbilities abilities(boolean tripEnergises) {
        return abilities(tripEnergises, false);
    }

    /** Of one that may change between one and three phases. */
    public static PileAbilities abilities(boolean tripEnergises, boolean phaseSwitch) {
        return new PileAbilities(
                "Fake",
                "1",
                "1.0",
                3,
                Current.amperes(6),
                Current.milliamperes(1),
                Current.amperes(32),
                true,
                tripEnergises,
                true,
                true,
                phaseSwitch,
                true);
    }

    // --- what the test does ---

    /** Lets the pile follow the time that has passed: energy, ramps, trips. */
    public synchronized FakePile pass() {
        Duration now = time.sinceBoot();
        // In steps, so that a trip inside the time that passed is not skipped.
        while (looked.compareTo(now) < 0) {
            Duration step = now.minus(looked);
            Duration next = step.compareTo(Duration.ofSeconds(1)) > 0 ? looked.plusSeconds(1) : now;
            watchdog(next);
            double hours = next.minus(looked).toNanos() / 3.6e12;
            if (!meterStuck) {
                wattHours += amperes() * Math.max(1, flowing()) * VOLTS * hours;
            }
            looked = next;
        }
        if (line) {
            lastContact = time.moment();
        }
        return this;
    }

    private void watchdog(Duration now) {
        if (!line && now.minus(lineCut).compareTo(failSafeAfter) >= 0) {
            offered = abilities.tripEnergises() || offered > 0 ? failSafe : 0;
        } else if (line && now.compareTo(leaseEnd) > 0 && offered > failSafe) {
            offered = failSafe;
        }
    }

    public synchronized FakePile plug() {
        pass();
        pilot = PilotState.B;
        return this;
    }

    public synchronized FakePile unplug() {
        pass();
        pilot = PilotState.A;
        return this;
    }

    /** What the car takes if it is offered that much. */
    public synchronized FakePile car(double amperes, int phases) {
        pass();
        carAmperes = amperes;
        carPhases = phases;
        return this;
    }

    /** Whether the car wants energy (S2). */
    public synchronized FakePile ready(boolean wants) {
        pass();
        ready = wants;
        return this;
    }

    /** Cuts the line to the pile or mends it; a cut one goes stale and trips by itself. */
    public synchronized FakePile line(boolean there) {
        pass();
        if (line && !there) {
            lineCut = time.sinceBoot();
        }
        line = there;
        return pass();
    }

    public synchronized FakePile fault(String code) {
        fault = Optional.of(new PileFault(code, "raw " + code, true));
        return this;
    }

    public synchronized FakePile noFault() {
        fault = Optional.empty();
        return this;
    }

    public synchronized FakePile armed(boolean readBack) {
        armed = readBack;
        return this;
    }

    /** Whether it does what it is offered; if not it refuses. */
    public synchronized FakePile accepts(boolean does) {
        accepts = does;
        return this;
    }

    /** Whether it confirms offers; if not they are taken but stay without an answer. */
    public synchronized FakePile answers(boolean does) {
        answers = does;
        return this;
    }

    /** Current that flows in spite of everything, per phase. */
    public synchronized FakePile stray(double amperes) {
        pass();
        stray = amperes;
        return this;
    }

    public synchronized FakePile meterGood(boolean good) {
        meterGood = good;
        return this;
    }

    public synchronized FakePile meterStuck(boolean stuck) {
        pass();
        meterStuck = stuck;
        return this;
    }

    public synchronized FakePile jump(double byWattHours) {
        pass();
        wattHours += byWattHours;
        return this;
    }

    public synchronized FakePile able(PileAbilities what) {
        abilities = what;
        return this;
    }

    public synchronized FakePile failSafeAfter(Duration watchdog) {
        failSafeAfter = watchdog;
        return this;
    }

    /** The word of the profile for the state, as {@code derated}. */
    public synchronized FakePile reason(String word) {
        reason = word;
        return this;
    }

    /** One more reading that it shows from now on. */
    public synchronized FakePile shows(Point point, double value) {
        more.put(point, value);
        return this;
    }

    /** The smallest offer at which the car draws anything. */
    public synchronized FakePile carLeast(double amperes) {
        pass();
        carLeast = amperes;
        return this;
    }

    public synchronized FakePile state(PilotState state) {
        pass();
        pilot = state;
        return this;
    }

    /** Whether it says so when it has changed its phases; if not it changes them and says that it has not. */
    public synchronized FakePile admitsPhases(boolean does) {
        admitsPhases = does;
        return this;
    }

    // --- what the test asks ---

    public synchronized List<Offer> offers() {
        return List.copyOf(offers);
    }

    /** What it may draw now, in amperes per phase: its offer, or its fail-safe current once it has tripped. */
    public synchronized double offered() {
        return offered;
    }

    /** The fail-safe current armed in it, amperes. */
    public synchronized double failSafe() {
        return failSafe;
    }

    public synchronized double registerWattHours() {
        pass();
        return wattHours;
    }

    public synchronized int unlocks() {
        return unlocks;
    }

    public synchronized int resets() {
        return resets;
    }

    /** Larger offers are refused, as a cable's limit makes some piles do. */
    public synchronized FakePile refusesOver(double amperes) {
        refusedOver = amperes;
        return this;
    }

    /** A car that takes nothing until it is woken so often. */
    public synchronized FakePile asleep(int until) {
        pass();
        asleep = true;
        wakes = -until;
        return this;
    }

    /** How often it was woken since, less what it takes; at 0 it is awake. */
    public synchronized int wakes() {
        return wakes;
    }

    /** What flows now, amperes per phase. */
    public synchronized double amperes() {
        boolean on = pilot.plugged() && ready && !asleep && offered >= carLeast;
        return Math.max(stray, on ? Math.min(carAmperes, offered) : 0);
    }

    private int flowing() {
        return amperes() > 0 ? Math.min(carPhases, switched) : 0;
    }

    /** Its driver is replaced before it can say that the phases have changed. */
    public synchronized FakePile forgetsPhases(boolean does) {
        forgetsPhases = does;
        return this;
    }

    /** The changes of its phases, each with no current flowing. */
    public synchronized List<Integer> switches() {
        return List.copyOf(switches);
    }

    // --- the driver ---

    @Override
    public EvseId id() {
        return id;
    }

    @Override
    public synchronized PileAbilities abilities() {
        return abilities;
    }

    @Override
    public synchronized PileStatus status() {
        pass();
        Duration age = time.sinceBoot().minus(lastContact.sinceBoot());
        Quality quality = age.compareTo(Duration.ofSeconds(2)) <= 0 ? Quality.GOOD : Quality.STALE;
        PilotState now = pilot == PilotState.B && amperes() > 0 ? PilotState.C : pilot;
        return new PileStatus(now, offered > 0, reason, armed, fault, readings(quality), lastContact, quality);
    }

    private Map<Point, Reading> readings(Quality quality) {
        Map<Point, Reading> all = new EnumMap<>(Point.class);
        double amperes = amperes();
        put(all, Point.CURRENT_L1, amperes, quality);
        put(all, Point.CURRENT_L2, flowing() > 1 ? amperes : 0, quality);
        put(all, Point.CURRENT_L3, flowing() > 2 ? amperes : 0, quality);
        put(all, Point.POWER, amperes * Math.max(1, flowing()) * VOLTS, quality);
        put(all, Point.ENERGY_IMPORT, wattHours, meterGood ? quality : Quality.STALE);
        more.forEach((point, value) -> put(all, point, value, quality));
        return all;
    }

    private void put(Map<Point, Reading> all, Point point, double value, Quality quality) {
        all.put(point, new Reading(point, value, lastContact, quality));
    }

    @Override
    public synchronized CompletionStage<Outcome> offer(Offer offer) {
        pass();
        pending.complete(Outcome.refused("a later offer took its place"));
        pending = new CompletableFuture<>();
        boolean raises = offer.current().amperes() > offered || offer.failSafe().amperes() > failSafe;
        if (!line) {
            return pending;
        }
        if (!accepts || offer.current().amperes() > refusedOver || (raises && !armed)) {
            pending.complete(Outcome.refused("the pile does not take it"));
            return pending;
        }
        offers.add(offer);
        offered = offer.current().amperes();
        failSafe = offer.failSafe().amperes();
        leaseEnd = time.sinceBoot().plus(offer.lease());
        if (answers) {
            pending.complete(Outcome.done());
        }
        return pending;
    }

    @Override
    public synchronized CompletionStage<Outcome> switchPhases(int phases) {
        pass();
        if (amperes() > 0) {
            throw new IllegalStateException("phases changed under load");
        }
        if (!abilities.phaseSwitch()) {
            return CompletableFuture.completedFuture(Outcome.refused("it cannot"));
        }
        switched = phases;
        switches.add(phases);
        if (forgetsPhases) {
            return new CompletableFuture<>();
        }
        return CompletableFuture.completedFuture(admitsPhases ? Outcome.done() : Outcome.refused("not confirmed"));
    }

    @Override
    public synchronized CompletionStage<Outcome> wake() {
        pass();
        wakes++;
        asleep = wakes < 0;
        return CompletableFuture.completedFuture(Outcome.done());
    }

    @Override
    public synchronized CompletionStage<Outcome> unlock() {
        unlocks++;
        return CompletableFuture.completedFuture(Outcome.done());
    }

    @Override
    public synchronized CompletionStage<Outcome> resetFault() {
        resets++;
        fault = Optional.empty();
        return CompletableFuture.completedFuture(Outcome.done());
    }
}
