package io.voltwright.site.config;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.DeviceId;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Phase;
import io.voltwright.base.api.Voltage;
import io.voltwright.field.api.Profiles.Profile;
import io.voltwright.site.api.Bus;
import io.voltwright.site.api.EvseRules;
import io.voltwright.site.api.NodeRules;
import io.voltwright.site.api.Price;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A site as it stands in the file: each value readable by itself, nothing compared yet. What could not be read is empty and is a
 * problem already.
 */
record Draft(
        Optional<Text> name,
        Optional<ZoneId> zone,
        Optional<Voltage> voltage,
        Optional<Branch> grid,
        List<Wire> wires,
        List<Point> points,
        List<Gauge> gauges,
        List<Desk> desks,
        List<Price> prices) {

    /** Points and gauges: all that share wires. */
    Stream<Device> devices() {
        return Stream.concat(points.stream().map(Point::device), gauges.stream().map(Gauge::device));
    }

    /** A node of the tree. */
    record Branch(
            Text name,
            Optional<Current> limit,
            Optional<Text> meter,
            List<Point> points,
            List<Branch> children,
            NodeRules rules,
            Section at) {

        Stream<Branch> all() {
            return Stream.concat(Stream.of(this), children.stream().flatMap(Branch::all));
        }

        Stream<Point> allPoints() {
            return all().flatMap(branch -> branch.points().stream());
        }
    }

    /** How a wire is reached. */
    record Line(Form form, Text address, Optional<Integer> baud, Optional<Bus.Frame> frame, int at) {

        /** Its kinds, each with the name that profiles have for it. */
        enum Form {
            TCP("tcp"),
            RTU_OVER_TCP("rtuOverTcp"),
            RTU("rtu"),
            ASCII("ascii");

            final String transport;

            Form(String transport) {
                this.transport = transport;
            }
        }
    }

    /** A bus, named in the file or made for the one device that brings its own. */
    record Wire(Text name, Optional<DeviceId> id, Optional<Line> line) {}

    /** What a charging point and a meter have in common. */
    record Device(
            Text name,
            Optional<Profile> profile,
            Optional<Text> bus,
            Optional<Integer> unit,
            int instance,
            Section at) {}

    /** A charging point. */
    record Point(
            Optional<EvseId> id,
            Device device,
            List<Phase> rotation,
            Optional<Current> most,
            Optional<Current> failSafe,
            Optional<Duration> failSafeAfter,
            Optional<Text> reader,
            Optional<Text> meter,
            Optional<String> tariff,
            EvseRules rules) {

        Section at() {
            return device.at();
        }

        Optional<Profile> profile() {
            return device.profile();
        }
    }

    /**
     * A meter.
     *
     * @param rotation empty if there was none to make sense of
     */
    record Gauge(Optional<DeviceId> id, Device device, List<Phase> rotation, Set<Phase> inverted) {

        /** Whether some of its phases are turned and others are not, so that no sum over them is right. */
        boolean partlyTurned() {
            return !inverted.isEmpty() && !inverted.containsAll(rotation);
        }
    }

    /** A card reader on a line of its own. */
    record Desk(Text name, Optional<DeviceId> id, Optional<Profile> profile, Optional<Line> line) {}
}
