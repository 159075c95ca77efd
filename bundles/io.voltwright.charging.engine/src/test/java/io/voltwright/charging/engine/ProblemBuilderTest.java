package io.voltwright.charging.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.DeviceId;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Phase;
import io.voltwright.base.api.Voltage;
import io.voltwright.charging.api.PowerPolicy.Demand;
import io.voltwright.site.api.Evse;
import io.voltwright.site.api.Node;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProblemBuilderTest {

    static final EvseId LEFT = new EvseId("left");
    static final Node GRID = new Node("grid", Current.amperes(32), Optional.empty(), List.of(LEFT), List.of());

    final ProblemBuilder problems = new ProblemBuilder(
            new Limits(), new Externals(), new Wishes(), new WorstLoads(Optional::empty), meter -> Optional.empty());
    final Premises premises = new Premises(GRID, Voltage.volts(230), ZoneOffset.UTC, List.of());

    // Field reference 4.2 step 1: turns last a slot; who has just got one must not lose it to the next cycle.
    @Test
    void aHolderSaysForHowLongItHasHeldItsTurn() {
        assertThat(demand(Current.ZERO, 0).holding()).isZero();
        assertThat(demand(Current.amperes(6), 10).holding()).isZero();
        assertThat(demand(Current.amperes(16), 100).holding()).isEqualTo(90);
        assertThat(demand(Current.ZERO, 101).holding()).isZero();
        assertThat(demand(Current.amperes(6), 200).holding()).isZero();
        assertThat(demand(Current.amperes(6), 230).holding()).isEqualTo(30);
    }

    private Demand demand(Current held, int second) {
        Duration now = Duration.ofSeconds(second);
        ProblemBuilder.Known known = new ProblemBuilder.Known(stand(held), new Booking(held), Optional.empty());
        return problems.build(premises, Map.of(LEFT, known), now, Instant.EPOCH.plus(now))
                .demands()
                .get(0);
    }

    private static Stand stand(Current held) {
        Evse wiring = new Evse(
                LEFT,
                "keba-kecontact-p30",
                new DeviceId("bus"),
                255,
                1,
                List.of(Phase.L1, Phase.L2, Phase.L3),
                Current.amperes(16),
                Current.ZERO,
                Duration.ofSeconds(30),
                Optional.empty(),
                Optional.empty(),
                "standard");
        return new Stand(
                wiring,
                Optional.empty(),
                true,
                true,
                false,
                held,
                Current.ZERO,
                held,
                Optional.empty(),
                wiring.rotation(),
                Current.amperes(16),
                Optional.empty(),
                Duration.ZERO,
                Optional.empty(),
                Duration.ZERO,
                Optional.empty(),
                false);
    }
}
