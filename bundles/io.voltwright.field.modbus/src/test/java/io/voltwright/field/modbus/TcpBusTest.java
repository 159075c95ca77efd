package io.voltwright.field.modbus;

import static io.voltwright.field.api.RegisterBus.Priority.LOWER;
import static io.voltwright.field.api.RegisterBus.Priority.POLL;
import static io.voltwright.field.api.RegisterBus.Priority.RAISE;
import static io.voltwright.field.api.RegisterBus.Priority.STOP;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.voltwright.base.api.DeviceId;
import io.voltwright.base.api.VirtualTime;
import io.voltwright.field.api.BusException;
import io.voltwright.field.api.RegisterBus.Priority;
import io.voltwright.field.api.RegisterBus.Reply;
import io.voltwright.field.api.RegisterBus.Request;
import io.voltwright.field.api.RegisterBus.Table;
import io.voltwright.field.api.RegisterBus.Timing;
import io.voltwright.site.api.Bus;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class TcpBusTest {

    static final Timing QUICK = new Timing(Duration.ofMillis(200), 0, Duration.ZERO, Duration.ofMillis(600), true);

    /** For whatever is answered: a machine that stands still for a while has lost nothing. */
    static final Timing PATIENT = new Timing(Duration.ofSeconds(50), 1, Duration.ZERO, Duration.ofMillis(600), true);

    static final Timing ONCE = new Timing(Duration.ofSeconds(50), 0, Duration.ZERO, Duration.ofMillis(600), true);

    final VirtualTime time = new VirtualTime();
    final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    @Test
    void readsAndWrites() throws Exception {
        TcpSlave slave = slave((number, request, answer, link) -> link.send(answer));
        ModbusBus bus = bus(slave);

        assertThat(get(bus.submit(read(100, 3))).values()).containsExactly(100, 101, 102);
        assertThat(get(bus.submit(write(5004, 16000, LOWER))).values()).containsExactly(16000);
        // No padding where transaction ids tell answers apart: KEBA answers its registers only one by one.
        assertThat(get(bus.submit(read(1000, 2))).values()).containsExactly(1000, 1001);
        assertThat(slave.seen()).containsExactly("ff0300640003", "ff06138c3e80", "ff0303e80002");
    }

    // Rule 7: a value is as old as its request.
    @Test
    void repliesCarryTheTimeOfTheirRequest() throws Exception {
        TcpSlave slave = slave((number, request, answer, link) -> {
            time.pass(Duration.ofSeconds(3));
            link.send(answer);
        });

        assertThat(get(bus(slave).submit(read(1, 1))).requested().sinceBoot()).isEqualTo(Duration.ZERO);
    }

    // Rule 1.
    @Test
    void aStopBehindFiftyPollsLeavesNext() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        TcpSlave slave = slave((number, request, answer, link) -> {
            if (number == 1) {
                first.countDown();
                go.await();
            }
            link.send(answer);
        });
        ModbusBus bus = bus(slave);
        bus.unit(255, new Timing(Duration.ofSeconds(50), 0, Duration.ZERO, Duration.ZERO, true));

        List<CompletionStage<Reply>> all = new ArrayList<>();
        all.add(bus.submit(read(0, 1)));
        first.await();
        for (int i = 1; i <= 50; i++) {
            all.add(bus.submit(read(i, 1)));
        }
        all.add(bus.submit(write(1, 7, RAISE)));
        all.add(bus.submit(write(2, 6, LOWER)));
        all.add(bus.submit(write(3, 5, Priority.HEARTBEAT)));
        all.add(bus.submit(write(4, 0, STOP)));
        go.countDown();
        for (CompletionStage<Reply> each : all) {
            get(each);
        }

        assertThat(slave.seen())
                .startsWith("ff0300000001", "ff0600040000", "ff0600030005", "ff0600020006", "ff0300010001");
        assertThat(slave.seen()).endsWith("ff0300320001", "ff0600010007");
    }

    @Test
    void aRaiseThatWaitedIsNotSentAfterTheLowerThatCameLater() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        TcpSlave slave = slave((number, request, answer, link) -> {
            first.countDown();
            go.await();
            link.send(answer);
        });
        ModbusBus bus = bus(slave);
        bus.unit(255, new Timing(Duration.ofSeconds(50), 0, Duration.ZERO, Duration.ZERO, true));
        CompletionStage<Reply> poll = bus.submit(read(0, 1));
        first.await();
        CompletionStage<Reply> raise = bus.submit(write(5004, 32000, RAISE));
        CompletionStage<Reply> lower = bus.submit(write(5004, 6000, LOWER));
        go.countDown();

        get(poll);
        assertThat(get(lower).values()).containsExactly(6000);
        assertThat(failure(raise).why()).isEqualTo(BusException.Cause.SUPERSEDED);
        assertThat(slave.seen()).hasSize(2);
    }

    @Test
    void aRequestTakenBackBeforeItsTurnIsNotSent() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        TcpSlave slave = slave((number, request, answer, link) -> {
            first.countDown();
            go.await();
            link.send(answer);
        });
        ModbusBus bus = bus(slave);
        bus.unit(255, new Timing(Duration.ofSeconds(50), 0, Duration.ZERO, Duration.ZERO, true));
        bus.submit(read(0, 1));
        first.await();
        bus.submit(write(1, 1, RAISE)).toCompletableFuture().cancel(false);
        CompletionStage<Reply> last = bus.submit(write(2, 2, RAISE));
        go.countDown();

        get(last);
        assertThat(slave.seen()).containsExactly("ff0300000001", "ff0600020002");
    }

    @Test
    void anAnswerThatIsLateIsThrownAwayByItsTransactionId() throws Exception {
        byte[][] kept = new byte[1][];
        TcpSlave slave = slave((number, request, answer, link) -> {
            if (number == 1) {
                kept[0] = answer;
            } else {
                link.send(number == 2 ? join(kept[0], answer) : answer);
            }
        });
        ModbusBus bus = bus(slave);
        bus.unit(255, QUICK);

        assertThat(failure(bus.submit(read(100, 1))).why()).isEqualTo(BusException.Cause.TIMEOUT);
        bus.unit(255, PATIENT);
        assertThat(get(bus.submit(read(120, 1))).values()).containsExactly(120);
        assertThat(get(bus.submit(read(130, 1))).values()).containsExactly(130);
        assertThat(bus.status().lateBytes()).isEqualTo(11);
        assertThat(bus.status().units().get(0).lateBytes()).isEqualTo(11);
        assertThat(bus.status().taints()).isZero();
        assertThat(slave.connections()).isEqualTo(1);
    }

    @Test
    void anAnswerMayComeInAnyPieces() throws Exception {
        TcpSlave slave = slave((number, request, answer, link) -> {
            for (byte each : answer) {
                link.send(new byte[] {each});
            }
        });

        assertThat(get(bus(slave).submit(read(7, 5))).values()).containsExactly(7, 8, 9, 10, 11);
    }

    // The connection ends after each possible number of bytes; the next request opens a new one.
    @Test
    void aConnectionBrokenAtAnyByteIsOpenedAgain() throws Exception {
        for (int cut = 0; cut < 11; cut++) {
            int length = cut;
            TcpSlave slave = slave((number, request, answer, link) -> {
                if (number == 2) {
                    link.out().write(answer, 0, length);
                    link.socket().close();
                } else {
                    link.send(answer);
                }
            });
            ModbusBus bus = bus(slave);

            assertThat(get(bus.submit(read(1, 1))).values()).containsExactly(1);
            assertThat(get(bus.submit(read(2, 1))).values())
                    .as("cut at %d", cut)
                    .containsExactly(2);
            assertThat(slave.connections()).isEqualTo(2);
        }
    }

    @Test
    void aRaiseIsNotSentTwiceOverABrokenConnection() throws Exception {
        TcpSlave slave = slave((number, request, answer, link) -> link.socket().close());

        assertThat(failure(bus(slave).submit(write(5004, 16000, RAISE))).why()).isEqualTo(BusException.Cause.OFFLINE);
        assertThat(slave.requests()).isEqualTo(1);
    }

    @Test
    void aConnectionThatIsHalfOpenIsReplaced() throws Exception {
        // Of one that once took half a second it is not expected that it answers at once when it is back.
        CountDownLatch slow = new CountDownLatch(1);
        TcpSlave slave = slave((number, request, answer, link) -> {
            if (number == 1) {
                slow.await(500, TimeUnit.MILLISECONDS);
            }
            if (number == 1 || number > 3) {
                link.send(answer);
            }
        });
        ModbusBus bus = bus(slave);

        get(bus.submit(read(1, 1)));
        bus.unit(255, QUICK);
        failure(bus.submit(read(2, 1)));
        failure(bus.submit(read(3, 1)));
        bus.unit(255, PATIENT);
        await().atMost(60, TimeUnit.SECONDS).ignoreExceptions().untilAsserted(() -> assertThat(
                        get(bus.submit(read(4, 1))).values())
                .containsExactly(4));
        assertThat(slave.connections()).isEqualTo(2);
    }

    @Test
    void whatIsNotModbusEndsTheConnection() throws Exception {
        TcpSlave slave = slave((number, request, answer, link) ->
                link.send(number == 1 ? "HTTP/1.1 400 Bad Request\r\n".getBytes(US_ASCII) : answer));
        ModbusBus bus = bus(slave);

        assertThat(get(bus.submit(read(9, 1))).values()).containsExactly(9);
        assertThat(slave.connections()).isEqualTo(2);
    }

    @Test
    void anAnswerOfAnotherUnitOrFunctionOrLengthIsCorrupt() throws Exception {
        TcpSlave slave = slave((number, request, answer, link) -> {
            if (number == 1) {
                answer[6] = 1;
            } else if (number == 3) {
                answer[7] = 4;
            } else if (number == 5) {
                answer[8] = 4;
            }
            link.send(answer);
        });
        ModbusBus bus = bus(slave);
        bus.unit(255, ONCE);

        for (int i = 1; i <= 5; i += 2) {
            assertThat(failure(bus.submit(read(i, 1))).why()).isEqualTo(BusException.Cause.CORRUPT);
            assertThat(get(bus.submit(read(i, 1))).values()).containsExactly(i);
        }
        assertThat(bus.status().corrupt()).isEqualTo(3);
    }

    @Test
    void anExceptionIsHandedOnAndTheUnitStaysOnline() throws Exception {
        TcpSlave slave = slave((number, request, answer, link) -> {
            byte[] refusal = {answer[0], answer[1], 0, 0, 0, 3, answer[6], (byte) (answer[7] | 0x80), 2};
            link.send(refusal);
        });
        ModbusBus bus = bus(slave);

        for (int i = 0; i < 5; i++) {
            BusException refusal = failure(bus.submit(read(1, 1)));
            assertThat(refusal.why()).isEqualTo(BusException.Cause.EXCEPTION);
            assertThat(refusal.code()).isEqualTo(2);
        }
        assertThat(bus.status().units().get(0).offline()).isFalse();
    }

    @Test
    void requestsFailAtOnceWhileNobodyListensAndWorkOnceSomeoneDoes() throws Exception {
        TcpSlave gone = TcpSlave.honest();
        int port = gone.port();
        gone.close();
        ModbusBus bus = bus(port, BusSettings.DEFAULT);

        for (int i = 0; i < 20; i++) {
            assertThat(failure(bus.submit(read(1, 1))).why()).isEqualTo(BusException.Cause.OFFLINE);
        }
        open.add(new TcpSlave(port, (number, request, answer, link) -> link.send(answer)));
        await().ignoreExceptions().atMost(60, TimeUnit.SECONDS).untilAsserted(() -> assertThat(
                        get(bus.submit(read(4, 1))).values())
                .containsExactly(4));
        assertThat(bus.status().trouble()).isEmpty();
    }

    // P8: some devices serve two masters only, and others close what is not used.
    @Test
    void anIdleConnectionIsClosedWhereTheSiteWantsIt() throws Exception {
        TcpSlave slave = slave((number, request, answer, link) -> link.send(answer));
        ModbusBus bus = bus(slave.port(), new BusSettings(Duration.ofSeconds(2), Optional.of(Duration.ofMillis(100))));

        get(bus.submit(read(1, 1)));
        await().atMost(60, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(bus.status().since()).isEmpty());
        assertThat(get(bus.submit(read(2, 1))).values()).containsExactly(2);
        assertThat(slave.connections()).isEqualTo(2);
    }

    // Row 1.2: an Alfen closes its connection after 60 s of silence; its profile says idleClose.
    @Test
    void anIdleConnectionIsClosedWhereItsDeviceWantsIt() throws Exception {
        TcpSlave slave = slave((number, request, answer, link) -> link.send(answer));
        ModbusBus bus = bus(slave);
        bus.unit(
                255,
                new Timing(
                        Duration.ofSeconds(50),
                        0,
                        Duration.ZERO,
                        Duration.ZERO,
                        true,
                        Duration.ZERO,
                        Duration.ofMillis(100)));

        get(bus.submit(read(1, 1)));
        await().atMost(60, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(bus.status().since()).isEmpty());
        assertThat(get(bus.submit(read(2, 1))).values()).containsExactly(2);
    }

    @Test
    void closingABusFailsWhatWaitsAndWritesNothingMore() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        TcpSlave slave = slave((number, request, answer, link) -> first.countDown());
        ModbusBus bus = bus(slave);
        bus.unit(255, new Timing(Duration.ofSeconds(50), 5, Duration.ZERO, Duration.ZERO, true));
        CompletionStage<Reply> onTheWire = bus.submit(write(1, 1, STOP));
        first.await();
        CompletionStage<Reply> waiting = bus.submit(read(2, 1));

        bus.close();

        assertThat(failure(onTheWire).why()).isEqualTo(BusException.Cause.OFFLINE);
        assertThat(failure(waiting).why()).isEqualTo(BusException.Cause.OFFLINE);
        assertThat(failure(bus.submit(read(3, 1))).why()).isEqualTo(BusException.Cause.OFFLINE);
        assertThat(slave.requests()).isEqualTo(1);
    }

    // P8: Heidelberg needs 100 ms between two requests.
    @Test
    void theGapOfOneDeviceLetsItsNeighboursPass() throws Exception {
        CountDownLatch all = new CountDownLatch(1);
        TcpSlave slave = slave((number, request, answer, link) -> {
            all.await();
            link.send(answer);
        });
        ModbusBus bus = bus(slave);
        // Long enough for the neighbour's turn to come within it on a busy machine as well.
        Duration gap = Duration.ofMillis(900);
        bus.unit(1, new Timing(Duration.ofSeconds(50), 0, gap, Duration.ZERO, true));
        bus.unit(2, PATIENT);

        List<CompletionStage<Reply>> replies = List.of(
                bus.submit(Request.read(1, Table.HOLDING, 0, 1, POLL)),
                bus.submit(Request.read(1, Table.HOLDING, 1, 1, POLL)),
                bus.submit(Request.read(2, Table.HOLDING, 0, 1, POLL)));
        long start = System.nanoTime();
        all.countDown();
        for (CompletionStage<Reply> each : replies) {
            get(each);
        }

        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(gap.toNanos() - 10_000_000);
        assertThat(slave.seen()).containsExactly("010300000001", "020300000001", "010300010001");
    }

    // Or a reply would be as late as the device after it is slow.
    @Test
    void anAnswerIsHandedOutWhileTheNextOneIsAwaited() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch handedOut = new CountDownLatch(1);
        TcpSlave slave = slave((number, request, answer, link) -> {
            first.countDown();
            (number == 1 ? go : handedOut).await();
            link.send(answer);
        });
        ModbusBus bus = bus(slave);
        bus.unit(255, PATIENT);
        CompletionStage<Reply> one = bus.submit(read(1, 1));
        first.await();
        CompletionStage<Reply> other = bus.submit(read(2, 1));
        go.countDown();

        assertThat(get(one).values()).containsExactly(1);
        assertThat(other.toCompletableFuture()).isNotDone();
        handedOut.countDown();
        assertThat(get(other).values()).containsExactly(2);
    }

    @Test
    void anAnswerIsHandedOutThoughTheNextRequestHasToWaitForItsGap() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        TcpSlave slave = slave((number, request, answer, link) -> {
            first.countDown();
            go.await();
            link.send(answer);
        });
        ModbusBus bus = bus(slave);
        bus.unit(255, new Timing(Duration.ofSeconds(50), 0, Duration.ofMinutes(10), Duration.ZERO, true));
        bus.unit(1, PATIENT);
        CompletionStage<Reply> one = bus.submit(Request.read(1, Table.HOLDING, 1, 1, POLL));
        first.await();
        bus.submit(read(2, 1));
        bus.submit(read(3, 1));
        go.countDown();

        assertThat(get(one).values()).containsExactly(1);
    }

    // A gateway to a serial line, or an Alfen with its units 200, 1 and 2: the connection is shared by the dead and the
    // living.
    @Test
    void aDeadUnitBehindASharedConnectionCostsATenthOfTheTimeAtMost() throws Exception {
        TcpSlave slave = slave((number, request, answer, link) -> {
            if (request[6] != 4) {
                link.send(answer);
            }
        });
        ModbusBus bus = bus(slave);
        bus.unit(1, PATIENT);
        bus.unit(4, new Timing(Duration.ofMillis(100), 1, Duration.ZERO, Duration.ZERO, true));
        long start = System.nanoTime();
        for (int i = 0; i < 200; i++) {
            bus.submit(Request.read(4, Table.HOLDING, 1, 1, POLL));
            assertThat(get(bus.submit(Request.read(1, Table.HOLDING, i, 1, POLL)))
                            .values())
                    .containsExactly(i);
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);

        // Asked twice until it is taken as offline and again on the connection that is opened anew for that; then once
        // in ten times 0.1 s.
        long asked = slave.seen().stream()
                .filter(request -> request.startsWith("04"))
                .count();
        assertThat(asked).isBetween(2L, 4 + millis / 1000);
        assertThat(slave.connections()).isLessThanOrEqualTo(2);
        assertThat(bus.status().units())
                .filteredOn(unit -> unit.unit() == 4)
                .singleElement()
                .satisfies(unit -> assertThat(unit.offline()).isTrue());
    }

    private static byte[] join(byte[] one, byte[] other) {
        byte[] both = new byte[one.length + other.length];
        System.arraycopy(one, 0, both, 0, one.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    private TcpSlave slave(TcpSlave.Behaviour behaviour) throws IOException {
        TcpSlave slave = new TcpSlave(behaviour);
        open.add(slave);
        return slave;
    }

    private ModbusBus bus(TcpSlave slave) {
        return bus(slave.port(), BusSettings.DEFAULT);
    }

    private ModbusBus bus(int port, BusSettings settings) {
        Bus bus = new Bus(new DeviceId("plant"), new Bus.Tcp("127.0.0.1", port));
        ModbusBus made = ModbusBus.open(bus, settings, time, time.threads("bus plant"));
        made.unit(255, PATIENT);
        open.add(made);
        return made;
    }

    static Request read(int address, int count) {
        return Request.read(255, Table.HOLDING, address, count, POLL);
    }

    static Request write(int address, int value, Priority priority) {
        return Request.write(255, Table.HOLDING, address, List.of(value), true, priority);
    }

    static Reply get(CompletionStage<Reply> reply) throws Exception {
        return reply.toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    static BusException failure(CompletionStage<Reply> reply) {
        ExecutionException failure = catchThrowableOfType(
                ExecutionException.class, () -> reply.toCompletableFuture().get(60, TimeUnit.SECONDS));
        assertThat(failure).as("the request should have failed").hasCauseInstanceOf(BusException.class);
        return (BusException) Objects.requireNonNull(failure.getCause());
    }
}
