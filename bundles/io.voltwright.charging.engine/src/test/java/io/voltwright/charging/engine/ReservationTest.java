package io.voltwright.charging.engine;

import static io.voltwright.charging.engine.Scene.CARD;
import static io.voltwright.charging.engine.Scene.LEFT;
import static io.voltwright.charging.engine.Scene.OTHER;
import static io.voltwright.charging.engine.Scene.RIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.IdToken;
import io.voltwright.base.api.SessionId;
import io.voltwright.charging.api.ChargingFact;
import io.voltwright.charging.api.ChargingFact.EndCause;
import io.voltwright.charging.api.ChargingFact.Refused;
import io.voltwright.charging.api.ChargingFact.ReservationEnded;
import io.voltwright.charging.api.ChargingFact.Reserved;
import io.voltwright.charging.api.ChargingFact.SessionStarted;
import io.voltwright.charging.api.EvseStatus;
import io.voltwright.charging.api.Reservation;
import io.voltwright.charging.api.Reservations.Answer;
import io.voltwright.charging.api.Reservations.Request;
import io.voltwright.charging.api.Reservations.Verdict;
import io.voltwright.charging.api.StopReason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ReservationTest {

    static final Actor CSMS = Actor.backend("csms");

    final Scene scene = Scene.two();

    @Test
    @DisplayName("R-R03: only the reserved token may charge there, and its session uses the reservation up")
    void onlyTheReservedToken() {
        scene.authority.knows(OTHER);
        assertThat(reserve("7", Optional.of(LEFT), 60)).isEqualTo(Verdict.ACCEPTED);
        scene.pass(2);
        assertThat(scene.evse(LEFT).status()).isEqualTo(EvseStatus.RESERVED);

        scene.left().plug();
        scene.pass(3);
        assertThat(scene.card(LEFT, OTHER).reasonOrDone()).contains("left is reserved for someone else until");
        assertThat(scene.facts(Refused.class)).extracting(Refused::verdict).containsExactly("RESERVED");
        // R-R10: a plugged cable alone changes nothing.
        assertThat(scene.evse(LEFT).status()).isEqualTo(EvseStatus.RESERVED);

        assertThat(scene.card(LEFT, CARD).isDone()).isTrue();
        scene.pass(5);
        SessionStarted started = scene.facts(SessionStarted.class).get(0);
        assertThat(started.reservation()).contains("7");
        ReservationEnded ended = scene.facts(ReservationEnded.class).get(0);
        assertThat(ended)
                .isEqualTo(
                        new ReservationEnded(LEFT, "7", "csms", EndCause.USED, Optional.of(started.session()), "card"));
        List<ChargingFact> facts = scene.facts();
        assertThat(facts.indexOf(started) - facts.indexOf(ended)).isEqualTo(1);
        assertThat(scene.engine.reservations()).isEmpty();
        assertThat(scene.evse(LEFT).status()).isEqualTo(EvseStatus.CHARGING);
    }

    @Test
    @DisplayName("R-R03: a token of the reserved group may charge there")
    void groupMayUseIt() {
        scene.authority.knows(OTHER, "fleet");
        Request request = new Request(
                "8",
                "csms",
                Optional.of(LEFT),
                CARD,
                Optional.of(IdToken.card("FLEET")),
                scene.utc().plusSeconds(600));
        assertThat(answer(request).accepted()).isTrue();
        scene.left().plug();
        scene.pass(3);

        assertThat(scene.card(LEFT, OTHER).isDone()).isTrue();
        scene.pass(5);
        assertThat(scene.facts(ReservationEnded.class))
                .extracting(ReservationEnded::cause)
                .containsExactly(EndCause.USED);
    }

    @Test
    @DisplayName("R-R01: in use or reserved is occupied, then faulted, then unavailable; unknown is rejected")
    void refusals() {
        scene.charge(LEFT);
        assertThat(reserve("1", Optional.of(LEFT), 60)).isEqualTo(Verdict.OCCUPIED);
        assertThat(reserve("2", Optional.of(RIGHT), 60)).isEqualTo(Verdict.ACCEPTED);
        assertThat(reserve("3", Optional.of(RIGHT), 60)).isEqualTo(Verdict.OCCUPIED);
        assertThat(reserve("4", Optional.empty(), 60)).isEqualTo(Verdict.OCCUPIED);
        assertThat(reserve("5", Optional.of(new EvseId("nowhere")), 60)).isEqualTo(Verdict.REJECTED);

        scene.right().fault("MREC1-ConnectorLockFailure");
        scene.pass(3);
        assertThat(scene.facts(ReservationEnded.class))
                .extracting(ReservationEnded::cause)
                .containsExactly(EndCause.FAULTED);
        assertThat(reserve("6", Optional.of(RIGHT), 60)).isEqualTo(Verdict.FAULTED);
        scene.right().noFault();
        scene.pass(2);
        scene.now(scene.engine.setOperative(RIGHT, false, CSMS));
        assertThat(reserve("6", Optional.of(RIGHT), 60)).isEqualTo(Verdict.UNAVAILABLE);
    }

    @Test
    @DisplayName("R-R07: an end in the past, or a journal that takes nothing, is rejected")
    void rejected() {
        assertThat(reserve("1", Optional.of(LEFT), 0)).isEqualTo(Verdict.REJECTED);
        scene.journal.accept(false);
        assertThat(reserve("1", Optional.of(LEFT), 60)).isEqualTo(Verdict.REJECTED);
        assertThat(scene.engine.reservations()).isEmpty();
    }

    @Test
    @DisplayName("R-R01: the same id again takes the place of the reservation before")
    void replaces() {
        reserve("1", Optional.of(LEFT), 60);
        assertThat(reserve("1", Optional.of(LEFT), 600)).isEqualTo(Verdict.ACCEPTED);
        assertThat(reserve("1", Optional.of(RIGHT), 600)).isEqualTo(Verdict.ACCEPTED);
        assertThat(scene.engine.reservations()).extracting(Reservation::evse).containsExactly(Optional.of(RIGHT));
        assertThat(scene.facts(Reserved.class)).hasSize(3);
    }

    @Test
    @DisplayName("R-R05: it ends when its time is over, and the place is free again")
    void expires() {
        reserve("1", Optional.of(LEFT), 60);
        scene.pass(62);
        assertThat(scene.evse(LEFT).status()).isEqualTo(EvseStatus.AVAILABLE);
        assertThat(scene.facts(ReservationEnded.class))
                .containsExactly(
                        new ReservationEnded(LEFT, "1", "csms", EndCause.EXPIRED, Optional.empty(), "station:expired"));
    }

    @Test
    @DisplayName("R-R06: cancelling what is not there is refused, what is there frees the place")
    void cancels() {
        reserve("1", Optional.of(LEFT), 60);
        assertThat(scene.now(scene.engine.cancel("csms", "2", CSMS)).reasonOrDone())
                .isEqualTo("csms has no reservation '2'");
        assertThat(scene.now(scene.engine.cancel("other", "1", CSMS)).isDone()).isFalse();
        assertThat(scene.now(scene.engine.cancel("csms", "1", CSMS)).isDone()).isTrue();
        scene.pass(2);
        assertThat(scene.evse(LEFT).status()).isEqualTo(EvseStatus.AVAILABLE);
        assertThat(scene.facts(ReservationEnded.class).get(0).by()).isEqualTo("backend:csms");
    }

    @Test
    @DisplayName("R-R05, R-R06: what is over cannot be cancelled, even before its end is told")
    void cancelsNothingThatIsOver() {
        reserve("1", Optional.of(LEFT), 60);
        scene.time.jumpClock(Duration.ofSeconds(61));
        assertThat(scene.now(scene.engine.cancel("csms", "1", CSMS)).isDone()).isFalse();
        scene.pass(2);
        assertThat(scene.facts(ReservationEnded.class))
                .extracting(ReservationEnded::cause)
                .containsExactly(EndCause.EXPIRED);
    }

    @Test
    @DisplayName("R-R02: one for any EVSE keeps the last free one, and shows it as reserved only then")
    void anyKeepsTheLast() {
        scene.authority.knows(OTHER);
        assertThat(reserve("1", Optional.empty(), 600)).isEqualTo(Verdict.ACCEPTED);
        scene.pass(2);
        assertThat(scene.evse(LEFT).status()).isEqualTo(EvseStatus.AVAILABLE);
        assertThat(scene.facts(Reserved.class).get(0).any()).isTrue();

        scene.left().plug();
        scene.pass(3);
        assertThat(scene.card(LEFT, OTHER).isDone()).isTrue();
        scene.pass(5);
        assertThat(scene.evse(RIGHT).status()).isEqualTo(EvseStatus.RESERVED);
        scene.right().plug();
        scene.pass(3);
        IdToken third = IdToken.card("04DDDDDD");
        scene.authority.knows(third);
        assertThat(scene.card(RIGHT, third).reasonOrDone()).contains("last free charging points are reserved");
        assertThat(scene.card(RIGHT, CARD).isDone()).isTrue();
        scene.pass(5);
        assertThat(scene.facts(ReservationEnded.class))
                .extracting(ReservationEnded::evse, ReservationEnded::cause)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(RIGHT, EndCause.USED));
    }

    @Test
    @DisplayName("R-R08: a remote start for another token is refused at a reserved EVSE")
    void remoteStartOfAnother() {
        scene.authority.knows(OTHER);
        reserve("1", Optional.of(LEFT), 600);
        assertThat(scene.now(scene.engine.start(LEFT, OTHER, Optional.of("csms"), CSMS))
                        .reasonOrDone())
                .contains("reserved for someone else");
        assertThat(scene.now(scene.engine.start(LEFT, CARD, Optional.of("csms"), CSMS))
                        .isDone())
                .isTrue();
    }

    @Test
    @DisplayName("R-R07: reservations are found again after a restart, and those over meanwhile end then")
    void survivesRestart() {
        reserve("1", Optional.of(LEFT), 600);
        reserve("2", Optional.of(RIGHT), 20);
        scene.pass(2).kill().pass(30).open();

        assertThat(scene.evse(LEFT).status()).isEqualTo(EvseStatus.RESERVED);
        assertThat(scene.engine.reservations()).extracting(Reservation::id).containsExactly("1");
        assertThat(scene.facts(ReservationEnded.class))
                .extracting(ReservationEnded::cause)
                .containsExactly(EndCause.EXPIRED);
        scene.left().plug();
        scene.pass(3);
        scene.card(LEFT, CARD);
        scene.pass(5);
        SessionId session = scene.session(LEFT).id();
        scene.kill().open().pass(5);
        assertThat(scene.engine.reservations()).isEmpty();
        assertThat(scene.session(LEFT).id()).isEqualTo(session);
        scene.now(scene.engine.stop(session, StopReason.REMOTE, CSMS));
    }

    private Verdict reserve(String id, Optional<EvseId> evse, long seconds) {
        return answer(new Request(
                        id, "csms", evse, CARD, Optional.empty(), scene.utc().plus(Duration.ofSeconds(seconds))))
                .verdict();
    }

    private Answer answer(Request request) {
        var stage = scene.engine.reserve(request, CSMS).toCompletableFuture();
        scene.time.settle();
        return stage.join();
    }
}
