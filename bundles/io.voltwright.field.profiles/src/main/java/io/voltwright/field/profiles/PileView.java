package io.voltwright.field.profiles;

import io.voltwright.base.api.Moment;
import io.voltwright.base.api.Quality;
import io.voltwright.field.api.PileFault;
import io.voltwright.field.api.PileStatus;
import io.voltwright.field.api.PilotState;
import io.voltwright.field.profiles.StateTable.Row;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** What the values of a pile mean: state, faults and how far they can be trusted (R20, R21). */
final class PileView {

    private static final Duration DISAGREE = Duration.ofSeconds(10);
    private static final double DRAWS_AMPERES = 1;

    private record Seen(Optional<Row> row, Optional<PileFault> fault, Moment requested) {}

    private final Device device;
    private final Set<String> inputs;
    private Optional<Duration> disagreeing = Optional.empty();
    private volatile Seen seen;
    private volatile Optional<PileFault> own = Optional.empty();
    private volatile Optional<PileFault> overdrawn = Optional.empty();
    private volatile boolean armed;

    PileView(Device device) {
        this.device = device;
        this.inputs = Set.copyOf(device.profile().states().inputs().stream()
                .filter(name -> device.profile().point(name).isPresent())
                .toList());
        this.seen = new Seen(Optional.empty(), Optional.empty(), device.time().moment());
    }

    /** Looks at the values of one round. */
    void judge() {
        Knowledge knowledge = device.knowledge();
        Optional<Row> row = device.profile().states().row(knowledge.scope());
        Moment requested = knowledge.oldest(inputs).orElse(seen.requested());
        seen = new Seen(row, fault(row), requested);
    }

    private Optional<PileFault> fault(Optional<Row> row) {
        Optional<PileFault> error =
                device.profile().errors().fault(device.knowledge().scope());
        if (error.isPresent()) {
            return error;
        }
        if (row.isPresent() && row.get().fault().isPresent()) {
            return Optional.of(new PileFault(row.get().fault().get(), raw(), false));
        }
        if (row.isPresent() && row.get().reason().equals(StateTable.UNKNOWN)) {
            return Optional.of(new PileFault(FaultCodes.UNKNOWN_STATE, raw(), false));
        }
        return inconsistent(row);
    }

    private Optional<PileFault> inconsistent(Optional<Row> row) {
        boolean free = row.map(Row::state).equals(Optional.of(PilotState.A));
        if (!free || drawn() <= DRAWS_AMPERES) {
            disagreeing = Optional.empty();
            return Optional.empty();
        }
        Duration since = disagreeing.orElse(device.now());
        disagreeing = Optional.of(since);
        return device.now().minus(since).compareTo(DISAGREE) < 0
                ? Optional.empty()
                : Optional.of(new PileFault(FaultCodes.INCONSISTENT, "state A but " + drawn() + " A measured", false));
    }

    private String raw() {
        StringBuilder raw = new StringBuilder();
        for (String input : inputs) {
            raw.append(raw.length() == 0 ? "" : " ")
                    .append(input)
                    .append('=')
                    .append(device.knowledge().text(input));
        }
        return raw.toString();
    }

    /** The largest current measured, in amperes; 0 if it measures none. */
    double drawn() {
        double most = 0;
        for (String point : new String[] {"current.l1", "current.l2", "current.l3"}) {
            most = Math.max(most, device.knowledge().number(point).orElse(0.0));
        }
        return most;
    }

    boolean charging() {
        return seen.row().map(row -> row.state().charging()).orElse(false);
    }

    boolean inconsistent() {
        return seen.fault()
                .map(fault -> fault.code().equals(FaultCodes.INCONSISTENT))
                .orElse(false);
    }

    void armed(boolean nowArmed) {
        armed = nowArmed;
    }

    /** A fault that the driver itself found, or none any more. */
    void own(Optional<PileFault> fault) {
        own = fault;
    }

    /** Whether the vehicle draws more than it was offered (R8). */
    void overdrawn(Optional<PileFault> fault) {
        overdrawn = fault;
    }

    Quality quality() {
        Duration age = device.now().minus(seen.requested().sinceBoot());
        DeviceProfile.Freshness freshness = device.profile().freshness();
        return seen.row().isEmpty() ? Quality.LOST : Knowledge.quality(age, freshness.good(), freshness.lost());
    }

    PileStatus status() {
        Seen now = seen;
        Quality quality = quality();
        Optional<PileFault> fault = own.or(() -> overdrawn).or(now::fault);
        if (quality == Quality.LOST && fault.isEmpty()) {
            fault = Optional.of(new PileFault(FaultCodes.COMMUNICATION, "no answer", false));
        }
        return new PileStatus(
                now.row().map(Row::state).orElse(PilotState.UNKNOWN),
                now.row().map(Row::offering).orElse(false),
                now.row().map(Row::reason).orElse(""),
                armed,
                fault,
                device.knowledge().readings(device.now()),
                now.requested(),
                quality);
    }
}
