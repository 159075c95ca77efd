package io.voltwright.field.modbus;

import io.voltwright.base.api.Time;
import io.voltwright.site.api.Bus;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What all buses have in common.
 *
 * @param connectTimeout for a TCP connection
 * @param idleClose after which an unused connection over TCP, to a device or a gateway, is closed; empty to keep it
 */
public record BusSettings(Duration connectTimeout, Optional<Duration> idleClose) {

    public static final BusSettings DEFAULT = new BusSettings(Duration.ofSeconds(2), Optional.empty());

    /** What gateways usually are set to on their serial side. */
    private static final Bus.Frame GATEWAY_FRAME = Bus.Frame.of("8E1");

    Line line(Bus.Line where, Ends ends, Counters counters, Map<Integer, Unit> units, Time time) {
        if (where instanceof Bus.Tcp tcp) {
            Connection connection = Connection.socket(new TcpWire(tcp.host(), tcp.port(), connectTimeout, ends), time);
            return new TcpLine(connection, counters, units, time, idleClose(units));
        }
        if (where instanceof Bus.RtuOverTcp gateway) {
            Connection connection =
                    Connection.socket(new TcpWire(gateway.host(), gateway.port(), connectTimeout, ends), time);
            LineTiming timing = LineTiming.of(gateway.baud(), GATEWAY_FRAME);
            return new FramedLine(connection, new RtuFraming(), timing, counters, units, time, idleClose(units));
        }
        if (where instanceof Bus.Serial serial) {
            Connection connection = Connection.port(new SerialWire(serial.port(), serial.baud(), serial.frame()), time);
            Framing framing = serial.mode() == Bus.Mode.ASCII ? new AsciiFraming() : new RtuFraming();
            LineTiming timing = LineTiming.of(serial.baud(), serial.frame());
            return new FramedLine(connection, framing, timing, counters, units, time, FramedLine.KEPT);
        }
        throw new AssertionError(where);
    }

    /** In nanoseconds, by the site and by the profiles of those on the line: the shortest. */
    private LongSupplier idleClose(Map<Integer, Unit> units) {
        long most = idleClose.map(Duration::toNanos).orElse(Long.MAX_VALUE);
        return () -> units.values().stream()
                .mapToLong(unit -> unit.timing().idleClose().toNanos())
                .filter(nanos -> nanos > 0)
                .reduce(most, Math::min);
    }

    /** Bits per second where a serial line is on the way. */
    static Optional<Integer> baud(Bus.Line where) {
        if (where instanceof Bus.RtuOverTcp gateway) {
            return Optional.of(gateway.baud());
        }
        return where instanceof Bus.Serial serial ? Optional.of(serial.baud()) : Optional.empty();
    }

    /** As an engineer calls it. */
    static String name(Bus.Line where) {
        if (where instanceof Bus.Tcp tcp) {
            return "tcp " + tcp.host() + ":" + tcp.port();
        }
        if (where instanceof Bus.RtuOverTcp gateway) {
            return "rtu over tcp " + gateway.host() + ":" + gateway.port();
        }
        if (where instanceof Bus.Serial serial) {
            return (serial.mode() == Bus.Mode.ASCII ? "ascii " : "rtu ") + serial.port() + " " + serial.baud() + " "
                    + serial.frame();
        }
        throw new AssertionError(where);
    }
}
