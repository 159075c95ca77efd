package io.voltwright.charging.engine;

import static io.voltwright.charging.engine.Scene.CARD;
import static io.voltwright.charging.engine.Scene.LEFT;
import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.IdToken;
import io.voltwright.charging.api.ChargingFact.SessionStarted;
import io.voltwright.charging.api.ChargingFact.SessionStopped;
import io.voltwright.charging.api.EvseStatus;
import io.voltwright.charging.api.Habits;
import io.voltwright.charging.api.Habits.Rules;
import io.voltwright.charging.api.StopReason;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** R-A10: the cable of a session that lost its authorisation. */
class RetentionTest {

    static final IdToken SIBLING = IdToken.card("0451B1");
    static final IdToken STRANGER = IdToken.card("0457AA");

    final Scene scene = Scene.two();

    private void deauthorised(boolean unlockOnUnplug) {
        Rules rules = new Rules(Duration.ofSeconds(60), true, unlockOnUnplug);
        scene.engine.lead("ocpp.one", new Habits(Duration.ZERO, Duration.ZERO, Optional.of(rules)));
        scene.authority.knows(CARD, "family").knows(SIBLING, "family").knows(STRANGER, "others");
        scene.charge(LEFT);
        scene.engine.stop(scene.session(LEFT).id(), StopReason.DEAUTHORIZED, Actor.backend("one"));
        scene.pass(10);
        assertThat(scene.facts(SessionStopped.class)).hasSize(1);
        assertThat(scene.left().unlocks()).as("it stays locked").isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName("R-A10: it stays locked until the same token is shown, valid by now or not; that is no new session")
    void sameToken(boolean blocked) {
        deauthorised(false);
        if (blocked) {
            scene.authority.blocks(CARD);
        }
        assertThat(scene.card(LEFT, CARD).isDone()).isTrue();
        scene.pass(5);
        assertThat(scene.left().unlocks()).isEqualTo(1);
        assertThat(scene.facts(SessionStarted.class)).hasSize(1);
        assertThat(scene.evse(LEFT).status()).isEqualTo(EvseStatus.FINISHING);
    }

    @Test
    @DisplayName("R-A10: or one of the same group")
    void sameGroup() {
        deauthorised(false);
        assertThat(scene.card(LEFT, SIBLING).isDone()).isTrue();
        scene.pass(5);
        assertThat(scene.left().unlocks()).isEqualTo(1);
        assertThat(scene.facts(SessionStarted.class)).hasSize(1);
    }

    @Test
    @DisplayName("R-A10: nobody else's token opens it")
    void stranger() {
        deauthorised(false);
        scene.authority.blocks(STRANGER);
        assertThat(scene.card(LEFT, STRANGER).isDone()).isFalse();
        scene.pass(5);
        assertThat(scene.left().unlocks()).isZero();
    }

    @Test
    @DisplayName("UnlockConnectorOnEVSideDisconnect: the car is unplugged, and the lock opens")
    void unplugOpens() {
        deauthorised(true);
        scene.left().unplug();
        scene.pass(10);
        assertThat(scene.left().unlocks()).isEqualTo(1);
    }

    @Test
    @DisplayName("without it the lock stays, also over a restart, and the next session of the owner opens it")
    void unplugDoesNot() {
        deauthorised(false);
        scene.left().unplug();
        scene.pass(10);
        assertThat(scene.left().unlocks()).isZero();
        scene.stop().open();
        scene.pass(10);
        assertThat(scene.card(LEFT, CARD).isDone()).isTrue();
        scene.pass(2);
        assertThat(scene.left().unlocks()).isEqualTo(1);
        assertThat(scene.evse(LEFT).status()).isEqualTo(EvseStatus.PREPARING);
    }
}
