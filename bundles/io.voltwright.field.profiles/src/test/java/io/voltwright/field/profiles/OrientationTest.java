package io.voltwright.field.profiles;

import static io.voltwright.base.api.Phase.L1;
import static io.voltwright.base.api.Phase.L2;
import static io.voltwright.base.api.Phase.L3;
import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.DeviceId;
import io.voltwright.base.api.Phase;
import io.voltwright.base.api.Point;
import io.voltwright.base.api.Quality;
import io.voltwright.base.api.Reading;
import io.voltwright.base.api.VirtualTime;
import io.voltwright.site.api.Meter;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Need P19 of field reference 2.1: sign inversion, orientation of the current transformers, phase rotation. */
class OrientationTest {

    private static final List<Phase> AS_DRAWN = List.of(Phase.values());

    private final VirtualTime time = new VirtualTime();
    /** 10 A, 6 A and -4 A at 230, 231 and 232 V. */
    private final Map<Point, Reading> terminals = new EnumMap<>(Point.class);

    OrientationTest() {
        put(Point.VOLTAGE_L1, 230);
        put(Point.VOLTAGE_L2, 231);
        put(Point.VOLTAGE_L3, 232);
        put(Point.CURRENT_L1, 10);
        put(Point.CURRENT_L2, 6);
        put(Point.CURRENT_L3, -4);
        put(Point.POWER_L1, 2300);
        put(Point.POWER_L2, 1386);
        put(Point.POWER_L3, -928);
        put(Point.POWER, 2758);
        put(Point.REACTIVE, 100);
        put(Point.FREQUENCY, 50);
        put(Point.ENERGY_IMPORT, 5000);
        put(Point.ENERGY_EXPORT, 200);
    }

    @Test
    void aMeterWiredAsDrawnIsSeenAsItIs() {
        assertThat(seen(AS_DRAWN, Set.of())).isEqualTo(terminals);
    }

    @Test
    @DisplayName("P19: what is at terminal 1 is seen on the phase that is wired there")
    void rotated() {
        Map<Point, Reading> grid = seen(List.of(L2, L3, L1), Set.of());

        assertThat(values(grid, Point.CURRENT_L1, Point.CURRENT_L2, Point.CURRENT_L3))
                .containsExactly(-4.0, 10.0, 6.0);
        assertThat(values(grid, Point.VOLTAGE_L1, Point.VOLTAGE_L2, Point.VOLTAGE_L3))
                .containsExactly(232.0, 230.0, 231.0);
        assertThat(values(grid, Point.POWER_L1, Point.POWER_L2, Point.POWER_L3))
                .containsExactly(-928.0, 2300.0, 1386.0);
        assertThat(values(grid, Point.POWER, Point.ENERGY_IMPORT, Point.ENERGY_EXPORT))
                .containsExactly(2758.0, 5000.0, 200.0);
        grid.forEach((point, reading) -> assertThat(reading.point()).isEqualTo(point));
    }

    @Test
    void aMeterOfOnePhaseIsSeenOnTheOneItIsWiredTo() {
        List.of(Point.values()).stream()
                .filter(point -> point.key().endsWith("l2") || point.key().endsWith("l3"))
                .forEach(terminals::remove);

        Map<Point, Reading> grid = seen(List.of(L3), Set.of(L3));

        assertThat(values(grid, Point.VOLTAGE_L3, Point.CURRENT_L3, Point.POWER_L3))
                .containsExactly(230.0, -10.0, -2300.0);
        assertThat(grid).doesNotContainKeys(Point.CURRENT_L1, Point.CURRENT_L2, Point.VOLTAGE_L1, Point.POWER_L1);
        assertThat(new Orientation(meter(List.of(L3), Set.of())).first()).isEqualTo(L3);
    }

    @Test
    @DisplayName("P19: turned as a whole every sign is the other, and import and export are each other's")
    void turned() {
        Map<Point, Reading> grid = seen(AS_DRAWN, Set.of(L1, L2, L3));

        assertThat(values(grid, Point.CURRENT_L1, Point.CURRENT_L2, Point.CURRENT_L3))
                .containsExactly(-10.0, -6.0, 4.0);
        assertThat(values(grid, Point.POWER, Point.POWER_L3, Point.REACTIVE)).containsExactly(-2758.0, 928.0, -100.0);
        assertThat(values(grid, Point.ENERGY_IMPORT, Point.ENERGY_EXPORT)).containsExactly(200.0, 5000.0);
        assertThat(values(grid, Point.VOLTAGE_L1, Point.FREQUENCY)).containsExactly(230.0, 50.0);
    }

    @Test
    void withoutARegisterOfExportNothingIsSeenAsImportOfATurnedMeter() {
        terminals.remove(Point.ENERGY_EXPORT);

        Map<Point, Reading> grid = seen(AS_DRAWN, Set.of(L1, L2, L3));

        assertThat(grid).doesNotContainKey(Point.ENERGY_IMPORT);
        assertThat(values(grid, Point.ENERGY_EXPORT)).containsExactly(5000.0);
    }

    @Test
    @DisplayName("P19: with one transformer turned the power is the sum of its phases, and no register is right")
    void oneTransformerTurned() {
        put(Point.POWER_L1, 2300, Duration.ofSeconds(1), Quality.STALE);

        Map<Point, Reading> grid = seen(List.of(L2, L3, L1), Set.of(L1));

        assertThat(values(grid, Point.CURRENT_L1, Point.CURRENT_L2, Point.CURRENT_L3))
                .containsExactly(4.0, 10.0, 6.0);
        assertThat(values(grid, Point.POWER)).containsExactly(928.0 + 2300 + 1386);
        Reading power = Objects.requireNonNull(grid.get(Point.POWER));
        assertThat(power.quality()).isEqualTo(Quality.STALE);
        assertThat(power.requested().sinceBoot()).isEqualTo(Duration.ZERO);
        assertThat(grid).doesNotContainKeys(Point.ENERGY_IMPORT, Point.ENERGY_EXPORT, Point.REACTIVE);
    }

    @Test
    void withOneTransformerTurnedAndAPhaseUnknownThereIsNoPower() {
        terminals.remove(Point.POWER_L3);

        assertThat(seen(AS_DRAWN, Set.of(L2))).doesNotContainKey(Point.POWER);
    }

    private Map<Point, Reading> seen(List<Phase> rotation, Set<Phase> inverted) {
        return new Orientation(meter(rotation, inverted)).seen(terminals);
    }

    private static Meter meter(List<Phase> rotation, Set<Phase> inverted) {
        return new Meter(new DeviceId("meter"), "any", new DeviceId("bus"), 1, rotation, inverted);
    }

    private void put(Point point, double value) {
        put(point, value, Duration.ZERO, Quality.GOOD);
    }

    private void put(Point point, double value, Duration later, Quality quality) {
        time.pass(later);
        terminals.put(point, new Reading(point, value, time.moment(), quality));
    }

    private static List<Double> values(Map<Point, Reading> readings, Point... points) {
        return List.of(points).stream()
                .map(point -> Objects.requireNonNull(readings.get(point)).value())
                .toList();
    }
}
