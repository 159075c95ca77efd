package io.voltwright.charging.engine;

import static io.voltwright.charging.engine.Scene.LEFT;
import static io.voltwright.charging.engine.Scene.RIGHT;
import static io.voltwright.charging.engine.Shell.printed;
import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.Current;
import io.voltwright.base.api.Energy;
import io.voltwright.charging.api.SessionLimits;
import org.junit.jupiter.api.Test;

class CommandsTest {

    final Scene scene = Scene.two();

    @Test
    void siteShowDrawsTheTreeWithAmperesAndReasons() throws Exception {
        scene.charge(LEFT).charge(RIGHT).pass(10);

        assertThat(run(new SiteShowCommand()))
                .contains("grid")
                .contains("32 A")
                .contains("3 x 32.0 A")
                .contains("left")
                .contains("CHARGING")
                .contains("2 share fuse");
    }

    @Test
    void evseListAndShowTellStateOfferAndReadings() throws Exception {
        scene.charge(LEFT);

        assertThat(run(new EvseListCommand()))
                .contains("left")
                .contains("11.0 kW")
                .contains("AVAILABLE");
        EvseShowCommand show = new EvseShowCommand();
        show.evse = "left";
        assertThat(run(show)).contains("Fake 1 1.0").contains("energy.import").contains("GOOD");
        show.evse = "nowhere";
        assertThat(run(show)).contains("There is no EVSE nowhere");
    }

    @Test
    void sessionsAreShownByIdAndByEvse() throws Exception {
        scene.charge(LEFT);
        String id = scene.session(LEFT).id().value();

        assertThat(run(new SessionListCommand())).contains(id).contains("ref-04a1b2c3");
        SessionShowCommand show = new SessionShowCommand();
        show.name = "left";
        assertThat(run(show)).contains(id).contains("standard");
        show.name = id;
        assertThat(run(show)).contains(id);
        show.name = "right";
        assertThat(run(show)).contains("no open session");
    }

    @Test
    void aSessionShowsWhenItStopsAndWhoSaidSo() throws Exception {
        scene.authority.mostEnergy(Energy.wattHours(40_000L));
        scene.charge(LEFT);
        SessionShowCommand show = new SessionShowCommand();
        show.name = "left";
        assertThat(run(show)).contains("at most 40 kWh (users)");

        SessionLimits limits = LimitWords.of("20kWh", "2h", "15EUR", "80%");
        scene.now(scene.engine.bound(LEFT, limits, Actor.operator("ann")));
        scene.pass(2);
        assertThat(run(show))
                .contains("at most 40 kWh (users); at most 20 kWh, 120 min, 15.00 EUR, 80 % (operator:ann)");
        scene.kill().open().pass(3);
        assertThat(run(show)).contains("at most 20 kWh, 120 min, 15.00 EUR, 80 % (operator:ann)");

        scene.now(scene.engine.bound(LEFT, LimitWords.of("5kWh", null, null, null), Actor.backend("csms")));
        scene.pass(2).kill().open().pass(3);
        assertThat(run(show)).contains("at most 5 kWh (").contains(Actor.backend("csms") + ")");
    }

    @Test
    void limitTakesAmperesOrOff() throws Exception {
        assertThat(EvseLimitCommand.current("13.5")).isEqualTo(Current.amperes(13.5));
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> EvseLimitCommand.current("many")))
                .hasMessageContaining("number of amperes");
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> EvseLimitCommand.current("-1")))
                .hasMessageContaining("0 to 1000");
    }

    @Test
    void withoutTheEngineTheySaySo() throws Exception {
        SiteShowCommand command = new SiteShowCommand();
        assertThat(printed(command)).contains("charging.engine is not running");
    }

    private String run(ChargingCommand command) throws Exception {
        command.charging = scene.engine;
        return printed(command);
    }
}
