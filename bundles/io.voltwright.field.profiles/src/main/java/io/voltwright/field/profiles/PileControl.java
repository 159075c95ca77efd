package io.voltwright.field.profiles;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.Lane;
import io.voltwright.base.api.Outcome;
import io.voltwright.field.api.PileFault;
import io.voltwright.field.api.RegisterBus.Priority;
import io.voltwright.field.profiles.Capabilities.Zero;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one pile to the current that is wanted: lowers first, then arms the fail-safe, then raises; lowering overtakes
 * whatever runs and is tried until the pile confirms it (R4, R34).
 */
final class PileControl {

    private static final Logger log = LoggerFactory.getLogger(PileControl.class);
    private static final Duration LOWER_AGAIN = Duration.ofSeconds(2);
    private static final Duration ARM_AGAIN = Duration.ofSeconds(5);

    private enum Aim {
        LOWER,
        ARM,
        RAISE,
        PHASES
    }

    private final String who;
    private final Device device;
    private final PileView view;
    private final Watchdog watchdog;
    private final FailSafe failSafe;
    private final Current failSafeOfSite;
    private boolean there;
    private Current failSafeWanted = Current.ZERO;
    private Optional<Current> armed = Optional.empty();
    private Optional<Current> target = Optional.empty();
    private Optional<Current> confirmed = Optional.empty();
    private Duration confirmedAt = Duration.ZERO;
    private boolean gaveUp;
    private Optional<ActionRun> run = Optional.empty();
    private Aim aim = Aim.ARM;
    private Optional<CompletableFuture<Outcome>> waiting = Optional.empty();
    private Lane.Timer again = () -> {};

    /**
     * @param failSafeOfSite what the site says it falls to
     */
    PileControl(String who, Device device, PileView view, Watchdog watchdog, Current failSafeOfSite) {
        this.who = who;
        this.device = device;
        this.view = view;
        this.watchdog = watchdog;
        this.failSafeOfSite = failSafeOfSite;
        this.failSafe = device.profile().failSafe();
    }

    /** The pile was identified and read: arm it, and assert again what was wanted. */
    void found(Current failSafeNow) {
        there = true;
        failSafeWanted = failSafe.currentFor(failSafeNow, failSafeOfSite);
        gaveUp = false;
        step();
    }

    /** Nothing is known of it any more. */
    void lost() {
        there = false;
        disarm();
        confirmed = Optional.empty();
        overtake();
        answer(Outcome.refused(
                who + " does not answer; it is brought to " + target.orElse(Current.ZERO) + " as soon as it does"));
    }

    /** Takes the place of what was wanted before. */
    void want(Current current, Current failSafeCurrent, CompletableFuture<Outcome> done) {
        answer(Outcome.refused("overtaken by a later offer"));
        waiting = Optional.of(done);
        boolean changed = !target.equals(Optional.of(current));
        target = Optional.of(current);
        failSafeWanted = failSafe.currentFor(failSafeCurrent, failSafeOfSite);
        gaveUp = false;
        if (!there) {
            answer(Outcome.refused(who + " does not answer"));
            return;
        }
        if (changed && run.isPresent() && (aim == Aim.LOWER || aim == Aim.RAISE || lowers())) {
            overtake();
        }
        step();
    }

    /** Lowers without being asked. */
    void lower(Current current) {
        want(target.map(current::min).orElse(current), failSafeWanted, new CompletableFuture<>());
    }

    /** What was confirmed does not hold any more: bring it about again. */
    void doubt() {
        confirmed = Optional.empty();
        gaveUp = false;
        step();
    }

    Optional<Current> target() {
        return target;
    }

    /** Whether its watchdog is to be fed; one that is only kept alive needs no arming. */
    boolean isArmed() {
        return armed.isPresent() || (there && failSafe.style() == FailSafe.Style.KEEP_ALIVE);
    }

    /** Whether it is surely off, so that nothing can happen when its watchdog is fed. */
    boolean isOff() {
        return confirmed.map(Current::isZero).orElse(false) && target.equals(confirmed);
    }

    /** For how long it has surely been off. */
    Duration offFor() {
        return isOff() ? device.now().minus(confirmedAt) : Duration.ZERO;
    }

    /** Runs the change of phases of a pile that is off; until it has ended nothing is raised (R28). */
    void switchPhases(int phases, CompletableFuture<Outcome> done) {
        aim = Aim.PHASES;
        Map<String, Value> parameters = Map.of("n", new Value.Whole(phases));
        ActionRun begun = ActionRun.begin(who, device, actions("setPhases"), parameters, Priority.LOWER);
        run = Optional.of(begun);
        Async.then(begun.outcome(), (outcome, failure) -> {
            done.complete(Objects.requireNonNull(outcome));
            if (run.equals(Optional.of(begun))) {
                run = Optional.empty();
                step();
            }
        });
    }

    Optional<Current> confirmed() {
        return confirmed;
    }

    /** Whether something is under way. */
    boolean busy() {
        return run.isPresent();
    }

    private boolean lowers() {
        if (target.isEmpty() || target.equals(confirmed)) {
            return false;
        }
        Current known = confirmed.orElseGet(() ->
                device.knowledge().number("limit.applied").map(Current::amperes).orElse(Current.ZERO));
        return target.get().isZero() || known.exceeds(target.get());
    }

    private boolean mustArm() {
        return failSafe.exists() && !armed.equals(Optional.of(failSafeWanted));
    }

    private void step() {
        if (!there || run.isPresent()) {
            return;
        }
        again.cancel();
        if (lowers()) {
            Current current = target.orElseThrow();
            begin(
                    Aim.LOWER,
                    current.isZero() ? off() : actions("setCurrent"),
                    current.isZero() ? Priority.STOP : Priority.LOWER);
        } else if (mustArm()) {
            begin(Aim.ARM, actions("prepare"), Priority.HEARTBEAT);
        } else if (target.isPresent() && !target.equals(confirmed) && !gaveUp) {
            boolean on = confirmed.map(Current::isPositive).orElse(false);
            begin(Aim.RAISE, on ? actions("setCurrent") : on(), Priority.RAISE);
        } else if (target.equals(confirmed)) {
            answer(Outcome.done());
        }
    }

    private List<ActionSpec> off() {
        boolean viaEnable =
                device.profile().capabilities().setPoint().orElseThrow().zero() == Zero.VIA_ENABLE;
        return actions(viaEnable ? "disable" : "setCurrent");
    }

    private List<ActionSpec> on() {
        return device.profile().actions().containsKey("start") ? actions("start") : actions("setCurrent", "enable");
    }

    private List<ActionSpec> actions(String... names) {
        List<ActionSpec> found = new ArrayList<>();
        for (String name : names) {
            Optional.ofNullable(device.profile().actions().get(name)).ifPresent(found::add);
        }
        return found;
    }

    private void begin(Aim next, List<ActionSpec> actions, Priority priority) {
        aim = next;
        Current current = target.orElse(Current.ZERO);
        Current safe = failSafeWanted;
        Map<String, Value> parameters = new HashMap<>();
        parameters.put("a", new Value.Amount(current.amperes()));
        parameters.put("failsafe.current", new Value.Amount(safe.amperes()));
        parameters.put("failsafe.timeout", new Value.Amount(watchdog.timeout().toMillis() / 1000.0));
        ActionRun begun = ActionRun.begin(who, device, actions, parameters, priority);
        run = Optional.of(begun);
        Async.then(begun.outcome(), (outcome, failure) -> ended(begun, current, safe, Objects.requireNonNull(outcome)));
    }

    private void ended(ActionRun ended, Current current, Current safe, Outcome outcome) {
        if (!run.equals(Optional.of(ended))) {
            return;
        }
        run = Optional.empty();
        if (!outcome.isDone()) {
            failed(ended, outcome);
            return;
        }
        if (aim == Aim.ARM) {
            armed = Optional.of(safe);
            view.armed(true);
            watchdog.fed();
            log.info(
                    "{}: fail-safe armed, {} after {} s",
                    who,
                    safe,
                    watchdog.timeout().toSeconds());
        } else {
            confirmed = Optional.of(current);
            confirmedAt = device.now();
            view.own(Optional.empty());
            log.info("{}: {} confirmed", who, current.isZero() ? "off" : current);
        }
        step();
    }

    private void failed(ActionRun ended, Outcome outcome) {
        log.warn("{}: {}", who, outcome.reasonOrDone());
        if (ended.fault()) {
            view.own(Optional.of(new PileFault("Vendor", outcome.reasonOrDone(), false)));
        }
        if (aim == Aim.RAISE) {
            gaveUp = true;
            confirmed = Optional.empty();
        } else {
            again = device.lane().after(aim == Aim.ARM ? ARM_AGAIN : LOWER_AGAIN, this::step);
        }
        String what = aim == Aim.ARM ? "the fail-safe cannot be armed: " : "";
        answer(Outcome.refused(who + ": " + what + outcome.reasonOrDone()));
    }

    private void disarm() {
        armed = Optional.empty();
        view.armed(false);
    }

    private void overtake() {
        Optional<ActionRun> old = run;
        run = Optional.empty();
        old.ifPresent(ActionRun::overtake);
    }

    private void answer(Outcome outcome) {
        Optional<CompletableFuture<Outcome>> done = waiting;
        waiting = Optional.empty();
        done.ifPresent(future -> future.complete(outcome));
    }
}
