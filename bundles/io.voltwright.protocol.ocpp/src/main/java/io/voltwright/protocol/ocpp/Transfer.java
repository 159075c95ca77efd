package io.voltwright.protocol.ocpp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * One file on its way to or from a server, by the protocol that the URL names; blocks, and can be given up from another thread.
 *
 * <p>Whom it may speak to is said by {@link TransferRules}; size and time are limited. URLs may hold passwords: they are in no
 * log and no message.
 */
final class Transfer {

    /** The largest file that is fetched. */
    static final long MOST_BYTES = 1L << 30;

    /** The longest time that one try takes. */
    static final Duration MOST_TIME = Duration.ofMinutes(30);

    /** Gives up what is under way. */
    @FunctionalInterface
    interface Line {
        void cut();
    }

    /** Speaks one protocol. */
    interface Carrier {

        void fetch(URI from, PartialFile to) throws TransferTrouble, IOException, InterruptedException;

        void send(URI to, Path file, String name) throws TransferTrouble, IOException, InterruptedException;

        /** Ends what is under way; from any thread. */
        void cut();
    }

    /**
     * What a transfer works with.
     *
     * @param tls asked where TLS is needed
     * @param sinceBoot the stopwatch
     * @param implicitPort where FTPS begins with TLS from the first byte
     */
    record Tools(
            TransferRules rules, Supplier<WebSocketDialer.Armour> tls, Supplier<Duration> sinceBoot, int implicitPort) {

        private static final int IMPLICIT_PORT = 990;

        Tools(TransferRules rules, Supplier<WebSocketDialer.Armour> tls, Supplier<Duration> sinceBoot) {
            this(rules, tls, sinceBoot, IMPLICIT_PORT);
        }

        /** Copies all there is, but no more than one file may have and no longer than one try may take. */
        void copy(InputStream in, OutputStream to, long there) throws IOException {
            try (OutputStream out = new Bounded(to, sinceBoot, there)) {
                byte[] part = new byte[1 << 16];
                for (int read = in.read(part); read >= 0; read = in.read(part)) {
                    out.write(part, 0, read);
                }
            }
        }
    }

    private final Tools tools;
    private volatile boolean cancelled;
    private volatile List<Carrier> carriers = List.of();

    Transfer(Tools tools) {
        this.tools = tools;
    }

    /** From any thread; what is under way ends with a {@link TransferTrouble}. */
    void cancel() {
        cancelled = true;
        carriers.forEach(Carrier::cut);
    }

    boolean cancelled() {
        return cancelled;
    }

    void fetch(String from, Path to) throws TransferTrouble {
        fetch(from, new PartialFile(() -> to));
    }

    /**
     * @param to may hold a part already
     */
    void fetch(String from, PartialFile to) throws TransferTrouble {
        run(from, (carrier, uri) -> carrier.fetch(uri, to));
    }

    /**
     * @param to the folder where the file shall lie
     * @param name of the file there
     */
    void send(String to, Path file, String name) throws TransferTrouble {
        run(to, (carrier, uri) -> carrier.send(uri, file, name));
    }

    @FunctionalInterface
    private interface Work {
        void with(Carrier carrier, URI uri) throws TransferTrouble, IOException, InterruptedException;
    }

    private void run(String location, Work work) throws TransferTrouble {
        try {
            URI uri = tools.rules().target(location);
            Carrier carrier = uri.getScheme().toLowerCase(java.util.Locale.ROOT).startsWith("http")
                    ? new HttpCarrier(tools)
                    : new FtpCarrier(tools);
            carriers = List.of(carrier);
            if (cancelled) {
                throw new TransferTrouble(TransferTrouble.Kind.FAILED, "given up");
            }
            work.with(carrier, uri);
        } catch (TransferRules.Forbidden e) {
            throw new TransferTrouble(TransferTrouble.Kind.NOT_PERMITTED, String.valueOf(e.getMessage()), e);
        } catch (UnknownHostException e) {
            throw new TransferTrouble(TransferTrouble.Kind.FAILED, "the host is not known", e);
        } catch (IOException e) {
            if (e.getCause() instanceof TransferRules.Forbidden forbidden) {
                throw new TransferTrouble(
                        TransferTrouble.Kind.NOT_PERMITTED, String.valueOf(forbidden.getMessage()), e);
            }
            throw new TransferTrouble(TransferTrouble.Kind.FAILED, cancelled ? "given up" : e.toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransferTrouble(TransferTrouble.Kind.FAILED, "given up", e);
        } finally {
            carriers.forEach(Carrier::cut);
            carriers = List.of();
        }
    }

    /** Takes so much and so long, and no more. */
    private static final class Bounded extends OutputStream {

        private final OutputStream out;
        private final Supplier<Duration> sinceBoot;
        private final Duration end;
        private long taken;

        Bounded(OutputStream out, Supplier<Duration> sinceBoot, long there) {
            this.out = out;
            this.taken = there;
            this.sinceBoot = sinceBoot;
            this.end = sinceBoot.get().plus(MOST_TIME);
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            taken += count;
            if (taken > MOST_BYTES) {
                throw new IOException("the file is larger than " + MOST_BYTES + " bytes");
            }
            if (sinceBoot.get().compareTo(end) > 0) {
                throw new IOException("it took longer than " + MOST_TIME.toMinutes() + " min");
            }
            out.write(bytes, from, count);
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}
