package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.Lane;
import io.voltwright.base.api.SessionId;
import io.voltwright.base.api.Time;
import io.voltwright.charging.api.Evse;
import io.voltwright.charging.api.Session;
import io.voltwright.protocol.ocpp.Ocpp16.Location;
import io.voltwright.protocol.ocpp.Ocpp16.MeterValue;
import io.voltwright.protocol.ocpp.Ocpp16.MeterValuesRequest;
import io.voltwright.protocol.ocpp.Ocpp16.ReadingContext;
import io.voltwright.protocol.ocpp.Ocpp16.SampledValue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tells the back end what the meters read now: when it asks, and on the clock for connectors without a transaction (R-M02, R-M05).
 *
 * <p>The samples of transactions come from the journal; these here belong to none and are not repeated after an outage.
 */
final class LiveMeter {

    private final Lane lane;
    private final Rpc rpc;
    private final KeyBook keys;
    private final Points points;
    private final Map<SessionId, OpenTransaction> open;
    private final Time time;
    private Optional<Lane.Timer> clock = Optional.empty();

    LiveMeter(Lane lane, Rpc rpc, KeyBook keys, Points points, Map<SessionId, OpenTransaction> open, Time time) {
        this.lane = lane;
        this.rpc = rpc;
        this.keys = keys;
        this.points = points;
        this.open = open;
        this.time = time;
    }

    /** Of one connector, or of all and the main meter. */
    void trigger(Optional<Integer> connector) {
        if (connector.isEmpty()) {
            sendMain(ReadingContext.TRIGGER, keys.measures(Keys16.SAMPLED_DATA));
        }
        for (Evse evse : points.all()) {
            if (connector.isEmpty() || connector.get() == evse.number()) {
                send(evse, ReadingContext.TRIGGER, keys.measures(Keys16.SAMPLED_DATA));
            }
        }
    }

    /** After a start, and after a change of the interval: at midnight UTC and each interval after it. */
    void restartClock() {
        clock.ifPresent(Lane.Timer::cancel);
        Duration interval = keys.seconds(Keys16.CLOCK_INTERVAL);
        clock = interval.isZero() ? Optional.empty() : Optional.of(lane.after(untilNext(interval), this::tick));
    }

    private Duration untilNext(Duration interval) {
        Instant now = time.instant();
        long past = Math.floorMod(now.toEpochMilli(), Duration.ofDays(1).toMillis());
        return Duration.ofMillis(interval.toMillis() - past % interval.toMillis());
    }

    private void tick() {
        restartClock();
        sendMain(ReadingContext.SAMPLE_CLOCK, keys.measures(Keys16.ALIGNED_DATA));
        for (Evse evse : points.all()) {
            if (!Points.inTransaction(evse)) {
                send(evse, ReadingContext.SAMPLE_CLOCK, keys.measures(Keys16.ALIGNED_DATA));
            }
        }
    }

    private void send(Evse evse, ReadingContext context, List<Measure> measures) {
        Transactions16.meterValue(Sample.of(evse, time.instant()), context, measures)
                .ifPresent(value -> send(evse.number(), transaction(evse), value, context));
    }

    // Never with a transaction (errata v4 3.16).
    private void sendMain(ReadingContext context, List<Measure> measures) {
        Sample sample = new Sample(time.instant(), Optional.empty(), Optional.empty(), points.main(), Optional.empty());
        Transactions16.meterValue(sample, context, measures)
                .map(LiveMeter::atInlet)
                .ifPresent(value -> send(0, Optional.empty(), value, context));
    }

    // Where nothing is said a value is one of the outlet (R-M06).
    private static MeterValue atInlet(MeterValue value) {
        return new MeterValue(
                value.timestamp(),
                value.sampledValue().stream()
                        .map(sampled -> new SampledValue(
                                sampled.value(),
                                sampled.context(),
                                sampled.format(),
                                sampled.measurand(),
                                sampled.phase(),
                                Optional.of(Location.INLET),
                                sampled.unit()))
                        .toList());
    }

    private void send(int connector, Optional<Long> transaction, MeterValue value, ReadingContext context) {
        MeterValuesRequest request = new MeterValuesRequest(connector, transaction, List.of(value));
        if (context == ReadingContext.TRIGGER) {
            rpc.callAnyway(request);
        } else {
            rpc.call(request);
        }
    }

    private Optional<Long> transaction(Evse evse) {
        return evse.session()
                .map(Session::id)
                .flatMap(session -> Optional.ofNullable(open.get(session)))
                .map(OpenTransaction::id);
    }
}
