package io.voltwright.field.modbus;

import static io.voltwright.field.api.RegisterBus.Priority.LOWER;
import static io.voltwright.field.api.RegisterBus.Priority.POLL;
import static io.voltwright.field.modbus.TcpBusTest.failure;
import static io.voltwright.field.modbus.TcpBusTest.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voltwright.base.api.DeviceId;
import io.voltwright.base.api.VirtualTime;
import io.voltwright.field.api.BusException;
import io.voltwright.field.api.RegisterBus.Request;
import io.voltwright.field.api.RegisterBus.Table;
import io.voltwright.field.api.RegisterBus.Timing;
import io.voltwright.site.api.Bus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real serial ports, as far as pseudo-terminals are ones: 8N1, for they drop the parity bit. */
@Timeout(180)
class SerialBusTest {

    static final long[] DELAYS = {450, 600, 750, 900, 1000, 1200, 1350, 1500};
    static final Timing LATE = new Timing(Duration.ofMillis(300), 0, Duration.ZERO, Duration.ofMillis(600), true);

    @TempDir
    Path folder;

    final VirtualTime time = new VirtualTime();
    final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    @Test
    void readsAndWritesOverAPort() throws Exception {
        PtyPair line = pair("a");
        RtuSlave slave = slave(line, (number, request, it) -> it.send(HandMade.answer(request)));
        ModbusBus bus = bus(line);

        assertThat(get(bus.submit(read(4, 15))).values()).startsWith(4, 5, 6).hasSize(15);
        assertThat(get(bus.submit(Request.write(1, Table.HOLDING, 261, List.of(60), true, LOWER)))
                        .values())
                .containsExactly(60);
        assertThat(slave.seen()).endsWith("01060105003c");
    }

    @ParameterizedTest(name = "a slave that answers one after the other: {0}")
    @ValueSource(booleans = {true, false})
    @DisplayName("Field reference 5.2, the late-reply test: first answer after 0.45 to 1.5 s, all others after 0.25 s")
    void noLateAnswerIsTakenForAnother(boolean oneAfterTheOther) throws Exception {
        ExecutorService masters = Executors.newFixedThreadPool(DELAYS.length);
        open.add(masters::shutdownNow);
        List<Future<Integer>> wrong = new ArrayList<>();
        for (long delay : DELAYS) {
            PtyPair line = pair("late" + delay);
            slave(line, (number, request, it) -> {
                long wait = number == 1 ? delay : 250;
                if (oneAfterTheOther) {
                    it.answerLate(request, wait);
                } else {
                    it.answerMeanwhile(request, wait);
                }
            });
            ModbusBus bus = bus(line);
            bus.unit(1, LATE);
            wrong.add(masters.submit(() -> readUntilRecovered(bus)));
        }
        for (int i = 0; i < DELAYS.length; i++) {
            assertThat(wrong.get(i).get(120, TimeUnit.SECONDS))
                    .as("wrong values after a first answer at %d ms", DELAYS[i])
                    .isZero();
        }
    }

    /** Asks for 100, 110, 120 ... until five in a row were right. */
    private static int readUntilRecovered(ModbusBus bus) {
        AtomicInteger address = new AtomicInteger(90);
        AtomicInteger wrong = new AtomicInteger();
        AtomicInteger inARow = new AtomicInteger();
        await().atMost(100, TimeUnit.SECONDS)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    int asked = address.addAndGet(10);
                    try {
                        boolean right = get(bus.submit(read(asked, 1))).values().equals(List.of(asked));
                        wrong.addAndGet(right ? 0 : 1);
                        return (right ? inARow.incrementAndGet() : 0) == 5;
                    } catch (ExecutionException e) {
                        assertThat(e).hasCauseInstanceOf(BusException.class);
                        inARow.set(0);
                        return false;
                    }
                });
        return wrong.get();
    }

    @Test
    void aPortThatIsPulledOutIsOpenedAgainOnceItIsBack() throws Exception {
        PtyPair line = pair("a");
        slave(line, (number, request, it) -> it.send(HandMade.answer(request)));
        ModbusBus bus = bus(line);
        get(bus.submit(read(1, 1)));

        line.unplug();
        assertThat(failure(bus.submit(Request.write(1, Table.HOLDING, 1, List.of(1), true, POLL)))
                        .why())
                .isEqualTo(BusException.Cause.OFFLINE);
        assertThat(failure(bus.submit(read(1, 1))).why()).isEqualTo(BusException.Cause.OFFLINE);
        line.plugIn();
        slave(line, (number, request, it) -> it.send(HandMade.answer(request)));

        await().atMost(60, TimeUnit.SECONDS).ignoreExceptions().untilAsserted(() -> assertThat(
                        get(bus.submit(read(7, 2))).values())
                .containsExactly(7, 8));
        assertThat(bus.status().opened()).isGreaterThanOrEqualTo(2);
    }

    @Test
    void aPortThatIsNotThereFailsRequestsAndNothingElse() throws Exception {
        ModbusBus bus = bus(folder.resolve("nowhere"), Bus.Mode.RTU);

        assertThat(failure(bus.submit(read(1, 1))).why()).isEqualTo(BusException.Cause.OFFLINE);
        assertThat(bus.status().trouble())
                .hasValueSatisfying(why -> assertThat(why).contains("nowhere"));
    }

    @Test
    void aSuccessorCanOpenThePortAtOnce() throws Exception {
        PtyPair line = pair("a");
        slave(line, (number, request, it) -> it.send(HandMade.answer(request)));
        ModbusBus first = bus(line);
        get(first.submit(read(1, 1)));

        first.close();

        assertThat(get(bus(line).submit(read(2, 1))).values()).containsExactly(2);
    }

    // The frames by hand: unit 1, function 3, register 4, one register; LRC F7 hex. Answer A1 hex; LRC 59 hex.
    @Test
    void speaksAscii() throws Exception {
        PtyPair line = pair("a");
        List<String> seen = new ArrayList<>();
        AsciiSlave slave = new AsciiSlave(line.right(), request -> {
            seen.add(request);
            return request.endsWith("0001F7") ? ":01030200A159\r\n" : ":01030400A10000" + "57\r\n";
        });
        open.add(slave);
        ModbusBus bus = bus(line.left(), Bus.Mode.ASCII);

        assertThat(get(bus.submit(read(4, 1))).values()).containsExactly(0xa1);
        assertThat(seen).containsExactly(":010300040001F7", ":010300040002F6");
    }

    private PtyPair pair(String name) throws IOException {
        PtyPair pair = PtyPair.open(Files.createDirectories(folder.resolve(name)));
        open.add(pair);
        return pair;
    }

    private RtuSlave slave(PtyPair line, RtuSlave.Behaviour behaviour) throws IOException {
        return new RtuSlave(Files.newInputStream(line.right()), Files.newOutputStream(line.right()), behaviour);
    }

    private ModbusBus bus(PtyPair line) {
        return bus(line.left(), Bus.Mode.RTU);
    }

    private ModbusBus bus(Path port, Bus.Mode mode) {
        Bus bus = new Bus(new DeviceId("rs485"), new Bus.Serial(port.toString(), 19_200, Bus.Frame.of("8N1"), mode));
        ModbusBus made = ModbusBus.open(bus, BusSettings.DEFAULT, time, time.threads("bus rs485"));
        open.add(made);
        return made;
    }

    private static Request read(int address, int count) {
        return Request.read(1, Table.HOLDING, address, count, POLL);
    }
}
