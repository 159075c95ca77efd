package io.voltwright.protocol.ocpp;

import static io.voltwright.protocol.ocpp.FakeStation.LEFT;
import static io.voltwright.protocol.ocpp.FakeStation.RIGHT;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.DeviceId;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Phase;
import io.voltwright.base.api.Voltage;
import io.voltwright.site.api.Bus;
import io.voltwright.site.api.Evse;
import io.voltwright.site.api.Node;
import io.voltwright.site.api.Site;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Sites with three-phase charging points, two of them where nothing else is said. */
final class FakeSite {

    private FakeSite() {}

    static Site site() {
        return site(LEFT, RIGHT);
    }

    static Site site(EvseId... ids) {
        Bus bus = new Bus(new DeviceId("bus"), new Bus.Tcp("127.0.0.1", 502));
        List<Evse> evses = Arrays.stream(ids).map(FakeSite::evse).toList();
        Node grid = new Node("grid", Current.amperes(32), Optional.empty(), List.of(ids), List.of());
        return new Site(
                "test",
                ZoneId.of("Europe/Zurich"),
                Voltage.volts(230),
                grid,
                List.of(bus),
                evses,
                List.of(),
                List.of());
    }

    private static Evse evse(EvseId id) {
        return new Evse(
                id,
                "keba-p30",
                new DeviceId("bus"),
                1,
                1,
                List.of(Phase.L1, Phase.L2, Phase.L3),
                Current.amperes(16),
                Current.ZERO,
                Duration.ofSeconds(30),
                Optional.empty(),
                Optional.empty(),
                "standard");
    }
}
