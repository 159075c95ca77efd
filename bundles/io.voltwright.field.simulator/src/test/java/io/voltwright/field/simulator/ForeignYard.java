package io.voltwright.field.simulator;

import static org.assertj.core.api.Assertions.assertThat;
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
import io.voltwright.field.api.Pile;
import io.voltwright.field.api.PileStatus;
import io.voltwright.field.modbus.BusSettings;
import io.voltwright.field.modbus.ModbusBus;
import io.voltwright.field.profiles.DeviceProfile;
import io.voltwright.field.profiles.Drivers;
import io.voltwright.field.profiles.ProfileLibrary;
import io.voltwright.field.simulator.ForeignSlave.Registers;
import io.voltwright.site.api.Bus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A driver, a real wire, and at its other end a slave by other authors. */
final class ForeignYard {

    private static final Duration WATCHDOG = Duration.ofSeconds(15);

    private final ForeignPile which;
    private final Path folder;
    private final Path registers;
    private final RealTime time = new RealTime();
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final int port;
    private Optional<PtyPair> line = Optional.empty();
    private Optional<Drivers.Driven> driver = Optional.empty();
    private Optional<ForeignSlave> slave = Optional.empty();

    ForeignYard(ForeignPile which, Path folder) throws Exception {
        this.which = which;
        this.folder = folder;
        this.registers = folder.resolve("registers");
        this.port = ForeignSlave.freePort();
    }

    /**
     * Starts the slave with these registers, and the driver with the first one.
     *
     * @return what is not installed
     */
    Optional<String> start(Registers filled) throws Exception {
        filled.file(folder);
        boolean serial =
                which.slave() == ForeignPile.Slave.LIBMODBUS_RTU || which.slave() == ForeignPile.Slave.PYMODBUS_ASCII;
        if (serial && line.isEmpty()) {
            line = PtyPair.make(folder.resolve("tty"));
            line.ifPresent(opened::push);
            if (line.isEmpty()) {
                return Optional.of("socat");
            }
        }
        slave = switch (which.slave()) {
            case MODBUS_SERIAL -> ForeignSlave.modbusSerial(port, registers);
            case LIBMODBUS_TCP -> ForeignSlave.libmodbus(folder, "tcp", "" + port, "" + registers);
            case LIBMODBUS_RTU -> ForeignSlave.libmodbus(
                    folder, "rtu", "" + line.orElseThrow().device(), "1", "" + registers);
            case PYMODBUS_ASCII -> ForeignSlave.pymodbus(line.orElseThrow().device(), 1, registers);
        };
        slave.ifPresent(opened::push);
        if (slave.isPresent() && driver.isEmpty()) {
            driver = Optional.of(drive());
        }
        return slave.isPresent() ? Optional.empty() : Optional.of(which.slave().toString());
    }

    private Drivers.Driven drive() {
        DeviceProfile profile = ProfileLibrary.shipped().find(which.profile()).orElseThrow();
        Drivers.Driven made = Drivers.pile(
                Drivers.evse(profile.id(), profile.transport().unit(), WATCHDOG),
                profile,
                time.lanes().open("pile"),
                time,
                new FieldListener() {
                    @Override
                    public void pileChanged(EvseId pile, PileStatus status) {}

                    @Override
                    public void cardShown(EvseId pile, IdToken token) {}
                });
        ModbusBus bus = ModbusBus.open(
                new Bus(new DeviceId("bus"), wire()),
                BusSettings.DEFAULT,
                time,
                time.lanes().threads("bus"));
        opened.push(bus);
        opened.push(() -> made.close().run());
        made.use().accept(Optional.of(bus));
        return made;
    }

    private Bus.Line wire() {
        return switch (which.slave()) {
            case MODBUS_SERIAL, LIBMODBUS_TCP -> new Bus.Tcp("127.0.0.1", port);
            case LIBMODBUS_RTU -> serial(Bus.Mode.RTU);
            case PYMODBUS_ASCII -> serial(Bus.Mode.ASCII);
        };
    }

    private Bus.Line serial(Bus.Mode mode) {
        return new Bus.Serial(line.orElseThrow().station().toString(), 19_200, Bus.Frame.of("8N1"), mode);
    }

    ForeignSlave slave() {
        return slave.orElseThrow();
    }

    Pile pile() {
        return driver.orElseThrow().pile();
    }

    /** Changes registers; done when the slave has taken them. */
    void put(Registers changed) throws Exception {
        changed.into(registers);
        await(which + " takes its registers")
                .atMost(60, TimeUnit.SECONDS)
                .until(() -> !Files.exists(registers.resolveSibling("registers.next")));
    }

    CompletableFuture<Outcome> offer(int amperes) {
        return pile().offer(new Offer(Current.amperes(amperes), Duration.ofMinutes(10), Current.amperes(6)))
                .toCompletableFuture();
    }

    /** Asked again where the line was too slow for it. */
    void offered(int amperes) {
        await(which + " takes " + amperes + " A").atMost(60, TimeUnit.SECONDS).untilAsserted(() -> assertThat(
                        offer(amperes).orTimeout(60, TimeUnit.SECONDS).join())
                .isEqualTo(Outcome.done()));
    }

    void awaitGood() {
        await(which + " is there and armed")
                .atMost(60, TimeUnit.SECONDS)
                .until(() -> pile().status().quality() == Quality.GOOD
                        && (pile().status().armed() || which.failSafe().isEmpty()));
    }

    void awaitLost() {
        await(which + " is lost")
                .atMost(60, TimeUnit.SECONDS)
                .until(() -> pile().status().quality() == Quality.LOST);
    }

    /** The state is judged when all of a round was read. */
    void awaitState(String letter) {
        await(which + " in state " + letter)
                .atMost(60, TimeUnit.SECONDS)
                .until(() -> pile().status().pilot().name().equals(letter));
    }

    void awaitCurrent(int amperes) {
        await(which + " draws " + amperes + " A").atMost(60, TimeUnit.SECONDS).untilAsserted(() -> assertThat(
                        pile().status().currents().orElseThrow().l3().amperes())
                .isEqualTo(amperes, within(0.01)));
    }

    void awaitRegister(double wattHours) {
        await(which + " has a register").atMost(60, TimeUnit.SECONDS).untilAsserted(() -> assertThat(
                        pile().status().register().orElseThrow().wattHours())
                .isEqualTo(wattHours, within(0.5)));
    }

    void end() throws Exception {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
        time.close();
    }
}
