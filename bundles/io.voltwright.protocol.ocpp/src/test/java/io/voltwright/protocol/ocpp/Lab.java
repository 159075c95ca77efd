package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.Energy;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Lane;
import io.voltwright.base.api.Lanes;
import io.voltwright.base.api.Moment;
import io.voltwright.base.api.PhaseCurrents;
import io.voltwright.base.api.Power;
import io.voltwright.base.api.SessionId;
import io.voltwright.base.api.Time;
import io.voltwright.base.api.TokenRef;
import io.voltwright.charging.api.ChargingFact;
import io.voltwright.charging.api.ChargingFact.Context;
import io.voltwright.charging.api.ChargingFacts;
import io.voltwright.charging.api.StopReason;
import io.voltwright.journal.api.Effects;
import io.voltwright.journal.api.Fact;
import io.voltwright.journal.api.FactReader;
import io.voltwright.journal.api.Journal;
import io.voltwright.users.api.Biller;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

/** The product's own conversation with one back end over a real socket, on a journal and store of somebody's choice; to be measured. */
public final class Lab implements AutoCloseable {

    private static final int MOST_TEXTS = 1_000;
    private static final Instant BEGIN = Instant.parse("2026-03-02T08:00:00Z");
    private static final Codec CODEC = new Codec(Ocpp16.REQUESTS);

    private final Journal journal;
    private final Conversation conversation;
    private final WebSocketDialer dialer;
    private final Lane lane;
    private final ExecutorService threads;
    private final AtomicLong answers = new AtomicLong();
    private final Pauses pauses = new Pauses();
    private final List<String> texts = new ArrayList<>();

    /**
     * @param store with the schema of this module
     * @param url endpoint without the identity
     */
    public Lab(Journal journal, DataSource store, Time time, Lanes lanes, String url) {
        this.journal = journal;
        this.lane = lanes.open("ocpp lab");
        this.threads = Executors.newCachedThreadPool(lanes.threads("ocpp lab"));
        Settings settings = FakeStation.settings(url, FakeStation.ALL);
        OcppStore rows = new OcppStore(store);
        rows.setting(
                settings.name(),
                Keys16.SAMPLED_DATA,
                "Energy.Active.Import.Register,Power.Active.Import," + "Current.Import,Current.Offered");
        this.dialer = new WebSocketDialer(
                settings.address(), Conversation.SUBPROTOCOL, threads, Optional::empty, Optional::empty);
        FakeHolder holder = new FakeHolder();
        FakeCharging charging = new FakeCharging();
        Guard guard = new Guard(
                new Approach(settings, rows, Optional::empty, Optional::empty, Optional::empty),
                Optional::empty,
                Optional::empty,
                Path.of("target", "transfer"),
                Path.of("target", "logs"));
        this.conversation = new Conversation(
                settings,
                new House(
                        time,
                        lane,
                        threads,
                        new Random(1),
                        journal,
                        rows,
                        () -> Optional.of(charging),
                        Optional::empty,
                        () -> Optional.of(holder),
                        () -> Optional.of(FakeSite.site()),
                        () -> Optional.of(holder),
                        Optional::empty,
                        cause -> {},
                        guard),
                this::dial);
    }

    /** What the journal has to drive. */
    public FactReader reader() {
        return conversation.delivery();
    }

    public void start() {
        conversation.start();
    }

    /** Says good-bye for a while. */
    public void disconnect() {
        conversation.disconnect().toCompletableFuture().join();
        pauses.interrupted();
    }

    public void connect() {
        conversation.connect();
    }

    /** Answers of the back end so far. */
    public long answers() {
        return answers.get();
    }

    /** From answers to the messages that followed them. */
    public Pauses pauses() {
        return pauses;
    }

    /** How long the station takes from an answer to its next message: after a sample, and after a start or stop, which is committed. */
    public static final class Pauses {

        private long answered;
        private boolean committed;
        private final long[] nanos = new long[2];
        private final long[] count = new long[2];

        private synchronized void sent(String text) {
            if (answered != 0) {
                int kind = committed ? 1 : 0;
                nanos[kind] += System.nanoTime() - answered;
                count[kind]++;
                answered = 0;
            }
            committed = text.contains("Transaction\",");
        }

        private synchronized void answered() {
            answered = System.nanoTime();
        }

        /** Connections are no pauses of the station. */
        private synchronized void interrupted() {
            answered = 0;
        }

        /** Seconds after a sample, on the average. */
        public synchronized double afterSample() {
            return nanos[0] / 1e9 / Math.max(1, count[0]);
        }

        /** Seconds after a start or stop, on the average. */
        public synchronized double afterCommit() {
            return nanos[1] / 1e9 / Math.max(1, count[1]);
        }

        /** The share of pauses with a commit in them. */
        public synchronized double commits() {
            return (double) count[1] / Math.max(1, count[0] + count[1]);
        }
    }

    /** The first texts that left. */
    public List<String> texts() {
        synchronized (texts) {
            return List.copyOf(texts);
        }
    }

    /** Appends whole sessions, one after another: a start, samples each minute, and a stop. */
    public void fill(int sessions, int samples) {
        for (int i = 0; i < sessions; i++) {
            List<Fact> facts = new ArrayList<>();
            SessionId session = SessionId.random();
            EvseId evse = i % 2 == 0 ? FakeStation.LEFT : FakeStation.RIGHT;
            Instant begin = BEGIN.plus(Duration.ofMinutes(i * (samples + 2L)));
            facts.add(fact(
                    new ChargingFact.SessionStarted(
                            evse,
                            session,
                            new TokenRef("ref-CARD" + i),
                            Optional.empty(),
                            Biller.backend(FakeStation.NAME),
                            "standard",
                            Energy.wattHours(i * 1_000L),
                            "card"),
                    begin));
            for (int sample = 1; sample <= samples; sample++) {
                facts.add(fact(metered(evse, session, i * 1_000L + sample), begin.plus(Duration.ofMinutes(sample))));
            }
            facts.add(fact(
                    new ChargingFact.SessionStopped(
                            evse,
                            session,
                            Energy.wattHours(i * 1_000L + samples),
                            StopReason.LOCAL,
                            Optional.empty(),
                            "card",
                            true),
                    begin.plus(Duration.ofMinutes(samples + 1L))));
            journal.append(facts, Effects.NONE).toCompletableFuture().join();
        }
    }

    private static ChargingFact metered(EvseId evse, SessionId session, long register) {
        return new ChargingFact.EnergyMetered(
                evse,
                session,
                Energy.wattHours(register),
                Optional.of(Power.watts(11_040)),
                Optional.of(PhaseCurrents.amperes(16, 15.9, 16.1)),
                Optional.of(Current.amperes(16)),
                Context.PERIODIC,
                true);
    }

    private static Fact fact(ChargingFact fact, Instant time) {
        return ChargingFacts.encode(
                fact,
                UUID.randomUUID().toString(),
                new Moment(time, new UUID(1, 2), Duration.ZERO, Moment.ClockState.SYNCHRONISED));
    }

    /** Reads a call into its record. */
    public static Object decode(String call) {
        if (CODEC.read(call) instanceof Frame.Call read) {
            return read.request();
        }
        throw new IllegalArgumentException(call);
    }

    /** Writes the record of a call. */
    public static String encode(String id, Object record) {
        return CODEC.call(id, (Request<?>) record);
    }

    private CompletionStage<Link> dial(Link.Events events) {
        return dialer.dial(new Link.Events() {
                    @Override
                    public void received(String text) {
                        if (text.startsWith("[3,")) {
                            answers.incrementAndGet();
                            pauses.answered();
                        }
                        events.received(text);
                    }

                    @Override
                    public void pong() {
                        events.pong();
                    }

                    @Override
                    public void closed(String why) {
                        events.closed(why);
                    }
                })
                .thenApply(Noting::new);
    }

    /** Keeps the first texts. */
    private final class Noting implements Link {

        private final Link link;

        Noting(Link link) {
            this.link = link;
        }

        @Override
        public void start() {
            link.start();
        }

        @Override
        public void send(String text) {
            pauses.sent(text);
            if (texts.size() < MOST_TEXTS) {
                synchronized (texts) {
                    texts.add(text);
                }
            }
            link.send(text);
        }

        @Override
        public void ping() {
            link.ping();
        }

        @Override
        public CompletionStage<Void> close() {
            return link.close();
        }

        @Override
        public void abort() {
            link.abort();
        }
    }

    @Override
    public void close() {
        conversation.stop().toCompletableFuture().join();
        lane.close();
        dialer.close();
        threads.shutdown();
    }
}
