package io.voltwright.charging.api;

import io.voltwright.base.api.Moment;
import io.voltwright.charging.api.ChargingFact.EnergyMetered;
import io.voltwright.charging.api.ChargingFact.SessionResumed;
import io.voltwright.charging.api.ChargingFact.SessionStarted;
import io.voltwright.charging.api.ChargingFact.SessionStopped;
import io.voltwright.journal.api.Fact;
import java.util.Optional;
import java.util.Set;

/** The form that charging's facts have in the journal: type {@code charging.NAME}, version 1, subject the EVSE. */
public final class ChargingFacts {

    private static final String MODULE = "charging.";

    /** Facts that move money: a reader that does not know them stops. */
    private static final Set<Class<?>> MUST_UNDERSTAND =
            Set.of(SessionStarted.class, EnergyMetered.class, SessionResumed.class, SessionStopped.class);

    private ChargingFacts() {}

    /**
     * The journal's form of a fact.
     *
     * @param key unique for ever, as {@link Fact#key()}
     */
    public static Fact encode(ChargingFact fact, String key, Moment time) {
        return new Fact(
                MODULE + fact.getClass().getSimpleName(),
                1,
                key,
                fact.evse().value(),
                time,
                MUST_UNDERSTAND.contains(fact.getClass()),
                FactWriter.payload(fact));
    }

    /**
     * Back from the journal.
     *
     * @return empty for a fact of another module, or of a type or version that is not known here
     */
    public static Optional<ChargingFact> decode(Fact fact) {
        return known(fact) ? FactReader.read(name(fact), fact.payload()) : Optional.empty();
    }

    /** Whether {@link #decode(Fact)} knows it. */
    public static boolean understands(Fact fact) {
        return known(fact) && FactReader.knows(name(fact));
    }

    private static boolean known(Fact fact) {
        return fact.version() == 1 && fact.type().startsWith(MODULE);
    }

    private static String name(Fact fact) {
        return fact.type().substring(MODULE.length());
    }
}
