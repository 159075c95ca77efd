package io.voltwright.charging.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.Energy;
import io.voltwright.base.api.Power;
import io.voltwright.site.api.Price;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CheapHoursTest {

    static final Instant EVENING = Instant.parse("2026-11-22T20:00:00Z");
    static final Instant MORNING = Instant.parse("2026-11-23T07:00:00Z");
    static final Power ELEVEN = Power.watts(11_000L);

    final CheapHours hours = new CheapHours(List.of(price(2, 5, "0.18"), price(0, 0, "0.31")), ZoneOffset.UTC);

    // 11 kWh at 11 kW take an hour; with a quarter more to spare it is five quarters from 02:00 on.
    @Test
    @DisplayName("4.2 step 9: who has time waits for the cheapest hours before it leaves")
    void itWaitsForTheCheapHours() {
        assertThat(waits(11_000, EVENING)).contains("the price: cheaper from 02:00 at 0.18 per kWh");
        assertThat(waits(11_000, Instant.parse("2026-11-23T01:59:59Z"))).isPresent();
        assertThat(waits(11_000, Instant.parse("2026-11-23T02:00:00Z"))).isEmpty();
    }

    // Five hours at 11 kW are more than the three cheap ones: the rest comes at once, in the dear ones.
    @Test
    void whoNeedsMoreThanTheCheapHoursBeginsBefore() {
        assertThat(waits(55_000, EVENING)).isEmpty();
    }

    @Test
    void whoHasNoTimeChargesAtOnce() {
        assertThat(hours.waits(Energy.wattHours(11_000), ELEVEN, EVENING, EVENING.plusSeconds(3600)))
                .isEmpty();
    }

    @Test
    void whoHasWhatItWantedTakesNoMore() {
        assertThat(waits(0, EVENING)).contains("its wish: it has what it was to get");
    }

    @Test
    void withoutPricesThereIsNothingToWaitFor() {
        assertThat(new CheapHours(List.of(), ZoneOffset.UTC).waits(Energy.wattHours(11_000), ELEVEN, EVENING, MORNING))
                .isEmpty();
    }

    private Optional<String> waits(long wattHours, Instant now) {
        return hours.waits(Energy.wattHours(wattHours), ELEVEN, now, MORNING);
    }

    private static Price price(int from, int to, String price) {
        return new Price(
                EnumSet.allOf(DayOfWeek.class), LocalTime.of(from, 0), LocalTime.of(to, 0), new BigDecimal(price));
    }
}
