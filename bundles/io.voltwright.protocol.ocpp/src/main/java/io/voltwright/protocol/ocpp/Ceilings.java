package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Phase;
import io.voltwright.base.api.SessionId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The ceilings that one set of profiles means on one site. */
final class Ceilings {

    /**
     * The transaction at an EVSE.
     *
     * @param session whose own profiles count; empty: none runs
     * @param began when it started; empty: as if it started at each moment that is asked about
     */
    record Transaction(Optional<SessionId> session, Optional<Instant> began) {}

    private final List<Profile> profiles;
    private final Wires wires;

    Ceilings(List<Profile> profiles, Wires wires) {
        this.profiles = profiles;
        this.wires = wires;
    }

    /** What is set for the station as a whole; without the fuse. */
    Ceiling station() {
        return Ceiling.lowest(List.of(
                stack(profile -> profile.purpose() == Purpose.STATION_MAX, Optional.empty()),
                stack(profile -> profile.purpose() == Purpose.EXTERNAL, Optional.empty())));
    }

    /** What is set for the transaction at an EVSE: its own profile or, where that has none, the default (R-K09). */
    Ceiling transaction(EvseId evse, Transaction transaction) {
        Ceiling own = stack(
                profile -> profile.purpose() == Purpose.TX
                        && profile.evse().filter(evse::equals).isPresent()
                        && (profile.session().isEmpty() || profile.session().equals(transaction.session())),
                transaction.began());
        Ceiling general = stack(
                profile -> profile.purpose() == Purpose.TX_DEFAULT
                        && profile.evse().map(evse::equals).orElse(true),
                transaction.began());
        return own.orElse(general);
    }

    private Stack stack(Predicate<Profile> which, Optional<Instant> began) {
        return new Stack(profiles.stream().filter(which).toList(), began, wires.voltage());
    }

    /** All that holds an EVSE down, with its fuses. */
    Ceiling evse(EvseId evse, Transaction transaction) {
        return Ceiling.lowest(
                List.of(Ceiling.fixed(wires.most(Optional.of(evse))), station(), transaction(evse, transaction)));
    }

    /** What the station may take from the grid: no more than all its EVSEs together (errata v4 3.30). */
    Ceiling grid(Map<EvseId, Transaction> transactions) {
        Map<EvseId, Ceiling> each = wires.evses().stream()
                .collect(Collectors.toMap(
                        Function.identity(),
                        evse -> Ceiling.lowest(List.of(
                                Ceiling.fixed(wires.most(Optional.of(evse))),
                                transaction(
                                        evse,
                                        transactions.getOrDefault(
                                                evse, new Transaction(Optional.empty(), Optional.empty())))))));
        Ceiling all = new Ceiling() {
            @Override
            public Optional<Rate> at(Instant time) {
                return Optional.of(sum(time, each));
            }

            @Override
            public Optional<Instant> changeAfter(Instant time) {
                return Ceiling.lowest(List.copyOf(each.values())).changeAfter(time);
            }
        };
        return Ceiling.lowest(List.of(Ceiling.fixed(wires.most(Optional.empty())), station(), all));
    }

    // On the fullest phase.
    private Rate sum(Instant time, Map<EvseId, Ceiling> each) {
        List<Phase> phases = wires.phases(Optional.empty());
        BigDecimal most = phases.stream()
                .map(phase -> each.entrySet().stream()
                        .filter(entry ->
                                wires.phases(Optional.of(entry.getKey())).contains(phase))
                        .flatMap(entry -> entry.getValue().at(time).stream())
                        .map(Rate::amperes)
                        .reduce(BigDecimal.ZERO, BigDecimal::add))
                .max(Comparator.naturalOrder())
                .orElse(BigDecimal.ZERO);
        return new Rate(most, Math.max(1, phases.size()));
    }
}
