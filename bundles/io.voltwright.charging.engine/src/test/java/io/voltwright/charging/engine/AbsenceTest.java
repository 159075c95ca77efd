package io.voltwright.charging.engine;

import static io.voltwright.charging.engine.Scene.CARD;
import static io.voltwright.charging.engine.Scene.LEFT;
import static io.voltwright.charging.engine.Scene.RIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.Current;
import io.voltwright.base.api.SessionId;
import io.voltwright.charging.api.ChargingFact.EnergyMetered;
import io.voltwright.charging.api.ChargingFact.SessionStarted;
import io.voltwright.charging.api.ChargingFact.SessionStopped;
import io.voltwright.charging.api.EvseStatus;
import io.voltwright.charging.api.StopReason;
import io.voltwright.field.api.FakePile;
import io.voltwright.journal.api.Fact;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AbsenceTest {

    static final Actor ANN = Actor.operator("ann");

    final Scene scene = Scene.two();

    @Test
    void withoutAJournalARunningChargeGoesOnAndItsFactsWait() {
        scene.charge(LEFT).pass(60);
        int before = scene.facts(EnergyMetered.class).size();
        scene.engine.journal = null;
        scene.pass(600);
        assertThat(scene.evse(LEFT).status()).isEqualTo(EvseStatus.CHARGING);
        assertThat(scene.facts(EnergyMetered.class)).hasSize(before);

        scene.engine.journal = scene.journal;
        scene.pass(5);
        assertThat(scene.facts(EnergyMetered.class)).hasSizeGreaterThanOrEqualTo(before + 10);
        assertThat(scene.journal.facts(fact -> true)).extracting(Fact::key).doesNotHaveDuplicates();
    }

    @Test
    void withoutAJournalNothingStartsAndNothingIsRaised() {
        scene.now(scene.engine.limit(Optional.of(LEFT), "ann", Current.amperes(10), Optional.empty(), ANN));
        scene.charge(LEFT);
        scene.journal.accept(false);
        scene.right().plug();
        scene.pass(3);
        assertThat(scene.card(RIGHT, CARD).reasonOrDone()).contains("the journal takes no facts");
        assertThat(scene.now(scene.engine.unlimit(Optional.of(LEFT), "ann", ANN))
                        .isDone())
                .isFalse();
        scene.pass(30);

        assertThat(scene.evse(LEFT).offer()).isEqualTo(Current.amperes(10));
        assertThat(scene.right().offered()).isZero();
        assertThat(scene.facts(SessionStarted.class)).hasSize(1);
    }

    @Test
    void withoutAJournalLoweringAndStoppingStillWork() {
        scene.charge(LEFT);
        scene.journal.accept(false);
        scene.now(scene.engine.limit(Optional.of(LEFT), "ann", Current.amperes(8), Optional.empty(), ANN));
        scene.pass(1);
        assertThat(scene.left().offered()).isEqualTo(8);
        scene.engine.stop(scene.session(LEFT).id(), StopReason.REMOTE, ANN);
        scene.time.settle();
        assertThat(scene.left().offered()).isZero();
        scene.pass(10);
        assertThat(scene.facts(SessionStopped.class)).isEmpty();
        scene.journal.accept(true);
        scene.pass(5);
        assertThat(scene.facts(SessionStopped.class)).hasSize(1);
    }

    @Test
    void whenNoMoreFactsCanWaitSessionsStop() {
        Scene small = Scene.twoUnopened();
        small.settings =
                new Settings(Duration.ofSeconds(10), Duration.ofSeconds(60), true, Duration.ZERO, 1000, 10_000, 10);
        small.open().charge(LEFT).pass(30);
        small.journal.accept(false);
        small.pass(3600);
        assertThat(small.left().offered()).isZero();

        small.journal.accept(true);
        small.pass(5);
        assertThat(small.facts(SessionStopped.class))
                .extracting(SessionStopped::by)
                .containsExactly("station:journal-full");
    }

    @Test
    void aSwapOfThePolicyChangesNoOffer() {
        scene.charge(LEFT).pass(10);
        scene.engine.policy = null;
        scene.pass(3);
        assertThat(scene.left().offered()).isEqualTo(32);
        scene.engine.policy = new EvenPolicy();
        scene.pass(10);
        assertThat(scene.left().offered()).isEqualTo(32);
    }

    @Test
    void withoutAPolicyThoseOfferedKeepSixAmperesAndTheOthersWait() {
        scene.charge(LEFT);
        scene.engine.policy = null;
        scene.pass(10).charge(RIGHT).pass(20);

        assertThat(scene.left().offered()).isEqualTo(6);
        assertThat(scene.right().offered()).isZero();
        assertThat(scene.evse(LEFT).reason()).contains("no power policy");
    }

    @Test
    void aPolicyThatThrowsIsAsGoodAsNone() {
        scene.charge(LEFT);
        scene.engine.policy = problem -> {
            throw new IllegalStateException("on purpose");
        };
        scene.pass(10);

        assertThat(scene.left().offered()).isEqualTo(6);
    }

    @Test
    void aPolicyThatAsksForTooMuchIsCut() {
        scene.charge(LEFT).charge(RIGHT).pass(10);
        scene.engine.policy = problem -> java.util.Map.of(
                LEFT, new io.voltwright.charging.api.PowerPolicy.Share(Current.amperes(32), "all"),
                RIGHT, new io.voltwright.charging.api.PowerPolicy.Share(Current.amperes(32), "all"));
        for (int i = 0; i < 30; i++) {
            scene.pass(1);
            assertThat(scene.left().offered() + scene.right().offered()).isLessThanOrEqualTo(32);
        }
    }

    @Test
    void aSwapOfTheDriverKeepsTheSession() {
        scene.charge(LEFT).pass(30);
        SessionId id = scene.session(LEFT).id();
        FakePile pile = scene.left();
        scene.engine.removePile(pile);
        scene.pass(3);
        assertThat(pile.offered()).isEqualTo(32);
        scene.engine.addPile(pile);
        scene.pass(10);

        assertThat(scene.session(LEFT).id()).isEqualTo(id);
        assertThat(scene.evse(LEFT).status()).isEqualTo(EvseStatus.CHARGING);
        assertThat(pile.offered()).isEqualTo(32);
    }

    @Test
    void withoutUsersNobodyStarts() {
        scene.engine.authority = null;
        scene.left().plug();
        scene.pass(3);

        assertThat(scene.card(LEFT, CARD).reasonOrDone()).contains("users is not running");
    }

    @Test
    void withoutTheStoreNothingIsTouched() {
        scene.charge(LEFT).kill();
        int before = scene.left().offers().size();
        scene.engine = new ChargingEngine(scene.time, scene.time, scene.settings, new Host(scene.osBoot, ""));
        scene.engine.journal = scene.journal;
        scene.engine.addPile(scene.left());
        scene.engine.start();
        scene.engine.siteChanged(scene.site());
        scene.pass(20);
        assertThat(scene.left().offers()).hasSize(before);
        assertThat(scene.engine.evses()).isEmpty();

        scene.engine.addStore(scene.store);
        scene.pass(5);
        assertThat(scene.session(LEFT).started()).isPresent();
    }
}
