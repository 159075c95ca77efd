package io.voltwright.protocol.ocpp;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What commands about one back end have in common. */
final class BackEndCommand {

    private BackEndCommand() {}

    /** The back end of this name; says so where there is none. */
    static Optional<BackEnd> find(@Nullable List<BackEnd> backEnds, String name) {
        Optional<BackEnd> found = Optional.ofNullable(backEnds).orElse(List.of()).stream()
                .filter(backEnd -> backEnd.settings().name().equals(name))
                .findFirst();
        if (found.isEmpty()) {
            System.out.println("No back end '" + name + "' is running");
        }
        return found;
    }
}
