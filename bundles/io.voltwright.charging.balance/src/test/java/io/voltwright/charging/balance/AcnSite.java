package io.voltwright.charging.balance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The site of the ACN-Sim experiment "comparing algorithms with constrained infrastructure": 54 EVSEs between the lines of 120/208 V
 * behind a delta-wye transformer, with the experiment's own check of what it carries, written out line by line.
 */
public final class AcnSite {

    /** Between lines 1 and 2, 2 and 3, 3 and 1. */
    enum Leg {
        AB(30),
        BC(-90),
        CA(150);

        final double degrees;

        Leg(double degrees) {
            this.degrees = degrees;
        }
    }

    /** Groups of EVSEs behind one cable of 80 A. */
    enum Pod {
        NONE,
        AV,
        CC
    }

    record Station(String id, Leg leg, Pod pod) {}

    /** In the order in which the experiment registers them; it decides where laxities are equal. */
    static final List<Station> STATIONS = stations();

    static final double POD_AMPERES = 80;

    private static final Map<String, Integer> POSITIONS = new HashMap<>();

    static {
        for (int i = 0; i < STATIONS.size(); i++) {
            POSITIONS.put(STATIONS.get(i).id(), i);
        }
    }

    /** The capacities of the experiment in kilowatts. */
    public static final List<Integer> CAPACITIES = capacities();

    final double secondary;
    final double primary;

    public AcnSite(double kilowatts) {
        secondary = kilowatts * 1000 / 3 / 120;
        primary = kilowatts * 1000 / 3 / 277;
    }

    static int position(String station) {
        Integer position = POSITIONS.get(station.toLowerCase(Locale.ROOT));
        if (position == null) {
            throw new IllegalArgumentException("no station " + station);
        }
        return position;
    }

    private static List<Station> stations() {
        List<Station> stations = new ArrayList<>();
        add(stations, Leg.AB, Pod.NONE, 308, 508, 303, 513, 310, 506, 316, 500, 318, 498);
        add(stations, Leg.AB, Pod.AV, 324, 325, 326, 327, 489, 490, 491, 492);
        add(stations, Leg.AB, Pod.CC, 322, 493, 496, 320, 495, 321, 323, 494);
        add(stations, Leg.BC, Pod.NONE, 304, 512, 305, 511, 313, 503, 311, 505, 317, 499, 148, 149, 212, 213);
        add(stations, Leg.CA, Pod.NONE, 307, 509, 309, 507, 306, 510, 315, 501, 319, 497, 312, 504, 314, 502);
        return List.copyOf(stations);
    }

    private static void add(List<Station> stations, Leg leg, Pod pod, int... numbers) {
        Arrays.stream(numbers).forEach(number -> stations.add(new Station("ca-" + number, leg, pod)));
    }

    private static List<Integer> capacities() {
        List<Integer> capacities = new ArrayList<>();
        for (int kilowatts = 10; kilowatts <= 125; kilowatts += 5) {
            capacities.add(kilowatts);
        }
        capacities.addAll(List.of(130, 140, 150));
        return List.copyOf(capacities);
    }

    /** What flows, summed per leg and pod. */
    static final class Flow {

        private double ab;
        private double bc;
        private double ca;
        private double av;
        private double cc;

        void add(int station, double amperes) {
            Station at = STATIONS.get(station);
            ab += at.leg() == Leg.AB ? amperes : 0;
            bc += at.leg() == Leg.BC ? amperes : 0;
            ca += at.leg() == Leg.CA ? amperes : 0;
            av += at.pod() == Pod.AV ? amperes : 0;
            cc += at.pod() == Pod.CC ? amperes : 0;
        }
    }

    /** I3a = AB - CA, I3b = BC - AB, I3c = CA - BC; I2a = (I3a - I3c) / 4, I2b = (I3b - I3a) / 4, I2c = (I3c - I3b) / 4. */
    boolean carries(Flow flow) {
        double ab = flow.ab;
        double bc = flow.bc;
        double ca = flow.ca;
        return within(flow.av, POD_AMPERES)
                && within(flow.cc, POD_AMPERES)
                && within(sum(ab, 0, -ca), secondary)
                && within(sum(-ab, bc, 0), secondary)
                && within(sum(0, -bc, ca), secondary)
                && within(sum(ab, bc, -2 * ca) / 4, primary)
                && within(sum(-2 * ab, bc, ca) / 4, primary)
                && within(sum(ab, -2 * bc, ca) / 4, primary);
    }

    /** With ACN-Sim's tolerance. */
    private static boolean within(double amperes, double limit) {
        return amperes <= limit + Math.max(1e-5, 1e-7 * limit);
    }

    private static double sum(double ab, double bc, double ca) {
        return Math.hypot(
                ab * cos(Leg.AB) + bc * cos(Leg.BC) + ca * cos(Leg.CA),
                ab * sin(Leg.AB) + bc * sin(Leg.BC) + ca * sin(Leg.CA));
    }

    private static double cos(Leg leg) {
        return Math.cos(Math.toRadians(leg.degrees));
    }

    private static double sin(Leg leg) {
        return Math.sin(Math.toRadians(leg.degrees));
    }
}
