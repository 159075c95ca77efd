package io.voltwright.field.profiles;

import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.DeviceId;
import io.voltwright.base.api.Phase;
import io.voltwright.base.api.Point;
import io.voltwright.base.api.Quality;
import io.voltwright.base.api.Reading;
import io.voltwright.base.api.VirtualTime;
import io.voltwright.base.api.Voltage;
import io.voltwright.field.api.Meter;
import io.voltwright.field.api.RegisterBus;
import io.voltwright.site.api.Bus;
import io.voltwright.site.api.Node;
import io.voltwright.site.api.Site;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** A meter whose wiring is put right in the site file while it is read; registers are those of field reference 1.14, SDM630. */
class TurnedMeterTest {

    private final VirtualTime time = new VirtualTime();
    private final Map<Integer, Integer> registers = new HashMap<>();
    private volatile Optional<Meter> meter = Optional.empty();
    private Optional<ProfileCatalogue> catalogue = Optional.empty();
    private Optional<FieldDrivers> drivers = Optional.empty();

    private final class Board implements RegisterBus {

        @Override
        public DeviceId id() {
            return new DeviceId("bus");
        }

        @Override
        public void unit(int unit, Timing timing) {}

        @Override
        public CompletionStage<Reply> submit(Request request) {
            List<Integer> words = new ArrayList<>();
            for (int i = 0; i < request.count(); i++) {
                words.add(registers.getOrDefault(request.address() + i, 0));
            }
            return CompletableFuture.completedFuture(new Reply(words, time.moment()));
        }
    }

    @BeforeEach
    void start() {
        // 00 V and 46 Hz tell the device; 06, 08, 0A: 16 A, 10 A, 4 A without a sign; 0C, 0E, 10: 3680 W, 2300 W, -920
        // W; 34 their sum; 48, 4A kWh.
        float[] shown = {16, 10, 4, 3680, 2300, -920};
        for (int i = 0; i < shown.length; i++) {
            put(0x06 + 2 * i, shown[i]);
        }
        put(0x00, 230);
        put(0x46, 50);
        put(0x34, 5060);
        put(0x48, 7);
        put(0x4A, 2);
        ProfileCatalogue profiles = new ProfileCatalogue(
                Optional.empty(), Pins.NONE, time.open("profiles"), Executors.newSingleThreadExecutor());
        catalogue = Optional.of(profiles);
        FieldDrivers made = new FieldDrivers(context(), profiles, time, time);
        drivers = Optional.of(made);
        made.addBus(new Board());
    }

    @AfterEach
    void end() throws InterruptedException {
        drivers.ifPresent(FieldDrivers::stop);
        catalogue.orElseThrow().stop();
    }

    @Test
    @DisplayName(
            "P19: rotation and turned transformers of a meter come into force with the site file, without a restart")
    void putRightWhileItIsRead() {
        read(List.of(Phase.values()), Set.of());
        Meter before = meter.orElseThrow();
        assertThat(currents()).containsExactly(16.0, 10.0, -4.0);
        assertThat(value(Point.POWER)).isEqualTo(5060);

        read(List.of(Phase.L2, Phase.L3, Phase.L1), Set.of());
        assertThat(meter.orElseThrow()).isNotSameAs(before);
        assertThat(meter.orElseThrow().first()).isEqualTo(Phase.L2);
        assertThat(currents()).containsExactly(-4.0, 16.0, 10.0);

        read(List.of(Phase.L2, Phase.L3, Phase.L1), Set.of(Phase.L1));
        assertThat(currents()).containsExactly(4.0, 16.0, 10.0);
        assertThat(value(Point.POWER)).isEqualTo(3680 + 2300 + 920);
        assertThat(meter.orElseThrow().readings()).doesNotContainKey(Point.ENERGY_IMPORT);

        read(List.of(Phase.values()), Set.of(Phase.values()));
        assertThat(currents()).containsExactly(-16.0, -10.0, 4.0);
        assertThat(value(Point.POWER)).isEqualTo(-5060);
        assertThat(value(Point.ENERGY_IMPORT)).isEqualTo(2000);
        assertThat(value(Point.ENERGY_EXPORT)).isEqualTo(7000);
    }

    @Test
    void anotherChangeOfTheSiteLeavesTheMeterAlone() {
        read(List.of(Phase.L2), Set.of(Phase.L2));
        Meter before = meter.orElseThrow();

        read(List.of(Phase.L2), Set.of(Phase.L2));

        assertThat(meter).containsSame(before);
    }

    private void read(List<Phase> rotation, Set<Phase> inverted) {
        Bus bus = new Bus(new DeviceId("bus"), new Bus.Serial("nowhere", 9_600, Bus.Frame.of("8N1"), Bus.Mode.RTU));
        var wiring = new io.voltwright.site.api.Meter(
                new DeviceId("main"), "eastron-sdm630", bus.id(), 1, rotation, inverted);
        drivers.orElseThrow()
                .siteChanged(new Site(
                        "test",
                        ZoneId.of("Europe/Berlin"),
                        Voltage.volts(230),
                        new Node("grid", Current.amperes(63), Optional.of(wiring.id()), List.of(), List.of()),
                        List.of(bus),
                        List.of(),
                        List.of(wiring),
                        List.of()));
        time.pass(Duration.ofSeconds(30));
    }

    private List<Double> currents() {
        return List.of(value(Point.CURRENT_L1), value(Point.CURRENT_L2), value(Point.CURRENT_L3));
    }

    private double value(Point point) {
        Reading reading = Objects.requireNonNull(meter.orElseThrow().readings().get(point));
        assertThat(reading.quality()).isEqualTo(Quality.GOOD);
        return reading.value();
    }

    private void put(int at, float value) {
        int bits = Float.floatToIntBits(value);
        registers.put(at, bits >>> 16);
        registers.put(at + 1, bits & 0xFFFF);
    }

    /** Keeps the meter that is registered now. */
    private BundleContext context() {
        return (BundleContext) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {BundleContext.class}, (self, method, arguments) -> {
                    meter = Optional.of((Meter) arguments[1]);
                    return Proxy.newProxyInstance(
                            getClass().getClassLoader(),
                            new Class<?>[] {ServiceRegistration.class},
                            (registration, called, none) -> {
                                meter = Optional.empty();
                                return null;
                            });
                });
    }
}
