package io.voltwright.charging.engine;

import static io.voltwright.charging.engine.Scene.CARD;
import static io.voltwright.charging.engine.Scene.LEFT;
import static io.voltwright.charging.engine.Scene.OTHER;
import static io.voltwright.charging.engine.Scene.RIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.Current;
import io.voltwright.base.api.IdToken;
import io.voltwright.base.api.Outcome;
import io.voltwright.charging.api.ChargingFact.AuthorizationExpired;
import io.voltwright.charging.api.ChargingFact.Refused;
import io.voltwright.charging.api.ChargingFact.SessionStarted;
import io.voltwright.charging.api.ChargingFact.SessionStopped;
import io.voltwright.charging.api.EvseStatus;
import io.voltwright.field.api.Offer;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AuthorisationTest {

    final Scene scene = Scene.two();

    @Test
    @DisplayName("R25, R-A14: an authorisation without a car expires after 60 s")
    void authorisationExpires() {
        scene.card(LEFT, CARD);
        scene.pass(59);
        assertThat(scene.evse(LEFT).session()).isPresent();
        scene.pass(2);

        assertThat(scene.facts(AuthorizationExpired.class)).hasSize(1);
        assertThat(scene.evse(LEFT).session()).isEmpty();
        assertThat(scene.evse(LEFT).status()).isEqualTo(EvseStatus.AVAILABLE);
    }

    @Test
    @DisplayName("R25: a plugged car without authorisation waits and gets nothing")
    void plugWithoutAuthorisationWaits() {
        scene.left().plug();
        scene.pass(3600);

        assertThat(scene.evse(LEFT).status()).isEqualTo(EvseStatus.PREPARING);
        assertThat(scene.left().offers()).extracting(Offer::current).containsOnly(Current.ZERO);
    }

    @Test
    @DisplayName("R34: an acceptance that comes after the car was unplugged is discarded")
    void lateAcceptance() {
        scene.authority.silent();
        scene.left().plug();
        scene.pass(3);
        CompletionStage<Outcome> start = scene.engine.present(LEFT, CARD);
        scene.pass(1);
        scene.left().unplug();
        assertThat(scene.after(3, start).reasonOrDone()).contains("unplugged");
        scene.left().plug();
        scene.pass(3);
        scene.authority.answer();
        scene.pass(10);

        assertThat(scene.session(LEFT).token()).isEmpty();
        assertThat(scene.facts(SessionStarted.class)).isEmpty();
        assertThat(scene.facts(Refused.class)).extracting(Refused::verdict).contains("UNANSWERED", "LATE");
    }

    @Test
    @DisplayName("OCPP 1.6 3.4, R-A02, TC_068: the card that began a session ends it without anybody being asked")
    void theSameCardEndsItsSession() {
        scene.left().plug();
        scene.pass(3);
        scene.card(LEFT, CARD);
        scene.pass(10);
        scene.authority.silent();
        scene.engine.present(LEFT, CARD);
        scene.pass(10);

        assertThat(scene.facts(SessionStopped.class)).hasSize(1);
    }

    @Test
    @DisplayName("an answer that never comes is a refusal after the deadline")
    void noAnswer() {
        scene.authority.silent();
        scene.left().plug();
        scene.pass(3);

        assertThat(scene.after(12, scene.engine.present(LEFT, CARD)).reasonOrDone())
                .contains("in time");
    }

    @Test
    @DisplayName("a card that users do not accept starts nothing")
    void refusedCard() {
        scene.left().plug();
        scene.pass(3);
        scene.authority.blocks(OTHER);

        assertThat(scene.card(LEFT, OTHER).reasonOrDone()).contains("BLOCKED");
        assertThat(scene.facts(Refused.class)).hasSize(1);
    }

    @Test
    @DisplayName("a card of the same group stops what another started, a stranger's does not")
    void groupMayStop() {
        scene.authority.knows(CARD, "fleet").knows(OTHER, "fleet");
        scene.charge(LEFT);
        assertThat(scene.card(LEFT, IdToken.card("0BAD")).isDone()).isFalse();
        assertThat(scene.card(LEFT, OTHER).isDone()).isTrue();
        scene.pass(5);

        assertThat(scene.facts(SessionStopped.class).get(0).token()).contains(FakeAuthority.ref(OTHER));
    }

    @Test
    @DisplayName("R-A03: a card whose number is the name of the group is not of the group")
    void theNameOfAGroupIsNoCardOfIt() {
        IdToken named = IdToken.card("0BAD");
        scene.authority.knows(CARD, FakeAuthority.ref(named).value()).knows(named);
        scene.charge(LEFT);
        assertThat(scene.card(LEFT, named).isDone()).isFalse();
        scene.pass(5);

        assertThat(scene.facts(SessionStopped.class)).isEmpty();
    }

    @Test
    @DisplayName("R-X16: the same card may charge at two EVSEs, unless who answers for it says no")
    void theSameCardTwice() {
        scene.charge(LEFT);
        scene.charge(RIGHT);
        assertThat(scene.evse(LEFT).status()).isEqualTo(EvseStatus.CHARGING);
        assertThat(scene.evse(RIGHT).status()).isEqualTo(EvseStatus.CHARGING);
    }

    @Test
    @DisplayName("R-S02: where both suspend the charge it is said to be the EVSE")
    void bothSuspend() {
        scene.charge(LEFT);
        Actor ann = Actor.operator("ann");
        scene.left().ready(false);
        scene.pass(10);
        assertThat(scene.evse(LEFT).status()).isEqualTo(EvseStatus.SUSPENDED_EV);
        scene.now(scene.engine.limit(Optional.of(LEFT), "ann", Current.ZERO, Optional.empty(), ann));
        scene.pass(20);
        assertThat(scene.evse(LEFT).status()).isEqualTo(EvseStatus.SUSPENDED_EVSE);
        scene.now(scene.engine.unlimit(Optional.of(LEFT), "ann", ann));
        scene.pass(20);
        assertThat(scene.evse(LEFT).status()).isEqualTo(EvseStatus.SUSPENDED_EV);
    }

    @Test
    @DisplayName("R-S13: back in service before the session is over, nothing remains of going out of service")
    void backInServiceBeforeItIsOut() {
        scene.charge(LEFT);
        Actor ann = Actor.operator("ann");
        scene.now(scene.engine.setOperative(LEFT, false, ann));
        scene.pass(5);
        scene.now(scene.engine.setOperative(LEFT, true, ann));
        scene.card(LEFT, CARD);
        scene.left().unplug();
        scene.pass(10);
        assertThat(scene.evse(LEFT).status()).isEqualTo(EvseStatus.AVAILABLE);
    }

    @Test
    @DisplayName("a start from a back end makes it the biller")
    void remoteStart() {
        scene.left().plug();
        scene.pass(3);
        Outcome outcome = scene.now(scene.engine.start(LEFT, CARD, Optional.of("acme"), Actor.backend("acme")));
        scene.pass(5);

        assertThat(outcome.isDone()).isTrue();
        SessionStarted started = scene.facts(SessionStarted.class).get(0);
        assertThat(started.biller().toString()).isEqualTo("backend:acme");
        assertThat(started.by()).isEqualTo("remote:acme");
    }

    @Test
    @DisplayName("out of service: the running session ends by itself, the next start is refused")
    void outOfService() {
        scene.charge(LEFT);
        scene.now(scene.engine.setOperative(LEFT, false, Actor.operator("ann")));
        scene.pass(5);
        assertThat(scene.evse(LEFT).status()).isEqualTo(EvseStatus.CHARGING);
        scene.card(LEFT, CARD);
        scene.pass(5);
        assertThat(scene.card(LEFT, CARD).reasonOrDone()).contains("out of service");
        scene.left().unplug();
        scene.pass(3);
        assertThat(scene.evse(LEFT).status()).isEqualTo(EvseStatus.UNAVAILABLE);
    }
}
