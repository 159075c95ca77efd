package io.voltwright.field.simulator;

import com.fazecast.jSerialComm.SerialPort;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves the virtual devices on one serial line. */
final class SerialLine implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(SerialLine.class);
    /** jSerialComm counts time-outs in steps of this size. */
    private static final int LISTEN_MILLIS = 100;
    /** A bus that was silent for so long has to be woken, where its devices sleep. */
    private static final long SLEEPS_AFTER_NANOS = 500_000_000;

    private final SerialPort port;
    private final Slave slave;
    private final ScheduledExecutorService timer;
    private final Framer framer;
    private final boolean sleeps;
    private long heard = System.nanoTime() - SLEEPS_AFTER_NANOS;
    private final Thread thread;
    private volatile boolean open = true;

    /**
     * @param path of the port, or of one end of a pseudo-terminal
     * @param sleeps whether the first request after a pause only wakes the bus
     * @throws IOException if it cannot be opened
     */
    SerialLine(String path, int baud, Framer.Kind kind, boolean sleeps, Slave slave, ScheduledExecutorService timer)
            throws IOException {
        this.framer = new Framer(kind);
        this.sleeps = sleeps;
        this.slave = slave;
        this.timer = timer;
        this.port = SerialPort.getCommPort(path);
        // Pseudo-terminals know no parity; a real line in a laboratory is set to the same.
        port.setComPortParameters(baud, 8, SerialPort.ONE_STOP_BIT, SerialPort.NO_PARITY);
        port.setComPortTimeouts(SerialPort.TIMEOUT_READ_SEMI_BLOCKING, LISTEN_MILLIS, 0);
        if (!port.openPort()) {
            throw new IOException("serial port " + path + " cannot be opened");
        }
        this.thread = Threads.start(path, this::run);
    }

    private void run() {
        byte[] bytes = new byte[300];
        while (open) {
            int count = port.readBytes(bytes, bytes.length);
            if (count < 0) {
                log.warn("serial port {} is gone", port.getSystemPortPath());
                return;
            }
            if (count == 0) {
                framer.silence();
                continue;
            }
            framer.add(Arrays.copyOf(bytes, count));
            for (Optional<Framer.Request> request = framer.next(); request.isPresent(); request = framer.next()) {
                answer(request.get());
            }
        }
    }

    private void answer(Framer.Request request) {
        long now = System.nanoTime();
        boolean asleep = sleeps && now - heard >= SLEEPS_AFTER_NANOS;
        heard = now;
        if (asleep) {
            return;
        }
        Optional<Slave.Answer> answer = slave.answer(request.unit(), request.pdu());
        if (answer.isEmpty() || answer.get().trouble().drops()) {
            return;
        }
        LineTrouble trouble = answer.get().trouble();
        byte[] frame = trouble.pass(framer.frame(request, answer.get().pdu()));
        if (trouble.lateMillis() == 0) {
            port.writeBytes(frame, frame.length);
        } else {
            var unused = timer.schedule(
                    () -> port.writeBytes(frame, frame.length), trouble.lateMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void close() {
        open = false;
        Threads.end(thread);
        port.closePort();
    }
}
