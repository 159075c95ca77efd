package io.voltwright.charging.engine;

import static io.voltwright.charging.engine.Scene.CARD;
import static io.voltwright.charging.engine.Scene.LEFT;
import static io.voltwright.charging.engine.Scene.RIGHT;
import static io.voltwright.charging.engine.Shell.printed;
import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.Actor;
import io.voltwright.charging.api.Reservations.Request;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecoveryCommandsTest {

    final Scene scene = Scene.two();

    @Test
    void recoverySaysWhyItStartedAndWhatBecameOfEachSession() throws Exception {
        scene.charge(LEFT).pass(20);
        String id = scene.session(LEFT).id().value();
        scene.kill().pass(3).open().pass(5);

        SessionRecoveryCommand command = new SessionRecoveryCommand();
        assertThat(printed(command)).contains("charging.engine is not running");
        command.continuity = scene.engine;
        assertThat(printed(command))
                .contains("CRASH at 2026-03-02T")
                .contains("left")
                .contains(id)
                .contains("RESUMED")
                .contains("car still plugged");
    }

    @Test
    void reservationsAreListedByOwnerWithoutNamingACard() throws Exception {
        EvseReservationsCommand command = new EvseReservationsCommand();
        command.reservations = scene.engine;
        assertThat(printed(command)).contains("Nothing is reserved");
        scene.engine.reserve(
                new Request(
                        "7",
                        "csms",
                        Optional.of(RIGHT),
                        CARD,
                        Optional.empty(),
                        scene.utc().plusSeconds(60)),
                Actor.backend("csms"));
        scene.time.settle();

        assertThat(printed(command))
                .contains("csms")
                .contains("right")
                .contains("ref-04a1b2c3")
                .doesNotContain("04A1B2C3");
    }
}
