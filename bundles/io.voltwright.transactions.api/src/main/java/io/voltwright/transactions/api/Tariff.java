package io.voltwright.transactions.api;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;

/**
 * How a session is priced; shaped after an OCPI tariff, so that restrictions can join the elements later.
 *
 * @param id as site and routing name it
 * @param currency of all its prices
 * @param elements in order; per dimension the first that has it applies
 */
public record Tariff(String id, Currency currency, List<Element> elements) {

    public Tariff {
        elements = List.copyOf(elements);
    }

    /** What is priced. */
    public enum Dimension {
        /** Per kWh. */
        ENERGY,
        /** Per hour of the session. */
        TIME,
        /** Once, at the start. */
        FLAT
    }

    /**
     * Prices that apply together.
     *
     * @param components at most one per dimension
     */
    public record Element(List<Component> components) {

        public Element {
            components = List.copyOf(components);
        }
    }

    /**
     * One price.
     *
     * @param dimension what it is for
     * @param price per kWh, per hour, or once; without VAT; exact
     * @param vatPercent as 19 or 7.7; exact
     */
    public record Component(Dimension dimension, BigDecimal price, BigDecimal vatPercent) {}
}
