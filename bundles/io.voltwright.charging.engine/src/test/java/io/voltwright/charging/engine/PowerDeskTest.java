package io.voltwright.charging.engine;

import static io.voltwright.charging.engine.Scene.LEFT;
import static io.voltwright.charging.engine.Scene.RIGHT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.ChargingMode;
import io.voltwright.base.api.Current;
import io.voltwright.base.api.Energy;
import io.voltwright.base.api.EvseId;
import io.voltwright.charging.api.ChargingFact.WishChanged;
import io.voltwright.charging.api.PowerControl;
import io.voltwright.charging.api.PowerControl.Prospect;
import io.voltwright.charging.api.PowerPolicy.Demand;
import io.voltwright.charging.api.Wish;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PowerDeskTest {

    static final Actor OPERATOR = Actor.station("test");

    @Test
    @DisplayName("4.2 step 6: when a car leaves and what it needs reach the policy, and outlast a crash")
    void aWishReachesThePolicy() {
        Scene scene = Scene.two().charge(LEFT);
        Wish wish = new Wish(
                Optional.of(scene.utc().plus(Duration.ofHours(2))),
                Optional.of(Energy.wattHours(20_000)),
                Optional.of(5),
                Optional.empty());

        assertThat(scene.now(desk(scene).wish(LEFT, wish, OPERATOR)).isDone()).isTrue();
        scene.pass(2);
        assertThat(demand(scene).goal().orElseThrow().left()).isBetween(Duration.ofMinutes(119), Duration.ofHours(2));
        assertThat(demand(scene).goal().orElseThrow().wanted().wattHours()).isBetween(19_000.0, 20_000.0);
        assertThat(demand(scene).terms().priority()).isEqualTo(5);
        assertThat(scene.facts(WishChanged.class)).extracting(WishChanged::wish).containsExactly(wish);

        scene.kill().open().pass(5);
        assertThat(desk(scene).wish(LEFT)).isEqualTo(wish);
        assertThat(demand(scene).goal()).isPresent();
    }

    @Test
    void aWishNeedsASessionAndATimeToCome() {
        Scene scene = Scene.two().charge(LEFT);
        Wish late = new Wish(Optional.of(scene.utc()), Optional.empty(), Optional.empty(), Optional.empty());
        Wish cheap = new Wish(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(ChargingMode.CHEAP));

        assertThat(scene.now(desk(scene).wish(RIGHT, Wish.NONE, OPERATOR)).reasonOrDone())
                .contains("right has no session");
        assertThat(scene.now(desk(scene).wish(LEFT, late, OPERATOR)).reasonOrDone())
                .contains("is over");
        assertThat(scene.now(desk(scene).wish(LEFT, cheap, OPERATOR)).reasonOrDone())
                .contains("say when the car leaves and what it needs");
    }

    @Test
    @DisplayName("A change is tried before it is made: less at the grid, one more car")
    void aChangeIsTriedBeforeItIsMade() {
        Scene scene = Scene.two().charge(LEFT);
        Current before = scene.evse(LEFT).offer();

        List<Prospect> less = desk(scene).whatIf(new PowerControl.NewLimit("grid", Current.amperes(10)));
        assertThat(at(less, LEFT).then()).contains(Current.amperes(10));
        assertThat(at(less, LEFT).now()).contains(before);
        List<Prospect> more =
                desk(scene).whatIf(new PowerControl.NewEvse(new EvseId("third"), "grid", Current.amperes(32)));
        assertThat(at(more, new EvseId("third")).then().orElseThrow().isPositive())
                .isTrue();
        assertThat(before.exceeds(at(more, LEFT).then().orElseThrow())).isTrue();
        assertThat(scene.evse(LEFT).offer()).as("nothing is applied").isEqualTo(before);
        assertThatThrownBy(() -> desk(scene).whatIf(new PowerControl.NewLimit("hall", Current.amperes(10))))
                .hasMessageContaining("there is no node hall; there are grid");
    }

    @Test
    @DisplayName("4.3: each limit has an owner and an end, at nodes too")
    void limitsHaveOwnersAndEnds() {
        Scene scene = Scene.two().charge(LEFT);
        var until = scene.utc().plusSeconds(60);
        scene.now(scene.engine.limit(
                Optional.of(new EvseId("grid")), "operator", Current.amperes(10), Optional.of(until), OPERATOR));
        scene.pass(3);

        assertThat(desk(scene).limits())
                .containsExactly(new PowerControl.Held("grid", "operator", "10 A per phase", Optional.of(until)));
        assertThat(scene.evse(LEFT).offer()).isEqualTo(Current.amperes(10));
        assertThat(scene.engine.grid().limit()).isEqualTo(Current.amperes(10));
        assertThat(scene.engine.grid().why()).isEqualTo("operator");
        scene.pass(90);
        assertThat(desk(scene).limits()).isEmpty();
        assertThat(scene.evse(LEFT).offer().exceeds(Current.amperes(10))).isTrue();
        assertThat(scene.now(scene.engine.limit(
                                Optional.of(new EvseId("hall")),
                                "operator",
                                Current.amperes(10),
                                Optional.empty(),
                                OPERATOR))
                        .reasonOrDone())
                .contains("there is no EVSE hall");
    }

    private static PowerDesk desk(Scene scene) {
        return new PowerDesk(scene.engine, scene.time);
    }

    private static Demand demand(Scene scene) {
        return scene.engine.sharing().allocator().last().orElseThrow().demands().stream()
                .filter(demand -> demand.evse().equals(LEFT))
                .findFirst()
                .orElseThrow();
    }

    private static Prospect at(List<Prospect> prospects, EvseId evse) {
        return prospects.stream()
                .filter(prospect -> prospect.evse().equals(evse))
                .findFirst()
                .orElseThrow();
    }
}
