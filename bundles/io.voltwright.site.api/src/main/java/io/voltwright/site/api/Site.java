package io.voltwright.site.api;

import io.voltwright.base.api.DeviceId;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Voltage;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * The whole site, valid as a whole.
 *
 * @param name for people
 * @param zone decides the local time of tariffs and reports
 * @param voltage nominal, phase to neutral
 * @param grid the root of the tree of limits; every EVSE hangs under it exactly once
 * @param buses the wires
 * @param evses the charging points, in the order of the file
 * @param meters energy meters that measure a node or an EVSE
 * @param readers card readers on lines of their own
 * @param prices what energy costs the site; the first that holds counts
 */
public record Site(
        String name,
        ZoneId zone,
        Voltage voltage,
        Node grid,
        List<Bus> buses,
        List<Evse> evses,
        List<Meter> meters,
        List<Reader> readers,
        List<Price> prices) {

    public Site {
        prices = List.copyOf(prices);
        buses = List.copyOf(buses);
        evses = List.copyOf(evses);
        meters = List.copyOf(meters);
        readers = List.copyOf(readers);
    }

    /** Without prices. */
    public Site(
            String name,
            ZoneId zone,
            Voltage voltage,
            Node grid,
            List<Bus> buses,
            List<Evse> evses,
            List<Meter> meters,
            List<Reader> readers) {
        this(name, zone, voltage, grid, buses, evses, meters, readers, List.of());
    }

    public Optional<Evse> evse(EvseId id) {
        return evses.stream().filter(evse -> evse.id().equals(id)).findFirst();
    }

    public Optional<Bus> bus(DeviceId id) {
        return buses.stream().filter(bus -> bus.id().equals(id)).findFirst();
    }
}
