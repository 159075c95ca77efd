package io.voltwright.charging.engine;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.Energy;
import io.voltwright.base.api.Moment;
import io.voltwright.base.api.Phase;
import io.voltwright.base.api.PhaseCurrents;
import io.voltwright.base.api.Power;
import io.voltwright.charging.api.ChargingFact;
import io.voltwright.charging.api.ChargingFact.ChargingStateChanged;
import io.voltwright.charging.api.ChargingFact.Context;
import io.voltwright.charging.api.ChargingFact.EnergyMetered;
import io.voltwright.charging.api.ChargingFact.OfferChanged;
import io.voltwright.charging.api.ChargingFact.OfferConfirmed;
import io.voltwright.charging.api.ChargingFacts;
import io.voltwright.field.api.PileStatus;
import io.voltwright.journal.api.Fact;
import io.voltwright.site.api.Evse;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Turns what happens at an EVSE into facts with keys that stay the same however often they are sent. */
final class Notes {

    private Notes() {}

    /** A fact of a session, numbered within it, or of the EVSE alone. */
    static Fact fact(ChargingFact fact, @Nullable Charge charge, Moment time) {
        String key = charge == null ? "charging-" + UUID.randomUUID() : charge.nextKey();
        return ChargingFacts.encode(fact, key, time);
    }

    /** Samples and what samples show as well may be left out when nothing can be kept any more. */
    static boolean dispensable(ChargingFact fact) {
        if (fact instanceof EnergyMetered metered) {
            return metered.context() != Context.BEGIN && metered.context() != Context.END;
        }
        return fact instanceof OfferChanged || fact instanceof OfferConfirmed || fact instanceof ChargingStateChanged;
    }

    static OfferChanged offered(Charge charge, Current offer, String reason, Current was) {
        return new OfferChanged(charge.evse, charge.id, offer, reason, Optional.of(was));
    }

    static OfferConfirmed confirmed(Charge charge, Current offer, Current failSafe, Optional<Current> was) {
        return new OfferConfirmed(charge.evse, charge.id, offer, failSafe, was);
    }

    static EnergyMetered metered(Charge charge, Energy register, Context context, Optional<Sensed> sensed) {
        return new EnergyMetered(
                charge.evse,
                charge.id,
                register,
                sensed.flatMap(Sensed::power),
                sensed.flatMap(Sensed::currents),
                Optional.of(charge.offer()),
                context,
                charge.usable());
    }

    /**
     * What flows at an EVSE.
     *
     * @param power active power, while it is good
     * @param currents on the phases of the grid, while they are good
     */
    record Sensed(Optional<Power> power, Optional<PhaseCurrents> currents) {

        static Sensed of(PileStatus status, Evse wiring) {
            return new Sensed(status.power(), status.currents().map(atTerminals -> onGrid(atTerminals, wiring)));
        }

        /** From the pile's terminals to the phases they are wired to. */
        static PhaseCurrents onGrid(PhaseCurrents atTerminals, Evse wiring) {
            Map<Phase, Current> phases = new EnumMap<>(Phase.class);
            List<Current> terminals = List.of(atTerminals.l1(), atTerminals.l2(), atTerminals.l3());
            for (int i = 0; i < wiring.rotation().size(); i++) {
                phases.put(wiring.rotation().get(i), terminals.get(i));
            }
            return new PhaseCurrents(
                    phases.getOrDefault(Phase.L1, Current.ZERO),
                    phases.getOrDefault(Phase.L2, Current.ZERO),
                    phases.getOrDefault(Phase.L3, Current.ZERO));
        }
    }
}
