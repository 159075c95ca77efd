package io.voltwright.charging.api;

import io.voltwright.base.api.ChargingMode;
import io.voltwright.base.api.Current;
import io.voltwright.base.api.Energy;
import io.voltwright.base.api.Power;
import io.voltwright.base.api.SessionId;
import io.voltwright.base.api.TokenRef;
import io.voltwright.charging.api.ChargingFact.AuthorizationExpired;
import io.voltwright.charging.api.ChargingFact.Authorized;
import io.voltwright.charging.api.ChargingFact.AvailabilityChanged;
import io.voltwright.charging.api.ChargingFact.ChargingStateChanged;
import io.voltwright.charging.api.ChargingFact.EnergyMetered;
import io.voltwright.charging.api.ChargingFact.EvseFaulted;
import io.voltwright.charging.api.ChargingFact.EvseRecovered;
import io.voltwright.charging.api.ChargingFact.ExternalLimitChanged;
import io.voltwright.charging.api.ChargingFact.LimitChanged;
import io.voltwright.charging.api.ChargingFact.OfferChanged;
import io.voltwright.charging.api.ChargingFact.OfferConfirmed;
import io.voltwright.charging.api.ChargingFact.Refused;
import io.voltwright.charging.api.ChargingFact.ReservationEnded;
import io.voltwright.charging.api.ChargingFact.Reserved;
import io.voltwright.charging.api.ChargingFact.SessionResumed;
import io.voltwright.charging.api.ChargingFact.SessionStarted;
import io.voltwright.charging.api.ChargingFact.SessionStopped;
import io.voltwright.charging.api.ChargingFact.StationRecovered;
import io.voltwright.charging.api.ChargingFact.SupplyChanged;
import io.voltwright.charging.api.ChargingFact.VehicleConnected;
import io.voltwright.charging.api.ChargingFact.VehicleDisconnected;
import io.voltwright.charging.api.ChargingFact.WishChanged;
import io.voltwright.journal.api.Payload;
import io.voltwright.users.api.Biller;
import java.time.Instant;
import java.util.Optional;

/** Writes charging's facts as the payloads they have in the journal. */
final class FactWriter {

    private FactWriter() {}

    static Payload payload(ChargingFact fact) {
        Payload.Builder to = Payload.with().put("evse", fact.evse().value());
        if (fact instanceof VehicleConnected f) {
            return to.put("session", f.session().value()).done();
        }
        if (fact instanceof VehicleDisconnected f) {
            return to.put("session", f.session().value()).done();
        }
        if (fact instanceof AuthorizationExpired f) {
            return to.put("session", f.session().value()).done();
        }
        if (fact instanceof Authorized f) {
            return grant(to, f.session(), f.token(), f.group(), f.biller(), f.tariff(), f.by())
                    .put("decidedBy", f.decidedBy())
                    .done();
        }
        if (fact instanceof SessionStarted f) {
            return grant(to, f.session(), f.token(), f.group(), f.biller(), f.tariff(), f.by())
                    .put("register_mwh", f.register().milliwattHours())
                    .put("reservation", f.reservation())
                    .done();
        }
        if (fact instanceof Refused f) {
            return to.put("token", f.token().map(TokenRef::value))
                    .put("verdict", f.verdict())
                    .put("by", f.by())
                    .done();
        }
        if (fact instanceof EnergyMetered f) {
            return metered(to, f);
        }
        if (fact instanceof OfferChanged f) {
            return to.put("session", f.session().value())
                    .put("offer_ma", f.offer().milliamperes())
                    .put("reason", f.reason())
                    .put("was_ma", f.was().map(Current::milliamperes))
                    .done();
        }
        if (fact instanceof OfferConfirmed f) {
            return to.put("session", f.session().value())
                    .put("offer_ma", f.confirmed().milliamperes())
                    .put("failsafe_ma", f.failSafe().milliamperes())
                    .put("was_ma", f.was().map(Current::milliamperes))
                    .done();
        }
        if (fact instanceof ChargingStateChanged f) {
            return to.put("session", f.session().value())
                    .put("state", f.state().name())
                    .done();
        }
        if (fact instanceof SessionResumed f) {
            return to.put("session", f.session().value())
                    .put("register_mwh", f.register().milliwattHours())
                    .put("report", f.report())
                    .done();
        }
        if (fact instanceof SessionStopped f) {
            return to.put("session", f.session().value())
                    .put("register_mwh", f.register().milliwattHours())
                    .put("reason", f.reason().name())
                    .put("token", f.token().map(TokenRef::value))
                    .put("by", f.by())
                    .put("usable", f.usable())
                    .done();
        }
        if (fact instanceof EvseFaulted f) {
            return to.put("code", f.code())
                    .put("raw", f.raw())
                    .put("severity", f.severity().name())
                    .put("latched", f.latched())
                    .done();
        }
        if (fact instanceof EvseRecovered f) {
            return to.put("code", f.code()).done();
        }
        if (fact instanceof AvailabilityChanged f) {
            return to.put("operative", f.operative()).put("by", f.by()).done();
        }
        if (fact instanceof LimitChanged f) {
            return to.put("owner", f.owner())
                    .put("offer_ma", f.current().map(Current::milliamperes))
                    .put("by", f.by())
                    .done();
        }
        if (fact instanceof ExternalLimitChanged f) {
            return to.put("owner", f.owner())
                    .put("state", f.state())
                    .put("power_mw", f.power().map(Power::milliwatts))
                    .put("by", f.by())
                    .done();
        }
        if (fact instanceof WishChanged f) {
            return wish(to, f.wish())
                    .put("session", f.session().value())
                    .put("by", f.by())
                    .done();
        }
        if (fact instanceof Reserved f) {
            return to.put("any", f.any())
                    .put("reservation", f.reservation())
                    .put("owner", f.owner())
                    .put("token", f.token().value())
                    .put("group", f.group().map(TokenRef::value))
                    .put("until", f.until().toString())
                    .put("by", f.by())
                    .done();
        }
        if (fact instanceof ReservationEnded f) {
            return to.put("reservation", f.reservation())
                    .put("owner", f.owner())
                    .put("cause", f.cause().name())
                    .put("session", f.session().map(SessionId::value))
                    .put("by", f.by())
                    .done();
        }
        if (fact instanceof StationRecovered f) {
            return to.put("cause", f.cause().name())
                    .put("resumed", (long) f.resumed())
                    .put("stopped", (long) f.stopped())
                    .put("waiting", (long) f.waiting())
                    .put("report", f.report())
                    .done();
        }
        if (fact instanceof SupplyChanged f) {
            return to.put("failing", f.failing()).put("by", f.by()).done();
        }
        throw new AssertionError(fact);
    }

    private static Payload.Builder grant(
            Payload.Builder to,
            SessionId session,
            TokenRef token,
            Optional<TokenRef> group,
            Biller biller,
            String tariff,
            String by) {
        return to.put("session", session.value())
                .put("token", token.value())
                .put("group", group.map(TokenRef::value))
                .put("biller", biller.toString())
                .put("tariff", tariff)
                .put("by", by);
    }

    private static Payload.Builder wish(Payload.Builder to, Wish wish) {
        return to.put("departure", wish.departure().map(Instant::toString))
                .put("energy_mwh", wish.energy().map(Energy::milliwattHours))
                .put("priority", wish.priority())
                .put("mode", wish.mode().map(ChargingMode::name));
    }

    private static Payload metered(Payload.Builder to, EnergyMetered f) {
        f.currents().ifPresent(currents -> to.put("l1_ma", currents.l1().milliamperes())
                .put("l2_ma", currents.l2().milliamperes())
                .put("l3_ma", currents.l3().milliamperes()));
        return to.put("session", f.session().value())
                .put("register_mwh", f.register().milliwattHours())
                .put("power_mw", f.power().map(Power::milliwatts))
                .put("offer_ma", f.offer().map(Current::milliamperes))
                .put("context", f.context().name())
                .put("usable", f.usable())
                .done();
    }
}
