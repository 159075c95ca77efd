package io.voltwright.charging.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class StartBudgetTest {

    final StartBudget budget = new StartBudget(Settings.DEFAULT);

    @Test
    @DisplayName("R27: the first start is immediate, the next after 60 s")
    void spacing() {
        assertThat(budget.wait(Duration.ZERO)).isZero();
        budget.started(Duration.ofSeconds(5));
        assertThat(budget.wait(Duration.ofSeconds(10))).hasSeconds(55);
        assertThat(budget.wait(Duration.ofSeconds(65))).isZero();
    }

    @Test
    @DisplayName("R27: ten starts in an hour, then none until the first is an hour old")
    void perHour() {
        for (int i = 0; i < 10; i++) {
            budget.started(Duration.ofMinutes(2L * i));
        }
        assertThat(budget.wait(Duration.ofMinutes(30))).hasMinutes(30);
        assertThat(budget.wait(Duration.ofMinutes(60))).isZero();
    }

    @Test
    @DisplayName("R27: forty starts in a day")
    void perDay() {
        for (int i = 0; i < 40; i++) {
            budget.started(Duration.ofMinutes(15L * i));
        }
        assertThat(budget.wait(Duration.ofHours(10))).hasHours(14);
    }
}
