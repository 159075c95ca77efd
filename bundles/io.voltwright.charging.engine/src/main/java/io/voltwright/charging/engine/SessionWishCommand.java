package io.voltwright.charging.engine;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.ChargingMode;
import io.voltwright.base.api.Durations;
import io.voltwright.base.api.Energy;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Time;
import io.voltwright.charging.api.PowerControl;
import io.voltwright.charging.api.Wish;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;

/** {@code session:wish} says when a car leaves, what it needs, and how. */
@Service
@Command(
        scope = "session",
        name = "wish",
        description = "Says when the car at an EVSE leaves, what it needs, and how",
        detailedDescription = "All that was said before is replaced; without options it is taken back.\n\nExamples:\n\n"
                + "    session:wish --leaves 8h --kwh 20 left\n"
                + "    session:wish --leaves 2026-11-23T07:00:00Z --kwh 20 --mode cheap left\n"
                + "    session:wish --mode solar left\n    session:wish --priority 5 left")
public final class SessionWishCommand extends PowerCommand {

    @Option(name = "--leaves", description = "In how long it leaves, as 8h or 90m, or when in UTC")
    @Nullable
    String leaves;

    @Option(name = "--kwh", description = "What it is to get from the start of the session on")
    @Nullable
    String kilowattHours;

    @Option(name = "--priority", description = "0 to 9; those of a higher one come before all of a lower one")
    @Nullable
    Integer priority;

    @Option(name = "--mode", description = "fast, solar, solar-and-least or cheap")
    @Nullable
    String mode;

    @Argument(index = 0, name = "evse", description = "Id of the EVSE", required = true)
    @Completion(EvseCompleter.class)
    String evse = "";

    @Reference(optional = true)
    @Nullable
    Time time;

    @Override
    void run(PowerControl control) throws Exception {
        Wish wish = new Wish(
                Optional.ofNullable(leaves).map(this::departure),
                Optional.ofNullable(kilowattHours)
                        .map(text -> Energy.wattHours(1000 * SiteExternalCommand.number(text, "kWh", 1000))),
                Optional.ofNullable(priority),
                Optional.ofNullable(mode).map(SessionWishCommand::mode));
        ChargingCommand.tell(control.wish(new EvseId(evse), wish, Actor.caller()), "Noted for " + evse);
    }

    private Instant departure(String text) {
        Time clock = time;
        // Not a bare number: 7 may as well be meant as a time of day.
        if (clock != null && text.matches("\\d+ ?[hm].*")) {
            return clock.instant().plus(Durations.parse(text));
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "--leaves '" + text + "': write 8h, 90m, or a time as 2026-11-23T07:00:00Z", e);
        }
    }

    static ChargingMode mode(String text) {
        try {
            return ChargingMode.valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "--mode '" + text + "': there are fast, solar, solar-and-least and cheap", e);
        }
    }
}
