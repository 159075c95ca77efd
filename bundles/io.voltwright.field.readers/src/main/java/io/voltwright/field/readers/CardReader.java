package io.voltwright.field.readers;

import io.voltwright.base.api.IdToken;
import io.voltwright.base.api.Time;
import io.voltwright.field.api.CardFormat;
import io.voltwright.site.api.Reader;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One card reader, on a thread of its own; a line that breaks is opened again. */
final class CardReader implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(CardReader.class);
    private static final long AGAIN_MILLIS = 1000;
    private static final long CLOSE_MILLIS = 5000;

    private final Reader reader;
    private final CardFormat format;
    private final Time time;
    private final Consumer<IdToken> shown;
    private final CardScanner scanner;
    private final Showing showing;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private String trouble = "";

    /**
     * @param shown hears of each card, on the reader's thread
     */
    CardReader(Reader reader, CardFormat format, Time time, ThreadFactory threads, Consumer<IdToken> shown) {
        this.reader = reader;
        this.format = format;
        this.time = time;
        this.shown = shown;
        this.scanner = new CardScanner(format);
        this.showing = new Showing(format.debounce());
        this.thread = threads.newThread(this::run);
        thread.start();
    }

    private void run() {
        try {
            do {
                try (ByteLine line = ByteLine.open(reader.line())) {
                    well();
                    listen(line);
                } catch (IOException e) {
                    ill(String.valueOf(e.getMessage()));
                }
            } while (!closed.await(AGAIN_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void listen(ByteLine line) throws IOException {
        byte[] buffer = new byte[256];
        Duration heard = time.sinceBoot();
        Duration asked = heard;
        scanner.pause();
        ask(line);
        while (closed.getCount() > 0) {
            int count = line.read(buffer);
            Duration now = time.sinceBoot();
            if (count > 0) {
                heard = now;
                scanner.add(buffer, count).forEach(uid -> judge(uid, now));
            } else if (now.minus(heard).compareTo(format.gap()) >= 0) {
                scanner.pause();
            }
            if (format.poll().isPresent()
                    && now.minus(asked).compareTo(format.poll().get().period()) >= 0) {
                asked = now;
                ask(line);
            }
        }
    }

    private void ask(ByteLine line) throws IOException {
        if (format.poll().isPresent()) {
            var request = format.poll().get().request();
            byte[] bytes = new byte[request.size()];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) request.get(i).intValue();
            }
            line.write(bytes);
        }
    }

    private void judge(String uid, Duration now) {
        switch (showing.judge(uid, now)) {
            case CARD -> shown.accept(IdToken.card(uid));
            case RANDOM -> log.info("{}: a card with a random number was shown and refused", reader.id());
            case REPEATED -> log.debug("{}: {} lies there still", reader.id(), Showing.masked(uid));
        }
    }

    private void well() {
        if (!trouble.isEmpty()) {
            log.info("Card reader {} is there again", reader.id());
            trouble = "";
        }
    }

    private void ill(String why) {
        if (!trouble.equals(why) && closed.getCount() > 0) {
            log.warn("Card reader {}: {}", reader.id(), why);
            trouble = why;
        }
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
