package io.voltwright.charging.engine;

import io.voltwright.base.api.Energy;
import io.voltwright.base.api.Power;
import io.voltwright.site.api.Price;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Chooses the cheapest quarters of an hour before a departure in which a car gets what it needs (field reference 4.2, step 9). */
final class CheapHours {

    private static final long QUARTER = Duration.ofMinutes(15).toSeconds();

    /** Others may want the cheap hours too: a quarter more of them is planned than it needs alone. */
    private static final double SPARE = 1.25;

    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm");

    private final List<Price> prices;
    private final ZoneId zone;

    CheapHours(List<Price> prices, ZoneId zone) {
        this.prices = prices;
        this.zone = zone;
    }

    private record Slot(Instant from, Instant to, BigDecimal price) {
        long seconds() {
            return Duration.between(from, to).toSeconds();
        }
    }

    /**
     * Why the car should wait now; empty where it should charge.
     *
     * @param rest what it still needs
     * @param full the power it charges with
     */
    Optional<String> waits(Energy rest, Power full, Instant now, Instant departure) {
        if (rest.milliwattHours() <= 0) {
            return Optional.of("its wish: it has what it was to get");
        }
        double needed = SPARE * 3600.0 * rest.wattHours() / Math.max(1, full.watts());
        long left = Duration.between(now, departure).toSeconds();
        if (prices.isEmpty() || needed + QUARTER >= left) {
            return Optional.empty();
        }
        List<Slot> chosen = new ArrayList<>();
        double found = 0;
        for (Slot slot : cheapestFirst(now, departure)) {
            if (found >= needed) {
                break;
            }
            chosen.add(slot);
            found += slot.seconds();
        }
        Slot first = chosen.stream().min(Comparator.comparing(Slot::from)).orElseThrow();
        if (!first.from().isAfter(now)) {
            return Optional.empty();
        }
        return Optional.of("the price: cheaper from "
                + CLOCK.format(first.from().atZone(zone)) + " at " + first.price() + " per kWh");
    }

    private List<Slot> cheapestFirst(Instant now, Instant departure) {
        List<Slot> slots = new ArrayList<>();
        Instant from = now;
        while (from.isBefore(departure)) {
            long next = Math.floorDiv(from.getEpochSecond(), QUARTER) * QUARTER + QUARTER;
            Instant to = Instant.ofEpochSecond(Math.min(next, departure.getEpochSecond()));
            to = to.isAfter(from) ? to : departure;
            slots.add(new Slot(from, to, price(from)));
            from = to;
        }
        slots.sort(Comparator.comparing(Slot::price).thenComparing(Slot::from));
        return slots;
    }

    /** The first that holds; where none does, energy is as dear as the dearest. */
    private BigDecimal price(Instant at) {
        return prices.stream()
                .filter(price -> price.holds(at.atZone(zone)))
                .map(Price::perKilowattHour)
                .findFirst()
                .or(() -> prices.stream().map(Price::perKilowattHour).max(Comparator.naturalOrder()))
                .orElse(BigDecimal.ZERO);
    }
}
