package io.voltwright.charging.engine;

import static io.voltwright.charging.engine.Moments.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.Moment;
import io.voltwright.charging.api.ChargingFact.Context;
import io.voltwright.charging.api.Habits;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SamplesTest {

    final Samples samples = new Samples();

    final HabitBook habits = new HabitBook();

    private Optional<Context> due(Moment now) {
        return samples.due(at(100), now, habits);
    }

    @BeforeEach
    void begin() {
        samples.begin(at(100));
    }

    @Test
    @DisplayName("R23: a sample each minute")
    void eachMinute() {
        assertThat(due(at(159.9))).isEmpty();
        assertThat(due(at(160))).contains(Context.PERIODIC);
    }

    // The boot was at 08:00:00, so 900 s later it is 08:15.
    @Test
    @DisplayName("R23: a sample on the clock's quarter hour")
    void onTheQuarter() {
        samples.taken(at(890));
        assertThat(due(at(899.9))).isEmpty();
        assertThat(due(at(900))).contains(Context.CLOCK);
        samples.taken(at(900));
        assertThat(due(at(901))).isEmpty();
    }

    @Test
    @DisplayName("R23: at most one sample in ten seconds on a change")
    void onChange() {
        samples.change();
        assertThat(due(at(109.9))).isEmpty();
        assertThat(due(at(110))).contains(Context.CHANGE);
    }

    // R-M01 of the OCPP reference: from the start of the transaction.
    @Test
    @DisplayName("R-M01: the shortest interval that a back end wants, counted from the start")
    void atTheIntervalOfABackEnd() {
        habits.put("ocpp.one", new Habits(Duration.ofSeconds(5), Duration.ZERO, Optional.empty()));
        habits.put("ocpp.two", new Habits(Duration.ofSeconds(30), Duration.ZERO, Optional.empty()));
        assertThat(due(at(104.9))).isEmpty();
        assertThat(due(at(105.4))).contains(Context.PERIODIC);
        samples.taken(at(105.4));
        assertThat(due(at(109.9))).isEmpty();
        assertThat(due(at(110))).contains(Context.PERIODIC);
        habits.remove("ocpp.one");
        assertThat(due(at(110))).isEmpty();
    }

    // The boot was at 08:00:00 UTC, so 102 s later a grid of six seconds has a line.
    @Test
    @DisplayName("R-M02: the intervals of the day that a back end wants, counted from midnight UTC")
    void atTheIntervalOfTheDay() {
        habits.put("ocpp.one", new Habits(Duration.ZERO, Duration.ofSeconds(6), Optional.empty()));
        assertThat(due(at(101.9))).isEmpty();
        assertThat(due(at(102))).contains(Context.CLOCK);
        samples.taken(at(102));
        assertThat(due(at(107.9))).isEmpty();
        assertThat(due(at(108.3))).contains(Context.CLOCK);
    }
}
