package io.voltwright.protocol.ocpp;

import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.Energy;
import io.voltwright.base.api.Moment;
import io.voltwright.base.api.SessionId;
import io.voltwright.base.api.TokenRef;
import io.voltwright.charging.api.ChargingFact;
import io.voltwright.charging.api.ChargingFact.Context;
import io.voltwright.charging.api.ChargingFacts;
import io.voltwright.charging.api.StopReason;
import io.voltwright.journal.api.Effects;
import io.voltwright.journal.api.Entry;
import io.voltwright.journal.api.Fact;
import io.voltwright.journal.api.FactReader;
import io.voltwright.journal.api.Journal;
import io.voltwright.users.api.Biller;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A million facts that nobody was there to hear. */
@Timeout(1200)
class BacklogTest {

    static final int FACTS = 1_000_000;
    static final int PER_SESSION = 100;
    /** The store in memory keeps its log until its next checkpoint; so many facts would be more than twice as much. */
    static final long MOST_GROWTH = 32 << 20;

    /** All of them at scale 1; a hundredth at a tenth, for each costs a few microseconds. */
    final double scale = Double.parseDouble(System.getProperty("voltwright.scale", "0.1"));

    final int facts = Math.max(3 * PER_SESSION, (int) (FACTS * scale * scale) / PER_SESSION * PER_SESSION);

    final FakeStation station = new FakeStation();
    final Peer peer = new Peer();
    final Backlog journal = new Backlog();

    @Test
    @DisplayName("R-X01, R-X02: they drain one by one, and no more of them are held at the end than at the beginning")
    void drains() {
        House house = station.house();
        Conversation conversation = new Conversation(
                FakeStation.settings("ws://127.0.0.1:1/ocpp", FakeStation.ALL),
                new House(
                        station.time,
                        station.time.open("ocpp"),
                        Runnable::run,
                        house.random(),
                        journal,
                        house.store(),
                        house.charging(),
                        house.reservations(),
                        house.authority(),
                        house.site(),
                        house.keys(),
                        house.audit(),
                        house.restart(),
                        house.guard()),
                peer);
        conversation.start();
        station.time.settle();
        long begin = System.nanoTime();
        drain(conversation.delivery(), 0, facts / 10);
        long before = held();
        drain(conversation.delivery(), facts / 10, facts);
        long growth = held() - before;
        double seconds = (System.nanoTime() - begin) / 1e9;
        System.out.printf(
                "BacklogTest: %,d facts, %,.0f per second, %,d bytes more held at the end than at a tenth%n",
                facts, facts / seconds, growth);

        assertThat(peer.transactionMessages).isEqualTo(facts);
        assertThat(peer.outOfOrder).as("R-X02").isZero();
        assertThat(peer.mostAtOnce).as("R-T05").isEqualTo(1);
        assertThat(journal.mostAtOnce).isLessThanOrEqualTo(Delivery.BATCH);
        assertThat(growth).isLessThan(MOST_GROWTH);
        assertThat(station.store.openTransactions(FakeStation.NAME)).isEmpty();
        assertThat(station.store.undeliveredCount(FakeStation.NAME)).isZero();
    }

    private void drain(FactReader reader, long from, long to) {
        long position = from;
        while (position < to) {
            List<Entry> batch = journal.read(position, Math.min(reader.batch(), (int) (to - position)));
            Taking taking = new Taking(station.source, reader, batch, () -> {});
            station.time.settle();
            taking.finish();
            position = taking.position();
        }
    }

    private static long held() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** Makes its entries when they are read, so that the test itself holds none. */
    private final class Backlog implements Journal {

        int mostAtOnce;

        @Override
        public CompletionStage<List<Long>> append(List<Fact> more, Effects effects) {
            return CompletableFuture.completedFuture(List.of());
        }

        @Override
        public List<Entry> read(long after, int limit) {
            List<Entry> entries = new ArrayList<>();
            for (long position = after + 1; position <= Math.min(facts, after + limit); position++) {
                entries.add(new Entry(position, fact(position - 1)));
            }
            mostAtOnce = Math.max(mostAtOnce, entries.size());
            return entries;
        }

        private Fact fact(long number) {
            long session = number / PER_SESSION;
            SessionId id = new SessionId(new UUID(1, session).toString());
            Energy register = Energy.wattHours(number);
            Instant time = Instant.EPOCH.plus(Duration.ofMinutes(number));
            int step = (int) (number % PER_SESSION);
            ChargingFact fact = step == 0
                    ? new ChargingFact.SessionStarted(
                            FakeStation.LEFT,
                            id,
                            new TokenRef("ref-CARD"),
                            Optional.empty(),
                            Biller.backend(FakeStation.NAME),
                            "standard",
                            register,
                            "card")
                    : step < PER_SESSION - 1
                            ? new ChargingFact.EnergyMetered(
                                    FakeStation.LEFT,
                                    id,
                                    register,
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Context.PERIODIC,
                                    true)
                            : new ChargingFact.SessionStopped(
                                    FakeStation.LEFT, id, register, StopReason.LOCAL, Optional.empty(), "card", true);
            return ChargingFacts.encode(
                    fact,
                    "fact-" + number,
                    new Moment(time, new UUID(1, 2), Duration.ZERO, Moment.ClockState.SYNCHRONISED));
        }

        @Override
        public long last() {
            return 0;
        }

        @Override
        public boolean accepting() {
            return true;
        }
    }

    /** Answers everything at once and keeps nothing. */
    private static final class Peer implements Link.Dialer {

        /** The number of the fact, which is the register in it. */
        static final Pattern NUMBER = Pattern.compile("\"(?:meterStart|meterStop)\":(\\d+)|\"value\":\"(\\d+)\"");

        int transactionMessages;
        int outOfOrder;
        int atOnce;
        int mostAtOnce;

        @Override
        public CompletionStage<Link> dial(Link.Events events) {
            return CompletableFuture.completedFuture(new Link() {
                @Override
                public void start() {}

                @Override
                public void send(String text) {
                    String id = text.substring(4, 40);
                    atOnce++;
                    mostAtOnce = Math.max(mostAtOnce, atOnce);
                    atOnce--;
                    events.received("[3,\"" + id + "\"," + answer(text) + "]");
                }

                @Override
                public void ping() {
                    events.pong();
                }

                @Override
                public CompletionStage<Void> close() {
                    return CompletableFuture.completedFuture(null);
                }

                @Override
                public void abort() {}
            });
        }

        private String answer(String text) {
            Matcher number = NUMBER.matcher(text);
            if (number.find()
                    && Integer.parseInt(number.group(1) == null ? number.group(2) : number.group(1))
                            != transactionMessages) {
                outOfOrder++;
            }
            if (text.startsWith("\"StartTransaction", 42)) {
                transactionMessages++;
                return "{\"transactionId\":" + transactionMessages + ",\"idTagInfo\":{\"status\":\"Accepted\"}}";
            }
            if (text.startsWith("\"BootNotification", 42)) {
                return "{\"status\":\"Accepted\",\"currentTime\":\"2026-03-02T08:00:00Z\",\"interval\":86400}";
            }
            if (text.startsWith("\"MeterValues", 42) || text.startsWith("\"StopTransaction", 42)) {
                transactionMessages++;
            }
            return text.startsWith("\"Heartbeat", 42) ? "{\"currentTime\":\"2026-03-02T08:00:00Z\"}" : "{}";
        }
    }
}
