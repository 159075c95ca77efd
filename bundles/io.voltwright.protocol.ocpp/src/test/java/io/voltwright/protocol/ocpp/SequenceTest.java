package io.voltwright.protocol.ocpp;

import static io.voltwright.protocol.ocpp.FakeStation.LEFT;
import static io.voltwright.protocol.ocpp.FakeStation.NAME;
import static io.voltwright.protocol.ocpp.FakeStation.RIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.Energy;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.SessionId;
import io.voltwright.charging.api.ChargingFact;
import io.voltwright.charging.api.ChargingFact.Context;
import io.voltwright.charging.api.StopReason;
import io.voltwright.users.api.Biller;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The events of a transaction bear 0, 1, 2 without a gap, so that a back end finds out what is missing (OCPP 2.0.1, seqNo). */
class SequenceTest {

    static final Biller ACME = Biller.backend(NAME);
    static final Duration ALL_ATTEMPTS = Duration.ofSeconds(190);
    static final List<String> ACTIONS = List.of("StartTransaction", "MeterValues", "StopTransaction");

    static final Acknowledgements.Said NOBODY = new Acknowledgements.Said() {
        @Override
        public void started(OpenTransaction transaction, String idTag, Ocpp16.StartTransactionAnswer answer) {}

        @Override
        public void stopped(OpenTransaction transaction, String idTag, Ocpp16.IdTagInfo info) {}
    };

    final FakeStation station = new FakeStation();
    final FakePeer peer = station.peer;
    /** What arrived, by session: the number and its action. */
    final Map<SessionId, List<String>> arrived = new HashMap<>();

    @BeforeEach
    void listen() {
        ACTIONS.forEach(this::listen);
    }

    // OCPP 1.6 does not carry the number, so it is read where the message is on its way.
    private void listen(String action) {
        var script = Optional.ofNullable(peer.scripts.get(action)).orElseThrow();
        peer.scripts.put(action, (call, any) -> {
            station.conversation.delivery().underWay().ifPresent(event -> arrived.computeIfAbsent(
                            event.session(), session -> new ArrayList<>())
                    .add(event.sequence() + " " + action));
            return script.apply(call, any);
        });
    }

    @Test
    @DisplayName("E01: 0 for the start, one more for each sample and for the end")
    void overACharge() {
        station.start();
        SessionId session = station.begin(LEFT, "CARD", ACME, 100);
        samples(LEFT, session, 3);
        station.end(LEFT, session, 300, StopReason.LOCAL, Optional.empty());

        assertThat(arrived.get(session))
                .containsExactly(
                        "0 StartTransaction", "1 MeterValues", "2 MeterValues", "3 MeterValues", "4 StopTransaction");
    }

    @Test
    @DisplayName("two transactions at once have each their own, live and from a backlog")
    void twoAtOnce() {
        SessionId left = station.begin(LEFT, "A", ACME, 100);
        samples(LEFT, left, 2);
        SessionId right = station.begin(RIGHT, "B", ACME, 100);
        samples(RIGHT, right, 1);
        samples(LEFT, left, 2);
        station.start();
        samples(RIGHT, right, 2);
        station.end(LEFT, left, 300, StopReason.LOCAL, Optional.empty());
        station.end(RIGHT, right, 300, StopReason.LOCAL, Optional.empty());

        assertThat(arrived.get(left))
                .containsExactly(
                        "0 StartTransaction",
                        "1 MeterValues",
                        "2 MeterValues",
                        "3 MeterValues",
                        "4 MeterValues",
                        "5 StopTransaction");
        assertThat(arrived.get(right))
                .containsExactly(
                        "0 StartTransaction", "1 MeterValues", "2 MeterValues", "3 MeterValues", "4 StopTransaction");
    }

    @Test
    @DisplayName("they go on after a restart, and a message whose answer was lost with it has the same again")
    void restart() {
        station.start();
        SessionId session = station.begin(LEFT, "CARD", ACME, 100);
        samples(LEFT, session, 2);
        station.swap();
        samples(LEFT, session, 1);
        peer.silent("MeterValues");
        listen("MeterValues");
        samples(LEFT, session, 1);
        station.readAgain();
        peer.on("MeterValues", "{}");
        listen("MeterValues");
        station.swap();
        station.end(LEFT, session, 300, StopReason.LOCAL, Optional.empty());

        assertThat(arrived.get(session))
                .containsExactly(
                        "0 StartTransaction",
                        "1 MeterValues",
                        "2 MeterValues",
                        "3 MeterValues",
                        "4 MeterValues",
                        "4 MeterValues",
                        "5 StopTransaction");
    }

    @Test
    @DisplayName("what is given up keeps its number when it is said again, and those behind it leave no gap")
    void givenUp() {
        station.start();
        SessionId session = station.begin(LEFT, "CARD", ACME, 100);
        samples(LEFT, session, 1);
        peer.refuse("MeterValues");
        samples(LEFT, session, 1);
        station.pass(ALL_ATTEMPTS);
        peer.on("MeterValues", "{}");
        listen("MeterValues");
        samples(LEFT, session, 1);
        Undelivered lost = station.store.undelivered(NAME, 10).get(0);
        assertThat(lost.context().map(Undelivered.Context::sequence)).contains(2);
        assertThat(source().again(lost).map(TransactionEvent::sequence)).contains(2);

        station.journal.append(Resend.wish(lost, station.time.moment()));
        station.settle();
        assertThat(station.store.undeliveredCount(NAME)).isZero();
        station.end(LEFT, session, 300, StopReason.LOCAL, Optional.empty());
        assertThat(arrived.get(session))
                .containsExactly("0 StartTransaction", "1 MeterValues", "3 MeterValues", "4 StopTransaction");
    }

    @Test
    @DisplayName("a whole session that was given up has the numbers that it would have had")
    void aWholeSessionGivenUp() {
        station.start();
        ACTIONS.forEach(peer::refuse);
        SessionId session = station.begin(LEFT, "CARD", ACME, 100);
        station.pass(ALL_ATTEMPTS);
        station.meter(LEFT, session, 150, Context.PERIODIC);
        station.pass(ALL_ATTEMPTS);
        station.end(LEFT, session, 300, StopReason.LOCAL, Optional.empty());
        station.pass(ALL_ATTEMPTS);

        List<Undelivered> inOrder = station.store.undelivered(NAME, 0, 10);
        assertThat(inOrder.stream()
                        .map(message -> message.context().orElseThrow().sequence()))
                .containsExactly(0, 1, 2);
        EventSource source = source();
        assertThat(inOrder.stream()
                        .map(message -> source.again(message).orElseThrow().sequence()))
                .containsExactly(0, 1, 2);
    }

    @Test
    @DisplayName(
            "a sample that no message is made of takes no number, whether it is too early or nothing of it was measured")
    void samplesThatAreNotTold() {
        SessionId session = station.begin(LEFT, "CARD", ACME, 100);
        samples(LEFT, session, 1);
        station.time.pass(Duration.ofSeconds(61));
        station.append(new ChargingFact.EnergyMetered(
                LEFT,
                session,
                Energy.wattHours(120),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Context.PERIODIC,
                false));
        samples(LEFT, session, 1);
        station.meter(LEFT, session, 130, Context.PERIODIC);
        station.end(LEFT, session, 300, StopReason.LOCAL, Optional.empty());
        station.start();

        assertThat(arrived.get(session))
                .containsExactly("0 StartTransaction", "1 MeterValues", "2 MeterValues", "3 StopTransaction");
    }

    @Test
    @DisplayName("what is made while the one before it is under way has the number behind that")
    void madeAhead() {
        station.start();
        SessionId left = station.begin(LEFT, "A", ACME, 100);
        SessionId right = station.begin(RIGHT, "B", ACME, 100);
        Map<SessionId, OpenTransaction> open = station.store.openTransactions(NAME).stream()
                .collect(Collectors.toMap(OpenTransaction::session, Function.identity()));
        Acknowledgements acknowledgements = new Acknowledgements(NAME, open, NOBODY, station.time);
        TransactionEvent first = sample(acknowledgements.open(left));
        TransactionEvent second = sample(acknowledgements.open(left));

        assertThat(acknowledgements.named(first, Optional.empty()).sequence()).isEqualTo(1);
        assertThat(acknowledgements.named(second, Optional.of(first)).sequence())
                .isEqualTo(2);
        assertThat(acknowledgements
                        .named(second, Optional.of(sample(acknowledgements.open(right))))
                        .sequence())
                .as("of another transaction")
                .isEqualTo(1);
    }

    private TransactionEvent sample(Optional<OpenTransaction> open) {
        return new TransactionEvent.Updated(
                open.orElseThrow(), Sample.of(Energy.wattHours(1), station.time.instant()), true, false);
    }

    private EventSource source() {
        House house = station.house();
        return new EventSource(
                NAME,
                house.journal(),
                started -> true,
                new Connectors(house.site()),
                new KeyBook(Keys16.of(house.site(), new Points(house.charging())), Map.of()),
                house.authority());
    }

    private void samples(EvseId evse, SessionId session, int count) {
        for (int i = 0; i < count; i++) {
            station.time.pass(Duration.ofSeconds(61));
            station.meter(evse, session, 150, Context.PERIODIC);
        }
    }
}
