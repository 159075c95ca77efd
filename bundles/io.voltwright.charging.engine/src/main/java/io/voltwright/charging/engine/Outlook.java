package io.voltwright.charging.engine;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Moment;
import io.voltwright.base.api.Point;
import io.voltwright.base.api.Quality;
import io.voltwright.base.api.Reading;
import io.voltwright.charging.api.ChargingState;
import io.voltwright.charging.api.EvseStatus;
import io.voltwright.charging.api.Session;
import io.voltwright.charging.engine.Notes.Sensed;
import io.voltwright.field.api.PileAbilities;
import io.voltwright.field.api.PileStatus;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Draws the outside view of an EVSE from its machine. */
final class Outlook {

    private Outlook() {}

    static EvseView view(EvseMachine machine, Offers offers, int number, Moment since, EvseStatus status) {
        Optional<Look> look = machine.look();
        Optional<PileStatus> pile = look.map(Look::status);
        Optional<Sensed> sensed = pile.map(now -> Sensed.of(now, machine.wiring()));
        Optional<Session> session = machine.charge()
                .map(charge -> SessionView.of(
                        charge, machine.session().starting(), machine.bounds().of(charge)));
        return new EvseView(
                machine.evse(),
                number,
                status,
                since,
                machine.plugged(),
                machine.operative(),
                machine.opening().text(),
                premises(machine),
                look.filter(known -> known.abilities().lock()).isPresent(),
                machine.fault(),
                session,
                offers.held(),
                reason(machine, offers),
                sensed.flatMap(Sensed::currents),
                sensed.flatMap(Sensed::power),
                look.flatMap(Look::counted).map(Counted::energy),
                pile.map(PileStatus::quality).orElse(Quality.LOST),
                pile.map(now -> readings(now)).orElse(List.of()),
                look.map(Look::abilities).map(Outlook::device).orElse(""));
    }

    /** Whether a car may need ventilation here (R31). */
    static boolean ventilated(EvseMachine machine) {
        return machine.wiring().rules().ventilated()
                || machine.settings.supervision().ventilated(machine.evse());
    }

    private static String premises(EvseMachine machine) {
        String by = machine.wiring().rules().ventilated() ? "ventilated (site file)" : "ventilated (settings)";
        return Stream.of(machine.faults().zone(), ventilated(machine) ? by : "")
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(", "));
    }

    /**
     * @param kept whether it is kept free for a token
     */
    static EvseStatus status(EvseMachine machine, boolean kept) {
        EvseStatus status = status(machine);
        boolean waits = status == EvseStatus.PREPARING
                && machine.charge().flatMap(Charge::grant).isEmpty();
        return kept && (waits || status == EvseStatus.AVAILABLE) ? EvseStatus.RESERVED : status;
    }

    private static EvseStatus status(EvseMachine machine) {
        if (machine.fault().isPresent()) {
            return EvseStatus.FAULTED;
        }
        Charge charge = machine.charge().orElse(null);
        if (charge == null) {
            if (machine.session().finished().isPresent()) {
                return EvseStatus.FINISHING;
            }
            return machine.operative() && machine.presence.known() ? EvseStatus.AVAILABLE : EvseStatus.UNAVAILABLE;
        }
        if (machine.session().stopping()) {
            return EvseStatus.FINISHING;
        }
        if (charge.started().isEmpty() || machine.session().starting()) {
            return EvseStatus.PREPARING;
        }
        return switch (charge.state()) {
            case CHARGING -> EvseStatus.CHARGING;
            case SUSPENDED_EV -> EvseStatus.SUSPENDED_EV;
            case SUSPENDED_EVSE -> EvseStatus.SUSPENDED_EVSE;
            case IDLE, EV_CONNECTED -> EvseStatus.PREPARING;
        };
    }

    private static String reason(EvseMachine machine, Offers offers) {
        if (machine.fault().isPresent()) {
            return "fault: " + machine.fault().orElseThrow();
        }
        Charge charge = machine.charge().orElse(null);
        if (charge == null) {
            return machine.session().finished().isPresent() ? "the session is over; unplug" : "no session";
        }
        if (charge.grant().isEmpty()) {
            return "waits for a token";
        }
        if (!charge.plugged()) {
            return "waits for the car";
        }
        if (charge.started().isEmpty() || machine.session().starting()) {
            return "waits for the start register to be on disk";
        }
        boolean asleep =
                charge.state() == ChargingState.SUSPENDED_EV && !offers.reason().isEmpty();
        return asleep ? offers.reason() + "; the car does not take it" : offers.reason();
    }

    private static List<Reading> readings(PileStatus status) {
        return status.readings().values().stream()
                .sorted(Comparator.comparing(Reading::point))
                .toList();
    }

    private static String device(PileAbilities abilities) {
        return Stream.of(abilities.model(), abilities.serial(), abilities.firmware())
                .filter(word -> !word.isEmpty())
                .collect(Collectors.joining(" "));
    }

    /** The most the pile and its cable let through, and who says so where it is less than the site file says. */
    static Most most(EvseMachine machine) {
        Current wired = machine.wiring().most();
        Most most = new Most(wired, Optional.empty());
        Look look = machine.look().orElse(null);
        if (look == null) {
            return most;
        }
        most = most.lower(look.abilities().most(), "the pile's hardware");
        for (Point point : List.of(Point.LIMIT_HARDWARE, Point.LIMIT_CABLE)) {
            Optional<Current> limit =
                    look.status().good(point).map(Current::amperes).filter(Current::isPositive);
            if (limit.isPresent()) {
                String who = point == Point.LIMIT_CABLE ? "the cable" : "the pile's setting";
                most = most.lower(limit.orElseThrow(), who);
            }
        }
        return most;
    }

    /**
     * A maximum and who set it.
     *
     * @param cap empty where it is the site file's
     */
    record Most(Current current, Optional<String> cap) {

        Most lower(Current other, String who) {
            return current.exceeds(other) ? new Most(other, Optional.of(who)) : this;
        }
    }

    /** For logs: which EVSE. */
    static String lane(EvseId evse) {
        return "evse " + evse;
    }
}
