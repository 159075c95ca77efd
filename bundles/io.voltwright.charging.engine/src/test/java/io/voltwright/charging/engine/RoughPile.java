package io.voltwright.charging.engine;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Moment;
import io.voltwright.base.api.Outcome;
import io.voltwright.base.api.Point;
import io.voltwright.base.api.Quality;
import io.voltwright.base.api.Reading;
import io.voltwright.base.api.Time;
import io.voltwright.field.api.FakePile;
import io.voltwright.field.api.Offer;
import io.voltwright.field.api.Pile;
import io.voltwright.field.api.PileAbilities;
import io.voltwright.field.api.PileFault;
import io.voltwright.field.api.PileStatus;
import io.voltwright.field.api.PilotState;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A pile for simulated days, stepped once in a simulated second: its wire breaks, its supply fails, its car takes up to five
 * seconds to follow. Energy is counted in whole watt seconds, so that none is lost in rounding.
 */
final class RoughPile implements Pile {

    static final int VOLTS = 230;
    static final PileAbilities ABLE = FakePile.abilities(false);

    private static final long WATCHDOG = 30;

    final EvseId id;
    private final Time time;
    private final Random random;
    private boolean plugged;
    private boolean line = true;
    private boolean supply = true;
    private boolean refusing;
    private boolean forgetful;
    private Optional<PileFault> fault = Optional.empty();
    private int carAmperes;
    private int phases = 3;
    private double offered;
    private double follows;
    private int delay;
    private double failSafe;
    private long silent;
    private long wattSeconds;
    private Duration leaseEnd = Duration.ZERO;
    private Moment contact;

    RoughPile(EvseId id, Time time, Random random) {
        this.id = id;
        this.time = time;
        this.random = random;
        this.contact = time.moment();
    }

    // --- the world ---

    void second() {
        silent = line && supply ? 0 : silent + 1;
        boolean late = time.sinceBoot().compareTo(leaseEnd) > 0 || silent >= WATCHDOG;
        if (late && offered > failSafe && !forgetful) {
            offered = failSafe;
        }
        if (!supply) {
            offered = 0;
        }
        double wants = supply && plugged && fault.isEmpty() && offered >= 6 ? Math.min(carAmperes, offered) : 0;
        // IEC 61851: a car has five seconds to follow a lower offer; the contactor opens at once.
        delay = wants < follows && wants > 0 ? delay + 1 : 0;
        if (wants >= follows || wants == 0 || delay > 1 + random.nextInt(4)) {
            follows = wants;
            delay = 0;
        }
        wattSeconds += Math.round(follows * phases * VOLTS);
        if (line && supply) {
            contact = time.moment();
        }
    }

    /** Time in which nothing changes. */
    void leap(Duration by) {
        wattSeconds += Math.round(follows * phases * VOLTS) * by.toSeconds();
        leaseEnd = leaseEnd.plus(by);
        if (line && supply) {
            contact = time.moment();
        }
    }

    void plug(int amperes, int onPhases) {
        plugged = true;
        carAmperes = amperes;
        phases = onPhases;
    }

    void unplug() {
        plugged = false;
        follows = 0;
    }

    void line(boolean there) {
        line = there;
    }

    void supply(boolean there) {
        supply = there;
        follows = there ? follows : 0;
    }

    void refuse(boolean does) {
        refusing = does;
    }

    /** Keeps its last offer for good when it hears nothing more: a pile without a lease, which nobody may sell. */
    void forgetLeases() {
        forgetful = true;
    }

    void fault(Optional<String> code) {
        fault = code.map(name -> new PileFault(name, "simulated", false));
    }

    boolean plugged() {
        return plugged;
    }

    boolean healthy() {
        return line && supply && !refusing && fault.isEmpty();
    }

    double amperes() {
        return follows;
    }

    int phases() {
        return phases;
    }

    double wattHours() {
        return wattSeconds / 3600.0;
    }

    // --- the driver ---

    @Override
    public EvseId id() {
        return id;
    }

    @Override
    public PileAbilities abilities() {
        return ABLE;
    }

    @Override
    public PileStatus status() {
        boolean fresh = time.sinceBoot().minus(contact.sinceBoot()).compareTo(Duration.ofSeconds(2)) <= 0;
        Quality quality = fresh ? Quality.GOOD : Quality.STALE;
        PilotState pilot = !plugged ? PilotState.A : follows > 0 ? PilotState.C : PilotState.B;
        Map<Point, Reading> all = new EnumMap<>(Point.class);
        put(all, Point.CURRENT_L1, follows, quality);
        put(all, Point.CURRENT_L2, phases > 1 ? follows : 0, quality);
        put(all, Point.CURRENT_L3, phases > 2 ? follows : 0, quality);
        put(all, Point.ENERGY_IMPORT, wattHours(), quality);
        return new PileStatus(pilot, offered > 0, "", true, fault, all, contact, quality);
    }

    private void put(Map<Point, Reading> all, Point point, double value, Quality quality) {
        all.put(point, new Reading(point, value, contact, quality));
    }

    @Override
    public CompletionStage<Outcome> offer(Offer offer) {
        if (!line || !supply) {
            return new CompletableFuture<>();
        }
        if (refusing && offer.current().amperes() > offered) {
            return CompletableFuture.completedFuture(Outcome.refused("it refuses"));
        }
        offered = offer.current().amperes();
        failSafe = offer.failSafe().amperes();
        leaseEnd = time.sinceBoot().plus(offer.lease());
        return CompletableFuture.completedFuture(Outcome.done());
    }

    @Override
    public CompletionStage<Outcome> unlock() {
        return CompletableFuture.completedFuture(Outcome.done());
    }

    @Override
    public CompletionStage<Outcome> resetFault() {
        return CompletableFuture.completedFuture(Outcome.done());
    }

    static Current most() {
        return Current.amperes(32);
    }
}
