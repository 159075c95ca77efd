package io.voltwright.field.modbus;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A small RTU slave of the tests' own on any pair of streams; each register holds its address. */
final class RtuSlave implements Closeable {

    /** What it does with a request. */
    interface Behaviour {

        /**
         * @param number of the request, from 1
         */
        void serve(int number, byte[] request, RtuSlave slave) throws IOException, InterruptedException;
    }

    private final InputStream in;
    private final OutputStream out;
    private final Behaviour behaviour;
    private final AtomicInteger requests = new AtomicInteger();
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor(RtuSlave::daemon);

    RtuSlave(InputStream in, OutputStream out, Behaviour behaviour) {
        this.in = in;
        this.out = out;
        this.behaviour = behaviour;
        daemon(this::talk).start();
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "rtu slave");
        thread.setDaemon(true);
        return thread;
    }

    /** Reads and single writes only, so each request has eight bytes. */
    private void talk() {
        try {
            DataInputStream data = new DataInputStream(in);
            while (true) {
                byte[] request = new byte[8];
                data.readFully(request);
                seen.add(HexFormat.of().formatHex(request, 0, 6));
                behaviour.serve(requests.incrementAndGet(), request, this);
            }
        } catch (IOException e) {
            // The line has gone.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    synchronized void send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /** Answers after a while and serves nothing else meanwhile, as a device does. */
    void answerLate(byte[] request, long millis) throws IOException, InterruptedException {
        try {
            later.schedule(() -> {}, millis, TimeUnit.MILLISECONDS).get();
        } catch (ExecutionException e) {
            throw new IOException(e);
        }
        send(HandMade.answer(request));
    }

    /** Answers after a while and serves others meanwhile, as a gateway may. */
    void answerMeanwhile(byte[] request, long millis) {
        Runnable send = () -> {
            try {
                send(HandMade.answer(request));
            } catch (IOException e) {
                // The line has gone.
            }
        };
        Future<?> unused = later.schedule(send, millis, TimeUnit.MILLISECONDS);
    }

    /** Requests in hexadecimal without their check. */
    List<String> seen() {
        return List.copyOf(seen);
    }

    @Override
    public void close() throws IOException {
        later.shutdownNow();
        in.close();
        out.close();
    }
}
