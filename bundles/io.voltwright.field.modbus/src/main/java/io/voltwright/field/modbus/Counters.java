package io.voltwright.field.modbus;

import io.voltwright.base.api.DeviceId;
import io.voltwright.base.api.Moment;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** What a bus counts since it was set up, and how busy it is. */
final class Counters {

    final LongAdder requests = new LongAdder();
    final LongAdder timeouts = new LongAdder();
    /** Wrong check, or no answer to what was asked. */
    final LongAdder corrupt = new LongAdder();
    /** Bytes of answers to requests that were given up. */
    final LongAdder lateBytes = new LongAdder();
    /** Bytes that nobody asked for. */
    final LongAdder unsolicitedBytes = new LongAdder();

    final LongAdder taints = new LongAdder();
    final LongAdder opened = new LongAdder();

    final Recent recent = new Recent();

    BusStatus status(
            DeviceId id,
            String name,
            Optional<Integer> baud,
            Line line,
            Optional<String> trouble,
            int waiting,
            Collection<Unit> units) {
        long now = line.now();
        return new BusStatus(
                id,
                name,
                baud,
                line.since().map(Moment::utc),
                trouble,
                opened.sum(),
                recent.load(now),
                recent.requestsPerSecond(now),
                waiting,
                requests.sum(),
                timeouts.sum(),
                corrupt.sum(),
                lateBytes.sum(),
                unsolicitedBytes.sum(),
                taints.sum(),
                units.stream()
                        .map(unit -> unit.status(now))
                        .sorted(Comparator.comparingInt(UnitStatus::unit))
                        .toList());
    }

    void request(long now, long onWire) {
        requests.increment();
        recent.request(now, onWire);
    }
}
