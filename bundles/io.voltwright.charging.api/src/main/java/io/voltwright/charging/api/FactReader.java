package io.voltwright.charging.api;

import io.voltwright.base.api.ChargingMode;
import io.voltwright.base.api.Current;
import io.voltwright.base.api.Energy;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.PhaseCurrents;
import io.voltwright.base.api.Power;
import io.voltwright.base.api.SessionId;
import io.voltwright.base.api.TokenRef;
import io.voltwright.charging.api.ChargingFact.AuthorizationExpired;
import io.voltwright.charging.api.ChargingFact.Authorized;
import io.voltwright.charging.api.ChargingFact.AvailabilityChanged;
import io.voltwright.charging.api.ChargingFact.ChargingStateChanged;
import io.voltwright.charging.api.ChargingFact.Context;
import io.voltwright.charging.api.ChargingFact.EndCause;
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
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads charging's facts from the payloads they have in the journal. */
record FactReader(Payload payload) {

    private static final Map<String, Function<FactReader, ChargingFact>> DECODERS = Map.ofEntries(
            Map.entry("VehicleConnected", r -> new VehicleConnected(r.evse(), r.session())),
            Map.entry("VehicleDisconnected", r -> new VehicleDisconnected(r.evse(), r.session())),
            Map.entry(
                    "Authorized",
                    r -> new Authorized(
                            r.evse(),
                            r.session(),
                            r.token(),
                            r.ref("group"),
                            r.biller(),
                            r.text("tariff"),
                            r.text("by"),
                            r.text("decidedBy"))),
            Map.entry("Refused", r -> new Refused(r.evse(), r.ref("token"), r.text("verdict"), r.text("by"))),
            Map.entry("AuthorizationExpired", r -> new AuthorizationExpired(r.evse(), r.session())),
            Map.entry(
                    "SessionStarted",
                    r -> new SessionStarted(
                            r.evse(),
                            r.session(),
                            r.token(),
                            r.ref("group"),
                            r.biller(),
                            r.text("tariff"),
                            r.register(),
                            r.text("by"),
                            r.payload().findText("reservation"))),
            Map.entry(
                    "EnergyMetered",
                    r -> new EnergyMetered(
                            r.evse(),
                            r.session(),
                            r.register(),
                            r.number("power_mw").map(Power::milliwatts),
                            r.currents(),
                            r.offer(),
                            Context.valueOf(r.text("context")),
                            r.payload().flag("usable"))),
            Map.entry(
                    "OfferChanged",
                    r -> new OfferChanged(
                            r.evse(),
                            r.session(),
                            r.offer().orElse(Current.ZERO),
                            r.text("reason"),
                            r.milliamperes("was_ma"))),
            Map.entry(
                    "OfferConfirmed",
                    r -> new OfferConfirmed(
                            r.evse(),
                            r.session(),
                            r.offer().orElse(Current.ZERO),
                            r.milliamperes("failsafe_ma").orElse(Current.ZERO),
                            r.milliamperes("was_ma"))),
            Map.entry(
                    "ChargingStateChanged",
                    r -> new ChargingStateChanged(r.evse(), r.session(), ChargingState.valueOf(r.text("state")))),
            Map.entry("SessionResumed", r -> new SessionResumed(r.evse(), r.session(), r.register(), r.text("report"))),
            Map.entry(
                    "SessionStopped",
                    r -> new SessionStopped(
                            r.evse(),
                            r.session(),
                            r.register(),
                            StopReason.valueOf(r.text("reason")),
                            r.ref("token"),
                            r.text("by"),
                            r.payload().flag("usable"))),
            Map.entry(
                    "EvseFaulted",
                    r -> new EvseFaulted(
                            r.evse(),
                            r.text("code"),
                            r.text("raw"),
                            r.payload()
                                    .findText("severity")
                                    .map(Severity::valueOf)
                                    .orElse(Severity.MEDIUM),
                            r.payload().flag("latched"))),
            Map.entry("EvseRecovered", r -> new EvseRecovered(r.evse(), r.text("code"))),
            Map.entry(
                    "AvailabilityChanged",
                    r -> new AvailabilityChanged(r.evse(), r.payload().flag("operative"), r.text("by"))),
            Map.entry("LimitChanged", r -> new LimitChanged(r.evse(), r.text("owner"), r.offer(), r.text("by"))),
            Map.entry(
                    "ExternalLimitChanged",
                    r -> new ExternalLimitChanged(
                            r.evse(),
                            r.text("owner"),
                            r.text("state"),
                            r.number("power_mw").map(Power::milliwatts),
                            r.text("by"))),
            Map.entry("WishChanged", r -> new WishChanged(r.evse(), r.session(), r.wish(), r.text("by"))),
            Map.entry(
                    "Reserved",
                    r -> new Reserved(
                            r.evse(),
                            r.payload().flag("any"),
                            r.text("reservation"),
                            r.text("owner"),
                            r.token(),
                            r.ref("group"),
                            Instant.parse(r.text("until")),
                            r.text("by"))),
            Map.entry(
                    "ReservationEnded",
                    r -> new ReservationEnded(
                            r.evse(),
                            r.text("reservation"),
                            r.text("owner"),
                            EndCause.valueOf(r.text("cause")),
                            r.payload().findText("session").map(SessionId::new),
                            r.text("by"))),
            Map.entry(
                    "StationRecovered",
                    r -> new StationRecovered(
                            r.evse(),
                            RecoveryReport.Cause.valueOf(r.text("cause")),
                            Math.toIntExact(r.payload().number("resumed")),
                            Math.toIntExact(r.payload().number("stopped")),
                            Math.toIntExact(r.payload().number("waiting")),
                            r.text("report"))),
            Map.entry(
                    "SupplyChanged",
                    r -> new SupplyChanged(r.evse(), r.payload().flag("failing"), r.text("by"))));

    static Optional<ChargingFact> read(String name, Payload payload) {
        return Optional.ofNullable(DECODERS.get(name)).map(decoder -> decoder.apply(new FactReader(payload)));
    }

    static boolean knows(String name) {
        return DECODERS.containsKey(name);
    }

    EvseId evse() {
        return new EvseId(text("evse"));
    }

    SessionId session() {
        return new SessionId(text("session"));
    }

    TokenRef token() {
        return new TokenRef(text("token"));
    }

    Optional<TokenRef> ref(String name) {
        return payload.findText(name).map(TokenRef::new);
    }

    Biller biller() {
        return Biller.of(text("biller"));
    }

    Energy register() {
        return Energy.milliwattHours(payload.number("register_mwh"));
    }

    Optional<Current> offer() {
        return number("offer_ma").map(ma -> Current.milliamperes(Math.toIntExact(ma)));
    }

    Optional<PhaseCurrents> currents() {
        return number("l1_ma")
                .map(l1 -> new PhaseCurrents(
                        Current.milliamperes(Math.toIntExact(l1)),
                        Current.milliamperes(Math.toIntExact(payload.number("l2_ma"))),
                        Current.milliamperes(Math.toIntExact(payload.number("l3_ma")))));
    }

    Wish wish() {
        return new Wish(
                payload.findText("departure").map(Instant::parse),
                number("energy_mwh").map(Energy::milliwattHours),
                number("priority").map(Math::toIntExact),
                payload.findText("mode").map(ChargingMode::valueOf));
    }

    Optional<Current> milliamperes(String name) {
        return number(name).map(ma -> Current.milliamperes(Math.toIntExact(ma)));
    }

    Optional<Long> number(String name) {
        return payload.findNumber(name);
    }

    String text(String name) {
        return payload.text(name);
    }
}
