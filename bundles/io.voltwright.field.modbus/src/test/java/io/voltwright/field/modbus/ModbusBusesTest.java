package io.voltwright.field.modbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.DeviceId;
import io.voltwright.base.api.VirtualTime;
import io.voltwright.base.api.Voltage;
import io.voltwright.field.api.BusDoor;
import io.voltwright.field.api.RegisterBus;
import io.voltwright.site.api.Bus;
import io.voltwright.site.api.Node;
import io.voltwright.site.api.Site;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ModbusBusesTest {

    static final Bus LEFT = new Bus(new DeviceId("left"), new Bus.Tcp("127.0.0.1", 1502));
    static final Bus LEFT_MOVED = new Bus(new DeviceId("left"), new Bus.Tcp("127.0.0.1", 1503));
    static final Bus RIGHT = new Bus(new DeviceId("right"), new Bus.RtuOverTcp("127.0.0.1", 1504, 19_200));

    final VirtualTime time = new VirtualTime();
    final Map<String, RegisterBus> services = new ConcurrentHashMap<>();
    final ModbusBuses buses = new ModbusBuses(BusSettings.DEFAULT, time, time, this::publish);

    @AfterEach
    void stop() throws InterruptedException {
        buses.stop();
    }

    @Test
    void eachBusOfTheSiteIsAService() {
        buses.siteChanged(site(LEFT, RIGHT));

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(services).containsOnlyKeys("left", "right"));
        assertThat(buses.buses())
                .extracting(BusStatus::line)
                .containsExactly("tcp 127.0.0.1:1502", "rtu over tcp 127.0.0.1:1504");
    }

    @Test
    void aChangeOfTheSiteTouchesOnlyWhatDiffers() {
        buses.siteChanged(site(LEFT, RIGHT));
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(services).containsOnlyKeys("left", "right"));
        RegisterBus left = services.get("left");
        RegisterBus right = services.get("right");

        buses.siteChanged(site(RIGHT, LEFT_MOVED));

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () -> assertThat(services.get("left")).isNotNull().isNotSameAs(left));
        assertThat(services.get("right")).isSameAs(right);
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(buses.buses())
                .extracting(BusStatus::line)
                .containsExactly("tcp 127.0.0.1:1503", "rtu over tcp 127.0.0.1:1504"));
    }

    @Test
    void aBusThatLeavesTheSiteIsWithdrawn() {
        buses.siteChanged(site(LEFT, RIGHT));
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(services).containsOnlyKeys("left", "right"));

        buses.siteChanged(site(RIGHT));

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(services).containsOnlyKeys("right"));
    }

    @Test
    void stoppingWithdrawsAll() throws InterruptedException {
        buses.siteChanged(site(LEFT, RIGHT));
        buses.stop();

        assertThat(services).isEmpty();
        assertThat(buses.buses()).isEmpty();
    }

    @Test
    void aVisitTakesTheBusOfTheSiteAndNoSecondWayToTheSamePlace() throws IOException {
        buses.siteChanged(site(LEFT, RIGHT));
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(services).containsOnlyKeys("left", "right"));

        try (BusDoor.Visit visit = buses.visit("left")) {
            assertThat(visit.bus()).isSameAs(services.get("left"));
            assertThat(visit.transport()).isEqualTo("tcp");
        }
        assertThatThrownBy(() -> buses.visit("tcp:127.0.0.1:1502")).hasMessageContaining("write left instead of");
        assertThatThrownBy(() -> buses.visit("rtu:/dev/ttyS9")).hasMessageContaining("rtu:PORT:BAUD:FRAME");
        try (BusDoor.Visit visit = buses.visit("ascii:/dev/nowhere:38400:8E1")) {
            assertThat(visit.transport()).isEqualTo("ascii");
        }
    }

    @Test
    @DisplayName(
            "P8: never more than one connection to a place: not for many units, after breaks, changes of the site, or another name")
    void thereIsNeverASecondConnectionToAPlace() throws Exception {
        try (TcpSlave slave = new TcpSlave((number, request, answer, link) -> {
            if (number % 7 == 0) {
                link.socket().close();
            } else {
                link.send(answer);
            }
        })) {
            Bus.Line there = new Bus.Tcp("127.0.0.1", slave.port());
            buses.siteChanged(site(new Bus(new DeviceId("old"), there)));
            RegisterBus old = awaitBus("old");
            for (int unit = 1; unit <= 12; unit++) {
                ask(old, unit);
            }
            try (BusDoor.Visit alias = buses.visit("tcp:localhost:" + slave.port())) {
                assertThat(TcpBusTest.failure(alias.bus().submit(TcpBusTest.read(1, 1))))
                        .hasMessageContaining("is connected to", "one connection only");
            }

            buses.siteChanged(site(new Bus(new DeviceId("fresh"), there)));
            RegisterBus fresh = awaitBus("fresh");
            for (int unit = 1; unit <= 12; unit++) {
                ask(fresh, unit);
            }

            assertThat(slave.connections()).isGreaterThan(2);
            assertThat(slave.mostConnectionsAtOnce()).isEqualTo(1);
        }
    }

    private RegisterBus awaitBus(String id) {
        await().atMost(Duration.ofSeconds(60)).until(() -> services.containsKey(id));
        return Objects.requireNonNull(services.get(id));
    }

    private static void ask(RegisterBus bus, int unit) {
        await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> {
            RegisterBus.Request read =
                    RegisterBus.Request.read(unit, RegisterBus.Table.HOLDING, 1, 1, RegisterBus.Priority.POLL);
            return TcpBusTest.get(bus.submit(read)).values().equals(List.of(1));
        });
    }

    private Runnable publish(RegisterBus bus) {
        String id = bus.id().value();
        services.put(id, bus);
        return () -> services.remove(id, bus);
    }

    private static Site site(Bus... wires) {
        Node grid = new Node("grid", Current.amperes(63), Optional.empty(), List.of(), List.of());
        return new Site(
                "test",
                ZoneId.of("Europe/Berlin"),
                Voltage.volts(230),
                grid,
                List.of(wires),
                List.of(),
                List.of(),
                List.of());
    }
}
