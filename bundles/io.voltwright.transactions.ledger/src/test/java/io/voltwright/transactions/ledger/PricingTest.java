package io.voltwright.transactions.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.Energy;
import io.voltwright.transactions.api.Cost;
import io.voltwright.transactions.api.Tariff;
import io.voltwright.transactions.api.Tariff.Component;
import io.voltwright.transactions.api.Tariff.Dimension;
import io.voltwright.transactions.api.Tariff.Element;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Amounts printed in the OCPI specification (trust reference 2.2), and the rounding rules of 2.1. */
class PricingTest {

    static final Component ENERGY = component(Dimension.ENERGY, "0.25", "10");
    static final Component START = component(Dimension.FLAT, "0.50", "20");

    @Test
    @DisplayName("row 1: 0.25/kWh, VAT 10 %, 20 kWh: 5.00 / 5.50")
    void energyOnly() {
        assertCost(price("20", "0", ENERGY), "5.00", "5.50");
    }

    @Test
    @DisplayName("row 2: with start 0.50, VAT 20 %: 5.50 / 6.10")
    void energyAndStartFee() {
        assertCost(price("20", "0", START, ENERGY), "5.50", "6.10");
    }

    @Test
    @DisplayName("row 5, below its maximum: 30 kWh: 8.00 / 8.85")
    void energyAndStartFeeOfALargerSession() {
        assertCost(price("30", "0", START, ENERGY), "8.00", "8.85");
    }

    @Test
    @DisplayName("row 6: 2.00/h, VAT 10 %, 2.5 h: 5.00 / 5.50")
    void timeOnly() {
        assertCost(price("0", "PT2H30M", component(Dimension.TIME, "2.00", "10")), "5.00", "5.50");
    }

    @Test
    @DisplayName("row 8: 1.90/h, VAT 5.2 %, 2.5 h: 4.75 / 5.00")
    void timeWithAnOddRate() {
        assertCost(price("0", "PT2H30M", component(Dimension.TIME, "1.90", "5.2")), "4.75", "5.00");
    }

    @Test
    @DisplayName("row 9, the table without step: 20.45 kWh: 5.61 / 6.22")
    void energyThatDoesNotFitWholeCents() {
        assertCost(price("20.45", "0", START, ENERGY), "5.61", "6.22");
    }

    @Test
    @DisplayName("row 21: 0.25/kWh, 115.2 Wh: 0.0288 before rounding (0.029 with step 1 Wh)")
    void aFractionOfACentStaysExactInItsLine() {
        Cost cost = price("0.1152", "0", ENERGY);

        assertThat(cost.lines().get(0).net()).isEqualByComparingTo("0.0288");
        assertCost(cost, "0.03", "0.03");
    }

    @Test
    @DisplayName("row 25: 2.00/h without tax, 2.5 h: 5.00")
    void timeWithoutTax() {
        assertCost(price("0", "PT2H30M", component(Dimension.TIME, "2.00", "0")), "5.00", "5.00");
    }

    // 6.60/h for 5 min is 0.55 exactly; with 5 min as 0.0834 h it would be 0.5504 and more in larger sums.
    @Test
    @DisplayName("rule 8: hours are exact")
    void fiveMinutesAreATwelfthOfAnHour() {
        Cost cost = price("0", "PT5M", component(Dimension.TIME, "6.60", "0"));

        assertThat(cost.lines().get(0).net()).isEqualByComparingTo("0.55");
        assertCost(cost, "0.55", "0.55");
    }

    // A third of an hour at 0.015 is 0.005 exactly: half a cent goes up.
    @Test
    @DisplayName("rule 8: half a minor unit is rounded up, once per rate")
    void halfACentGoesUp() {
        assertCost(price("0", "PT20M", component(Dimension.TIME, "0.015", "0")), "0.01", "0.01");
        assertCost(price("0", "PT19M59S", component(Dimension.TIME, "0.015", "0")), "0.00", "0.00");
    }

    // 0.004 + 0.004 of one rate are 0.008, so 0.01; of two rates each is nothing.
    @Test
    @DisplayName("rule 8: lines of one VAT rate are summed before rounding")
    void linesOfOneRateAreRoundedTogether() {
        assertCost(
                price(
                        "0",
                        "PT1H",
                        component(Dimension.TIME, "0.004", "19"),
                        component(Dimension.FLAT, "0.004", "19.0")),
                "0.01",
                "0.01");
        assertCost(
                price("0", "PT1H", component(Dimension.TIME, "0.004", "19"), component(Dimension.FLAT, "0.004", "7")),
                "0.00",
                "0.00");
    }

    // Net 10.03 (of 10.034): VAT 19 % of 10.03 is 1.9057, so 1.91; of the unrounded net it would be the same here, of
    // 10.05 not.
    @Test
    @DisplayName("rule 8: VAT is taken of the rounded net")
    void vatIsTakenOfTheRoundedNet() {
        Cost cost = price("0", "0", component(Dimension.FLAT, "0.025", "20"));

        assertThat(cost.net().minorUnits()).isEqualTo(3);
        assertThat(cost.vat().minorUnits()).isEqualTo(1);
    }

    @Test
    @DisplayName("rule 8: minor units are those of ISO 4217: JPY has none, KWD three digits")
    void minorUnitsAreThoseOfTheCurrency() {
        Component perHour = component(Dimension.TIME, "100.4567", "10");

        assertThat(in("JPY", perHour).gross().toString()).isEqualTo("110 JPY");
        assertThat(in("KWD", perHour).gross().toString()).isEqualTo("110.503 KWD");
    }

    @Test
    @DisplayName("rule 1: per dimension the first element that has it")
    void theFirstElementOfADimensionApplies() {
        var tariff = new Tariff(
                "t",
                Currency.getInstance("EUR"),
                List.of(
                        new Element(List.of(ENERGY)),
                        new Element(List.of(component(Dimension.ENERGY, "9", "10"), START))));

        assertCost(Pricing.price(tariff, energy("20"), Duration.ZERO), "5.50", "6.10");
    }

    @Test
    @DisplayName("rule 2: a dimension without an element costs nothing")
    void whatHasNoPriceCostsNothing() {
        assertCost(price("20", "PT5H"), "0.00", "0.00");
    }

    @Test
    void costGrowsWithEnergyAndTimeAndIsTheSumOfItsLines() {
        long seed = Long.getLong("voltwright.seed", System.nanoTime());
        var random = new Random(seed);
        int runs = (int) Math.max(3, 10_000 * Double.parseDouble(System.getProperty("voltwright.scale", "0.1")));
        for (int run = 0; run < runs; run++) {
            Tariff tariff = tariff(
                    "EUR",
                    component(Dimension.ENERGY, "0." + random.nextInt(1000), "19"),
                    component(Dimension.TIME, random.nextInt(5) + "." + random.nextInt(1000), "7"),
                    component(Dimension.FLAT, "0." + random.nextInt(100), "19"));
            Energy energy = Energy.milliwattHours(random.nextInt(100_000_000));
            Duration time = Duration.ofSeconds(random.nextInt(100_000));
            Cost cost = Pricing.price(tariff, energy, time);
            Cost more = Pricing.price(
                    tariff,
                    energy.plus(Energy.wattHours(random.nextInt(1000))),
                    time.plusSeconds(random.nextInt(1000)));

            assertThat(more.gross().minorUnits())
                    .as("seed " + seed)
                    .isGreaterThanOrEqualTo(cost.gross().minorUnits());
            BigDecimal exact = cost.lines().stream().map(Cost.Line::net).reduce(BigDecimal.ZERO, BigDecimal::add);
            assertThat(cost.net().amount().subtract(exact).abs())
                    .as("seed " + seed)
                    .isLessThanOrEqualTo(new BigDecimal("0.01"));
            assertThat(cost.gross()).isEqualTo(cost.net().plus(cost.vat()));
        }
    }

    private static void assertCost(Cost cost, String net, String gross) {
        assertThat(cost.net().amount()).isEqualByComparingTo(net);
        assertThat(cost.gross().amount()).isEqualByComparingTo(gross);
    }

    private static Cost price(String kilowattHours, String duration, Component... components) {
        Duration time = duration.equals("0") ? Duration.ZERO : Duration.parse(duration);
        return Pricing.price(tariff("EUR", components), energy(kilowattHours), time);
    }

    private static Cost in(String currency, Component component) {
        return Pricing.price(tariff(currency, component), Energy.ZERO, Duration.ofHours(1));
    }

    private static Energy energy(String kilowattHours) {
        return Energy.milliwattHours(
                new BigDecimal(kilowattHours).movePointRight(6).longValueExact());
    }

    static Tariff tariff(String currency, Component... components) {
        return new Tariff("t", Currency.getInstance(currency), List.of(new Element(Arrays.asList(components))));
    }

    static Component component(Dimension dimension, String price, String vat) {
        return new Component(dimension, new BigDecimal(price), new BigDecimal(vat));
    }
}
