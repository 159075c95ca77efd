package io.voltwright.field.profiles;

import io.voltwright.field.api.BusException;
import io.voltwright.field.api.RegisterBus;
import io.voltwright.field.api.RegisterBus.Priority;
import io.voltwright.field.profiles.ReadPlan.Block;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps in touch with one device: identifies it, reads it once as a whole without writing, then polls it class by class;
 * after a loss it begins anew (R37, R38).
 */
final class Contact {

    private static final Logger log = LoggerFactory.getLogger(Contact.class);
    private static final Duration TRY_AGAIN = Duration.ofSeconds(2);
    /** Over so much of a period the requests of all devices are spread; the rest is left for those that are late. */
    private static final Duration SPREAD = Duration.ofMillis(500);

    /** Who wants to know; called on the device's lane. */
    interface User {

        /** It is the right device, and everything was read once. */
        void found();

        /** All points of the fastest class were read once more. */
        void round();

        /** It does not answer, or is another device. */
        void lost(String why);
    }

    private static final class Slot {
        private final Block block;
        private final Duration period;
        private Duration due;
        private boolean fresh;

        Slot(Block block, Duration period, Duration due) {
            this.block = block;
            this.period = period;
            this.due = due;
        }

        /** How late it is, in periods. */
        double lateness(Duration now) {
            return now.minus(due).toNanos() / (double) period.toNanos();
        }
    }

    private final String who;
    private final Device device;
    private final User user;
    private List<Slot> slots = List.of();
    private String serial = "";
    private int generation;
    private int failures;
    private boolean there;
    private boolean paused;
    private Duration heard = Duration.ZERO;
    private String trouble = "";

    Contact(String who, Device device, User user) {
        this.who = who;
        this.device = device;
        this.user = user;
    }

    /** A bus to reach it by, or none any more. */
    void use(Optional<RegisterBus> bus) {
        device.use(bus);
        if (bus.isPresent()) {
            begin();
        } else {
            lose("its bus is not there");
        }
    }

    /** Whether it was identified and read since the last loss. */
    boolean there() {
        return there;
    }

    /** When it last answered. */
    Duration heard() {
        return heard;
    }

    /** No request leaves any more until {@link #begin()}. */
    void pause() {
        paused = true;
        lose(there || trouble.isEmpty() ? "polling is stopped, for the control loop is gone" : trouble);
    }

    boolean paused() {
        return paused;
    }

    /** Identifies it anew. */
    void begin() {
        paused = false;
        there = false;
        generation++;
        if (device.onBus()) {
            identify(generation);
        }
    }

    private void lose(String why) {
        generation++;
        slots = List.of();
        there = false;
        if (!trouble.equals(why)) {
            log.warn("{}: {}", who, why);
            trouble = why;
        }
        user.lost(why);
    }

    private void loseAndRetry(String why) {
        lose(why);
        int mine = generation;
        device.lane().after(TRY_AGAIN, () -> {
            if (mine == generation && !paused) {
                begin();
            }
        });
    }

    private void identify(int mine) {
        device.freshContact();
        failures = 0;
        DeviceProfile profile = device.profile();
        List<String> once = profile.points().values().stream()
                .map(variants -> variants.get(0))
                .filter(point ->
                        point.poll().filter(poll -> isOnce(profile, poll)).isPresent())
                .map(PointSpec::name)
                .filter(name -> !profile.identity().probe().contains(name))
                .toList();
        Async.then(
                device.discover()
                        .thenCompose(done -> device.read(profile.identity().probe(), Priority.POLL))
                        .thenCompose(done -> device.read(once, Priority.POLL)),
                (done, failure) -> {
                    if (mine != generation) {
                        return;
                    }
                    if (failure == null) {
                        judge();
                    } else {
                        loseAndRetry("does not answer: " + reason(failure));
                    }
                });
    }

    private static boolean isOnce(DeviceProfile profile, String poll) {
        return Objects.requireNonNullElse(profile.polls().get(poll), Optional.empty())
                .isEmpty();
    }

    private void judge() {
        DeviceProfile profile = device.profile();
        Expression.Scope scope = device.knowledge().scope();
        heard = device.now();
        String found = device.knowledge().text("serial");
        Optional<Expression> accept = profile.identity().accept();
        if (accept.isPresent() && !accept.get().holds(scope)) {
            loseAndRetry("is not a " + profile.id() + ": '" + accept.get() + "' does not hold");
        } else if (!serial.isEmpty() && !serial.equals(found)) {
            loseAndRetry("has serial " + found + ", was " + serial + ": another device at this address");
        } else {
            serial = found;
            plan();
            pollNext(generation);
        }
    }

    private void plan() {
        DeviceProfile profile = device.profile();
        List<Slot> planned = new ArrayList<>();
        for (Map.Entry<String, Optional<Duration>> poll : profile.polls().entrySet()) {
            if (poll.getValue().isEmpty()) {
                continue;
            }
            List<String> names = profile.points().entrySet().stream()
                    .filter(entry -> entry.getValue().get(0).poll().equals(Optional.of(poll.getKey())))
                    .map(Map.Entry::getKey)
                    .toList();
            for (Block block : device.blocks(names)) {
                planned.add(new Slot(block, poll.getValue().get(), device.now()));
            }
        }
        slots = planned;
    }

    private void pollNext(int mine) {
        if (mine != generation || slots.isEmpty()) {
            return;
        }
        Duration now = device.now();
        Slot next = slots.stream()
                .max(Comparator.comparingDouble(slot -> slot.lateness(now)))
                .orElseThrow();
        Duration wait = next.due.minus(now);
        if (wait.isNegative() || wait.isZero()) {
            Async.then(device.read(next.block, Priority.POLL), (done, failure) -> polled(mine, next, failure));
        } else {
            Duration soonest = slots.stream()
                    .map(slot -> slot.due)
                    .min(Duration::compareTo)
                    .orElse(next.due);
            device.lane().after(soonest.minus(now), () -> pollNext(mine));
        }
    }

    private void polled(int mine, Slot slot, @Nullable Throwable failure) {
        if (mine != generation) {
            return;
        }
        Duration now = device.now();
        slot.due = nextBeat(slot, now);
        if (failure != null) {
            failures++;
            boolean offline = failure instanceof BusException bus && bus.why() == BusException.Cause.OFFLINE;
            if (offline || failures >= 2) {
                loseAndRetry("does not answer: " + reason(failure));
                return;
            }
        } else {
            failures = 0;
            heard = now;
            slot.fresh = true;
            rounds();
        }
        pollNext(generation);
    }

    /**
     * All devices keep to one grid of beats, each a little after it: so that readings of the same second belong together, and yet do
     * not all leave at once.
     */
    private Duration nextBeat(Slot slot, Duration now) {
        long period = slot.period.toNanos();
        long offset = Math.floorMod(who.hashCode() * 0x9e3779b97f4a7c15L, Math.min(period, SPREAD.toNanos()));
        long after = Math.max(slot.due.toNanos(), now.toNanos() - period);
        long beat = Math.floorDiv(after - offset, period) * period + period + offset;
        return Duration.ofNanos(beat > now.toNanos() ? beat : beat + period);
    }

    private void rounds() {
        if (!there && slots.stream().allMatch(slot -> slot.fresh)) {
            there = true;
            if (!trouble.isEmpty()) {
                log.info("{}: answers again", who);
                trouble = "";
            }
            user.found();
        }
        Duration fastest =
                slots.stream().map(slot -> slot.period).min(Duration::compareTo).orElse(Duration.ZERO);
        List<Slot> fast =
                slots.stream().filter(slot -> slot.period.equals(fastest)).toList();
        if (there && fast.stream().allMatch(slot -> slot.fresh)) {
            fast.forEach(slot -> slot.fresh = false);
            user.round();
        }
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return Objects.requireNonNullElse(cause.getMessage(), cause.getClass().getSimpleName());
    }
}
