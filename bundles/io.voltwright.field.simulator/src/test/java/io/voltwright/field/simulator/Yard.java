package io.voltwright.field.simulator;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.IdToken;
import io.voltwright.base.api.Lane;
import io.voltwright.base.api.Outcome;
import io.voltwright.base.api.VirtualTime;
import io.voltwright.field.api.FieldListener;
import io.voltwright.field.api.Offer;
import io.voltwright.field.api.PileStatus;
import io.voltwright.field.api.RegisterBus.Request;
import io.voltwright.field.profiles.DeviceProfile;
import io.voltwright.field.profiles.Drivers;
import io.voltwright.field.profiles.Drivers.Driven;
import io.voltwright.field.profiles.ProfileLibrary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A driver and its virtual pile in virtual time, for tests. */
final class Yard implements FieldListener {

    static final Duration WATCHDOG = Duration.ofSeconds(60);
    private static final Duration STEP = Duration.ofMillis(50);

    final VirtualTime time = new VirtualTime();
    final DeviceProfile profile;
    final VirtualPile device;
    final DirectBus bus;
    final List<IdToken> cards = new ArrayList<>();
    final List<PileStatus> heard = new ArrayList<>();
    private final Lane world;
    private Driven driver;

    Yard(String id) {
        this(virtual(id));
    }

    private Yard(VirtualPile pile) {
        this(pile, pile);
    }

    /** With a device of the test's own making instead of the virtual pile. */
    Yard(String id, VirtualDevice other) {
        this(virtual(id), other);
    }

    private Yard(VirtualPile pile, VirtualDevice onBus) {
        profile = pile.profile();
        device = pile;
        bus = new DirectBus(time, onBus);
        world = time.open("world");
        world.every(STEP, () -> device.pass(time.sinceBoot()));
        driver = drive();
    }

    private static VirtualPile virtual(String id) {
        DeviceProfile profile = ProfileLibrary.shipped().find(id).orElseThrow();
        return new VirtualPile("pile", profile, profile.transport().unit(), 1);
    }

    private Driven drive() {
        Driven next = Drivers.pile(
                Drivers.evse(profile.id(), profile.transport().unit(), WATCHDOG),
                profile,
                time.open("pile"),
                time,
                this);
        next.use().accept(Optional.of(bus));
        return next;
    }

    /** As when its bundle is swapped or the controller is killed. */
    void driverDies() {
        driver.close().run();
    }

    void driverReturns() {
        driver = drive();
    }

    void pass(int seconds) {
        time.pass(Duration.ofSeconds(seconds));
    }

    CompletionStage<Outcome> offer(int amperes, int leaseSeconds, int failSafeAmperes) {
        return driver.pile()
                .offer(new Offer(
                        Current.amperes(amperes), Duration.ofSeconds(leaseSeconds), Current.amperes(failSafeAmperes)));
    }

    /** Offers, and lets time pass until there is an answer. */
    Outcome offered(int amperes) {
        CompletionStage<Outcome> answer = offer(amperes, 60, amperes > 0 ? 6 : 0);
        for (int waited = 0; waited < 60 && !answer.toCompletableFuture().isDone(); waited++) {
            pass(1);
        }
        return answer.toCompletableFuture().join();
    }

    /** Asks for phases, and lets time pass until there is an answer. */
    Outcome phases(int wanted) {
        CompletableFuture<Outcome> answer = driver.pile().switchPhases(wanted).toCompletableFuture();
        for (int waited = 0; waited < 60 && !answer.isDone(); waited++) {
            pass(1);
        }
        return answer.join();
    }

    /** Renews the offer each ten seconds. */
    void hold(int amperes, int seconds) {
        for (int passed = 0; passed < seconds; passed += 10) {
            offer(amperes, 60, amperes > 0 ? 6 : 0);
            pass(10);
        }
    }

    PileStatus status() {
        return driver.pile().status();
    }

    Driven driver() {
        return driver;
    }

    double amps() {
        return device.amps()[0];
    }

    long writes() {
        return bus.sent.stream()
                .map(DirectBus.Sent::request)
                .filter(Request::isWrite)
                .count();
    }

    static Vehicle car() {
        return new Vehicle(50_000, 20, 32, 3);
    }

    @Override
    public void pileChanged(EvseId pile, PileStatus status) {
        heard.add(status);
    }

    @Override
    public void cardShown(EvseId pile, IdToken token) {
        cards.add(token);
    }
}
