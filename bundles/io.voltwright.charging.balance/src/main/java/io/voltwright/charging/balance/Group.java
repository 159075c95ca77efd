package io.voltwright.charging.balance;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Cars of one team that are there in the same periods; slots, amperes and ampere slots. */
final class Group {

    /** What makes one. */
    private record Alike(int team, int first, int last, boolean expected) {}

    /** Those who are expected, of one team and from one period on. */
    private static final class Crowd {

        private double come;
        private double leave;
        private double rest;
        private double most;
    }

    final int team;
    final int first;
    final int last;
    /** Whether it is not here yet, and may never be. */
    final boolean expected;
    /** Per period from the first: what it can take. */
    final double[] most;
    /** What it wants in all. */
    double rest;

    private Group(Alike alike) {
        team = alike.team();
        first = alike.first();
        last = alike.last();
        expected = alike.expected();
        most = new double[last - first + 1];
    }

    static List<Group> of(Teams teams, List<Car> cars, Expected expected, Periods periods) {
        Map<Alike, Group> groups = new LinkedHashMap<>();
        for (int i = 0; i < cars.size(); i++) {
            Car car = cars.get(i);
            double left = car.left() / Plan.SLOT;
            Group group = groups.computeIfAbsent(new Alike(teams.team[i], 0, periods.last(left), false), Group::new);
            group.add(periods, 0, left, car.rest() / 1000 / Plan.SLOT, car.most() / 1000.0);
        }
        crowds(teams, expected, periods).forEach((alike, crowd) -> {
            double come = crowd.come / crowd.rest;
            double leave = crowd.leave / crowd.rest;
            int last = Math.max(alike.first(), periods.last(leave));
            groups.computeIfAbsent(new Alike(alike.team(), alike.first(), last, true), Group::new)
                    .add(periods, come, leave, crowd.rest, crowd.most);
        });
        return List.copyOf(groups.values());
    }

    /** Each past car by itself would make the program many times as large; together they come and leave when they do on average. */
    private static Map<Alike, Crowd> crowds(Teams teams, Expected expected, Periods periods) {
        Map<Alike, Crowd> crowds = new LinkedHashMap<>();
        for (int i = 0; i < expected.arrivals.size(); i++) {
            Expected.Arrival arrival = expected.arrivals.get(i);
            double in = arrival.in() / Plan.SLOT;
            int first = periods.first(in);
            if (first < periods.count() && arrival.rest() > 0) {
                Crowd crowd =
                        crowds.computeIfAbsent(new Alike(teams.later[i], first, first, true), alike -> new Crowd());
                double rest = arrival.rest() / 1000 / Plan.SLOT;
                crowd.come += in * rest;
                crowd.leave += arrival.left() / Plan.SLOT * rest;
                crowd.rest += rest;
                crowd.most += arrival.most() / 1000;
            }
        }
        return crowds;
    }

    private void add(Periods periods, double from, double until, double wanted, double amperes) {
        rest += wanted;
        for (int k = first; k <= last; k++) {
            double there = Math.min(periods.end(k), until) - Math.max(periods.start(k), from);
            most[k - first] += Math.min(wanted, Math.max(0, there) * amperes);
        }
    }

    /** What it can take in a period. */
    double most(int period) {
        return period < first || period > last ? 0 : most[period - first];
    }

    /** Whether it is there in a period. */
    boolean isThere(int period) {
        return period >= first && period <= last;
    }

    /** The total of all. */
    static int columns(Collection<Group> groups) {
        return groups.stream().mapToInt(group -> group.most.length).sum();
    }
}
