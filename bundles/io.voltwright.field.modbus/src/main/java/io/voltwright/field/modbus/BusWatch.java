package io.voltwright.field.modbus;

import java.util.List;

/** Lets the shell look at the buses. */
public interface BusWatch {

    /** By id. */
    List<BusStatus> buses();
}
