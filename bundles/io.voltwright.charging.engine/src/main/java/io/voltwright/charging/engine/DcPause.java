package io.voltwright.charging.engine;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.Moment;
import io.voltwright.charging.api.StopReason;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Ends a DC charge that had to be paused: its car has left the charge loop after five seconds without energy (R43). */
final class DcPause {

    static final Duration LOOP = Duration.ofSeconds(5);

    private static final Current FLOWS = Current.amperes(1);

    private boolean took;
    private @Nullable Duration since;

    void look(EvseMachine machine, Offers offers, Moment time) {
        Look look = machine.look()
                .filter(Look::heard)
                .filter(seen -> seen.abilities().dc())
                .orElse(null);
        if (look == null || !machine.entitled()) {
            took = look != null && took;
            since = null;
            return;
        }
        Duration now = time.sinceBoot();
        took = took || look.draws().filter(draws -> draws.exceeds(FLOWS)).isPresent();
        if (!took || offers.held().isPositive()) {
            since = null;
            return;
        }
        since = since == null ? now : since;
        if (now.minus(since).compareTo(LOOP) > 0) {
            took = false;
            machine.session().end(StopReason.OTHER, "station:dc-paused", Optional.empty(), time);
        }
    }
}
