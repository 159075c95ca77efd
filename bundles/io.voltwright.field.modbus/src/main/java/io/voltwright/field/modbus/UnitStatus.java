package io.voltwright.field.modbus;

import io.voltwright.field.api.RegisterBus.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How a unit on a bus fares; counts are since the bus was set up.
 *
 * @param unit 0 to 255
 * @param offline whether it is only asked now and then
 * @param load share of the last nine seconds during which it took the bus, 0 to 1
 * @param wire the part of it during which characters were on a serial line, 0 to 1
 * @param requestsPerSecond over the same time
 * @param timing how it is to be treated
 * @param answers good ones
 * @param timeouts requests without an answer
 * @param corrupt answers that failed their check or did not fit
 * @param refusals exceptions
 * @param lateBytes of its whole answers to requests that were given up
 * @param unsolicitedBytes of whole frames that bear its address and nobody asked it for
 * @param longestCycle longest time between two values of the same registers, of this minute and the one before
 * @param trouble what went wrong last
 * @param troubleAt when that was
 */
public record UnitStatus(
        int unit,
        boolean offline,
        double load,
        double wire,
        double requestsPerSecond,
        Timing timing,
        long answers,
        long timeouts,
        long corrupt,
        long refusals,
        long lateBytes,
        long unsolicitedBytes,
        Duration longestCycle,
        Optional<String> trouble,
        Optional<Instant> troubleAt) {}
