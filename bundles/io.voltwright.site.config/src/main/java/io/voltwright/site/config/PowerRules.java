package io.voltwright.site.config;

import io.voltwright.base.api.Current;
import io.voltwright.field.api.Profiles.Profile;
import io.voltwright.site.config.Draft.Branch;
import io.voltwright.site.config.Draft.Point;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Checks the tree and the currents: no limit over its parent's and no pile beyond its own. */
final class PowerRules {

    private final Draft draft;
    private final Problems problems;

    PowerRules(Draft draft, Problems problems) {
        this.draft = draft;
        this.problems = problems;
    }

    void check() {
        draft.grid().ifPresent(grid -> {
            checkNames(grid);
            checkLimits(grid);
            grid.all().forEach(this::checkMeter);
            new FailSafes(problems).check(grid);
            grid.all().forEach(this::checkRules);
            if (draft.points().isEmpty()) {
                problems.add(grid.at().line(), "the site has no EVSE; add one under 'evses' of a node");
            }
        });
        draft.points().forEach(this::checkPoint);
    }

    private void checkNames(Branch grid) {
        Map<String, Text> seen = new HashMap<>();
        grid.all().forEach(branch -> {
            if (!branch.name().value().matches("[a-z0-9][a-z0-9-]{0,35}")) {
                problems.add(
                        branch.name().line(),
                        branch.name() + " is not a name; use 1 to 36 lower-case letters, digits and hyphens");
            }
            checkName(branch.name(), seen);
            branch.points().forEach(point -> checkName(point.device().name(), seen));
        });
    }

    private void checkName(Text name, Map<String, Text> seen) {
        Text first = seen.putIfAbsent(name.value(), name);
        if (first != null) {
            problems.add(
                    name.line(),
                    name + " has the name of " + first + " in line " + first.line()
                            + "; nodes and EVSEs hang in the tree once and share one set of names, so rename or remove one");
        }
    }

    private void checkLimits(Branch branch) {
        branch.limit()
                .filter(limit -> Current.MINIMUM.exceeds(limit))
                .ifPresent(limit -> problems.add(
                        branch.at().line("limit"),
                        branch.name() + " has limit " + limit + ", with which no car can charge; the least is "
                                + Current.MINIMUM));
        for (Branch child : branch.children()) {
            // Behind a transformer currents are others.
            child.limit().filter(own -> child.rules().transformer().isEmpty()).ifPresent(own -> branch.limit()
                    .filter(own::exceeds)
                    .ifPresent(limit -> problems.add(
                            child.at().line("limit"),
                            child.name() + " has limit " + own + ", over the " + limit + " of its parent "
                                    + branch.name() + "; lower it to " + limit + " or less")));
            checkLimits(child);
        }
    }

    private void checkMeter(Branch branch) {
        branch.meter().ifPresent(this::checkMeter);
    }

    private void checkMeter(Text meter) {
        List<String> known = draft.gauges().stream()
                .map(gauge -> gauge.device().name().value())
                .toList();
        if (!known.contains(meter.value())) {
            problems.add(
                    meter.line(),
                    meter + " is not among the meters" + Names.hint(meter.value(), known, "Add it under 'meters'"));
        }
    }

    /** Of a meter that counts some phases backwards no register can be put right. */
    private void checkBilled(Text meter) {
        draft.gauges().stream()
                .filter(gauge -> gauge.device().name().value().equals(meter.value()) && gauge.partlyTurned())
                .forEach(gauge -> problems.add(
                        meter.line(),
                        meter + " counts some phases backwards ('invert' in line "
                                + gauge.device().at().line("invert")
                                + "), so its register cannot be billed; turn its current"
                                + " transformer, or bill by another meter"));
    }

    private void checkPoint(Point point) {
        point.meter().ifPresent(this::checkMeter);
        point.meter().ifPresent(this::checkBilled);
        point.most().ifPresent(most -> checkMost(point, most));
        point.failSafe().ifPresent(failSafe -> checkFailSafe(point, failSafe));
        point.profile().filter(Profile::failSafe).ifPresent(own -> point.failSafeAfter()
                .ifPresent(time -> checkTime(point, own, time)));
    }

    private void checkMost(Point point, Current most) {
        int line = point.at().line("most");
        if (Current.MINIMUM.exceeds(most)) {
            problems.add(
                    line,
                    title(point) + "most '" + most + "' is too little for a car; the least is " + Current.MINIMUM);
        }
        point.profile()
                .flatMap(Profile::most)
                .filter(most::exceeds)
                .ifPresent(built -> problems.add(
                        line,
                        title(point) + "most '" + most + "' is over the " + built
                                + " its profile is built for; lower it to " + built + " or less"));
    }

    private void checkFailSafe(Point point, Current failSafe) {
        int line = point.at().line("fail-safe");
        if (failSafe.isPositive() && Current.MINIMUM.exceeds(failSafe)) {
            problems.add(
                    line,
                    title(point) + "fail-safe '" + failSafe + "' is between 0 and " + Current.MINIMUM
                            + ", where a car takes nothing; write '0 A', or '6 A' or more");
        }
        point.most()
                .filter(failSafe::exceeds)
                .ifPresent(most -> problems.add(
                        line, title(point) + "fail-safe '" + failSafe + "' is over its most, " + most + "; lower it"));
        if (failSafe.isPositive()
                && point.profile().filter(own -> !own.failSafe()).isPresent()) {
            problems.add(
                    line,
                    title(point) + "fail-safe '" + failSafe + "' cannot be set: its profile has none; remove it, and "
                            + "plan the pile with all it can take");
        }
    }

    private void checkTime(Point point, Profile profile, Duration time) {
        if (time.compareTo(profile.failSafeLeast()) < 0 || time.compareTo(profile.failSafeMost()) > 0) {
            problems.add(
                    point.at().line("fail-safe-after"),
                    title(point) + "fail-safe-after '" + seconds(time) + "' is outside what its device takes, "
                            + seconds(profile.failSafeLeast()) + " to " + seconds(profile.failSafeMost()));
        }
    }

    private static String seconds(Duration time) {
        return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }

    private void checkRules(Branch branch) {
        if (branch.rules().blind().isPresent() && branch.meter().isEmpty()) {
            problems.add(
                    branch.at().line("blind"),
                    branch.name()
                            + " has a 'blind' limit for the time its meter is not heard, but no meter; add 'meter'"
                            + " or remove it");
        }
        if (branch.name().value().equals("grid") && branch.rules().transformer().isPresent()) {
            problems.add(
                    branch.at().line("transformer"),
                    branch.name()
                            + " has nothing above it that a transformer could be fed from; put it on a node below");
        }
    }

    private static String title(Point point) {
        return point.device().name() + ": ";
    }
}
