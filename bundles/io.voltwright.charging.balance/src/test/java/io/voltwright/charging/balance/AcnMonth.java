package io.voltwright.charging.balance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A month of real sessions at the Caltech site (ACN-Data), played in ticks of five minutes as ACN-Sim does. */
public final class AcnMonth {

    static final int TICK_SECONDS = 300;
    static final double VOLTS = 208;
    private static final int TICKS_A_DAY = 86_400 / TICK_SECONDS;

    /** Tick 0, local: a Friday. */
    static final LocalDateTime BEGIN = LocalDateTime.of(2019, 3, 1, 0, 0);

    /** Below this a car is done (ACN-Sim, EV.fully_charged). */
    private static final double DONE = 1e-3;

    static final double SOCKET_AMPERES = 32;

    /** What the vehicles can take; nobody is told, it shows in what they draw. */
    private static final double VEHICLE_KILOWATTS = 6.6;

    /** One session of the file. */
    record Session(int station, int arrival, int departure, double kilowattHours) {}

    /** A session while it is there. */
    static final class Car {

        final Session session;
        double left;
        /** In the last tick; amperes. */
        double offered;
        /** What its socket gives, and once it has drawn less than it was offered, what it drew; amperes. */
        double most = SOCKET_AMPERES;
        /** The tick since which it is offered something, or nothing. */
        int since;

        Car(Session session) {
            this.session = session;
            left = session.kilowattHours();
            since = session.arrival();
        }

        /** What it still needs, as amperes over one tick. */
        double ampereTicks() {
            return left * 1000 / VOLTS * 3600 / TICK_SECONDS;
        }
    }

    /** Who divides: the amperes for each car. */
    public interface Rule {

        double[] currents(int now, List<Car> cars);
    }

    /** In the order of their arrivals. */
    final List<Session> sessions;

    private AcnMonth(List<Session> sessions) {
        this.sessions = sessions;
    }

    /** The file below VOLTWRIGHT_DATA, or below shared/data beside the project. */
    public static Optional<Path> file() {
        Stream<Path> named = Optional.ofNullable(System.getenv("VOLTWRIGHT_DATA")).map(Path::of).stream();
        Stream<Path> above = Stream.iterate(Path.of("").toAbsolutePath(), path -> path != null, Path::getParent)
                .map(path -> path.resolve("shared").resolve("data"));
        return Stream.concat(named, above)
                .map(path -> path.resolve("acn").resolve("caltech-2019-03-5min.csv"))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    public static AcnMonth of(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return new AcnMonth(lines.skip(1)
                    .map(line -> Arrays.asList(line.split(",", -1)))
                    .map(cells -> new Session(
                            AcnSite.position(cells.get(3)),
                            Integer.parseInt(cells.get(0)),
                            Integer.parseInt(cells.get(2)),
                            Double.parseDouble(cells.get(4))))
                    .sorted(Comparator.comparingInt(Session::arrival))
                    .toList());
        }
    }

    /** What arrives in its first days. */
    AcnMonth first(int days) {
        return new AcnMonth(sessions.stream()
                .filter(session -> session.arrival() < days * TICKS_A_DAY)
                .toList());
    }

    public int size() {
        return sessions.size();
    }

    /**
     * How much of the requested energy the cars get, in percent.
     *
     * @throws IllegalStateException where the rule gives more than the site carries
     */
    public double delivered(AcnSite site, Rule rule) {
        @Nullable Car[] at = new Car[AcnSite.STATIONS.size()];
        int next = 0;
        int last = sessions.stream().mapToInt(Session::departure).max().orElse(0);
        double delivered = 0;
        for (int now = 0; now <= last; now++) {
            for (int i = 0; i < at.length; i++) {
                Car car = at[i];
                at[i] = car == null || car.session.departure() <= now ? null : car;
            }
            for (; next < sessions.size() && sessions.get(next).arrival() == now; next++) {
                at[sessions.get(next).station()] = new Car(sessions.get(next));
            }
            delivered += tick(now, at, site, rule);
        }
        return 100
                * delivered
                / sessions.stream().mapToDouble(Session::kilowattHours).sum();
    }

    private static double tick(int now, @Nullable Car[] at, AcnSite site, Rule rule) {
        List<Car> cars = new ArrayList<>();
        for (Car car : at) {
            if (car != null && car.left > DONE) {
                cars.add(car);
            }
        }
        if (cars.isEmpty()) {
            return 0;
        }
        double[] currents = rule.currents(now, cars);
        var flow = new AcnSite.Flow();
        double delivered = 0;
        for (int i = 0; i < currents.length; i++) {
            flow.add(cars.get(i).session.station(), currents[i]);
            delivered += charge(cars.get(i), currents[i], now);
        }
        if (!site.carries(flow)) {
            throw new IllegalStateException(
                    "tick " + now + ": " + Arrays.toString(currents) + " is more than the site carries");
        }
        return delivered;
    }

    private static double charge(Car car, double offered, int now) {
        double hours = TICK_SECONDS / 3600.0;
        double energy = Math.min(Math.min(offered * VOLTS / 1000, VEHICLE_KILOWATTS) * hours, car.left);
        car.left -= energy;
        double drew = energy / hours * 1000 / VOLTS;
        car.most = offered > drew + 0.1 && car.left > DONE ? drew : car.most;
        car.since = offered > 0 == car.offered > 0 ? car.since : now;
        car.offered = offered;
        return energy;
    }
}
