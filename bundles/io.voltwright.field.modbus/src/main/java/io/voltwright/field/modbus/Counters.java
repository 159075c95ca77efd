package io.voltwright.field.modbus;

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

    void request(long now, long onWire) {
        requests.increment();
        recent.request(now, onWire);
    }
}
