package io.voltwright.charging.balance;

import io.voltwright.charging.api.PowerPolicy.Demand;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Serves those who said when they leave, the one that can wait least first, each with all it can use: first within what the plan
 * gives its part of the site now, then with whatever the network still carries.
 */
final class Deadlines {

    /** Per demand: the row that bounds its share, or {@link Loads#NONE}. */
    final int[] stoppedBy;
    /** In the order they are served. */
    final List<Car> cars = new ArrayList<>();

    private final Network network;
    private final Loads loads;
    private final Expected expected;
    private final double standing;

    /**
     * @param expected who may come later
     * @param standing seconds the shares will stand
     * @param turn seconds of laxity by which who charges is preferred: each change costs the contactors of two piles
     */
    Deadlines(Network network, Loads loads, Expected expected, double standing, double turn) {
        this.network = network;
        this.loads = loads;
        this.expected = expected;
        this.standing = standing;
        stoppedBy = new int[network.size()];
        Arrays.fill(stoppedBy, Loads.NONE);
        for (int i = 0; i < network.size(); i++) {
            Demand demand = network.demand(i);
            if (isHurried(demand)) {
                cars.add(Car.of(i, demand, demand.goal().orElseThrow(), standing));
            }
        }
        cars.sort(Comparator.comparingDouble((Car car) -> car.laxity() - (holds(car) ? turn : 0))
                .thenComparing(car -> network.demand(car.demand()).evse()));
    }

    /** Whether it can use something, and needs it by a time that is known. */
    static boolean isHurried(Demand demand) {
        return demand.goal().isPresent()
                && demand.goal().get().wanted().milliwattHours() > 0
                && Ladder.contends(demand);
    }

    private boolean holds(Car car) {
        return network.demand(car.demand()).held().isPositive();
    }

    void serve() {
        if (cars.isEmpty() || allFit()) {
            return;
        }
        Plan plan = Plan.of(network, loads, cars, expected, standing);
        double[] left = plan.now;
        for (int i = 0; i < cars.size(); i++) {
            Car car = cars.get(i);
            int wish = car.settable(car.careful(Math.min(left[plan.team[i]], car.cap())));
            int share = car.settable(loads.room(car.demand(), wish));
            if (share > 0) {
                loads.set(car.demand(), share);
                left[plan.team[i]] -= share;
            }
        }
        cars.forEach(car -> topUp(car, true));
        cars.forEach(car -> topUp(car, false));
    }

    private boolean allFit() {
        for (Car car : cars) {
            int all = car.settable(car.cap());
            if (loads.room(car.demand(), all) < all) {
                cars.forEach(each -> loads.set(each.demand(), 0));
                return false;
            }
            loads.set(car.demand(), all);
        }
        return true;
    }

    private void topUp(Car car, boolean careful) {
        int cap = car.cap();
        int room = loads.room(car.demand(), cap);
        stoppedBy[car.demand()] = loads.full();
        int share = car.settable(careful ? car.careful(room) : room);
        if (share > loads.share[car.demand()]) {
            loads.set(car.demand(), share);
        }
    }
}
