package io.voltwright.field.simulator;

import io.voltwright.field.api.RegisterBus.Table;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A device behind a Modbus address. Each method may be called from any thread. */
interface VirtualDevice {

    String id();

    /** Whether it answers at all. */
    boolean powered();

    void power(boolean on);

    boolean hasUnit(int unit);

    boolean holds(int unit, Table table, int at);

    /** Someone spoke to its unit, whatever was said. */
    default void heard() {}

    Optional<List<Integer>> read(int unit, Table table, int at, int count);

    /** Whether the address was legal. */
    boolean write(int unit, Table table, int at, List<Integer> words);

    /** Lets time pass up to now. */
    void pass(Duration now);

    Map<String, Map<String, String>> registers();

    /** What its meter register holds, in Wh. */
    double registerWh();

    void registerWh(double wattHours);
}
