package io.voltwright.site.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.DeviceId;
import io.voltwright.base.api.Voltage;
import io.voltwright.field.api.Profiles;
import io.voltwright.site.api.Bus;
import io.voltwright.site.api.Bus.Frame;
import io.voltwright.site.api.Meter;
import io.voltwright.site.api.Node;
import io.voltwright.site.api.Site;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BusPlanTest {

    private static final DeviceId BUS = new DeviceId("rs485");

    // Two reads a second of 20 registers each: 2 x (8 + 5 + 40) = 106 characters a second and device.
    private final Profiles profiles = new Profiles() {
        @Override
        public List<Profile> all() {
            return List.of();
        }

        @Override
        public Optional<Demand> demand(String id) {
            return Optional.of(new Demand(2, 106, Duration.ZERO, Duration.ofSeconds(1)));
        }
    };

    @Test
    void aBusWithRoomIsNotWarnedOf() {
        assertThat(BusPlan.warnings(site(3, 9600), profiles)).isEmpty();
    }

    // 8N1 is 10 bits: at 9600 a device takes 2 x (3.646 ms + 15 ms) + 106 x 1.0417 ms = 147.7 ms a second, eight take
    // 118 %.
    // At 19200: 2 x 16.75 + 106 x 0.5208 = 88.7 ms, eight take 71 %; at 38400: 61.1 ms, eight take 49 %.
    @Test
    void aBusThatIsAskedForTooMuchIsNamedWithItsFiguresAndRemedies() {
        assertThat(BusPlan.warnings(site(8, 9600), profiles))
                .singleElement()
                .asString()
                .contains("'rs485' is over-subscribed", "8 devices", "16.0 reads and 848 characters a second")
                .contains("118 % of its time at 9600 baud", "about 1.2 s")
                .contains("set 'baud' to 38400 (49 %)", "split it into 2 buses", "2.0 times as slowly");
    }

    // A gap of its device lets others pass, so it fills no bus, but nothing makes up for it: 2 x (500 + 1.75 + 15 ms) +
    // 106 x 0.5208 ms =
    // 108.9 % at 19200, for each of the two; the bus has 2 x 88.7 ms = 18 %.
    @Test
    void aDeviceWhoseOwnGapLeavesNoTimeForItsReadsIsNamed() {
        assertThat(BusPlan.warnings(site(2, 19_200), gap(500)))
                .hasSize(2)
                .first()
                .asString()
                .contains("meter 'm1'", "bus 'rs485'", "2.0 reads a second", "500 ms", "109 % of its time")
                .contains("about 1.1 s", "1.1 times as slowly", "'minGap'");
        assertThat(BusPlan.warnings(site(2, 19_200), gap(100))).isEmpty();
    }

    private static Profiles gap(int millis) {
        return new Profiles() {
            @Override
            public List<Profile> all() {
                return List.of();
            }

            @Override
            public Optional<Demand> demand(String id) {
                return Optional.of(new Demand(2, 106, Duration.ofMillis(millis), Duration.ofSeconds(1)));
            }
        };
    }

    private static Site site(int meters, int baud) {
        return new Site(
                "hall",
                ZoneOffset.UTC,
                Voltage.volts(230),
                new Node("grid", Current.amperes(63), Optional.empty(), List.of(), List.of()),
                List.of(new Bus(BUS, new Bus.Serial("/dev/ttyS1", baud, Frame.of("8N1"), Bus.Mode.RTU))),
                List.of(),
                IntStream.rangeClosed(1, meters)
                        .mapToObj(unit -> new Meter(new DeviceId("m" + unit), "meter", BUS, unit))
                        .toList(),
                List.of());
    }
}
