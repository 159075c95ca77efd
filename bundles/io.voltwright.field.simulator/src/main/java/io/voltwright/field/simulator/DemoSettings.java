package io.voltwright.field.simulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the settings of the demo's station: the wiring of the simulated yard, and its back end. */
final class DemoSettings {

    private DemoSettings() {}

    /**
     * @param etc the configuration folder of the station
     * @param left where the KEBA is, {@code 127.0.0.1:PORT}
     * @param right where the Heidelberg's line is, as the simulator says it: {@code serial PATH} or
     *     {@code rtuOverTcp 127.0.0.1:PORT}
     * @param backend port of the back end
     */
    static void write(Path etc, String left, String right, int backend) throws IOException {
        String address = right.substring(right.indexOf(' ') + 1);
        String line = right.startsWith("serial")
                ? "serial: " + address + "\n    baud: 19200\n    frame: 8N1"
                : "rtu-over-tcp: " + address;
        Files.createDirectories(etc);
        Files.writeString(
                etc.resolve("site.yaml"),
                """
                site: Demo yard
                zone: Europe/Berlin
                tariff: standard

                buses:
                  rs485-a:
                    %s

                grid:
                  limit: 32 A
                  children:
                    yard:
                      limit: 20 A
                      evses:
                        left:
                          profile: keba-kecontact-p30
                          tcp: %s
                          most: 16 A
                          fail-safe: 6 A
                          fail-safe-after: 30 s
                        right:
                          profile: heidelberg-energy-control
                          bus: rs485-a
                          most: 16 A
                          fail-safe: 6 A
                          fail-safe-after: 15 s
                """
                        .formatted(line, left));
        Files.writeString(
                etc.resolve("io.voltwright.protocol.ocpp-demo.cfg"),
                """
                url = ws://127.0.0.1:%d/ocpp
                identity = demo-yard
                securityProfile = 0
                """
                        .formatted(backend));
    }
}
