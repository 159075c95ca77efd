package io.voltwright.charging.engine;

import io.voltwright.base.api.Durations;
import io.voltwright.base.api.Energy;
import io.voltwright.base.api.Money;
import io.voltwright.charging.api.SessionLimits;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** When a session stops by itself, as people write it: with units. */
final class LimitWords {

    private static final Pattern COST = Pattern.compile("(\\d{1,7}(?:\\.\\d{1,3})?) ?([A-Z]{3})");
    private static final Pattern CHARGE = Pattern.compile("(\\d{1,3}) ?%?");

    private LimitWords() {}

    /**
     * @throws IllegalArgumentException with what, value and remedy for what cannot be read
     */
    static SessionLimits of(
            @Nullable String energy, @Nullable String time, @Nullable String cost, @Nullable String charge) {
        return new SessionLimits(
                Optional.ofNullable(energy).map(LimitWords::energy),
                Optional.ofNullable(time).map(LimitWords::time),
                Optional.ofNullable(charge).map(LimitWords::charge),
                Optional.ofNullable(cost).map(LimitWords::cost));
    }

    private static Energy energy(String text) {
        Energy energy = Energy.parse(text);
        if (!energy.exceeds(Energy.ZERO)) {
            throw wrong("energy", text, "write more than 0");
        }
        return energy;
    }

    private static Duration time(String text) {
        Duration time = Durations.parse(text);
        if (time.isZero()) {
            throw wrong("time", text, "write more than 0");
        }
        return time;
    }

    private static Money cost(String text) {
        Matcher parts = COST.matcher(text.strip());
        if (!parts.matches()) {
            throw wrong("cost", text, "write 15EUR or 12.50CHF");
        }
        try {
            Currency currency = Currency.getInstance(parts.group(2));
            return new Money(
                    new BigDecimal(parts.group(1))
                            .movePointRight(currency.getDefaultFractionDigits())
                            .longValueExact(),
                    currency);
        } catch (ArithmeticException e) {
            throw wrong("cost", text, "it has more digits than its currency");
        } catch (IllegalArgumentException e) {
            throw wrong("cost", text, "the currency is not one of ISO 4217, as EUR");
        }
    }

    private static int charge(String text) {
        Matcher parts = CHARGE.matcher(text.strip());
        int percent = parts.matches() ? Integer.parseInt(parts.group(1)) : 0;
        if (percent < 1 || percent > 100) {
            throw wrong("state of charge", text, "write a percentage, 1 to 100");
        }
        return percent;
    }

    private static IllegalArgumentException wrong(String what, String text, String remedy) {
        return new IllegalArgumentException(what + " '" + text + "': " + remedy);
    }

    /** As {@code at most 20 kWh, 90 min, 15.00 EUR, 80 %}; {@code no limits} where there are none. */
    static String text(SessionLimits limits) {
        List<String> parts = new ArrayList<>();
        limits.energy()
                .ifPresent(energy ->
                        parts.add(energy.kilowattHours().stripTrailingZeros().toPlainString() + " kWh"));
        limits.time()
                .ifPresent(time ->
                        parts.add(time.toSecondsPart() == 0 ? time.toMinutes() + " min" : time.toSeconds() + " s"));
        limits.cost().ifPresent(cost -> parts.add(cost.toString()));
        limits.stateOfCharge().ifPresent(percent -> parts.add(percent + " %"));
        return parts.isEmpty() ? "no limits" : "at most " + String.join(", ", parts);
    }
}
