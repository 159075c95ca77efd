package io.voltwright.field.profiles;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Lane;
import io.voltwright.base.api.Outcome;
import io.voltwright.base.api.Quality;
import io.voltwright.base.api.Time;
import io.voltwright.field.api.Offer;
import io.voltwright.field.api.Pile;
import io.voltwright.field.api.PileAbilities;
import io.voltwright.field.api.PileFault;
import io.voltwright.field.api.PileStatus;
import io.voltwright.field.api.RegisterBus;
import io.voltwright.field.api.RegisterBus.Priority;
import io.voltwright.field.profiles.Capabilities.SetPoint;
import io.voltwright.site.api.Evse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Drives one pile by its profile; all it does happens on one lane. */
final class PileDriver implements Pile, Contact.User {

    private static final Logger log = LoggerFactory.getLogger(PileDriver.class);
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Duration FOLLOW = Duration.ofSeconds(7);
    private static final Duration GLANCE = Duration.ofSeconds(10);
    private static final String CARD = "rfid.uid";

    private final Evse evse;
    private final String who;
    private final Device device;
    private final Lane lane;
    private final Listeners listeners;
    private final FailSafe failSafe;
    private final PileView view;
    private final Watchdog watchdog;
    private final PileControl control;
    private final Contact contact;
    private final CardWatch cards;
    private final Lease lease;
    private final PhaseChange phases;
    private Optional<Duration> exceeding = Optional.empty();
    private boolean silent;
    private Duration turn = Duration.ZERO;
    private Quality told = Quality.LOST;
    private volatile PileAbilities abilities;
    private volatile boolean offers;

    PileDriver(Evse evse, DeviceProfile profile, String transport, Lane lane, Time time, Listeners listeners) {
        this.evse = evse;
        this.who = evse.id().value();
        this.device = new Device(profile, transport, evse.unit(), evse.instance(), lane, time);
        this.lane = lane;
        this.listeners = listeners;
        this.failSafe = profile.failSafe();
        this.view = new PileView(device);
        this.watchdog = new Watchdog(device, evse.failSafeAfter(), who.hashCode());
        this.control = new PileControl(who, device, view, watchdog, evse.failSafe());
        this.contact = new Contact(who, device, this);
        this.cards = new CardWatch(who);
        this.phases = new PhaseChange(who, device, view, control);
        this.lease = new Lease(evse.failSafeAfter());
        this.abilities = AbilityReader.read(device, evse);
        lane.every(LOOK, this::supervise);
    }

    /** The bus it is on came or went. */
    void use(Optional<RegisterBus> bus) {
        lane.execute(() -> contact.use(bus));
    }

    /** Leaves the pile as it is. */
    void close() {
        lane.close();
    }

    /** Whether no charge would notice it if another driver took its place: nothing is offered, and it does not seem to charge. */
    boolean isFree() {
        return !offers && !(view.charging() && view.quality() != Quality.LOST);
    }

    @Override
    public EvseId id() {
        return evse.id();
    }

    @Override
    public PileAbilities abilities() {
        return abilities;
    }

    @Override
    public PileStatus status() {
        return view.status();
    }

    @Override
    public CompletionStage<Outcome> offer(Offer offer) {
        CompletableFuture<Outcome> done = new CompletableFuture<>();
        lane.execute(() -> accept(offer, done));
        return done;
    }

    private void accept(Offer offer, CompletableFuture<Outcome> done) {
        Current current = settable(offer.current());
        boolean raises = current.isPositive() && !control.target().equals(Optional.of(current));
        if (raises && view.inconsistent()) {
            done.complete(Outcome.refused(who + ": its state and its meter disagree"));
            return;
        }
        if (raises && contact.there() && failSafe.exists() && !control.isArmed()) {
            done.complete(Outcome.refused(who + ": the fail-safe is not armed yet (R34)"));
            return;
        }
        offers = current.isPositive();
        lease.renew(offer, device.now());
        if (silent) {
            silent = false;
            turn = Duration.ZERO;
            contact.begin();
        }
        control.want(current, offer.failSafe(), done);
    }

    /** Rounded down to a step; what is below the least becomes 0, never more (R6). */
    private Current settable(Current wanted) {
        SetPoint setPoint = device.profile().capabilities().setPoint().orElseThrow();
        int step = setPoint.step().milliamperes();
        Current most = wanted.min(abilities.most());
        Current rounded = Current.milliamperes(most.milliamperes() / step * step);
        return setPoint.least().exceeds(rounded) ? Current.ZERO : rounded;
    }

    @Override
    public CompletionStage<Outcome> unlock() {
        return abilities.lock() && device.profile().actions().containsKey("unlock")
                ? perform("unlock")
                : CompletableFuture.completedFuture(Outcome.refused(who + " has no lock that opens by command"));
    }

    @Override
    public CompletionStage<Outcome> switchPhases(int wanted) {
        if (!abilities.phaseSwitch() || (wanted != 1 && wanted != 3)) {
            return CompletableFuture.completedFuture(
                    Outcome.refused(who + " cannot change to " + wanted + " phases by command"));
        }
        CompletableFuture<Outcome> done = new CompletableFuture<>();
        lane.execute(() -> phases.begin(wanted, done));
        return done;
    }

    @Override
    public CompletionStage<Outcome> wake() {
        return device.profile().actions().containsKey("wake") ? perform("wake") : Pile.super.wake();
    }

    @Override
    public CompletionStage<Outcome> resetFault() {
        boolean allowed = device.profile()
                .errors()
                .entry(device.knowledge().scope())
                .map(ErrorTable.Entry::resettable)
                .orElse(false);
        return allowed && device.profile().actions().containsKey("reset")
                ? perform("reset")
                : CompletableFuture.completedFuture(Outcome.refused(who + ": this fault is reset on site only (R32)"));
    }

    private CompletionStage<Outcome> perform(String action) {
        CompletableFuture<Outcome> done = new CompletableFuture<>();
        lane.execute(() -> {
            ActionSpec spec = device.profile().actions().get(action);
            if (spec == null || !contact.there()) {
                done.complete(Outcome.refused(who + " does not answer"));
                return;
            }
            ActionRun run = ActionRun.begin(who, device, List.of(spec), Map.of(), Priority.LOWER);
            Async.then(run.outcome(), (outcome, failure) -> done.complete(Objects.requireNonNull(outcome)));
        });
        return done;
    }

    @Override
    public void found() {
        abilities = AbilityReader.read(device, evse);
        view.judge();
        lease.heard(device.now());
        log.info("{}: found {} {}", who, abilities.model(), abilities.serial());
        control.found(failSafeNow());
    }

    /** What a charging pile is armed with stays until charging says otherwise. */
    private Current failSafeNow() {
        if (lease.offer().isPresent()) {
            return lease.offer().get().failSafe();
        }
        Optional<Current> there =
                failSafe.verifyCurrent().flatMap(device.knowledge()::number).map(Current::amperes);
        if (view.charging()) {
            return there.map(evse.failSafe()::min).orElse(evse.failSafe());
        }
        return failSafe.tripEnergises() ? Current.ZERO : evse.failSafe();
    }

    @Override
    public void round() {
        view.judge();
        if (view.inconsistent() && !control.target().equals(Optional.of(Current.ZERO))) {
            control.lower(Current.ZERO);
        }
        follow();
        device.knowledge()
                .held(CARD)
                .flatMap(held -> cards.look(held.value(), device.now()))
                .ifPresent(card -> listeners.tell(listener -> listener.cardShown(evse.id(), card)));
        tell();
    }

    /** Seven seconds after it was lowered the vehicle must have followed; else it is told again, then it is a fault (R8). */
    private void follow() {
        double limit = control.confirmed().orElse(evse.most()).amperes() * 1.1 + 0.5;
        if (control.confirmed().isEmpty() || control.busy() || view.drawn() <= limit) {
            exceeding = Optional.empty();
            if (view.drawn() <= limit) {
                view.overdrawn(Optional.empty());
            }
            return;
        }
        Duration since = exceeding.orElse(device.now());
        exceeding = Optional.of(since);
        Duration lasts = device.now().minus(since);
        if (lasts.compareTo(FOLLOW) >= 0) {
            log.warn(
                    "{}: draws {} A of {}",
                    who,
                    view.drawn(),
                    control.confirmed().orElseThrow());
            view.overdrawn(Optional.of(new PileFault("MREC4-OverCurrent", "draws " + view.drawn() + " A", false)));
            exceeding = Optional.empty();
            control.doubt();
        }
    }

    @Override
    public void lost(String why) {
        control.lost();
        tell();
    }

    private void tell() {
        PileStatus status = view.status();
        told = status.quality();
        listeners.tell(listener -> listener.pileChanged(evse.id(), status));
    }

    private void supervise() {
        Duration now = device.now();
        if (lease.lapses(now)) {
            Current most = lease.offer().isPresent() || view.charging() ? lease.fallback(failSafeNow()) : Current.ZERO;
            log.warn("{}: its lease was not renewed; lowering to {}", who, most);
            control.lower(most);
        }
        if (lease.silent(now) && !control.isOff()) {
            if (!silent) {
                silent = true;
                log.error("{}: nobody controls it any more; its watchdog is not fed from here on", who);
            }
            leaveAlone(now);
        }
        if (contact.there() && control.isArmed() && !silent) {
            watchdog.beat(control.target());
            if (watchdog.tripped(contact.heard())) {
                log.warn("{}: was not fed in time and has fallen to its fail-safe; starting over", who);
                control.lost();
                contact.begin();
            }
        }
        if (view.quality() != told) {
            tell();
        }
    }

    /**
     * Stops what feeds the watchdog until the pile has surely tripped; then a glance now and then finds out whether it is there, for
     * charging only makes offers to piles it hears.
     */
    private void leaveAlone(Duration now) {
        if (failSafe.style() != FailSafe.Style.ANY_READ || now.compareTo(turn) < 0) {
            return;
        }
        if (contact.paused()) {
            turn = now.plus(GLANCE);
            contact.begin();
        } else {
            turn = now.plus(evse.failSafeAfter().multipliedBy(2));
            contact.pause();
        }
    }
}
