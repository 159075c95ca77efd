package io.voltwright.protocol.ocpp;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What commands about back ends have in common: a name is that of a back end, or of one pile at it. */
final class BackEndCommand {

    private BackEndCommand() {}

    /** All charge points of all back ends. */
    static List<ChargePoint> all(@Nullable List<BackEnd> backEnds) {
        return Optional.ofNullable(backEnds).orElse(List.of()).stream()
                // One whose settings are refused is registered, and is not there.
                .filter(Objects::nonNull)
                .flatMap(backEnd -> backEnd.points().stream())
                .toList();
    }

    /** Those that a name means: of a back end that knows each pile as a station of its own all, or one; without a name all. */
    static List<ChargePoint> named(@Nullable List<BackEnd> backEnds, @Nullable String name) {
        return all(backEnds).stream()
                .filter(point -> name == null
                        || point.settings().name().equals(name)
                        || point.settings().backEnd().equals(name))
                .toList();
    }

    /** As {@link #named}; says so where there is none. */
    static List<ChargePoint> some(@Nullable List<BackEnd> backEnds, String name) {
        List<ChargePoint> found = named(backEnds, name);
        if (found.isEmpty()) {
            System.out.println("No back end '" + name + "' is running");
        }
        return found;
    }

    /** The only one of this name; says so where there is none, and which there are where it is not the only one. */
    static Optional<ChargePoint> find(@Nullable List<BackEnd> backEnds, String name) {
        List<ChargePoint> found = some(backEnds, name);
        if (found.size() > 1) {
            System.out.println("Name one of "
                    + found.stream().map(point -> point.settings().name()).toList());
        }
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }
}
