package io.voltwright.transactions.api;

import io.voltwright.base.api.Moment;
import io.voltwright.base.api.SessionId;
import io.voltwright.journal.api.Fact;
import io.voltwright.journal.api.Payload;
import java.util.Optional;

/**
 * A finished session has its final cost; or is held for review, and has it once a person released it.
 *
 * @param session which
 * @param billed whether the station bills it; otherwise the amounts are for information
 * @param held whether a person has to look at it first
 * @param currency ISO 4217
 * @param grossMinor minor units, VAT included
 * @param vatMinor minor units
 * @param energyMilliwattHours what was priced
 */
public record Priced(
        SessionId session,
        boolean billed,
        boolean held,
        String currency,
        long grossMinor,
        long vatMinor,
        long energyMilliwattHours) {

    private static final String TYPE = "transactions.Priced";

    /** The journal's form; its key is derived from the session, for it happens once. */
    public Fact encode(Moment time) {
        return encode("priced:" + session.value(), time);
    }

    /** The journal's form for a session that was held before; that happens once too. */
    public Fact encodeReleased(Moment time) {
        return encode("priced-released:" + session.value(), time);
    }

    private Fact encode(String key, Moment time) {
        return new Fact(
                TYPE,
                1,
                key,
                session.value(),
                time,
                false,
                Payload.with()
                        .put("session", session.value())
                        .put("billed", billed)
                        .put("held", held)
                        .put("currency", currency)
                        .put("gross_minor", grossMinor)
                        .put("vat_minor", vatMinor)
                        .put("energy_mwh", energyMilliwattHours)
                        .done());
    }

    /** Back from the journal; empty for any other fact. */
    public static Optional<Priced> decode(Fact fact) {
        if (!TYPE.equals(fact.type()) || fact.version() != 1) {
            return Optional.empty();
        }
        Payload from = fact.payload();
        return Optional.of(new Priced(
                new SessionId(from.text("session")),
                from.flag("billed"),
                from.flag("held"),
                from.text("currency"),
                from.number("gross_minor"),
                from.number("vat_minor"),
                from.number("energy_mwh")));
    }
}
