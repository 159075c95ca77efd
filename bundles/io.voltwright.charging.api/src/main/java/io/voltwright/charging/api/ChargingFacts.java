package io.voltwright.charging.api;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.Energy;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Moment;
import io.voltwright.base.api.PhaseCurrents;
import io.voltwright.base.api.Power;
import io.voltwright.base.api.SessionId;
import io.voltwright.base.api.TokenRef;
import io.voltwright.charging.api.ChargingFact.AuthorizationExpired;
import io.voltwright.charging.api.ChargingFact.Authorized;
import io.voltwright.charging.api.ChargingFact.AvailabilityChanged;
import io.voltwright.charging.api.ChargingFact.ChargingStateChanged;
import io.voltwright.charging.api.ChargingFact.Context;
import io.voltwright.charging.api.ChargingFact.EnergyMetered;
import io.voltwright.charging.api.ChargingFact.EvseFaulted;
import io.voltwright.charging.api.ChargingFact.EvseRecovered;
import io.voltwright.charging.api.ChargingFact.LimitChanged;
import io.voltwright.charging.api.ChargingFact.OfferChanged;
import io.voltwright.charging.api.ChargingFact.Refused;
import io.voltwright.charging.api.ChargingFact.SessionResumed;
import io.voltwright.charging.api.ChargingFact.SessionStarted;
import io.voltwright.charging.api.ChargingFact.SessionStopped;
import io.voltwright.charging.api.ChargingFact.VehicleConnected;
import io.voltwright.charging.api.ChargingFact.VehicleDisconnected;
import io.voltwright.journal.api.Fact;
import io.voltwright.journal.api.Payload;
import io.voltwright.users.api.Biller;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The form that charging's facts have in the journal: type {@code charging.NAME}, version 1, subject the EVSE. */
public final class ChargingFacts {

    private static final String MODULE = "charging.";

    /** Facts that move money: a reader that does not know them stops. */
    private static final Set<Class<?>> MUST_UNDERSTAND =
            Set.of(SessionStarted.class, EnergyMetered.class, SessionResumed.class, SessionStopped.class);

    private static final Map<String, Function<Reader, ChargingFact>> DECODERS = Map.ofEntries(
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
                            r.text("by"))),
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
                    r -> new OfferChanged(r.evse(), r.session(), r.offer().orElse(Current.ZERO), r.text("reason"))),
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
            Map.entry("EvseFaulted", r -> new EvseFaulted(r.evse(), r.text("code"), r.text("raw"))),
            Map.entry("EvseRecovered", r -> new EvseRecovered(r.evse(), r.text("code"))),
            Map.entry(
                    "AvailabilityChanged",
                    r -> new AvailabilityChanged(r.evse(), r.payload().flag("operative"), r.text("by"))),
            Map.entry("LimitChanged", r -> new LimitChanged(r.evse(), r.text("owner"), r.offer(), r.text("by"))));

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
                payload(fact));
    }

    /**
     * Back from the journal.
     *
     * @return empty for a fact of another module, or of a type or version that is not known here
     */
    public static Optional<ChargingFact> decode(Fact fact) {
        return decoder(fact).map(decoder -> decoder.apply(new Reader(fact.payload())));
    }

    /** Whether {@link #decode(Fact)} knows it. */
    public static boolean understands(Fact fact) {
        return decoder(fact).isPresent();
    }

    private static Optional<Function<Reader, ChargingFact>> decoder(Fact fact) {
        return fact.version() == 1 && fact.type().startsWith(MODULE)
                ? Optional.ofNullable(DECODERS.get(fact.type().substring(MODULE.length())))
                : Optional.empty();
    }

    private static Payload payload(ChargingFact fact) {
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
            return to.put("code", f.code()).put("raw", f.raw()).done();
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

    private record Reader(Payload payload) {

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

        Optional<Long> number(String name) {
            return payload.findNumber(name);
        }

        String text(String name) {
            return payload.text(name);
        }
    }
}
