package io.voltwright.field.modbus;

import static io.voltwright.field.api.RegisterBus.Priority.POLL;
import static io.voltwright.field.modbus.TcpBusTest.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voltwright.base.api.DeviceId;
import io.voltwright.base.api.VirtualTime;
import io.voltwright.field.api.RegisterBus.Request;
import io.voltwright.field.api.RegisterBus.Table;
import io.voltwright.field.api.RegisterBus.Timing;
import io.voltwright.site.api.Bus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several units behind a gateway that carries RTU frames over TCP. */
@Timeout(300)
class SharedBusTest {

    static final int DEAD = 4;
    static final int PERIOD_MILLIS = 200;
    static final Timing DEAD_SOON = new Timing(Duration.ofMillis(200), 1, Duration.ZERO, Duration.ofMillis(100), true);

    /** Of those who answer: one that is slow together with the whole machine is not dead. */
    static final Timing PATIENT = new Timing(Duration.ofSeconds(50), 1, Duration.ZERO, Duration.ofMillis(100), true);

    final VirtualTime time = new VirtualTime();
    final List<RtuSlave> slaves = new CopyOnWriteArrayList<>();
    final ScheduledExecutorService pollers = Executors.newSingleThreadScheduledExecutor();
    final List<Future<?>> polls = new ArrayList<>();

    ServerSocket gateway;
    ModbusBus bus;
    volatile int dead = DEAD;

    @BeforeEach
    void connect() throws IOException {
        gateway = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Thread accept = new Thread(this::accept, "gateway");
        accept.setDaemon(true);
        accept.start();
        Bus where = new Bus(new DeviceId("gate"), new Bus.RtuOverTcp("127.0.0.1", gateway.getLocalPort(), 115_200));
        bus = ModbusBus.open(where, BusSettings.DEFAULT, time, time.threads("bus gate"));
        for (int unit = 1; unit <= DEAD; unit++) {
            bus.unit(unit, unit == DEAD ? DEAD_SOON : PATIENT);
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = gateway.accept();
                socket.setTcpNoDelay(true);
                slaves.add(new RtuSlave(socket.getInputStream(), socket.getOutputStream(), (number, request, slave) -> {
                    if (request[0] != dead) {
                        slave.send(HandMade.answer(request));
                    }
                }));
            }
        } catch (IOException e) {
            // Closed by the test.
        }
    }

    @AfterEach
    void close() throws IOException {
        pollers.shutdownNow();
        bus.close();
        for (RtuSlave slave : slaves) {
            slave.close();
        }
        gateway.close();
    }

    @Test
    @DisplayName("A dead device costs its bus at most its share: neighbours keep their poll period")
    void neighboursOfADeadUnitKeepTheirPeriod() {
        AtomicInteger[] answers = {new AtomicInteger(), new AtomicInteger(), new AtomicInteger(), new AtomicInteger()};
        long start = System.nanoTime();
        for (int unit = 1; unit <= DEAD; unit++) {
            poll(unit, answers[unit - 1]);
        }
        await().atMost(60, TimeUnit.SECONDS).until(() -> answers[0].get() >= 40);
        long elapsed = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);

        // How much longer it took is the machine's; what the dead unit took of it is counted below.
        assertThat(elapsed).isGreaterThanOrEqualTo(39L * PERIOD_MILLIS);
        for (int unit = 2; unit < DEAD; unit++) {
            assertThat(answers[unit - 1].get()).isGreaterThanOrEqualTo(35);
        }
        assertThat(bus.status().units().get(DEAD - 1).offline()).isTrue();
        // Each attempt costs 0.3 s; after the first two it gets a tenth of the time.
        long asked = slaves.get(0).seen().stream()
                .filter(request -> request.startsWith("04"))
                .count();
        assertThat(asked).isBetween(3L, 3 + elapsed / 2700 + 1);

        dead = 0;
        await().atMost(60, TimeUnit.SECONDS).until(() -> answers[DEAD - 1].get() > 3);
        await().atMost(60, TimeUnit.SECONDS)
                .until(() -> !bus.status().units().get(DEAD - 1).offline());
    }

    @Test
    void theStatusSaysHowTheBusFares() throws Exception {
        for (int i = 0; i < 10; i++) {
            get(bus.submit(read(1, i)));
        }

        BusStatus status = bus.status();
        assertThat(status.line()).startsWith("rtu over tcp 127.0.0.1:");
        assertThat(status.since()).isPresent();
        assertThat(status.requests()).isEqualTo(11);
        assertThat(status.units()).hasSize(4);
        assertThat(status.units().get(0).answers()).isEqualTo(10);
        assertThat(status.timeouts()).isZero();
    }

    /** As a driver does: at its period, never two at a time. */
    private void poll(int unit, AtomicInteger answers) {
        AtomicInteger waiting = new AtomicInteger();
        polls.add(pollers.scheduleAtFixedRate(
                () -> {
                    if (waiting.compareAndSet(0, 1)) {
                        bus.submit(read(unit, 10)).whenComplete((reply, failure) -> {
                            if (failure == null) {
                                answers.incrementAndGet();
                            }
                            waiting.set(0);
                        });
                    }
                },
                0,
                PERIOD_MILLIS,
                TimeUnit.MILLISECONDS));
    }

    private static Request read(int unit, int address) {
        return Request.read(unit, Table.HOLDING, address, 2, POLL);
    }
}
