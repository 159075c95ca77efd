package io.voltwright.charging.engine;

import io.voltwright.base.api.Energy;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Moment;
import io.voltwright.base.api.SessionId;
import io.voltwright.base.api.TokenRef;
import io.voltwright.charging.api.ChargingState;
import io.voltwright.charging.api.Session;
import io.voltwright.users.api.Biller;
import java.util.List;
import java.util.Optional;

/** A session as others see it. */
record SessionView(
        SessionId id,
        EvseId evse,
        Moment opened,
        Optional<Moment> started,
        Optional<TokenRef> token,
        Optional<TokenRef> group,
        Optional<Biller> biller,
        Optional<String> tariff,
        Optional<Energy> startRegister,
        Energy delivered,
        ChargingState state,
        List<Bound> bounds)
        implements Session {

    SessionView {
        bounds = List.copyOf(bounds);
    }

    static SessionView of(Charge charge, boolean starting, List<Bound> bounds) {
        return new SessionView(
                charge.id,
                charge.evse,
                charge.opened,
                charge.started().filter(at -> !starting),
                charge.grant().map(Grant::token),
                charge.grant().flatMap(Grant::group),
                charge.grant().map(Grant::biller),
                charge.grant().map(Grant::tariff),
                charge.startRegister().filter(at -> !starting),
                charge.delivered(),
                charge.state(),
                bounds);
    }
}
