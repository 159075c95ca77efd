package io.voltwright.charging.engine;

import static io.voltwright.charging.engine.Scene.CARD;
import static io.voltwright.charging.engine.Scene.LEFT;
import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.Current;
import io.voltwright.base.api.Moment;
import io.voltwright.base.api.PhaseCurrents;
import io.voltwright.field.api.FakePile;
import io.voltwright.field.api.PilotState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What wears or endangers is counted over restarts. */
class RememberedTest {

    static final Actor ANN = Actor.operator("ann");

    @Test
    @DisplayName("R27: the rest of a contactor goes on over a restart")
    void spacing() {
        Scene scene = Scene.twoUnopened();
        scene.settings = Settings.DEFAULT;
        scene.open().charge(LEFT);
        assertThat(scene.left().amperes()).isPositive();
        scene.now(scene.engine.limit(Optional.of(LEFT), "site", Current.ZERO, Optional.empty(), ANN));
        scene.pass(5);
        scene.now(scene.engine.unlimit(Optional.of(LEFT), "site", ANN));
        scene.pass(2).kill().pass(2).open().pass(20);
        assertThat(scene.left().offered()).isZero();
        scene.pass(40);
        assertThat(scene.left().amperes()).isPositive();
    }

    @Test
    @DisplayName("R27: ten starts in an hour are ten over restarts too")
    void perHour() {
        Scene scene = Scene.twoUnopened();
        scene.settings =
                new Settings(Duration.ofSeconds(10), Duration.ofSeconds(60), true, Duration.ZERO, 3, 40, 5_000);
        scene.open();
        for (int start = 0; start < 3; start++) {
            scene.left().plug();
            scene.pass(3);
            scene.card(LEFT, CARD);
            scene.pass(15);
            assertThat(scene.left().amperes()).as("start " + start).isPositive();
            scene.left().unplug();
            scene.pass(10).kill().open();
        }
        scene.charge(LEFT).pass(600);
        assertThat(scene.left().offered()).isZero();
        scene.pass(3000);
        assertThat(scene.left().amperes()).isPositive();
    }

    @Test
    @DisplayName(
            "R28: ten minutes between two changes of the phases, and their number in a session, hold over a restart")
    void phases() {
        Scene scene = Scene.twoUnopened();
        scene.piles.values().forEach(pile -> pile.able(FakePile.abilities(false, true)));
        scene.settings = new Settings(
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                true,
                Duration.ZERO,
                1000,
                10_000,
                5_000,
                new Supervision(Duration.ofSeconds(2), java.util.Set.of(), List.of(), 1));
        scene.open().charge(LEFT).pass(30);
        assertThat(scene.after(30, scene.engine.switchPhases(LEFT, 1, ANN)).isDone())
                .isTrue();
        scene.pass(5).kill().open().pass(10);
        assertThat(scene.now(scene.engine.switchPhases(LEFT, 3, ANN)).reasonOrDone())
                .contains("not before 600 s");
        scene.pass(600);
        assertThat(scene.now(scene.engine.switchPhases(LEFT, 3, ANN)).reasonOrDone())
                .contains("1 times in this session");
    }

    @Test
    @DisplayName("R39: the worst load that a meter has shown is assumed after a restart too, and written once a minute")
    void worstLoad() {
        Scene scene = Scene.two();
        WorstLoads worst = new WorstLoads(() -> Optional.of(scene.journal));
        worst.see("grid", PhaseCurrents.amperes(7, 3, 1), Duration.ofSeconds(1));
        scene.pass(1);
        worst.see("grid", PhaseCurrents.amperes(8, 3, 1), Duration.ofSeconds(30));
        scene.pass(1);
        assertThat(worst.of("grid")).isEqualTo(PhaseCurrents.amperes(7, 3, 1));
        worst.see("grid", PhaseCurrents.amperes(8, 3, 1), Duration.ofSeconds(70));
        scene.pass(1);

        WorstLoads again = new WorstLoads(Optional::empty);
        again.load(words(scene));
        assertThat(again.of("grid")).isEqualTo(PhaseCurrents.amperes(8, 3, 1));
        MeterFeed feed = new MeterFeed(Duration.ZERO, again.of("grid"));
        MeterFeed.Trust trust = feed.look(Optional.empty(), PhaseCurrents.ZERO, Duration.ofSeconds(61));
        assertThat(trust).isEqualTo(MeterFeed.Trust.LOST);
        assertThat(feed.background(trust)).isEqualTo(PhaseCurrents.amperes(8, 3, 1));
    }

    private static Map<String, String> words(Scene scene) {
        try {
            return Rows.read(scene.store).words();
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    @DisplayName(
            "R27: times are found again by the clock in another boot; a clock that was set back makes them just now")
    void times() {
        Instant noon = Instant.parse("2026-03-02T12:00:00Z");
        Moment before = at(noon, Duration.ofHours(5));
        String text = PastText.of(List.of(Duration.ofHours(4), Duration.ofHours(5)), before);
        assertThat(PastText.parse(text, at(noon.plusSeconds(60), Duration.ofSeconds(10))))
                .containsExactly(Duration.ofSeconds(10 - 3660), Duration.ofSeconds(10 - 60));
        assertThat(PastText.parse(text, at(noon.minusSeconds(7200), Duration.ofSeconds(10))))
                .containsExactly(Duration.ofSeconds(10), Duration.ofSeconds(10));
        assertThat(PastText.parse("", before)).isEmpty();
    }

    private static Moment at(Instant utc, Duration sinceBoot) {
        return new Moment(utc, UUID.randomUUID(), sinceBoot, Moment.ClockState.SYNCHRONISED);
    }

    @Test
    @DisplayName("R28: the pile was asked for three phases when the process ended: three may be loaded after it")
    void askedBeforeTheEnd() {
        Scene scene = Scene.twoUnopened();
        scene.piles.values().forEach(pile -> pile.able(FakePile.abilities(false, true)));
        scene.open().charge(LEFT).pass(30);
        scene.after(30, scene.engine.switchPhases(LEFT, 1, ANN));
        scene.left().state(PilotState.B);
        scene.pass(700);
        scene.engine.switchPhases(LEFT, 3, ANN);
        for (int second = 0; second < 40 && scene.left().switches().size() < 2; second++) {
            scene.pass(1);
        }
        scene.kill().open().pass(5);
        assertThat(scene.evse(LEFT).currents()).isPresent();
        assertThat(scene.now(scene.engine.switchPhases(LEFT, 3, ANN)).isDone()).isTrue();
    }
}
