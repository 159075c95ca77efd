package io.voltwright.transactions.api;

import io.voltwright.base.api.Money;
import java.math.BigDecimal;
import java.util.List;

/**
 * What a session costs: exact lines, rounded once per VAT rate.
 *
 * @param lines in the order of the tariff
 * @param taxes one per VAT rate
 * @param net sum of the rounded nets
 * @param vat sum of the rounded VAT amounts
 * @param gross net and VAT
 */
public record Cost(List<Line> lines, List<Tax> taxes, Money net, Money vat, Money gross) {

    public Cost {
        lines = List.copyOf(lines);
        taxes = List.copyOf(taxes);
    }

    /**
     * One dimension's share.
     *
     * @param dimension what is priced
     * @param quantity kWh, hours or 1; exact up to 12 digits after the point
     * @param price per unit, without VAT
     * @param net quantity times price, not rounded
     * @param vatPercent its VAT rate
     */
    public record Line(
            Tariff.Dimension dimension, BigDecimal quantity, BigDecimal price, BigDecimal net, BigDecimal vatPercent) {}

    /**
     * One VAT rate's share.
     *
     * @param percent the rate
     * @param net rounded half up to the minor unit
     * @param vat of the rounded net, rounded half up
     */
    public record Tax(BigDecimal percent, Money net, Money vat) {}
}
