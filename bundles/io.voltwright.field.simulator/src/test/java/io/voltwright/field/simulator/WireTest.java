package io.voltwright.field.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.DeviceId;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.IdToken;
import io.voltwright.base.api.Outcome;
import io.voltwright.base.api.Quality;
import io.voltwright.base.time.RealTime;
import io.voltwright.field.api.FieldListener;
import io.voltwright.field.api.Offer;
import io.voltwright.field.api.PileStatus;
import io.voltwright.field.api.PilotState;
import io.voltwright.field.modbus.BusSettings;
import io.voltwright.field.modbus.ModbusBus;
import io.voltwright.field.profiles.DeviceProfile;
import io.voltwright.field.profiles.Drivers;
import io.voltwright.field.profiles.Drivers.Driven;
import io.voltwright.field.profiles.ProfileLibrary;
import io.voltwright.field.simulator.SimulatorConfig.Device;
import io.voltwright.field.simulator.SimulatorConfig.Pty;
import io.voltwright.field.simulator.SimulatorConfig.Tcp;
import io.voltwright.site.api.Bus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Each pile profile over real sockets and a real serial line, all at once; the scenes mostly wait, so they run at the same time. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WireTest {

    private final ExecutorService runners = Executors.newFixedThreadPool(2);
    private final List<Future<?>> running = new ArrayList<>();

    /** What a scene does. */
    interface Play {
        void play(Scene scene, Path home) throws Exception;
    }

    @BeforeAll
    void begin(@TempDir Path folder) throws Exception {
        for (Play play : List.<Play>of(Scene::carsCharge, Scene::linesBreak)) {
            Path home = Files.createDirectory(folder.resolve("scene" + running.size()));
            running.add(runners.submit(() -> {
                Scene scene = new Scene();
                try {
                    play.play(scene, home);
                } finally {
                    scene.end();
                }
                return true;
            }));
        }
    }

    @AfterAll
    void end() throws InterruptedException {
        runners.shutdownNow();
        assertThat(runners.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void carsChargeAsOfferedOverRealWires() throws Exception {
        running.get(0).get(15, TimeUnit.MINUTES);
    }

    @Test
    @DisplayName(
            "R37, R35: a line that was cut off is taken up again; piles whose drivers died fall to 6 A by themselves")
    void linesThatBreakAndDriversThatDieAreSurvived() throws Exception {
        running.get(1).get(15, TimeUnit.MINUTES);
    }

    /** Simulator, buses and drivers of one test. */
    private static final class Scene {

        private static final Duration WATCHDOG = Duration.ofSeconds(30);

        private final RealTime time = new RealTime();
        private final List<IdToken> cards = new CopyOnWriteArrayList<>();
        private final Map<String, Driven> drivers = new LinkedHashMap<>();
        private final List<ModbusBus> buses = new ArrayList<>();

        private Simulator start(Path home) throws Exception {
            return Simulator.start(
                    new SimulatorConfig(
                            home,
                            0,
                            List.of(
                                    new Device("keba", "keba-kecontact-p30", new Tcp(0), 255, 1),
                                    new Device("alfen", "alfen-ng9xx", new Tcp(0), 1, 1),
                                    new Device("charx", "phoenix-charx", new Tcp(0), 1, 1),
                                    new Device("abl", "abl-emh1", new Pty(home.resolve("abl"), 0), 1, 1),
                                    new Device(
                                            "heidelberg",
                                            "heidelberg-energy-control",
                                            new Pty(home.resolve("tty"), 0),
                                            1,
                                            1))),
                    ProfileLibrary.shipped());
        }

        private void drive(String id, DeviceProfile profile, String address) {
            ModbusBus bus = ModbusBus.open(
                    new Bus(new DeviceId(id), line(address, profile)),
                    BusSettings.DEFAULT,
                    time,
                    time.lanes().threads("bus " + id));
            buses.add(bus);
            Driven driver = Drivers.pile(
                    Drivers.evse(profile.id(), profile.transport().unit(), WATCHDOG),
                    profile,
                    time.lanes().open(id),
                    time,
                    new Ears());
            driver.use().accept(Optional.of(bus));
            drivers.put(id, driver);
        }

        private static Bus.Line line(String address, DeviceProfile profile) {
            String where = address.replaceFirst("[a-zA-Z]+ ", "");
            if (address.startsWith("serial")) {
                boolean ascii = profile.transports().containsKey("ascii");
                return new Bus.Serial(where, 19200, Bus.Frame.of("8N1"), ascii ? Bus.Mode.ASCII : Bus.Mode.RTU);
            }
            int port = Integer.parseInt(where.replaceFirst(".*:", ""));
            return address.startsWith("tcp")
                    ? new Bus.Tcp("127.0.0.1", port)
                    : new Bus.RtuOverTcp("127.0.0.1", port, 19200);
        }

        void end() throws Exception {
            drivers.values().forEach(driver -> driver.close().run());
            buses.forEach(ModbusBus::close);
            time.close();
        }

        void carsCharge(Path home) throws Exception {
            try (Simulator simulator = start(home)) {
                simulator
                        .piles()
                        .forEach((id, pile) ->
                                drive(id, pile.profile(), simulator.addresses().getOrDefault(id, "")));
                awaitArmed();
                simulator.piles().values().forEach(pile -> pile.plug(Yard.car()));

                offer(16);
                everywhere(16, PilotState.C);
                offer(8);
                everywhere(8, PilotState.C);
                simulator.pile("keba").card("04A1B2C3");
                offer(0);
                everywhere(0, PilotState.B);

                await().atMost(60, TimeUnit.SECONDS)
                        .untilAsserted(() -> assertThat(cards).contains(IdToken.card("04A1B2C3")));
                assertThatThrownBy(() -> simulator.pile("heidelberg").card("04A1B2C3"))
                        .hasMessageContaining("no card reader");
                drivers.forEach(
                        (id, driver) -> await(id).atMost(60, TimeUnit.SECONDS).untilAsserted(() -> assertThat(
                                        driver.pile().status().register().stream())
                                .allSatisfy(register -> assertThat(register.wattHours())
                                        .isEqualTo(simulator.pile(id).registerWh(), within(1.0)))));
            }
        }

        void linesBreak(Path home) throws Exception {
            try (Simulator simulator = start(home)) {
                simulator
                        .piles()
                        .forEach((id, pile) ->
                                drive(id, pile.profile(), simulator.addresses().getOrDefault(id, "")));
                awaitArmed();
                simulator.piles().values().forEach(pile -> pile.plug(Yard.car()));
                offer(16);
                everywhere(16, PilotState.C);

                simulator.piles().keySet().forEach(simulator::hangUp);
                simulator.piles().keySet().forEach(id -> simulator.trouble(id).drop(1));
                drivers.forEach((id, driver) -> await(id)
                        .atMost(60, TimeUnit.SECONDS)
                        .until(() -> driver.pile().status().quality() == Quality.LOST));
                simulator.piles().keySet().forEach(id -> simulator.trouble(id).drop(0));
                awaitArmed();
                offer(16);
                everywhere(16, PilotState.C);

                drivers.values().forEach(driver -> driver.close().run());
                simulator.clock().speed(20);
                simulator.piles().forEach((id, pile) -> {
                    int left = pile.profile().failSafe().exists() ? 6 : 16;
                    await(id).atMost(60, TimeUnit.SECONDS).untilAsserted(() -> assertThat(pile.amps()[0])
                            .isEqualTo(left, within(0.2)));
                });
            }
        }

        private void awaitArmed() {
            drivers.forEach((id, driver) -> await(id)
                    .atMost(60, TimeUnit.SECONDS)
                    .until(() -> driver.pile().status().quality() == Quality.GOOD
                            && (driver.pile().status().armed()
                                    || !driver.pile().abilities().failSafe())));
        }

        /** To all at once; once more to those whose line was too slow for it. */
        private void offer(int amperes) {
            Map<String, CompletableFuture<Outcome>> first = new LinkedHashMap<>();
            drivers.forEach((id, driver) -> first.put(id, offer(driver, amperes)));
            first.forEach((id, answer) -> await(id + " takes " + amperes + " A")
                    .atMost(60, TimeUnit.SECONDS)
                    .until(() -> done(answer) || done(offer(Objects.requireNonNull(drivers.get(id)), amperes))));
        }

        private static boolean done(CompletableFuture<Outcome> answer) {
            return answer.orTimeout(60, TimeUnit.SECONDS).join().isDone();
        }

        private static CompletableFuture<Outcome> offer(Driven driver, int amperes) {
            return driver.pile()
                    .offer(new Offer(Current.amperes(amperes), Duration.ofMinutes(10), Current.amperes(6)))
                    .toCompletableFuture();
        }

        private void everywhere(int amperes, PilotState state) {
            drivers.forEach(
                    (id, driver) -> await(id).atMost(60, TimeUnit.SECONDS).untilAsserted(() -> {
                        PileStatus status = driver.pile().status();
                        assertThat(status.pilot()).isEqualTo(state);
                        assertThat(status.currents().orElseThrow().l3().amperes())
                                .isEqualTo(amperes, within(0.2));
                    }));
        }

        private final class Ears implements FieldListener {

            @Override
            public void pileChanged(EvseId pile, PileStatus status) {}

            @Override
            public void cardShown(EvseId pile, IdToken token) {
                cards.add(token);
            }
        }
    }
}
