package io.voltwright.field.profiles;

import io.voltwright.base.api.Current;
import io.voltwright.field.api.PilotState;
import io.voltwright.field.api.Profiles.Kind;
import io.voltwright.field.profiles.Capabilities.SetPoint;
import io.voltwright.field.profiles.Capabilities.Zero;
import io.voltwright.field.profiles.DeviceProfile.Merge;
import io.voltwright.field.profiles.DeviceProfile.Span;
import io.voltwright.field.profiles.StateTable.Row;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What must hold between the parts of a profile, before anything is done by it. */
final class ProfileChecks {

    private final DeviceProfile profile;
    private final Section top;

    private ProfileChecks(DeviceProfile profile, Section top) {
        this.profile = profile;
        this.top = top;
    }

    static void check(DeviceProfile profile, Section top) throws ProfileException {
        ProfileChecks checks = new ProfileChecks(profile, top);
        checks.points();
        checks.overlaps();
        checks.actions();
        checks.signed();
        if (profile.kind() == Kind.EVSE) {
            checks.setPoint();
            checks.phaseSwitch();
            checks.failSafe();
            checks.states();
            new StateCheck(profile).check();
        }
    }

    private void signed() throws ProfileException {
        boolean claimed = profile.capabilities().has("signed", name -> Optional.empty());
        boolean can = profile.kind() == Kind.METER && profile.signed().isPresent();
        if (can != claimed || can != profile.signed().isPresent()) {
            throw top.place("signed")
                    .refuse(
                            "'signed' and capabilities.signed belong together, and to a meter",
                            "say how it signs and signed: \"true\", or neither");
        }
    }

    private void points() throws ProfileException {
        for (List<PointSpec> variants : profile.points().values()) {
            for (PointSpec point : variants) {
                point(point, variants.get(0));
            }
        }
    }

    private void point(PointSpec point, PointSpec first) throws ProfileException {
        if (!point.kind().equals(first.kind()) || point.access() != first.access()) {
            throw point.place()
                    .refuse(
                            "variants of " + point.name() + " differ in kind or access",
                            "give all variants the same unit and access");
        }
        for (Optional<String> other : List.of(point.scaleFrom(), point.signFrom())) {
            if (other.isPresent() && profile.point(other.get()).isEmpty()) {
                throw point.place().refuse("point '" + other.get() + "' is unknown", "declare it under points");
            }
        }
        if (point.access().writes()
                && (point.type().isText()
                        || point.bits().isPresent()
                        || point.type() == RegisterType.BCD
                        || point.type().hasExponent())) {
            throw point.place()
                    .refuse(
                            point.name() + " of type " + point.type().key() + " cannot be written",
                            "use a whole register or float");
        }
        if (point.words() > profile.rules().most()) {
            throw point.place()
                    .refuse(
                            point.name() + " takes " + point.words() + " registers, maxRegs is "
                                    + profile.rules().most(),
                            "raise maxRegs");
        }
        for (Span span : profile.rules().avoid()) {
            if (span.touches(point.table(), point.at(), point.words())) {
                throw point.place().refuse(point.name() + " lies in an address to avoid", "drop it");
            }
        }
        boolean blocked = profile.rules().blocks().stream()
                .anyMatch(block -> block.holds(point.table(), point.at(), point.words()));
        if (profile.rules().merge() == Merge.EXACT && point.poll().isPresent() && !blocked) {
            throw point.place().refuse(point.name() + " is in none of read.blocks", "extend a block");
        }
    }

    /** Two points share registers only as bits or bytes of the same ones. */
    private void overlaps() throws ProfileException {
        List<PointSpec> all =
                profile.points().values().stream().flatMap(List::stream).toList();
        for (int i = 0; i < all.size(); i++) {
            for (int j = i + 1; j < all.size(); j++) {
                PointSpec a = all.get(i);
                PointSpec b = all.get(j);
                boolean touch = a.table() == b.table()
                        && a.station() == b.station()
                        && a.at() < b.end()
                        && b.at() < a.end()
                        && !a.name().equals(b.name())
                        && !exclude(a, b);
                if (touch && !(isPart(a) && isPart(b))) {
                    throw b.place()
                            .refuse(
                                    b.name() + " at " + b.at() + " overlaps " + a.name() + " at " + a.at(),
                                    "mend address or type, or name the bits of each");
                }
            }
        }
    }

    /** Variants for different models lie where they like. */
    private static boolean exclude(PointSpec a, PointSpec b) {
        return a.when().isPresent()
                && b.when().isPresent()
                && !a.when().get().source().equals(b.when().get().source());
    }

    private static boolean isPart(PointSpec point) {
        return point.bits().isPresent() || point.type() == RegisterType.U8HI || point.type() == RegisterType.U8LO;
    }

    private void setPoint() throws ProfileException {
        SetPoint setPoint = profile.capabilities().setPoint().orElseThrow();
        var place = top.place("capabilities");
        if (Current.MINIMUM.exceeds(setPoint.least())) {
            throw place.refuse("setpoint.min " + setPoint.least() + " is below 6 A (R6)", "use at least 6 A");
        }
        if (!setPoint.step().isPositive()) {
            throw place.refuse("setpoint.step " + setPoint.step(), "name the granularity, as 0.1 A");
        }
        Set<String> actions = profile.actions().keySet();
        if (!actions.contains("setCurrent")) {
            throw place.refuse("there is no action setCurrent(a)", "add it under actions");
        }
        if (setPoint.zero() == Zero.VIA_ENABLE
                && !(actions.contains("disable") && (actions.contains("enable") || actions.contains("start")))) {
            throw place.refuse("zero is viaEnable without actions enable and disable", "add both, or say zeroCurrent");
        }
    }

    /** Changing phases may not switch on: that is for the next offer, once the change is known to be over (R28). */
    private void phaseSwitch() throws ProfileException {
        ActionSpec change = profile.actions().get("setPhases");
        if (profile.capabilities().phaseSwitch().isPresent() != (change != null)) {
            throw top.place("actions")
                    .refuse(
                            "capabilities.phaseSwitch and the action setPhases(n) belong together",
                            "say when it can and how it is done, or neither");
        }
        Set<String> offers = new HashSet<>();
        for (String name : List.of("setCurrent", "start", "enable")) {
            Optional.ofNullable(profile.actions().get(name)).ifPresent(action -> offers.addAll(action.writes()));
        }
        for (ActionSpec.Step step : change == null ? List.<ActionSpec.Step>of() : change.steps()) {
            boolean offering = step instanceof ActionSpec.Write write
                    && write.values().keySet().stream().anyMatch(offers::contains);
            if (offering || step instanceof ActionSpec.Do) {
                throw top.place("actions")
                        .refuse(
                                "setPhases does what an offer does (R28)",
                                "leave that out: it is off before and offered to after");
            }
        }
    }

    private void actions() throws ProfileException {
        for (ActionSpec action : profile.actions().values()) {
            follow(action, new HashSet<>());
        }
    }

    private void follow(ActionSpec action, Set<String> above) throws ProfileException {
        if (!above.add(action.name())) {
            throw top.place("actions").refuse("action " + action.name() + " does itself", "break the circle");
        }
        for (ActionSpec.Step step : action.steps()) {
            if (step instanceof ActionSpec.Do inner) {
                ActionSpec next = profile.actions().get(inner.action());
                if (next == null || !next.parameters().isEmpty()) {
                    throw top.place("actions")
                            .refuse(
                                    action.name() + " does '" + inner.action() + "'",
                                    "name an action without parameters");
                }
                follow(next, above);
            }
        }
        above.remove(action.name());
    }

    private void failSafe() throws ProfileException {
        FailSafe failSafe = profile.failSafe();
        if (!failSafe.exists()) {
            return;
        }
        var place = top.place("failsafe");
        boolean writes =
                failSafe.style() == FailSafe.Style.HEARTBEAT || failSafe.style() == FailSafe.Style.REWRITE_TIMEOUT;
        if (writes != failSafe.register().isPresent()
                || (failSafe.style() == FailSafe.Style.HEARTBEAT)
                        != failSafe.beat().isPresent()) {
            throw place.refuse(
                    "style, register and beat do not fit",
                    "heartbeat needs register and beat, rewriteTimeout needs register, others neither");
        }
        if (failSafe.verifyTimeout().isEmpty() && failSafe.verifyCurrent().isEmpty()) {
            throw place.refuse(
                    "the fail-safe cannot be read back (R34)", "name a point in verify.timeout or verify.current");
        }
        for (Duration time : List.of(failSafe.least(), failSafe.most())) {
            Duration period = failSafe.style() == FailSafe.Style.ANY_READ ? fastest() : failSafe.periodFor(time);
            if (period.multipliedBy(2).compareTo(time) >= 0) {
                throw place.refuse(
                        "fed each " + period.toMillis() + " ms, its time is " + time.toMillis() + " ms",
                        "feed it in less than half its time (R35)");
            }
        }
    }

    private Duration fastest() {
        return profile.polls().values().stream()
                .flatMap(Optional::stream)
                .min(Duration::compareTo)
                .orElse(Duration.ofHours(1));
    }

    private void states() throws ProfileException {
        List<Row> rows = profile.states().rows();
        Map<String, Optional<Duration>> polls = profile.polls();
        if (rows.isEmpty()) {
            throw top.place().refuse("an evse without state table", "add 'state'");
        }
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            boolean last = i == rows.size() - 1;
            if (last != row.when().source().equals("true")) {
                throw row.place()
                        .refuse(
                                last ? "the state table is not total (R21)" : "no row after this one can match",
                                "end with {else: true, iec: \"?\", reason: unknownState}, and only there");
            }
            if (last && !(row.state() == PilotState.UNKNOWN && row.reason().equals(StateTable.UNKNOWN))) {
                throw row.place()
                        .refuse(
                                "an unknown value counts as " + row.title(),
                                "never guess: iec: \"?\", reason: unknownState (R21)");
            }
            for (String input : row.when().names()) {
                Optional<PointSpec> point = profile.point(input);
                if (point.isPresent() && point.get().poll().flatMap(polls::get).isEmpty()) {
                    throw row.place()
                            .refuse("the state looks at " + input + ", which is not polled", "give it a poll class");
                }
            }
        }
    }
}
