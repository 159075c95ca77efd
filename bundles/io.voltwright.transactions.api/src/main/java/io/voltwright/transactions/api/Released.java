package io.voltwright.transactions.api;

import io.voltwright.base.api.Energy;
import io.voltwright.base.api.Moment;
import io.voltwright.base.api.SessionId;
import io.voltwright.journal.api.Fact;
import io.voltwright.journal.api.Payload;
import java.time.Duration;
import java.util.Optional;

/**
 * A person let a held session go and said what is to be billed.
 *
 * @param session which
 * @param tariffVersion the form of the tariff that prices it
 * @param energy what is billed, not negative
 * @param duration what is billed, not negative; whole seconds count
 * @param heldBecause why it had been held
 * @param by who
 * @param reason what that person said; empty for nothing
 */
public record Released(
        SessionId session,
        String tariffVersion,
        Energy energy,
        Duration duration,
        String heldBecause,
        String by,
        String reason) {

    private static final String TYPE = "transactions.Released";

    /**
     * @throws IllegalArgumentException for less than nothing
     */
    public Released {
        if (Energy.ZERO.exceeds(energy) || duration.isNegative()) {
            throw new IllegalArgumentException("less than nothing cannot be billed: " + energy + ", " + duration);
        }
        duration = Duration.ofSeconds(duration.toSeconds());
    }

    /** The journal's form; its key is derived from the session, for the first word counts. */
    public Fact encode(Moment time) {
        return new Fact(
                TYPE,
                1,
                "released:" + session.value(),
                session.value(),
                time,
                false,
                Payload.with()
                        .put("session", session.value())
                        .put("tariff_version", tariffVersion)
                        .put("energy_mwh", energy.milliwattHours())
                        .put("duration_s", duration.toSeconds())
                        .put("held_because", heldBecause)
                        .put("by", by)
                        .put("reason", reason)
                        .done());
    }

    /** Back from the journal; empty for any other fact. */
    public static Optional<Released> decode(Fact fact) {
        if (!TYPE.equals(fact.type()) || fact.version() != 1) {
            return Optional.empty();
        }
        Payload from = fact.payload();
        return Optional.of(new Released(
                new SessionId(from.text("session")),
                from.text("tariff_version"),
                Energy.milliwattHours(from.number("energy_mwh")),
                Duration.ofSeconds(from.number("duration_s")),
                from.text("held_because"),
                from.text("by"),
                from.text("reason")));
    }
}
