package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.Lane;
import io.voltwright.base.api.SessionId;
import io.voltwright.charging.api.Evse;
import io.voltwright.charging.api.Session;
import io.voltwright.protocol.ocpp.Ocpp16.AuthorizationData;
import io.voltwright.protocol.ocpp.Ocpp16.ChargePointErrorCode;
import io.voltwright.protocol.ocpp.Ocpp16.IdTagInfo;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All that the station and one back end have to say to each other in OCPP 1.6, put together from its concerns. */
final class Conversation {

    static final String SUBPROTOCOL = "ocpp1.6";

    private static final Logger log = LoggerFactory.getLogger(Conversation.class);

    private final Settings settings;
    private final House house;
    private final Tail tail;
    private final SessionTrace trace;
    private final KeyBook keys;
    private final Presence presence;
    private final Rpc rpc;
    private final Orders orders;
    private final StatusReports reports;
    private final LocalTokens tokens;
    private final Standing standing;
    private final LiveMeter meter;
    private final Courier courier;
    private final Delivery delivery;
    private final Deauthorisation deauthorisation;
    private final SmartCharging smart;
    private final Guardian guardian;
    private final SessionHabits habits;
    private final Map<SessionId, OpenTransaction> open = new ConcurrentHashMap<>();

    /** Reads the rows of the back end, and so blocks on the store. */
    Conversation(Settings settings, House house, Link.Dialer dialer) {
        this.settings = settings;
        this.house = house;
        String name = settings.name();
        var row = house.store().backEnd(name, house.journal().last());
        house.store().openTransactions(name).forEach(known -> open.put(known.session(), known));
        Points points = new Points(house.charging());
        this.trace = trace(points);
        this.tail = new Tail(house.time(), new FramePlace(open, points), trace);
        this.keys = new KeyBook(
                Stream.concat(
                                Keys16.of(house.site(), points).stream(),
                                GuardKeys.of(
                                        settings.protection(), house.guard().approach())
                                        .stream())
                        .toList(),
                house.store().settings(name));
        this.presence = new Presence(settings, house, dialer, keys, tail, row.accepted(), this::accepted);
        this.rpc = presence.rpc();
        this.orders = new Orders(settings, house, keys, this::securityReports);
        this.tokens = new LocalTokens(name, house.store().tokens(house.keys()), keys, house.time(), house.blocking());
        this.reports = new StatusReports(name, house.lane(), rpc, keys, house.time());
        this.meter = new LiveMeter(house.lane(), rpc, keys, points, open, house.time());
        this.courier = new Courier(
                name, house.lane(), rpc, () -> keys.number(Keys16.ATTEMPTS), () -> keys.seconds(Keys16.RETRY_INTERVAL));
        this.smart = new SmartCharging(name, house, house.store().profiles());
        this.standing = new Standing(settings, house.store(), new InOrder(house.blocking()));
        this.deauthorisation = new Deauthorisation(name, keys, points, standing, this::said, house.time());
        this.delivery = delivery(row.since(), keys, courier, deauthorisation);
        this.guardian =
                new Guardian(settings, house, rpc, keys, presence.connection(), points, row.since(), orders::restart);
        this.habits = new SessionHabits(name, settings.roles(), keys, points);
        reports.station(row.operative(), house.time().instant());
        answerCalls(points);
    }

    private SessionTrace trace(Points points) {
        return new SessionTrace(
                settings.trace(house.guard().logs()),
                house.lane(),
                new InOrder(house.blocking()),
                id -> open.values().stream()
                        .filter(known -> known.id() == id)
                        .map(OpenTransaction::session)
                        .findFirst(),
                connector -> points.find(connector).flatMap(Evse::session).map(Session::id));
    }

    private Delivery delivery(long since, KeyBook with, Courier by, Deauthorisation heard) {
        String name = settings.name();
        EventSource source = new EventSource(
                name,
                house.journal(),
                fact -> house.scope().mine().test(fact.evse()) && standing.hears(fact.session(), fact.biller()),
                new Connectors(house.site()),
                with,
                house.authority());
        Acknowledgements told = new Acknowledgements(name, open, heard, house.time());
        return new Delivery(
                name,
                since,
                source,
                house.store(),
                new Transactions16(with),
                by,
                told,
                fact -> house.scope().mine().test(fact.evse()) ? standing.note(fact) : Optional.empty(),
                house.time());
    }

    private void answerCalls(Points points) {
        String name = settings.name();
        Connection connection = presence.connection();
        ProfileCalls profiles = new ProfileCalls(name, standing, rpc, points, smart, open, house.time());
        BackEndAuthorizer authorizer = authorizer();
        Bookings bookings =
                new Bookings(name, settings.roles(), rpc, points, house.reservations(), house.authority(), authorizer);
        new RemoteControl(
                settings, standing, house.lane(), rpc, keys, points, open, authorizer, bookings, profiles, smart);
        new AvailabilityCalls(
                name, settings.roles(), standing, house.lane(), rpc, points, reports, this::stationOperative);
        new ResetCalls(
                name,
                settings.roles(),
                house.lane(),
                rpc,
                points,
                () -> open.isEmpty() && !courier.carrying(),
                guardian::busy,
                connection::stop,
                orders::reset,
                () -> keys.number(Keys16.RESET_RETRIES),
                connection::start);
        TriggerCalls triggers = new TriggerCalls(rpc, presence.registration(), reports, meter, points, guardian);
        new ExtendedTriggerCalls(rpc, triggers, guardian);
        new OtherCalls(rpc);
        new ListCalls(name, rpc, tokens);
        KeyCalls keyCalls = new KeyCalls(rpc, keys, settings.roles().controls(), orders::keep, house.blocking());
        keyCalls.whenChanged(Keys16.HEARTBEAT_INTERVAL, presence.registration()::restartHeart);
        keyCalls.whenChanged(Keys16.PING_INTERVAL, connection::restartPings);
        keyCalls.whenChanged(Keys16.CLOCK_INTERVAL, () -> {
            meter.restartClock();
            habits.tell();
        });
        keyCalls.whenChanged(Keys16.SAMPLE_INTERVAL, habits::tell);
        Keys16.SHARED.forEach(key -> keyCalls.whenChanged(key, habits::tell));
        keyCalls.whenChanged(Keys16.CACHE_ENABLED, tokens::cacheSwitched);
        // The new key is tried at once (R-C11).
        keyCalls.whenChanged(Keys16.AUTHORIZATION_KEY, connection::renew);
        keyCalls.whenChanged(GuardKeys.PROFILE, connection::renew);
    }

    void start() {
        house.lane().execute(() -> {
            presence.connection().start();
            meter.restartClock();
            smart.start();
            guardian.start();
            habits.tell();
        });
    }

    /** Says good-bye; completes when the connection is closed. */
    CompletionStage<Void> stop() {
        CompletableFuture<Void> stopped = new CompletableFuture<>();
        house.lane().execute(() -> {
            smart.stop();
            trace.flush();
            guardian.stop();
            habits.stop();
            presence.connection().stop().whenComplete((nothing, failure) -> {
                tail.end();
                stopped.complete(null);
            });
        });
        return stopped;
    }

    /** Opens the connection again after {@link #disconnect()}. */
    void connect() {
        house.lane().execute(presence.connection()::start);
    }

    /** Closes the connection until {@link #connect()}. */
    CompletionStage<Void> disconnect() {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        house.lane()
                .execute(() -> presence.connection().stop().whenComplete((nothing, failure) -> closed.complete(null)));
        return closed;
    }

    /** Puts what the back end might have said about a token into the cache. */
    void remember(AuthorizationData said) {
        said.idTagInfo().ifPresent(info -> said(said.idTag(), info));
    }

    Rpc rpc() {
        return rpc;
    }

    Lane lane() {
        return house.lane();
    }

    KeyBook keys() {
        return keys;
    }

    /** What it was told of and not yet of the end of it. */
    Collection<OpenTransaction> transactions() {
        return open.values();
    }

    Delivery delivery() {
        return delivery;
    }

    /** Reads the journal beside {@link #delivery()}. */
    SecurityReports securityReports() {
        return guardian.reports();
    }

    BackEndAuthorizer authorizer() {
        return new BackEndAuthorizer(
                settings.backEnd(),
                settings.roles().bills(),
                rpc,
                presence::accepted,
                keys,
                tokens,
                this::listConflict,
                house.time()::instant);
    }

    LocalTokens tokens() {
        return tokens;
    }

    // In the answer to something else than a question about the token; that answer is to be on the disk first.
    private void said(String idTag, IdTagInfo info) {
        house.lane().execute(() -> tokens.heard(idTag, info).whenComplete((contradicts, failure) -> {
            if (failure != null) {
                log.warn("{}: what it said of a token was not kept", settings.name(), failure);
            } else if (contradicts) {
                listConflict();
            }
        }));
    }

    // R-A11.
    private void listConflict() {
        house.lane().execute(() -> reports.warn(0, ChargePointErrorCode.LOCAL_LIST_CONFLICT));
    }

    SmartCharging smartCharging() {
        return smart;
    }

    Tail tail() {
        return tail;
    }

    Presence.Progress progress() {
        return presence.progress();
    }

    Optional<Duration> clockDifference() {
        return presence.registration().clockDifference();
    }

    /** From any thread. */
    void evseChanged(Evse evse) {
        house.lane().execute(() -> {
            reports.changed(evse);
            deauthorisation.changed(evse);
            smart.changed(evse);
            habits.changed();
        });
    }

    // On the lane.
    private void accepted(boolean boot) {
        reports.accepted(boot);
        courier.accepted();
        guardian.accepted();
    }

    private void stationOperative(boolean operative) {
        house.blocking().execute(() -> house.store().operative(settings.name(), operative));
        reports.station(operative, house.time().instant());
    }
}
