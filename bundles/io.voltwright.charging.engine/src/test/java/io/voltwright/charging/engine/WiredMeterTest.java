package io.voltwright.charging.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.DeviceId;
import io.voltwright.base.api.Moment;
import io.voltwright.base.api.Phase;
import io.voltwright.base.api.PhaseCurrents;
import io.voltwright.base.api.Point;
import io.voltwright.base.api.Quality;
import io.voltwright.base.api.Reading;
import io.voltwright.charging.engine.MeterFeed.Trust;
import io.voltwright.field.api.Meter;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a meter shows on the phases of the grid is what is left free there, whichever its first terminal is (P19). */
class WiredMeterTest {

    static final Current FUSE = Current.amperes(40);

    final Map<Point, Double> shown = new EnumMap<>(Point.class);
    final MeterFeed feed = new MeterFeed(Duration.ZERO);
    private int second;

    @Test
    @DisplayName("P19: a meter of one phase that is wired to L2 leaves its load free on L2")
    void onOnePhase() {
        shown.put(Point.CURRENT_L2, 14.0);

        assertThat(look(Phase.L2)).isEqualTo(Trust.GOOD);

        assertThat(MeterFeed.left(FUSE, feed.background(Trust.GOOD))).isEqualTo(PhaseCurrents.amperes(40, 26, 40));
    }

    @Test
    @DisplayName("P19: what flows out on one phase is no load there and takes nothing from the others")
    void signsByPhase() {
        shown.put(Point.CURRENT_L1, -4.0);
        shown.put(Point.CURRENT_L2, 16.0);
        shown.put(Point.CURRENT_L3, 10.0);

        assertThat(look(Phase.L2)).isEqualTo(Trust.GOOD);

        assertThat(MeterFeed.left(FUSE, feed.background(Trust.GOOD))).isEqualTo(PhaseCurrents.amperes(40, 24, 30));
    }

    @Test
    @DisplayName("R39: without the current of its first terminal a meter is not heard, whatever else it shows")
    void firstTerminalMissing() {
        shown.put(Point.CURRENT_L1, 4.0);

        assertThat(look(Phase.L2)).isEqualTo(Trust.FROZEN);
    }

    @Test
    @DisplayName(
            "P19: with a house of 20 A at a meter on L2 behind 32 A a car on three phases is offered the 12 A that L2 has left")
    void offered() {
        Scene scene = Scene.twoUnopened();
        scene.meter = Optional.of(new DeviceId("meter"));
        scene.open();
        scene.engine.addMeter(new Shown(
                Phase.L2, () -> Map.of(Point.CURRENT_L2, 20 + scene.left().amperes()), () -> scene.time.moment()));

        scene.charge(Scene.LEFT);
        scene.pass(120);

        assertThat(scene.left().offered()).isEqualTo(12);
        PhaseCurrents measured = scene.engine.grid().measured().orElseThrow();
        assertThat(measured).isEqualTo(PhaseCurrents.amperes(0, 32, 0));
    }

    private Trust look(Phase first) {
        Trust trust = Trust.LOST;
        for (int i = 0; i < 5; i++) {
            second++;
            Meter meter = new Shown(first, () -> shown, () -> Moments.at(second));
            trust = feed.look(Optional.of(meter), PhaseCurrents.ZERO, Duration.ofSeconds(second));
        }
        return trust;
    }

    private record Shown(Phase first, Supplier<Map<Point, Double>> values, Supplier<Moment> now) implements Meter {

        @Override
        public DeviceId id() {
            return new DeviceId("meter");
        }

        @Override
        public Map<Point, Reading> readings() {
            Map<Point, Reading> readings = new EnumMap<>(Point.class);
            values.get()
                    .forEach((point, value) -> readings.put(point, new Reading(point, value, now.get(), Quality.GOOD)));
            return readings;
        }
    }
}
