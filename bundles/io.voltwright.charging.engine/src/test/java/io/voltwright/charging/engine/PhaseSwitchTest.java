package io.voltwright.charging.engine;

import static io.voltwright.charging.engine.Scene.LEFT;
import static io.voltwright.charging.engine.Scene.OTHER;
import static io.voltwright.charging.engine.Scene.RIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.Current;
import io.voltwright.base.api.DeviceId;
import io.voltwright.base.api.Outcome;
import io.voltwright.base.api.Phase;
import io.voltwright.base.api.SessionId;
import io.voltwright.charging.api.PowerPolicy.Demand;
import io.voltwright.charging.api.PowerPolicy.Share;
import io.voltwright.field.api.FakePile;
import io.voltwright.field.api.Offer;
import io.voltwright.site.api.Evse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Changes between one and three phases that somebody asks for. */
class PhaseSwitchTest {

    static final Actor ANN = Actor.operator("ann");

    final Scene scene = Scene.twoUnopened();

    private Scene open() {
        scene.left().able(FakePile.abilities(false, true));
        return scene.open();
    }

    @Test
    @DisplayName(
            "R28: phases change only while nothing flows, after ten seconds at 0, and not again within ten minutes")
    void phaseSwitch() {
        open().charge(LEFT).pass(30);
        SessionId id = scene.session(LEFT).id();
        CompletableFuture<Outcome> reply =
                scene.engine.switchPhases(LEFT, 1, ANN).toCompletableFuture();
        int before = scene.left().offers().size();
        scene.pass(9);
        assertThat(scene.left().switches()).isEmpty();
        scene.pass(8);
        // The fake throws if it is switched under load.
        assertThat(reply).isCompletedWithValue(Outcome.done());
        assertThat(scene.left().switches()).containsExactly(1);
        assertThat(scene.left().offers().stream()
                        .skip(before)
                        .map(Offer::current)
                        .toList())
                .first()
                .isEqualTo(Current.ZERO);
        scene.pass(20);
        assertThat(scene.left().amperes()).isGreaterThan(0);
        assertThat(scene.evse(LEFT).currents().orElseThrow().l2()).isEqualTo(Current.ZERO);
        assertThat(scene.session(LEFT).id()).isEqualTo(id);

        assertThat(scene.now(scene.engine.switchPhases(LEFT, 3, ANN)).reasonOrDone())
                .contains("not before 600 s");
        scene.pass(600);
        assertThat(scene.after(30, scene.engine.switchPhases(LEFT, 3, ANN)).isDone())
                .isTrue();
        scene.left().able(FakePile.abilities(false, false));
        scene.pass(2);
        assertThat(scene.now(scene.engine.switchPhases(LEFT, 1, ANN)).reasonOrDone())
                .contains("cannot change");
    }

    @Test
    @DisplayName("R28: where current does not stop the phases stay as they are")
    void noPhaseSwitchUnderLoad() {
        open().charge(LEFT).pass(30);
        scene.left().stray(1);
        assertThat(scene.after(70, scene.engine.switchPhases(LEFT, 1, ANN)).reasonOrDone())
                .contains("current still flows");
        assertThat(scene.left().switches()).isEmpty();
    }

    @Test
    @DisplayName(
            "R28: after a change that was refused all phases are planned with, for the pile may have made it all the same")
    void refusedButMade() {
        scene.wirings.replaceAll(wiring -> wiring.id().equals(RIGHT) ? onL2(wiring) : wiring);
        scene.left().car(32, 3);
        generous(open()).charge(LEFT).pass(30);
        assertThat(scene.after(30, scene.engine.switchPhases(LEFT, 1, ANN)).isDone())
                .isTrue();
        scene.pass(PhaseSwitch.DWELL.toSeconds());
        scene.left().admitsPhases(false);
        assertThat(scene.after(30, scene.engine.switchPhases(LEFT, 3, ANN)).reasonOrDone())
                .contains("not confirmed");

        scene.authority.knows(OTHER);
        scene.right().car(32, 1).plug();
        scene.pass(3);
        scene.card(RIGHT, OTHER);
        scene.pass(60);
        // L2 carries both behind 32 A.
        assertThat(scene.left().amperes() + scene.right().amperes()).isBetween(6.0, 32.0);
        generous(scene.kill().open()).pass(60);
        assertThat(scene.left().amperes() + scene.right().amperes()).isBetween(6.0, 32.0);

        // Asked once more it is made sure of, also after a restart.
        scene.left().admitsPhases(true);
        scene.pass(PhaseSwitch.DWELL.toSeconds());
        assertThat(scene.after(30, scene.engine.switchPhases(LEFT, 3, ANN)).isDone())
                .isTrue();
        assertThat(scene.left().switches()).containsExactly(1, 3, 3);
        assertThat(scene.now(scene.engine.switchPhases(LEFT, 3, ANN)).isDone()).isTrue();
        assertThat(scene.left().switches()).hasSize(3);
    }

    @Test
    @DisplayName("R28: a driver that was replaced before it could answer does not keep the EVSE without an offer")
    void neverAnswered() {
        scene.left().forgetsPhases(true);
        open().charge(LEFT).pass(30);
        assertThat(scene.after(120, scene.engine.switchPhases(LEFT, 1, ANN)).reasonOrDone())
                .contains("did not say in 90 s");
        scene.pass(20);
        assertThat(scene.left().amperes()).isPositive();
    }

    /** All that each can use: what is left of it is what every line may carry. */
    private static Scene generous(Scene scene) {
        scene.engine.policy = problem -> problem.demands().stream()
                .collect(Collectors.toMap(Demand::evse, demand -> new Share(demand.most(), "all")));
        return scene;
    }

    private static Evse onL2(Evse wiring) {
        return new Evse(
                wiring.id(),
                wiring.profile(),
                new DeviceId("bus"),
                2,
                1,
                List.of(Phase.L2),
                Current.amperes(32),
                Current.ZERO,
                Duration.ofSeconds(30),
                Optional.empty(),
                Optional.empty(),
                wiring.tariff());
    }
}
