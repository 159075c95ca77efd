package io.voltwright.charging.engine;

import static io.voltwright.charging.engine.Scene.LEFT;
import static io.voltwright.charging.engine.Scene.RIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.DeviceId;
import io.voltwright.base.api.Point;
import io.voltwright.base.api.Quality;
import io.voltwright.base.api.Reading;
import io.voltwright.charging.api.ChargingFact.EvseFaulted;
import io.voltwright.charging.api.ChargingFact.EvseRecovered;
import io.voltwright.charging.api.ChargingFact.SessionStopped;
import io.voltwright.charging.api.Severity;
import io.voltwright.charging.api.StopReason;
import io.voltwright.field.api.Meter;
import io.voltwright.site.api.EvseRules;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Emergency stops on digital inputs. */
class EmergencyInputTest {

    static final Actor ANN = Actor.operator("ann");
    static final DeviceId IO = new DeviceId("io-1");

    private final Scene scene = Scene.twoUnopened();
    private final Input input = new Input();

    private final class Input implements Meter {
        private double value;
        private Quality quality = Quality.GOOD;

        @Override
        public DeviceId id() {
            return IO;
        }

        @Override
        public Map<Point, Reading> readings() {
            return Map.of(
                    Point.INPUT_EMERGENCY, new Reading(Point.INPUT_EMERGENCY, value, scene.time.moment(), quality));
        }
    }

    private Scene open(String place, List<Set<io.voltwright.base.api.EvseId>> zones) {
        scene.settings = new Settings(
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                true,
                Duration.ZERO,
                1000,
                10_000,
                5_000,
                new Supervision(Duration.ofSeconds(2), Set.of(), zones, 10, Map.of(IO, place)));
        scene.open();
        scene.engine.addMeter(input);
        return scene;
    }

    @Test
    @DisplayName(
            "R33: an emergency stop on a digital input stops its zone within a second, latches, and is reset on site once released")
    void stopsItsZone() {
        open("", List.of()).charge(LEFT);
        input.value = 1;
        scene.pass(2);
        assertThat(scene.left().offered()).isZero();
        scene.pass(10);
        assertThat(scene.facts(SessionStopped.class).get(0).reason()).isEqualTo(StopReason.EMERGENCY_STOP);
        assertThat(scene.evse(RIGHT).fault()).contains("MREC8-EmergencyStop");
        assertThat(scene.now(scene.engine.resetFault(LEFT, Actor.backend("csms")))
                        .reasonOrDone())
                .contains("on site");
        assertThat(scene.now(scene.engine.resetFault(LEFT, ANN)).reasonOrDone()).contains("io-1 is still pressed");

        input.value = 0;
        scene.pass(3).kill().open().pass(3);
        assertThat(scene.now(scene.engine.resetFault(LEFT, ANN)).reasonOrDone()).contains("io-1 cannot be heard");
        scene.engine.addMeter(input);
        scene.pass(2);
        assertThat(scene.evse(LEFT).fault()).contains("MREC8-EmergencyStop");
        assertThat(scene.now(scene.engine.resetFault(LEFT, ANN)).isDone()).isTrue();
        scene.pass(3);
        assertThat(scene.evse(LEFT).fault()).isEmpty();
        assertThat(scene.evse(RIGHT).fault()).isEmpty();
    }

    @Test
    @DisplayName("R33: an input stops the zone that it is named for, and no other")
    void onlyItsZone() {
        open("right", List.of(Set.of(LEFT), Set.of(RIGHT))).charge(LEFT);
        input.value = 1;
        scene.pass(5);
        assertThat(scene.left().amperes()).isPositive();
        assertThat(scene.evse(RIGHT).fault()).contains("MREC8-EmergencyStop");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Hall-2", "hall-9", "settings 1", "left right"})
    @DisplayName("R33: an input for a zone that nobody knows stops all of the site, and says how to mend that")
    void unknownZone(String place) {
        open(place, List.of(Set.of(LEFT))).charge(LEFT);
        input.value = 1;
        scene.pass(3);
        assertThat(scene.left().offered()).isZero();
        assertThat(scene.evse(RIGHT).fault()).contains("MREC8-EmergencyStop");
        assertThat(scene.facts(EvseFaulted.class))
                .extracting(EvseFaulted::raw)
                .isNotEmpty()
                .allSatisfy(raw -> assertThat(raw).contains("io-1", "'" + place + "'", "emergency.inputs"));

        input.value = 0;
        scene.pass(3);
        assertThat(scene.now(scene.engine.resetFault(LEFT, ANN)).isDone()).isTrue();
        assertThat(scene.now(scene.engine.resetFault(RIGHT, ANN)).isDone()).isTrue();
        scene.pass(3);
        assertThat(scene.evse(LEFT).fault()).isEmpty();
        assertThat(scene.evse(RIGHT).fault()).isEmpty();
    }

    @Test
    @DisplayName("R33: an input without a zone stops all of the site where every EVSE is in a zone of its own")
    void noRest() {
        open("", List.of(Set.of(LEFT), Set.of(RIGHT))).charge(LEFT);
        input.value = 1;
        scene.pass(3);
        assertThat(scene.left().offered()).isZero();
        assertThat(scene.evse(RIGHT).fault()).contains("MREC8-EmergencyStop");
    }

    @Test
    @DisplayName("R33: a name that is an EVSE and a zone too stops both")
    void evseAndZone() {
        open("left", List.of(Set.of(LEFT)));
        scene.rules(
                RIGHT,
                rules -> new EvseRules(
                        rules.wiring(), rules.priority(), rules.steps(), rules.mode(), rules.hours(), "left", false));
        scene.pass(2);
        input.value = 1;
        scene.pass(3);
        assertThat(scene.evse(LEFT).fault()).contains("MREC8-EmergencyStop");
        assertThat(scene.evse(RIGHT).fault()).contains("MREC8-EmergencyStop");
    }

    @Test
    @DisplayName("R33, R20: an input that cannot be heard is a fault of its zone that names it; charging goes on")
    void toldWhereNotHeard() {
        open("left", List.of(Set.of(LEFT))).charge(LEFT);
        input.quality = Quality.LOST;
        scene.pass(10);
        assertThat(scene.facts(EvseFaulted.class)).singleElement().satisfies(fault -> {
            assertThat(fault.evse()).isEqualTo(LEFT);
            assertThat(fault.code()).isEqualTo("EmergencyInputFault");
            assertThat(fault.severity()).isEqualTo(Severity.LOW);
            assertThat(fault.raw()).contains("io-1 cannot be heard", "not protected by it");
        });
        assertThat(scene.evse(LEFT).premises()).contains("io-1 cannot be heard");
        assertThat(scene.evse(RIGHT).premises()).isEmpty();
        assertThat(scene.left().amperes()).isPositive();

        input.quality = Quality.GOOD;
        scene.pass(3);
        assertThat(scene.facts(EvseRecovered.class)).singleElement().satisfies(over -> assertThat(over.code())
                .isEqualTo("EmergencyInputFault"));
        assertThat(scene.evse(LEFT).premises()).doesNotContain("cannot be heard");
    }

    @Test
    @DisplayName("R33: a pile that falls silent while its emergency stop is pressed has not released it")
    void silentPile() {
        open("", List.of());
        scene.right().shows(Point.INPUT_EMERGENCY, 1);
        scene.pass(3);
        scene.right().line(false);
        scene.pass(10);
        assertThat(scene.now(scene.engine.resetFault(LEFT, ANN)).reasonOrDone()).contains("right is still pressed");
        scene.right().line(true).shows(Point.INPUT_EMERGENCY, 0);
        scene.pass(10);
        assertThat(scene.now(scene.engine.resetFault(LEFT, ANN)).isDone()).isTrue();
    }

    @Test
    @DisplayName("R33: an input that is not heard neither stops nor lets go on")
    void notHeard() {
        open("", List.of()).charge(LEFT);
        input.value = 1;
        input.quality = Quality.STALE;
        scene.pass(5);
        assertThat(scene.left().amperes()).isPositive();
        input.quality = Quality.GOOD;
        scene.pass(3);
        input.value = 0;
        input.quality = Quality.LOST;
        scene.pass(3);
        assertThat(scene.now(scene.engine.resetFault(LEFT, ANN)).reasonOrDone()).contains("still pressed");
    }

    @Test
    @DisplayName("R33: the input of a pile stops the zone of its EVSE")
    void ofAPile() {
        open("", List.of()).charge(LEFT);
        scene.right().shows(Point.INPUT_EMERGENCY, 1);
        scene.pass(3);
        assertThat(scene.left().offered()).isZero();
        scene.right().shows(Point.INPUT_EMERGENCY, 0);
        scene.pass(10);
        assertThat(scene.evse(LEFT).fault()).contains("MREC8-EmergencyStop");
        assertThat(scene.now(scene.engine.resetFault(RIGHT, ANN)).isDone()).isTrue();
    }
}
