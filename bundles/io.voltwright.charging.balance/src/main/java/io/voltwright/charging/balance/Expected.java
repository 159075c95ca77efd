package io.voltwright.charging.balance;

import io.voltwright.base.api.EvseId;
import io.voltwright.charging.api.PowerPolicy.Coming;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Who is expected, as far as the network says how the place is wired. */
final class Expected {

    /**
     * A car that may come; what it will need and can take counts by how likely it is.
     *
     * @param demand index of the demand of its EVSE
     * @param in seconds until it comes
     * @param left seconds until it leaves again
     * @param rest what it will need, in milliampere seconds
     * @param most milliamperes
     */
    record Arrival(int demand, double in, double left, double rest, double most) {}

    final List<Arrival> arrivals = new ArrayList<>();

    Expected(Network network, List<Coming> coming) {
        Map<EvseId, Integer> places = new HashMap<>();
        for (int i = 0; !coming.isEmpty() && i < network.size(); i++) {
            places.put(network.demand(i).evse(), i);
        }
        for (Coming each : coming) {
            Integer place = places.get(each.evse());
            if (place != null) {
                arrivals.add(arrival(network, place, each));
            }
        }
    }

    private static Arrival arrival(Network network, int place, Coming coming) {
        double ampereHours = (double) coming.wanted().milliwattHours()
                / network.demand(place).perAmpere().milliwatts();
        return new Arrival(
                place,
                coming.in().toMillis() / 1000.0,
                coming.left().toMillis() / 1000.0,
                ampereHours * 3600 * 1000 * coming.likely(),
                coming.most().milliamperes() * coming.likely());
    }
}
