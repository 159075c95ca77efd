package io.voltwright.protocol.ocpp;

import com.fasterxml.jackson.databind.JsonNode;
import io.voltwright.base.api.Current;
import io.voltwright.base.api.Energy;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.PhaseCurrents;
import io.voltwright.base.api.Power;
import io.voltwright.base.api.SessionId;
import io.voltwright.base.api.TokenRef;
import io.voltwright.base.api.VirtualTime;
import io.voltwright.charging.api.ChargingFact;
import io.voltwright.charging.api.ChargingFact.Context;
import io.voltwright.charging.api.ChargingFacts;
import io.voltwright.charging.api.EvseStatus;
import io.voltwright.charging.api.StopReason;
import io.voltwright.journal.api.Entry;
import io.voltwright.journal.api.FactReader;
import io.voltwright.journal.api.MemoryJournal;
import io.voltwright.security.api.PeerCertificates;
import io.voltwright.users.api.Biller;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** A station with two charging points, its journal and store, in a time that the test moves, talking to a fake peer. */
final class FakeStation {

    static final EvseId LEFT = new EvseId("left");
    static final EvseId RIGHT = new EvseId("right");
    static final String NAME = "acme";
    static final Roles ALL = new Roles(true, true, true, true);

    final VirtualTime time = new VirtualTime();
    final TestStore source = new TestStore();
    final MemoryJournal journal = new MemoryJournal(source);
    final OcppStore store = new OcppStore(source);
    final FakeCharging charging = new FakeCharging();
    final FakePeer peer = new FakePeer();
    final FakeHolder holder = new FakeHolder();
    final FakeReservations bookings = new FakeReservations();
    final List<String> restarts = new ArrayList<>();
    Optional<PeerCertificates> certificates = Optional.empty();
    final FirmwareTurn turn = new FirmwareTurn();
    /** Why the charge point of a pile started anew. */
    final List<String> resets = new ArrayList<>();
    /** The pile that is the whole station to the back end. */
    Optional<EvseId> pile = Optional.empty();

    Roles roles = ALL;
    Conversation conversation;
    /** Hears of each fact, as readers of the journal do. */
    Runnable grown = () -> {};

    long position;
    /** Steps of the delivery that were made durable. */
    int commits;

    private int facts;

    FakeStation() {
        put(LEFT, 1, EvseStatus.AVAILABLE, Optional.empty());
        put(RIGHT, 2, EvseStatus.AVAILABLE, Optional.empty());
        conversation = make();
    }

    static Settings settings(String url, Roles roles) {
        return settings(NAME, url, roles);
    }

    static Settings settings(String name, String url, Roles roles) {
        return new Settings(
                name,
                WebSocketDialer.address(url, "CP-1"),
                "CP-1",
                SecurityProfile.NONE,
                Optional.empty(),
                "ocpp.acme",
                "",
                roles,
                new Ocpp16.BootNotificationRequest(
                        "Voltwright",
                        "Station controller",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("0.1.0"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                Duration.ofSeconds(10),
                Duration.ZERO,
                3,
                protection(Protection.of(WebSocketDialer.address(url, "CP-1"), "SN-1")));
    }

    // With a file server on the machine itself, where nobody is.
    private static Protection protection(Protection strict) {
        return new Protection(
                strict.secureAddress(),
                strict.oneRoot(),
                strict.keys(),
                strict.serial(),
                true,
                strict.protocols(),
                List.of("127.0.0.1"));
    }

    Guard guard() {
        Settings settings = settings("ws://127.0.0.1:1/ocpp", roles);
        return new Guard(
                new Approach(settings, store, Optional::empty, Optional::empty, Optional::empty),
                () -> certificates,
                Optional::empty,
                Path.of("target", "transfer"),
                Path.of("target", "logs"),
                turn);
    }

    House house() {
        return new House(
                time,
                time.open("ocpp"),
                Runnable::run,
                new Random(1),
                journal,
                store,
                () -> Optional.of(charging),
                () -> Optional.of(bookings),
                () -> Optional.of(holder),
                () -> Optional.of(FakeSite.site()),
                () -> Optional.of(holder),
                Optional::empty,
                restarts::add,
                guard());
    }

    private Conversation make() {
        Settings settings = settings(pile.map(evse -> NAME + "." + evse).orElse(NAME), "ws://127.0.0.1:1/ocpp", roles);
        return new Conversation(
                settings,
                pile.map(evse -> Pile.house(house(), evse, resets::add)).orElseGet(this::house),
                peer);
    }

    /** A new instance of the bundle over the same store, as after a swap. */
    void swap() {
        conversation.stop();
        time.settle();
        conversation = make();
        start();
    }

    void start() {
        conversation.start();
        charging.evses.values().forEach(this::tell);
        settle();
    }

    /** Until nothing is left to do now. */
    void settle() {
        time.settle();
        while (drive()) {
            time.settle();
        }
    }

    void pass(Duration duration) {
        Duration left = duration;
        while (!left.isZero() && !left.isNegative()) {
            Duration step = left.compareTo(Duration.ofSeconds(1)) < 0 ? left : Duration.ofSeconds(1);
            time.pass(step);
            settle();
            left = left.minus(step);
        }
    }

    private Optional<Taking> reading = Optional.empty();

    // As the journal does: a batch at a time, the answer committed with the position.
    private boolean drive() {
        FactReader reader = conversation.delivery();
        if (reading.isEmpty()) {
            List<Entry> batch = journal.read(position, reader.batch()).stream()
                    .takeWhile(entry -> reader.understands(entry.fact()))
                    .toList();
            if (batch.isEmpty()) {
                boolean unknown = journal.last() > position;
                position += unknown ? 1 : 0;
                return unknown;
            }
            reading = Optional.of(new Taking(source, reader, batch, () -> commits++));
            return true;
        }
        Taking now = reading.get();
        if (!now.answer().isDone()) {
            return false;
        }
        reading = Optional.empty();
        now.finish();
        position = now.position();
        return true;
    }

    /** Forgets what is being read, as when the journal asks a new instance. */
    void readAgain() {
        position = reading.map(Taking::position).orElse(position);
        reading = Optional.empty();
    }

    void append(ChargingFact fact) {
        journal.append(ChargingFacts.encode(fact, "fact-" + facts++, time.moment()));
        grown.run();
        settle();
    }

    SessionId begin(EvseId evse, String token, Biller biller, long wattHours) {
        SessionId session = SessionId.random();
        append(new ChargingFact.SessionStarted(
                evse,
                session,
                new TokenRef("ref-" + token),
                Optional.empty(),
                biller,
                "standard",
                Energy.wattHours(wattHours),
                "card"));
        return session;
    }

    void meter(EvseId evse, SessionId session, long wattHours, Context context) {
        append(new ChargingFact.EnergyMetered(
                evse,
                session,
                Energy.wattHours(wattHours),
                Optional.of(Power.watts(11_040)),
                Optional.of(PhaseCurrents.amperes(16, 15.9, 16.1)),
                Optional.of(Current.amperes(16)),
                context,
                true));
    }

    void end(EvseId evse, SessionId session, long wattHours, StopReason reason, Optional<String> token) {
        append(new ChargingFact.SessionStopped(
                evse,
                session,
                Energy.wattHours(wattHours),
                reason,
                token.map(text -> new TokenRef("ref-" + text)),
                "card",
                true));
    }

    /** What the charging module shows, and tells. */
    void put(EvseId evse, int number, EvseStatus status, Optional<SessionId> session) {
        put(evse, number, status, session, Biller.backend(NAME), Optional.empty());
    }

    void put(
            EvseId evse,
            int number,
            EvseStatus status,
            Optional<SessionId> session,
            Biller biller,
            Optional<String> fault) {
        var view = new FakeCharging.FakeEvse(
                evse,
                number,
                status,
                time.moment(),
                session.map(id -> new FakeCharging.FakeSession(
                        id,
                        evse,
                        time.moment(),
                        Optional.of(time.moment()),
                        Optional.of(new TokenRef("ref-CARD")),
                        Optional.of(biller),
                        charging.delivered.getOrDefault(id, Energy.ZERO))),
                fault,
                true);
        charging.put(view);
        if (conversation != null) {
            tell(view);
            settle();
        }
    }

    private void tell(FakeCharging.FakeEvse view) {
        if (pile.isEmpty()) {
            conversation.evseChanged(view);
        } else if (view.id().equals(pile.get())) {
            conversation.evseChanged(new PileEvse(view));
        }
    }

    String ask(String action, String payload) {
        String id = peer.ask(action, payload);
        settle();
        return id;
    }

    JsonNode answer(String action, String payload) {
        return Optional.ofNullable(peer.answers.get(ask(action, payload))).orElseThrow();
    }

    String status(String action, String payload) {
        return answer(action, payload).path("status").asText();
    }
}
