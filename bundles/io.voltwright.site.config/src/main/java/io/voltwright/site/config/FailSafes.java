package io.voltwright.site.config;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.LineCurrents;
import io.voltwright.base.api.Phase;
import io.voltwright.base.api.Phasor;
import io.voltwright.field.api.Profiles.Profile;
import io.voltwright.site.config.Draft.Branch;
import io.voltwright.site.config.Draft.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks that each line of each node carries all fail-safe currents below it: piles may trip in any order and all at once. */
final class FailSafes {

    private static final double TINY = 0.0005;

    private final Problems problems;

    /** What a pile that is left alone puts into the lines of a node. */
    private record Trip(Point point, LineCurrents currents) {}

    FailSafes(Problems problems) {
        this.problems = problems;
    }

    void check(Branch grid) {
        trips(grid);
    }

    private List<Trip> trips(Branch branch) {
        List<Trip> trips = new ArrayList<>();
        for (Point point : branch.points()) {
            if (!point.rotation().isEmpty()) {
                LineCurrents perAmpere = point.rules().wiring().perAmpere(point.rotation());
                trips.add(new Trip(point, perAmpere.times(leftAlone(point).amperes())));
            }
        }
        branch.children().forEach(child -> trips.addAll(trips(child)));
        branch.limit().ifPresent(limit -> check(branch, limit, trips));
        return branch.rules()
                .transformer()
                .map(transformer -> trips.stream()
                        .map(trip -> new Trip(trip.point(), transformer.primary(trip.currents())))
                        .toList())
                .orElse(trips);
    }

    private void check(Branch branch, Current limit, List<Trip> trips) {
        for (Phase phase : Phase.values()) {
            List<Trip> loading = trips.stream()
                    .filter(trip -> trip.currents().on(phase).magnitude() > TINY)
                    .toList();
            double worst = Phasor.worst(
                    loading.stream().map(trip -> trip.currents().on(phase)).toList());
            if (worst > limit.amperes() + TINY) {
                problems.add(
                        branch.at().line("limit"),
                        branch.name() + " has limit " + limit + ", but the fail-safe currents below it sum to "
                                + Current.amperes(worst) + " on " + phase + " (" + parts(loading)
                                + "); lower some, or raise the limit");
                return;
            }
        }
    }

    private static String parts(List<Trip> loading) {
        return String.join(
                ", ",
                loading.stream()
                        .map(trip -> trip.point().id().map(EvseId::value).orElse("?") + " " + leftAlone(trip.point()))
                        .toList());
    }

    /** What it may draw when nobody speaks to it; without a fail-safe that is all it can (R34). */
    private static Current leftAlone(Point point) {
        Optional<Profile> helpless = point.profile().filter(own -> !own.failSafe());
        return helpless.flatMap(Profile::most)
                .or(() -> helpless.flatMap(own -> point.most()))
                .or(point::failSafe)
                .orElse(Current.ZERO);
    }
}
