package io.voltwright.field.modbus;

import io.voltwright.base.api.DeviceId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a bus fares; counts are since it was set up.
 *
 * @param id as {@code site.yaml} names it
 * @param line where it is and how frames look
 * @param baud bits per second of its serial line; empty where there is none
 * @param since when it was opened; empty while it is not open
 * @param trouble why it is not open
 * @param opened how often it was opened
 * @param load share of the last nine seconds during which it was taken, 0 to 1
 * @param requestsPerSecond over the same time
 * @param waiting requests in the queue
 * @param requests sent
 * @param timeouts requests without an answer
 * @param corrupt answers with a wrong check, or not to what was asked
 * @param lateBytes of answers to requests that were given up
 * @param unsolicitedBytes that nobody asked for
 * @param taints how often it had to fall silent first
 * @param units by number
 */
public record BusStatus(
        DeviceId id,
        String line,
        Optional<Integer> baud,
        Optional<Instant> since,
        Optional<String> trouble,
        long opened,
        double load,
        double requestsPerSecond,
        int waiting,
        long requests,
        long timeouts,
        long corrupt,
        long lateBytes,
        long unsolicitedBytes,
        long taints,
        List<UnitStatus> units) {

    public BusStatus {
        units = List.copyOf(units);
    }
}
