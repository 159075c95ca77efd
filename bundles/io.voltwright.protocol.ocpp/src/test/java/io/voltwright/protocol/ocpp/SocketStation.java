package io.voltwright.protocol.ocpp;

import io.voltwright.journal.api.Entry;
import io.voltwright.journal.api.FactReader;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/** The conversation of a {@link FakeStation} over a real socket, in real time, its journal driven by a thread. */
final class SocketStation implements AutoCloseable {

    final FakeStation station = new FakeStation();
    final Conversation conversation;
    private final RealTime time = new RealTime();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final WebSocketDialer dialer;
    private final Semaphore grown = new Semaphore(0);
    private final Future<?> driver;
    volatile long position;

    SocketStation(String url) {
        Settings settings = quick(FakeStation.settings(url, FakeStation.ALL));
        House house = station.house();
        station.store.setting(settings.name(), Keys16.RETRY_INTERVAL, "0");
        station.store.setting(settings.name(), Keys16.MESSAGE_TIMEOUT, "1");
        station.store.setting(settings.name(), Keys16.ATTEMPTS, "9");
        station.store.setting(settings.name(), Keys16.PING_INTERVAL, "1");
        dialer = new WebSocketDialer(settings.address(), "ocpp1.6", threads, Optional::empty, Optional::empty);
        conversation = new Conversation(
                settings,
                new House(
                        time,
                        time,
                        threads,
                        house.random(),
                        house.journal(),
                        house.store(),
                        house.charging(),
                        house.reservations(),
                        house.authority(),
                        house.site(),
                        house.keys(),
                        house.audit(),
                        house.restart(),
                        house.guard()),
                dialer);
        station.grown = grown::release;
        driver = threads.submit(this::drive);
    }

    private static Settings quick(Settings settings) {
        return new Settings(
                settings.name(),
                settings.address(),
                settings.identity(),
                settings.security(),
                settings.authorities(),
                settings.password(),
                settings.authorizationKey(),
                settings.roles(),
                settings.boot(),
                Duration.ofMillis(20),
                Duration.ofMillis(20),
                1,
                settings.protection());
    }

    void start() {
        conversation.start();
        station.charging.evses.values().forEach(conversation::evseChanged);
    }

    // As the journal does: a batch at a time, the answer committed with the position.
    private void drive() {
        FactReader reader = conversation.delivery();
        long at = 0;
        try {
            while (!Thread.currentThread().isInterrupted()) {
                List<Entry> batch = station.journal.read(at, reader.batch()).stream()
                        .takeWhile(entry -> reader.understands(entry.fact()))
                        .toList();
                if (!batch.isEmpty()) {
                    Taking taking = new Taking(station.source, reader, batch, () -> {});
                    taking.answer().get();
                    taking.finish();
                    at = taking.position();
                } else if (station.journal.last() > at) {
                    at++;
                } else {
                    grown.acquire();
                }
                position = at;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | CompletionException | CancellationException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        driver.cancel(true);
        conversation.stop().toCompletableFuture().join();
        time.close();
        dialer.close();
        threads.shutdownNow();
    }
}
