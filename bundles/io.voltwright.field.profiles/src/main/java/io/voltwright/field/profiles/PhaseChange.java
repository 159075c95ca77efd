package io.voltwright.field.profiles;

import io.voltwright.base.api.Outcome;
import io.voltwright.base.api.Quality;
import io.voltwright.field.profiles.Capabilities.PhaseSwitch;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Changes a pile between one and three phases: only while it is surely off and nothing flows, and not too often (R28). */
final class PhaseChange {

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final double NOTHING_AMPERES = 0.5;

    private final String who;
    private final Device device;
    private final PileView view;
    private final PileControl control;
    private Optional<Duration> last = Optional.empty();
    private CompletableFuture<Outcome> underWay = CompletableFuture.completedFuture(Outcome.done());

    PhaseChange(String who, Device device, PileView view, PileControl control) {
        this.who = who;
        this.device = device;
        this.view = view;
        this.control = control;
    }

    /**
     * Call it on the device's lane.
     *
     * @param done when the pile has confirmed it as far as it can be read back
     */
    void begin(int phases, CompletableFuture<Outcome> done) {
        PhaseSwitch can = device.profile().capabilities().phaseSwitch().orElseThrow();
        Optional<Duration> since = last.map(device.now()::minus);
        if (!underWay.isDone()) {
            done.complete(Outcome.refused(who + " is just changing its phases"));
        } else if (since.isPresent() && since.get().compareTo(can.minDwell()) < 0) {
            done.complete(
                    Outcome.refused(who + " changed its phases " + since.get().toSeconds() + " s ago; not before "
                            + can.minDwell().toSeconds() + " s"));
        } else {
            underWay = done;
            look(phases, can, device.now().plus(can.minOff()).plus(PATIENCE), done);
        }
    }

    private void look(int phases, PhaseSwitch can, Duration deadline, CompletableFuture<Outcome> done) {
        if (!control.isOff() || view.quality() != Quality.GOOD) {
            done.complete(Outcome.refused(who + ": phases are changed only while its offer is surely 0"));
        } else if (!control.busy()
                && view.drawn() <= NOTHING_AMPERES
                && control.offFor().compareTo(can.minOff()) >= 0) {
            last = Optional.of(device.now());
            control.switchPhases(phases, done);
        } else if (device.now().compareTo(deadline) < 0) {
            device.lane().after(LOOK_AGAIN, () -> look(phases, can, deadline, done));
        } else {
            done.complete(Outcome.refused(who + ": " + view.drawn() + " A still flow; its phases stay as they are"));
        }
    }
}
