package io.voltwright.benchmarks;

import com.ghgande.j2mod.modbus.facade.ModbusTCPMaster;
import io.voltwright.base.api.DeviceId;
import io.voltwright.base.time.RealTime;
import io.voltwright.field.api.RegisterBus.Priority;
import io.voltwright.field.api.RegisterBus.Request;
import io.voltwright.field.api.RegisterBus.Table;
import io.voltwright.field.modbus.BusSettings;
import io.voltwright.field.modbus.ModbusBus;
import io.voltwright.site.api.Bus;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Reads of twenty registers over Modbus TCP in a row: our bus, j2mod, and a blocking socket with nothing around it. */
final class ReadRace {

    private static final int WARM_UP = 100;
    private static final int ROUNDS = 101;
    /** Short enough that whatever else the machine does seldom falls into a piece, and then into all alike. */
    private static final int READS = 5_000;

    private static final int REGISTERS = 20;
    /** So many wait for the bus, as they do where several drivers share one; still one is on the wire at a time. */
    private static final int WAITING = 8;

    /** Connects, reads once, and then so many times; the seconds these took. */
    private interface Racer {
        double run(int port) throws Exception;
    }

    private ReadRace() {}

    static Map<String, Double> run(int port) throws Exception {
        double[] bare = new double[ROUNDS];
        double[] ours = new double[ROUNDS];
        double[] j2mod = new double[ROUNDS];
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            double b = perSecond(ReadRace::bare, port);
            double o = perSecond(ReadRace::ours, port);
            double j = perSecond(ReadRace::j2mod, port);
            if (round >= 0) {
                bare[round] = b;
                ours[round] = o;
                j2mod[round] = j;
            }
        }
        double fastest = Percentile.of(bare, 0.5);
        double our = Percentile.of(ours, 0.5);
        double other = Percentile.of(j2mod, 0.5);
        System.out.printf(
                "reads per second: bare loop %.0f, ours %.0f, j2mod %.0f (medians of %d)%n",
                fastest, our, other, ROUNDS);
        Map<String, Double> result = new LinkedHashMap<>();
        result.put("read_ratio_bare", ratio(ours, bare));
        result.put("read_ratio_j2mod", ratio(ours, j2mod));
        return result;
    }

    /** The median of the ratios of neighbours in time, so that what else the machine does harms both alike. */
    private static double ratio(double[] one, double[] other) {
        double[] ratios = new double[one.length];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = one[i] / other[i];
        }
        return Percentile.of(ratios, 0.5);
    }

    private static double perSecond(Racer racer, int port) throws Exception {
        return READS / racer.run(port);
    }

    private static double bare(int port) throws Exception {
        byte[] request = {0, 0, 0, 0, 0, 6, 1, 3, 0, 0, 0, REGISTERS};
        byte[] reply = new byte[9 + 2 * REGISTERS];
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            OutputStream out = socket.getOutputStream();
            InputStream in = socket.getInputStream();
            long start = 0;
            for (int i = -1; i < READS; i++) {
                start = i == 0 ? System.nanoTime() : start;
                request[0] = (byte) (i >> 8);
                request[1] = (byte) i;
                out.write(request);
                if (in.readNBytes(reply, 0, reply.length) != reply.length || reply[1] != (byte) i) {
                    throw new IllegalStateException("no answer");
                }
            }
            return (System.nanoTime() - start) / 1e9;
        }
    }

    private static double ours(int port) throws Exception {
        RealTime time = new RealTime();
        try (ModbusBus bus = ModbusBus.open(
                new Bus(new DeviceId("race"), new Bus.Tcp("127.0.0.1", port)),
                BusSettings.DEFAULT,
                time,
                time.lanes().threads("race"))) {
            AtomicInteger left = new AtomicInteger(READS - WAITING);
            CountDownLatch done = new CountDownLatch(READS);
            Runnable[] ask = new Runnable[1];
            ask[0] = () -> {
                var unused = bus.submit(Request.read(1, Table.HOLDING, 0, REGISTERS, Priority.POLL))
                        .whenComplete((reply, failure) -> {
                            if (failure != null || reply.values().size() != REGISTERS) {
                                throw new IllegalStateException("no answer", failure);
                            }
                            done.countDown();
                            if (left.getAndDecrement() > 0) {
                                ask[0].run();
                            }
                        });
            };
            bus.submit(Request.read(1, Table.HOLDING, 0, REGISTERS, Priority.POLL))
                    .toCompletableFuture()
                    .join();
            long start = System.nanoTime();
            for (int i = 0; i < WAITING; i++) {
                ask[0].run();
            }
            done.await();
            return (System.nanoTime() - start) / 1e9;
        } finally {
            time.close();
        }
    }

    private static double j2mod(int port) throws Exception {
        ModbusTCPMaster master = new ModbusTCPMaster("127.0.0.1", port);
        master.connect();
        try {
            long start = 0;
            for (int i = -1; i < READS; i++) {
                start = i == 0 ? System.nanoTime() : start;
                if (master.readMultipleRegisters(1, 0, REGISTERS).length != REGISTERS) {
                    throw new IllegalStateException("no answer");
                }
            }
            return (System.nanoTime() - start) / 1e9;
        } finally {
            master.disconnect();
        }
    }
}
