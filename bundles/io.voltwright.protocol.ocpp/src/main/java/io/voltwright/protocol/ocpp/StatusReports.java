package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.Lane;
import io.voltwright.base.api.Time;
import io.voltwright.charging.api.Evse;
import io.voltwright.charging.api.EvseStatus;
import io.voltwright.protocol.ocpp.Ocpp16.ChargePointErrorCode;
import io.voltwright.protocol.ocpp.Ocpp16.ChargePointStatus;
import io.voltwright.protocol.ocpp.Ocpp16.StatusNotificationRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the back end the status of each connector: all after a boot, what changed after an outage, and each change as it happens
 * (R-B02, R-B15, R-S01, R-S03 to R-S05).
 */
final class StatusReports {

    private static final Logger log = LoggerFactory.getLogger(StatusReports.class);
    private static final Map<EvseStatus, ChargePointStatus> STATUS = Map.of(
            EvseStatus.AVAILABLE, ChargePointStatus.AVAILABLE,
            EvseStatus.PREPARING, ChargePointStatus.PREPARING,
            EvseStatus.CHARGING, ChargePointStatus.CHARGING,
            EvseStatus.SUSPENDED_EV, ChargePointStatus.SUSPENDED_EV,
            EvseStatus.SUSPENDED_EVSE, ChargePointStatus.SUSPENDED_EVSE,
            EvseStatus.FINISHING, ChargePointStatus.FINISHING,
            EvseStatus.RESERVED, ChargePointStatus.RESERVED,
            EvseStatus.UNAVAILABLE, ChargePointStatus.UNAVAILABLE,
            EvseStatus.FAULTED, ChargePointStatus.FAULTED);

    private record Status(ChargePointStatus status, Optional<String> fault, Instant since) {

        boolean same(Status other) {
            return status == other.status && fault.equals(other.fault);
        }
    }

    private static final class Slot {

        private Status current;
        private Optional<Status> reported = Optional.empty();
        private Optional<Lane.Timer> settling = Optional.empty();

        Slot(Status current) {
            this.current = current;
        }
    }

    private final String name;
    private final Lane lane;
    private final Rpc rpc;
    private final KeyBook keys;
    private final Time time;
    private final SortedMap<Integer, Slot> slots = new TreeMap<>();
    /** Connectors with a cable and without a token, until ConnectionTimeOut. */
    private final Map<Integer, Lane.Timer> waiting = new HashMap<>();

    StatusReports(String name, Lane lane, Rpc rpc, KeyBook keys, Time time) {
        this.time = time;
        this.name = name;
        this.lane = lane;
        this.rpc = rpc;
        this.keys = keys;
    }

    /** On the lane. */
    void changed(Evse evse) {
        if (waits(evse)) {
            await(evse);
            return;
        }
        Optional.ofNullable(waiting.remove(evse.number())).ifPresent(Lane.Timer::cancel);
        ChargePointStatus status = STATUS.getOrDefault(evse.status(), ChargePointStatus.FAULTED);
        changed(evse.number(), new Status(status, evse.fault(), evse.since().utc()));
    }

    // With a cable, and nobody says who pays for it.
    private static boolean waits(Evse evse) {
        return evse.status() == EvseStatus.PREPARING
                && evse.plugged()
                && evse.session().filter(session -> session.token().isEmpty()).isPresent();
    }

    // A cable without a token is not prepared for ever (R-S05: B6 of section 4.9); it may be all the same.
    private void await(Evse evse) {
        if (waiting.containsKey(evse.number())) {
            return;
        }
        changed(
                evse.number(),
                new Status(
                        ChargePointStatus.PREPARING, evse.fault(), evse.since().utc()));
        waiting.put(
                evse.number(),
                lane.after(
                        keys.seconds(Keys16.CONNECTION_TIMEOUT),
                        () -> changed(
                                evse.number(),
                                new Status(ChargePointStatus.FINISHING, Optional.empty(), time.instant()))));
    }

    /** Connector 0: the station as a whole; on the lane. */
    void station(boolean operative, Instant since) {
        ChargePointStatus status = operative ? ChargePointStatus.AVAILABLE : ChargePointStatus.UNAVAILABLE;
        changed(0, new Status(status, Optional.empty(), since));
    }

    private void changed(int connector, Status now) {
        Slot slot = slots.get(connector);
        if (slot == null) {
            slot = new Slot(now);
            slots.put(connector, slot);
        } else if (slot.current.same(now)) {
            return;
        }
        slot.current = now;
        slot.settling.ifPresent(Lane.Timer::cancel);
        Duration settle = keys.seconds(Keys16.MINIMUM_STATUS_DURATION);
        Slot changed = slot;
        if (settle.isZero()) {
            report(connector, changed);
        } else {
            slot.settling = Optional.of(lane.after(settle, () -> report(connector, changed)));
        }
    }

    /** The back end takes messages now. */
    void accepted(boolean boot) {
        if (boot) {
            slots.values().forEach(slot -> slot.reported = Optional.empty());
        }
        slots.forEach(this::report);
    }

    /** Tells the current status whether it is known or not: of one connector, or of all. */
    void repeat(Optional<Integer> connector) {
        slots.forEach((number, slot) -> {
            if (connector.isEmpty() || connector.get().equals(number)) {
                send(number, slot, ChargePointErrorCode.NO_ERROR);
            }
        });
    }

    /** Tells of an error that changes no status, as a lock that does not open (R-S14). */
    void warn(int connector, ChargePointErrorCode code) {
        Optional.ofNullable(slots.get(connector)).ifPresent(slot -> send(connector, slot, code));
    }

    private void report(int connector, Slot slot) {
        if (rpc.mode() == Rpc.Mode.OPEN
                && slot.reported.filter(slot.current::same).isEmpty()) {
            send(connector, slot, ChargePointErrorCode.NO_ERROR);
        }
    }

    private void send(int connector, Slot slot, ChargePointErrorCode warning) {
        Status status = slot.current;
        slot.reported = Optional.of(status);
        rpc.callAnyway(request(connector, status, warning))
                .whenCompleteAsync(
                        (answer, failure) -> {
                            if (failure != null) {
                                // It may have arrived or not.
                                slot.reported = Optional.empty();
                                failed(connector, slot, CallFailure.in(failure));
                            }
                        },
                        lane);
    }

    // What is lost with the connection is told after it is back; what is refused or not answered is told again later.
    private void failed(int connector, Slot slot, CallFailure failure) {
        if (failure.kind() != CallFailure.Kind.DISCONNECTED) {
            log.warn("{}: {}", name, failure.getMessage());
            lane.after(keys.seconds(Keys16.RETRY_INTERVAL), () -> report(connector, slot));
        }
    }

    private static StatusNotificationRequest request(int connector, Status status, ChargePointErrorCode warning) {
        return new StatusNotificationRequest(
                connector,
                status.fault().map(Faults::code).orElse(warning),
                status.fault().map(code -> code.substring(0, Math.min(50, code.length()))),
                status.status(),
                Optional.of(status.since()),
                status.fault().map(code -> "io.voltwright"),
                status.fault().map(code -> code.substring(0, Math.min(50, code.length()))));
    }
}
