package io.voltwright.charging.engine;

import static io.voltwright.charging.engine.Scene.CARD;
import static io.voltwright.charging.engine.Scene.LEFT;
import static io.voltwright.charging.engine.Scene.RIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.Current;
import io.voltwright.base.api.EvseId;
import io.voltwright.charging.api.ChargingFact.OfferChanged;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Every offer explains itself in one sentence: to who asks, in the shell and in the journal. */
class ExplainedOfferTest {

    static final Actor ANN = Actor.operator("ann");

    final Scene scene = Scene.two();

    @Test
    @DisplayName("each change of an offer in a day of a site has its sentence in the journal, the one that is shown")
    void theJournalKeepsTheSentence() {
        scene.charge(LEFT);
        explained(LEFT);
        scene.charge(RIGHT);
        explained(LEFT, RIGHT);
        scene.now(scene.engine.limit(Optional.of(LEFT), "operator", Current.amperes(8), Optional.empty(), ANN));
        scene.pass(10);
        explained(LEFT, RIGHT);
        scene.kill().open().pass(20);
        explained(LEFT, RIGHT);
        scene.engine.policy = null;
        scene.pass(30);
        explained(LEFT, RIGHT);
        scene.engine.policy = new EvenPolicy();
        scene.pass(10);
        scene.card(LEFT, CARD);
        scene.pass(15);
        explained(LEFT, RIGHT);

        List<OfferChanged> offers = scene.facts(OfferChanged.class);
        assertThat(offers).hasSizeGreaterThan(5).allSatisfy(offer -> sentence(offer.reason()));
    }

    @Test
    @DisplayName("each command that shows an offer shows its sentence")
    void theShellShowsTheSentence() throws Exception {
        scene.charge(LEFT).charge(RIGHT).pass(10);
        String reason = scene.evse(LEFT).reason();
        assertThat(reason).startsWith("16 A: ");

        EvseShowCommand evse = new EvseShowCommand();
        evse.evse = "left";
        SessionShowCommand session = new SessionShowCommand();
        session.name = "left";
        for (ChargingCommand command : List.of(new EvseListCommand(), evse, session, new SiteShowCommand())) {
            assertThat(printed(command)).as(command.getClass().getSimpleName()).contains(reason);
        }
    }

    private void explained(EvseId... evses) {
        for (EvseId evse : evses) {
            sentence(scene.evse(evse).reason());
            scene.facts(OfferChanged.class).stream()
                    .filter(offer -> offer.evse().equals(evse))
                    .reduce((earlier, later) -> later)
                    .ifPresent(last -> assertThat(last.offer())
                            .as("the last offer in the journal")
                            .isEqualTo(scene.evse(evse).offer()));
        }
    }

    private static void sentence(String reason) {
        assertThat(reason).isNotBlank().doesNotContain("\n").hasSizeLessThan(200);
    }

    private String printed(ChargingCommand command) throws Exception {
        command.charging = scene.engine;
        return Shell.printed(command);
    }
}
