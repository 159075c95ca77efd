package io.voltwright.benchmarks;

import io.voltwright.field.profiles.ProfileLibrary;
import io.voltwright.field.simulator.Simulator;
import io.voltwright.field.simulator.SimulatorConfig;
import io.voltwright.field.simulator.SimulatorConfig.Device;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The other side of the wires, a process of its own: virtual piles, and a slave that answers reads as fast as it can. */
final class PollPiles {

    /** Unit, function, byte count. */
    private static final int REGISTERS = 20;

    private PollPiles() {}

    /**
     * Prints the port of the slave, of the control API and of each pile; ends with its standard input.
     *
     * @param arguments home folder, profile, number of piles
     */
    public static void main(String[] arguments) throws Exception {
        List<Device> devices = new ArrayList<>();
        for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
            devices.add(new Device("p" + i, arguments[1], new SimulatorConfig.Tcp(0), 1, 1));
        }
        try (ServerSocket slave = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
                Simulator simulator = Simulator.start(
                        new SimulatorConfig(Path.of(arguments[0]), 0, devices), ProfileLibrary.shipped())) {
            Thread answers = new Thread(() -> serve(slave), "slave");
            answers.setDaemon(true);
            answers.start();
            StringBuilder ports =
                    new StringBuilder().append(slave.getLocalPort()).append(' ').append(simulator.controlPort());
            for (Device device : devices) {
                ports.append(' ')
                        .append(String.valueOf(simulator.addresses().get(device.id()))
                                .replaceFirst(".*:", ""));
            }
            System.out.println(ports);
            while (System.in.read() >= 0) {
                // Until the controller ends.
            }
        }
    }

    private static void serve(ServerSocket server) {
        while (!server.isClosed()) {
            try (Socket peer = server.accept()) {
                peer.setTcpNoDelay(true);
                answer(peer.getInputStream(), peer.getOutputStream());
            } catch (IOException e) {
                // The peer has gone; the next may come.
            }
        }
    }

    /** Modbus TCP, function 3: twelve bytes in, nine and the registers out. */
    private static void answer(InputStream in, OutputStream out) throws IOException {
        byte[] request = new byte[12];
        byte[] reply = new byte[9 + 2 * REGISTERS];
        while (in.readNBytes(request, 0, request.length) == request.length) {
            int count = request[11];
            System.arraycopy(request, 0, reply, 0, 8);
            reply[5] = (byte) (3 + 2 * count);
            reply[8] = (byte) (2 * count);
            out.write(reply, 0, 9 + 2 * count);
        }
    }
}
