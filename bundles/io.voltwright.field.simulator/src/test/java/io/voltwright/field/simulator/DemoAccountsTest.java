package io.voltwright.field.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.field.simulator.DemoAccounts.Span;
import org.junit.jupiter.api.Test;

class DemoAccountsTest {

    private static final Span PILE = new Span(1000.4, 1062.9);
    private static final Span TOLD = new Span(1000, 1062);

    private final DemoAccounts accounts = new DemoAccounts();

    @Test
    void booksThatAgreeToTheWattHourAreNoMismatch() {
        accounts.add("left", PILE, PILE, PILE, TOLD);
        assertThat(accounts.mismatches()).isEmpty();
        assertThat(accounts.table()).contains("left   pile            1000.4       1062.9         62.5");
    }

    @Test
    void aMismatchIsNamedWithEvseBookAndBothValues() {
        accounts.add("left", PILE, PILE, new Span(1000.4, 1063.0), TOLD);
        assertThat(accounts.mismatches())
                .containsExactly("left, stop register: the ledger says 1063.0 Wh, the pile 1062.9 Wh");
    }

    @Test
    void whatTheBackEndWasToldIsComparedInWholeWattHours() {
        accounts.add("right", PILE, PILE, PILE, new Span(1000, 1063));
        assertThat(accounts.mismatches())
                .containsExactly("right, stop register: the back end says 1063.0 Wh, the pile in whole Wh 1062.0 Wh");
    }

    @Test
    void aChargeWithoutEnergyProvesNothing() {
        Span nothing = new Span(1000, 1000);
        accounts.add("left", nothing, nothing, nothing, nothing);
        assertThat(accounts.mismatches()).containsExactly("left: no energy was delivered");
    }
}
