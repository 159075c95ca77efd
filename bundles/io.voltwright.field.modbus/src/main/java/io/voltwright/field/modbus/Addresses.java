package io.voltwright.field.modbus;

import io.voltwright.site.api.Bus;
import java.io.IOException;
import java.util.List;

/** Addresses of wires as engineers write them in a command. */
final class Addresses {

    private static final String FORMS =
            "write the id of a bus of the site, tcp:HOST[:PORT], rtuOverTcp:HOST:PORT[:BAUD], rtu:PORT:BAUD:FRAME or"
                    + " ascii:PORT:BAUD:FRAME, as rtu:/dev/ttyUSB0:19200:8E1";

    private Addresses() {}

    static Bus.Line line(String address) throws IOException {
        List<String> parts = List.of(address.split(":", -1));
        try {
            return switch (parts.get(0)) {
                case "tcp" -> new Bus.Tcp(parts.get(1), parts.size() > 2 ? Integer.parseInt(parts.get(2)) : 502);
                case "rtuOverTcp" -> new Bus.RtuOverTcp(
                        parts.get(1),
                        Integer.parseInt(parts.get(2)),
                        parts.size() > 3 ? Integer.parseInt(parts.get(3)) : 9600);
                case "rtu", "ascii" -> new Bus.Serial(
                        parts.get(1),
                        Integer.parseInt(parts.get(2)),
                        Bus.Frame.of(parts.get(3)),
                        parts.get(0).equals("rtu") ? Bus.Mode.RTU : Bus.Mode.ASCII);
                default -> throw new IOException(
                        "'" + address + "' is neither a bus of the site nor an address; " + FORMS);
            };
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new IOException("'" + address + "' is no address; " + FORMS, e);
        }
    }

    /** The name profiles give to the kind of line. */
    static String transport(Bus.Line line) {
        if (line instanceof Bus.Serial serial) {
            return serial.mode() == Bus.Mode.ASCII ? "ascii" : "rtu";
        }
        return line instanceof Bus.Tcp ? "tcp" : "rtuOverTcp";
    }

    /** What two lines that lead to the same place have in common. */
    static Object end(Bus.Line line) {
        if (line instanceof Bus.Tcp tcp) {
            return List.of(tcp.host(), tcp.port());
        }
        if (line instanceof Bus.RtuOverTcp gateway) {
            return List.of(gateway.host(), gateway.port());
        }
        return ((Bus.Serial) line).port();
    }
}
