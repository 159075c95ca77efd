package io.voltwright.charging.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.DeviceId;
import io.voltwright.base.api.PhaseCurrents;
import io.voltwright.base.api.Point;
import io.voltwright.base.api.Quality;
import io.voltwright.base.api.Reading;
import io.voltwright.charging.engine.MeterFeed.Trust;
import io.voltwright.field.api.Meter;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class MeterFeedTest {

    final MeterFeed feed = new MeterFeed(Duration.ZERO);

    @Test
    @DisplayName("4.1: the rest of the load is what the meter sees without the cars")
    void background() {
        for (int second = 1; second <= 5; second++) {
            assertThat(look(30, 16, second, second)).isEqualTo(Trust.GOOD);
        }
        assertThat(feed.background(Trust.GOOD).l1()).isEqualTo(Current.amperes(14));
        assertThat(MeterFeed.left(Current.amperes(40), feed.background(Trust.GOOD))
                        .l1())
                .isEqualTo(Current.amperes(26));
    }

    // The meter is read before the pile: for a second the ramp of a car looks like a load of the building.
    @Test
    @DisplayName("4.1: the ramp of a car is no load of the building")
    void rampsAreFiltered() {
        for (int second = 1; second <= 5; second++) {
            look(10, 0, second, second);
        }
        look(26, 0, 6, 6);
        look(26, 16, 7, 7);
        assertThat(feed.background(Trust.GOOD).l1()).isEqualTo(Current.amperes(10));
    }

    @Test
    @DisplayName("R39: 2 s without the meter freeze raises, 5 s take the worst seen, 60 s leave 6 A each")
    void silence() {
        for (int second = 1; second <= 5; second++) {
            look(20, 0, second, second);
        }
        assertThat(look(20, 0, 5, 7)).isEqualTo(Trust.GOOD);
        assertThat(look(20, 0, 5, 8)).isEqualTo(Trust.FROZEN);
        assertThat(look(20, 0, 5, 10)).isEqualTo(Trust.BLIND);
        assertThat(look(20, 0, 5, 64)).isEqualTo(Trust.BLIND);
        assertThat(look(20, 0, 5, 65)).isEqualTo(Trust.LOST);
        assertThat(feed.background(Trust.LOST).l1()).isEqualTo(Current.amperes(20));
    }

    @Test
    @DisplayName("R39: a meter that was never heard lets nobody raise for a minute")
    void neverHeard() {
        assertThat(feed.look(Optional.empty(), PhaseCurrents.ZERO, Duration.ofSeconds(1)))
                .isEqualTo(Trust.FROZEN);
        assertThat(feed.look(Optional.empty(), PhaseCurrents.ZERO, Duration.ofSeconds(59)))
                .isEqualTo(Trust.FROZEN);
        assertThat(feed.look(Optional.empty(), PhaseCurrents.ZERO, Duration.ofSeconds(60)))
                .isEqualTo(Trust.LOST);
    }

    Trust look(double amperes, double own, double read, long now) {
        Reading reading = new Reading(Point.CURRENT_L1, amperes, Moments.at(read), Quality.GOOD);
        Meter meter = new Meter() {
            @Override
            public DeviceId id() {
                return new DeviceId("meter");
            }

            @Override
            public Map<Point, Reading> readings() {
                return Map.of(Point.CURRENT_L1, reading);
            }
        };
        return feed.look(Optional.of(meter), PhaseCurrents.amperes(own, 0, 0), Duration.ofSeconds(now));
    }
}
