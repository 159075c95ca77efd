package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.SessionId;
import io.voltwright.charging.api.ChargingFact;
import io.voltwright.charging.api.ChargingFact.AuthorizationExpired;
import io.voltwright.charging.api.ChargingFact.Authorized;
import io.voltwright.charging.api.ChargingFact.SessionStopped;
import io.voltwright.charging.api.ChargingFact.VehicleDisconnected;
import io.voltwright.charging.api.ChargingFacts;
import io.voltwright.journal.api.Effects;
import io.voltwright.journal.api.Fact;
import io.voltwright.users.api.Biller;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What each open session is to one back end: its own if it authorised it, or bills it where the station authorised.
 *
 * <p>Only where the authoriser does not bill a row says so; otherwise the biller tells.
 */
final class Standing {

    private static final Set<String> READ =
            Set.of("charging.Authorized", "charging.AuthorizationExpired", "charging.VehicleDisconnected");

    private static final Logger log = LoggerFactory.getLogger(Standing.class);

    /**
     * What is kept of a session.
     *
     * @param authoriser a back end
     * @param refused it took that back
     */
    record Row(String authoriser, boolean refused) {}

    /** In the store. */
    private final String name;

    /** As biller and authoriser. */
    private final String backend;

    private final Roles roles;
    private final OcppStore store;
    private final InOrder work;
    private final Map<SessionId, Row> rows;

    /** Reads its rows, and so blocks on the store. */
    Standing(Settings settings, OcppStore store, InOrder work) {
        this.name = settings.name();
        this.backend = settings.backEnd();
        this.roles = settings.roles();
        this.store = store;
        this.work = work;
        this.rows = new ConcurrentHashMap<>(store.standing(name));
    }

    /** Whether it authorised the session, or bills one that no other back end authorised. */
    boolean owns(SessionId session, Biller biller) {
        Row row = rows.get(session);
        return row == null ? Roles.isBiller(backend, biller) : row.authoriser().equals(backend);
    }

    /** Whether it hears of the session: the biller and the authoriser always do. */
    boolean hears(SessionId session, Biller biller) {
        return roles.hears(backend, biller) || owns(session, biller);
    }

    /** Whether it may end the session: its own, or one that no back end answers for if it controls the station. */
    boolean stops(SessionId session, Biller biller) {
        boolean others = rows.containsKey(session) || biller.kind() == Biller.Kind.BACKEND;
        return owns(session, biller) || (roles.controls() && !others);
    }

    /** Whether it took its authorisation back while the session goes on. */
    boolean refused(SessionId session) {
        Row row = rows.get(session);
        return row != null && row.refused();
    }

    /** It takes its authorisation back. */
    void refuse(SessionId session) {
        Row row = new Row(backend, true);
        rows.put(session, row);
        work.run(() -> {
                    store.standing(name, session, row);
                    return true;
                })
                .whenComplete((kept, failure) -> {
                    if (failure != null) {
                        log.warn("{}: that session {} is refused was not kept", name, session, failure);
                    }
                });
    }

    /** Whether a fact may change something here that need not be understood otherwise. */
    static boolean reads(Fact fact) {
        return READ.contains(fact.type()) && ChargingFacts.understands(fact);
    }

    /** What a fact changes; empty where it changes nothing. */
    Optional<Effects> note(ChargingFact fact) {
        if (fact instanceof Authorized authorized) {
            String authoriser = authoriser(authorized.decidedBy());
            boolean plain = authoriser.isEmpty() || Roles.isBiller(authoriser, authorized.biller());
            return plain ? forget(authorized.session()) : keep(authorized.session(), new Row(authoriser, false));
        }
        if (fact instanceof SessionStopped stopped) {
            return over(stopped.session());
        }
        if (fact instanceof AuthorizationExpired expired) {
            return forget(expired.session());
        }
        return fact instanceof VehicleDisconnected gone ? over(gone.session()) : Optional.empty();
    }

    // As "acme" or "acme: cache"; what has spaces is no back end's name.
    private static String authoriser(String decidedBy) {
        String name = decidedBy.split(":", 2)[0];
        return name.equals("local") || name.contains(" ") ? "" : name;
    }

    private Optional<Effects> keep(SessionId session, Row row) {
        rows.put(session, row);
        return Optional.of(connection -> OcppStore.stand(connection, name, session, row));
    }

    // Until its end was told it is what it was; a backlog is read ahead of what was told.
    private Optional<Effects> over(SessionId session) {
        return !rows.containsKey(session)
                ? Optional.empty()
                : Optional.of(connection -> {
                    OcppStore.fall(connection, name, session);
                    rows.remove(session);
                });
    }

    private Optional<Effects> forget(SessionId session) {
        return rows.remove(session) == null
                ? Optional.empty()
                : Optional.of(connection -> OcppStore.fall(connection, name, session));
    }
}
