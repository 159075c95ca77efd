package io.voltwright.charging.balance;

import io.voltwright.charging.balance.AcnMonth.Car;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The experiment's own sorted algorithms: in some order, each car as much as fits beside those before it. */
public enum AcnQueue {
    FCFS,
    EDF,
    LLF;

    /** Amperes at which the search for the largest current ends. */
    private static final double CLOSE = 0.01;

    public AcnMonth.Rule at(AcnSite site) {
        return (now, cars) -> currents(site, now, cars);
    }

    private double[] currents(AcnSite site, int now, List<Car> cars) {
        int[] order = IntStream.range(0, cars.size())
                .boxed()
                .sorted(Comparator.comparingDouble(i -> rank(cars.get(i), now)))
                .mapToInt(Integer::intValue)
                .toArray();
        var flow = new AcnSite.Flow();
        double[] currents = new double[order.length];
        for (int i : order) {
            Car car = cars.get(i);
            currents[i] =
                    largest(site, flow, car.session.station(), Math.min(AcnMonth.SOCKET_AMPERES, car.ampereTicks()));
            flow.add(car.session.station(), currents[i]);
        }
        return currents;
    }

    private double rank(Car car, int now) {
        if (this == FCFS) {
            return car.session.arrival();
        }
        int departure = car.session.departure();
        return this == EDF ? departure : departure - now - car.ampereTicks() / AcnMonth.SOCKET_AMPERES;
    }

    private static double largest(AcnSite site, AcnSite.Flow flow, int station, double most) {
        if (fits(site, flow, station, most)) {
            return most;
        }
        double low = 0;
        double high = most;
        while (high - low > CLOSE) {
            double middle = (low + high) / 2;
            if (fits(site, flow, station, middle)) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static boolean fits(AcnSite site, AcnSite.Flow flow, int station, double amperes) {
        flow.add(station, amperes);
        boolean fits = site.carries(flow);
        flow.add(station, -amperes);
        return fits;
    }
}
