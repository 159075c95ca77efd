package io.voltwright.transactions.ledger;

import io.voltwright.base.api.Energy;
import io.voltwright.base.api.Money;
import io.voltwright.transactions.api.Cost;
import io.voltwright.transactions.api.Cost.Line;
import io.voltwright.transactions.api.Cost.Tax;
import io.voltwright.transactions.api.Tariff;
import io.voltwright.transactions.api.Tariff.Component;
import io.voltwright.transactions.api.Tariff.Dimension;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Currency;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Prices a session: exact up to the end, then rounded once per VAT rate, half up; VAT is taken of the rounded net.
 *
 * <p>Implementation: hours are seconds by 3600, so sums are kept as 3600 times the amount, where they are exact decimals. The one
 * division cuts off behind the 30th digit: that can neither make nor hide half a minor unit.
 */
final class Pricing {

    private static final BigDecimal SECONDS_PER_HOUR = BigDecimal.valueOf(3600);
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private static final int EXACT_DIGITS = 30;
    private static final int QUANTITY_DIGITS = 12;
    private static final int LINE_DIGITS = 18;

    private Pricing() {}

    /**
     * @param energy not negative
     * @param duration not negative; whole seconds count
     */
    static Cost price(Tariff tariff, Energy energy, Duration duration) {
        List<Line> lines = new ArrayList<>();
        Map<BigDecimal, BigDecimal> sums = new LinkedHashMap<>();
        for (Component component : components(tariff)) {
            BigDecimal hourfold = hourfold(component.dimension(), energy, duration);
            BigDecimal amount = hourfold.multiply(component.price());
            lines.add(new Line(
                    component.dimension(),
                    plain(hourfold.divide(SECONDS_PER_HOUR, QUANTITY_DIGITS, RoundingMode.HALF_UP)),
                    component.price(),
                    plain(amount.divide(SECONDS_PER_HOUR, LINE_DIGITS, RoundingMode.HALF_UP)),
                    component.vatPercent()));
            sums.merge(plain(component.vatPercent()), amount, BigDecimal::add);
        }
        return total(lines, sums, tariff.currency());
    }

    /** Nothing at all, as for a free session. */
    static Cost nothing(Currency currency) {
        return total(List.of(), Map.of(), currency);
    }

    static boolean pricesTime(Tariff tariff) {
        return components(tariff).stream()
                .anyMatch(component -> component.dimension() == Dimension.TIME
                        && component.price().signum() != 0);
    }

    /** Per dimension the first element that has it (OCPI tariff rule 1), in the order of the tariff. */
    private static List<Component> components(Tariff tariff) {
        Map<Dimension, Component> first = new EnumMap<>(Dimension.class);
        List<Component> ordered = new ArrayList<>();
        for (Tariff.Element element : tariff.elements()) {
            for (Component component : element.components()) {
                if (first.putIfAbsent(component.dimension(), component) == null) {
                    ordered.add(component);
                }
            }
        }
        return ordered;
    }

    /** 3600 times the quantity. */
    private static BigDecimal hourfold(Dimension dimension, Energy energy, Duration duration) {
        return switch (dimension) {
            case ENERGY -> energy.kilowattHours().multiply(SECONDS_PER_HOUR);
            case TIME -> BigDecimal.valueOf(duration.toSeconds());
            case FLAT -> SECONDS_PER_HOUR;
        };
    }

    private static Cost total(List<Line> lines, Map<BigDecimal, BigDecimal> sums, Currency currency) {
        List<Tax> taxes = new ArrayList<>();
        Money net = Money.zero(currency);
        Money vat = Money.zero(currency);
        for (Map.Entry<BigDecimal, BigDecimal> sum : sums.entrySet()) {
            BigDecimal exact = sum.getValue().divide(SECONDS_PER_HOUR, EXACT_DIGITS, RoundingMode.DOWN);
            Money rounded = Money.rounded(exact, currency);
            BigDecimal share = rounded.amount().multiply(sum.getKey()).divide(HUNDRED);
            Tax tax = new Tax(sum.getKey(), rounded, Money.rounded(share, currency));
            taxes.add(tax);
            net = net.plus(tax.net());
            vat = vat.plus(tax.vat());
        }
        return new Cost(lines, taxes, net, vat, net.plus(vat));
    }

    /** Without zeros at its end. */
    static BigDecimal plain(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
