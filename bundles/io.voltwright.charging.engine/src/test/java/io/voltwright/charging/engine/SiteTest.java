package io.voltwright.charging.engine;

import static io.voltwright.charging.engine.Scene.CARD;
import static io.voltwright.charging.engine.Scene.LEFT;
import static io.voltwright.charging.engine.Scene.OTHER;
import static io.voltwright.charging.engine.Scene.RIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.Current;
import io.voltwright.base.api.DeviceId;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Phase;
import io.voltwright.charging.api.ChargingFact.LimitChanged;
import io.voltwright.charging.api.ChargingFact.OfferChanged;
import io.voltwright.charging.api.ChargingFact.OfferConfirmed;
import io.voltwright.charging.api.ChargingFact.SessionStopped;
import io.voltwright.charging.api.Evse;
import io.voltwright.charging.api.EvseStatus;
import io.voltwright.field.api.FakePile;
import io.voltwright.security.api.Audit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SiteTest {

    static final Actor ANN = Actor.operator("ann");
    static final DeviceId READER = new DeviceId("reader");

    final Scene scene = Scene.two();

    @Test
    void aLimitIsObeyedAtOnceAndEndsByItself() {
        scene.charge(LEFT);
        var until = Optional.of(scene.utc().plusSeconds(60));
        scene.now(scene.engine.limit(Optional.of(LEFT), "ann", Current.amperes(10), until, ANN));
        assertThat(scene.left().offered()).isEqualTo(10);
        assertThat(scene.evse(LEFT).offer()).isEqualTo(Current.amperes(10));

        scene.pass(65);
        assertThat(scene.left().offered()).isEqualTo(32);
        assertThat(scene.facts(LimitChanged.class))
                .extracting(LimitChanged::current, LimitChanged::by)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(Optional.of(Current.amperes(10)), "operator:ann"),
                        org.assertj.core.groups.Tuple.tuple(Optional.empty(), "station:expired"));
    }

    @Test
    void theLowestOfSeveralOwnersCounts() {
        scene.charge(LEFT);
        scene.now(scene.engine.limit(Optional.empty(), "dso", Current.amperes(12), Optional.empty(), ANN));
        scene.now(scene.engine.limit(Optional.of(LEFT), "ann", Current.amperes(20), Optional.empty(), ANN));
        scene.pass(10);
        assertThat(scene.left().offered()).isEqualTo(12);
        assertThat(scene.engine.grid().limit()).isEqualTo(Current.amperes(12));

        scene.now(scene.engine.unlimit(Optional.empty(), "dso", ANN));
        scene.pass(10);
        assertThat(scene.left().offered()).isEqualTo(20);
    }

    @Test
    void aLimitBelowSixAmperesIsNone() {
        scene.charge(LEFT);
        scene.now(scene.engine.limit(Optional.of(LEFT), "ann", Current.amperes(4), Optional.empty(), ANN));
        scene.pass(20);

        assertThat(scene.left().offered()).isZero();
        assertThat(scene.evse(LEFT).status()).isEqualTo(EvseStatus.SUSPENDED_EVSE);
    }

    @Test
    void aSmallerFuseIsObeyedAtOnce() {
        scene.charge(LEFT);
        scene.fuse = Current.amperes(16);
        scene.engine.siteChanged(scene.site());
        scene.time.settle();

        assertThat(scene.left().offered()).isEqualTo(16);
    }

    @Test
    void anEvseThatLeavesTheSiteStopsFirst() {
        scene.charge(LEFT);
        scene.wirings.remove(0);
        scene.engine.siteChanged(scene.site());
        scene.pass(5);

        assertThat(scene.left().offered()).isZero();
        assertThat(scene.facts(SessionStopped.class))
                .extracting(SessionStopped::by)
                .containsExactly("station:site-changed");
        assertThat(scene.engine.evses()).extracting(Evse::id).containsExactly(RIGHT);
    }

    @Test
    void anEvseWhoseDriverLeftWithItIsClosedWithWhatIsKnown() {
        scene.charge(LEFT).pass(30);
        scene.engine.removePile(scene.left());
        scene.wirings.remove(0);
        scene.engine.siteChanged(scene.site());
        scene.pass(40);

        assertThat(scene.facts(SessionStopped.class)).hasSize(1);
        assertThat(scene.engine.evses()).hasSize(1);
    }

    @Test
    void anEvseThatComesToTheSiteIsThere() {
        EvseId extra = new EvseId("extra");
        scene.charge(LEFT);
        scene.wirings.add(Scene.wiring(extra));
        FakePile pile = new FakePile(extra, scene.time);
        scene.piles.put(extra, pile);
        scene.engine.addPile(pile);
        scene.engine.siteChanged(scene.site());
        scene.pass(2).charge(extra).pass(10);

        assertThat(scene.evse(extra).number()).isEqualTo(3);
        assertThat(pile.offered()).isEqualTo(16);
        assertThat(scene.left().offered()).isEqualTo(16);
    }

    @Test
    void currentsAreThoseOfTheGridPhases() {
        io.voltwright.site.api.Evse plain = scene.wirings.get(0);
        scene.wirings.set(
                0,
                new io.voltwright.site.api.Evse(
                        plain.id(),
                        plain.profile(),
                        plain.bus(),
                        1,
                        1,
                        List.of(Phase.L3, Phase.L1, Phase.L2),
                        plain.most(),
                        plain.failSafe(),
                        plain.failSafeAfter(),
                        plain.reader(),
                        plain.meter(),
                        plain.tariff()));
        scene.engine.siteChanged(scene.site());
        scene.left().car(10, 1);
        scene.charge(LEFT).pass(30);

        assertThat(scene.evse(LEFT).currents()).map(currents -> currents.l3()).contains(Current.amperes(10));
        assertThat(scene.engine.grid().offered().l1()).isEqualTo(Current.ZERO);
        assertThat(scene.engine.grid().offered().l3()).isEqualTo(Current.amperes(32));
        assertThat(scene.engine.grid().measured())
                .map(currents -> currents.l3())
                .contains(Current.amperes(10));
    }

    @Test
    void aCardAtASharedReaderIsForTheCarThatWaits() {
        share();
        scene.charge(LEFT);
        scene.right().plug();
        scene.pass(3);
        scene.authority.knows(OTHER);
        scene.engine.cardShownAt(READER, OTHER);
        scene.pass(5);

        assertThat(scene.session(RIGHT).token()).contains(FakeAuthority.ref(OTHER));
    }

    @Test
    void aCardAtASharedReaderStopsItsOwnSessionWhereNobodyWaits() {
        share();
        scene.charge(LEFT);
        scene.engine.cardShownAt(READER, CARD);
        scene.pass(5);

        assertThat(scene.facts(SessionStopped.class)).hasSize(1);
    }

    private void share() {
        scene.wirings.replaceAll(evse -> new io.voltwright.site.api.Evse(
                evse.id(),
                evse.profile(),
                evse.bus(),
                1,
                1,
                evse.rotation(),
                evse.most(),
                evse.failSafe(),
                evse.failSafeAfter(),
                Optional.of(READER),
                evse.meter(),
                evse.tariff()));
        scene.engine.siteChanged(scene.site());
        scene.time.settle();
    }

    @Test
    void listenersHearTheLatestOfEachEvse() {
        List<Evse> heard = new ArrayList<>();
        scene.engine.addListener(heard::add);
        scene.time.settle();
        assertThat(heard).extracting(Evse::id).containsExactly(LEFT, RIGHT);

        scene.charge(LEFT);
        assertThat(heard.get(heard.size() - 1)).isNotNull();
        assertThat(heard).extracting(Evse::status).contains(EvseStatus.PREPARING, EvseStatus.CHARGING);
    }

    @Test
    void aListenerThatThrowsDoesNotHoldUpAnything() {
        scene.engine.addListener(evse -> {
            throw new IllegalStateException("on purpose");
        });
        scene.charge(LEFT);

        assertThat(scene.left().offered()).isEqualTo(32);
    }

    @Test
    @DisplayName("R47: what a pile confirms is a fact with what it held before and what it holds now")
    void confirmations() {
        scene.charge(LEFT).pass(10);
        scene.now(scene.engine.limit(Optional.of(LEFT), "site", Current.amperes(9), Optional.empty(), ANN));
        scene.pass(20);
        List<OfferConfirmed> facts = scene.facts(OfferConfirmed.class);
        OfferConfirmed last = facts.get(facts.size() - 1);
        assertThat(last.confirmed()).isEqualTo(Current.amperes(9));
        assertThat(last.was()).contains(facts.get(facts.size() - 2).confirmed());
        assertThat(last.session()).isEqualTo(scene.session(LEFT).id());
        assertThat(facts).hasSize(scene.facts(OfferChanged.class).size());

        scene.left().answers(false);
        scene.now(scene.engine.limit(Optional.of(LEFT), "site", Current.amperes(7), Optional.empty(), ANN));
        scene.pass(3);
        assertThat(scene.facts(OfferConfirmed.class)).hasSameSizeAs(facts);
    }

    @Test
    @DisplayName("R47: each command is told to the audit: who, to what, and how it went")
    void commandsAreAudited() {
        List<Audit.Event> events = new ArrayList<>();
        scene.engine.audit = event -> {
            events.add(event);
            return CompletableFuture.completedFuture(null);
        };
        scene.now(scene.engine.setOperative(LEFT, false, ANN));
        scene.now(scene.engine.start(LEFT, CARD, Optional.empty(), ANN));

        assertThat(events).hasSize(2).allMatch(event -> event.actor().equals(ANN));
        assertThat(events).extracting(Audit.Event::refused).containsExactly(false, true);
        assertThat(events.get(1).detail()).contains("out of service");
    }

    @Test
    void theLeaseIsRenewedEachCycle() {
        scene.charge(LEFT);
        int before = scene.left().offers().size();
        scene.pass(10);

        assertThat(scene.left().offers().size() - before).isBetween(9, 11);
        assertThat(scene.left().offers()).allMatch(offer -> offer.lease().equals(Duration.ofSeconds(10)));
    }
}
