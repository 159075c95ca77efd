package io.voltwright.charging.engine;

import static io.voltwright.charging.engine.Scene.CARD;
import static io.voltwright.charging.engine.Scene.LEFT;
import static io.voltwright.charging.engine.Scene.OTHER;
import static io.voltwright.charging.engine.Scene.RIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.Current;
import io.voltwright.base.api.Point;
import io.voltwright.charging.api.ChargingFact.SessionStopped;
import io.voltwright.charging.api.EvseStatus;
import io.voltwright.charging.api.PowerPolicy.Demand;
import io.voltwright.field.api.Offer;
import io.voltwright.field.api.PileAbilities;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** DC as a supervisor sees it: power from the supply, stages, and charges that do not outlive a pause. */
class DirectCurrentTest {

    static final Actor ANN = Actor.operator("ann");

    final Scene scene = Scene.twoUnopened();

    /** A DC pile whose smallest power is that of 10 A from its supply, up to 150 A. */
    private static PileAbilities dc() {
        return new PileAbilities(
                "Fast",
                "1",
                "1.0",
                3,
                Current.amperes(10),
                Current.milliamperes(100),
                Current.amperes(150),
                true,
                false,
                true,
                false,
                false,
                false,
                true);
    }

    private Scene open(int fuse) {
        scene.fuse = Current.amperes(fuse);
        scene.left().able(dc());
        return scene.open();
    }

    @Test
    @DisplayName("R40: below the least of a DC device there is nothing: its share is 0, never rounded up")
    void leastOfTheDevice() {
        open(32).charge(LEFT).pass(20);
        assertThat(scene.left().offered()).isGreaterThanOrEqualTo(10);
        scene.now(scene.engine.limit(Optional.of(LEFT), "site", Current.amperes(9), Optional.empty(), ANN));
        scene.pass(3);
        assertThat(scene.left().offered()).isZero();
        assertThat(scene.left().offers().stream().map(Offer::current))
                .allMatch(offer -> offer.isZero() || !Current.amperes(10).exceeds(offer));
    }

    @Test
    @DisplayName("R41: from the cable check on the least is set aside, before any current flows")
    void cableCheckReserves() {
        open(18).left().reason("preparing").plug().ready(false);
        scene.pass(5);
        Demand demand = scene.engine.yard().sharing().allocator().last().orElseThrow().demands().stream()
                .filter(one -> one.evse().equals(LEFT))
                .findFirst()
                .orElseThrow();
        assertThat(demand.reserved()).isEqualTo(Current.amperes(10));

        scene.authority.knows(OTHER);
        scene.right().plug();
        scene.pass(3);
        scene.card(RIGHT, OTHER);
        scene.pass(20);
        assertThat(scene.right().offered()).isBetween(6.0, 8.0);
    }

    @Test
    @DisplayName("R41: a DC car that is being checked is neither woken nor taken for one that needs more")
    void preparingIsNotAsleep() {
        open(32).left().asleep(100).reason("preparing");
        scene.charge(LEFT).pass(80);
        assertThat(scene.left().wakes()).isEqualTo(-100);
        assertThat(scene.left().offered()).isGreaterThanOrEqualTo(10);
    }

    @Test
    @DisplayName("R43: a DC charge that had to be paused for more than five seconds is over")
    void pausedIsOver() {
        open(32).charge(LEFT).pass(30);
        scene.now(scene.engine.limit(Optional.of(LEFT), "site", Current.ZERO, Optional.empty(), ANN));
        scene.pass(4);
        scene.now(scene.engine.unlimit(Optional.of(LEFT), "site", ANN));
        scene.pass(20);
        assertThat(scene.facts(SessionStopped.class)).isEmpty();

        scene.now(scene.engine.limit(Optional.of(LEFT), "site", Current.ZERO, Optional.empty(), ANN));
        scene.pass(30);
        assertThat(scene.facts(SessionStopped.class))
                .extracting(SessionStopped::by)
                .containsExactly("station:dc-paused");
        assertThat(scene.evse(LEFT).status()).isEqualTo(EvseStatus.FINISHING);
    }

    @Test
    @DisplayName("R43: a DC charge is raised by no more than 25 A of its 400 V in a second, and lowered at once")
    void ramp() {
        scene.wirings.replaceAll(wiring -> Wirings.most(wiring, Current.amperes(150)));
        open(200).left().car(150, 3);
        scene.charge(LEFT).pass(60);
        List<Double> offers = scene.left().offers().stream()
                .map(offer -> offer.current().amperes())
                .distinct()
                .toList();
        assertThat(offers).last().isEqualTo(150.0);
        for (int i = 1; i < offers.size(); i++) {
            assertThat(offers.get(i) - offers.get(i - 1)).isLessThanOrEqualTo(Stand.DC_RAMP.amperes());
        }
        scene.now(scene.engine.limit(Optional.of(LEFT), "site", Current.amperes(10), Optional.empty(), ANN));
        scene.pass(2);
        assertThat(scene.left().offered()).isEqualTo(10);
    }

    @Test
    @DisplayName("R43: a running DC charge keeps its turn, where an AC charge would have to yield after a while")
    void keepsItsTurn() {
        open(32).charge(LEFT).pass(1200);
        Demand demand = scene.engine.yard().sharing().allocator().last().orElseThrow().demands().stream()
                .filter(one -> one.evse().equals(LEFT))
                .findFirst()
                .orElseThrow();
        assertThat(demand.held().isPositive()).isTrue();
        assertThat(demand.holding()).isLessThanOrEqualTo(1);
    }

    @Test
    @DisplayName(
            "R45: of what a GB/T pile says, the stage, the state of charge and the end of the charge reach the session")
    void gbt() {
        open(32).left().reason("preparing").plug().ready(false).shows(Point.SOC, 40);
        scene.pass(3);
        scene.card(LEFT, CARD);
        scene.pass(10);
        assertThat(scene.evse(LEFT).status()).isNotEqualTo(EvseStatus.CHARGING);
        scene.left().reason("").ready(true);
        scene.pass(30);
        assertThat(scene.evse(LEFT).status()).isEqualTo(EvseStatus.CHARGING);
        assertThat(scene.evse(LEFT).readings())
                .anyMatch(reading -> reading.point() == Point.SOC && reading.value() == 40);
        // BST: the vehicle ends the charge; its pile stays connected and offers nothing.
        scene.left().ready(false).reason("finishing");
        scene.pass(20);
        assertThat(scene.evse(LEFT).status()).isEqualTo(EvseStatus.SUSPENDED_EV);
    }
}
