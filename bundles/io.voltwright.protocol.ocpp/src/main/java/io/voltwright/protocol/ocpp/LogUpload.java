package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.Lane;
import io.voltwright.protocol.ocpp.Ocpp16.UploadLogStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the one log that a back end has asked for, tries again where that may help, and tells how it goes (R-F07, R-F08). Lives on
 * the lane; files, store and wires are others' threads. Goes on after a restart.
 */
final class LogUpload {

    private static final Logger log = LoggerFactory.getLogger(LogUpload.class);

    private final String name;
    private final Lane lane;
    private final Executor blocking;
    private final InOrder store;
    private final OrderStore<LogOrder> orders;
    private final Path folder;
    private final Supplier<Transfer> transfers;
    private final BiConsumer<LogOrder, UploadLogStatus> teller;
    private Optional<LogOrder> current = Optional.empty();
    private Optional<Transfer> transfer = Optional.empty();
    private Optional<Lane.Timer> next = Optional.empty();
    /** Counts the orders, so that the end of an earlier one is known as stale. */
    private long epoch;

    private boolean stopped;

    /**
     * @param folder where the files lie
     * @param transfers makes the means for one try
     * @param teller says to the back end how it goes
     */
    LogUpload(
            String name,
            House house,
            Path folder,
            Supplier<Transfer> transfers,
            BiConsumer<LogOrder, UploadLogStatus> teller) {
        this.name = name;
        this.lane = house.lane();
        this.blocking = house.blocking();
        this.store = new InOrder(house.blocking());
        this.orders = house.store().logs();
        this.folder = folder;
        this.transfers = transfers;
        this.teller = teller;
    }

    /** What is being sent. */
    Optional<LogOrder> current() {
        return current;
    }

    /** Goes on with what the process before this one left. */
    void resume() {
        stopped = false;
        store.run(() -> tidied(orders.find(name)))
                .thenAcceptAsync(
                        left -> left.filter(one -> current.isEmpty()).ifPresent(one -> {
                            current = Optional.of(one);
                            begin();
                        }),
                        lane)
                .whenComplete((nothing, failure) -> {
                    if (failure != null) {
                        log.error("{}: the order for a log cannot be read", name, failure);
                    }
                });
    }

    // A process that ended while it wrote another file did not take that away.
    private Optional<LogOrder> tidied(Optional<LogOrder> left) {
        if (!Files.isDirectory(folder)) {
            return left;
        }
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> String.valueOf(file.getFileName()).startsWith(LogFiles.PREFIX))
                    .filter(file ->
                            left.filter(order -> file.endsWith(order.file())).isEmpty())
                    .forEach(this::delete);
        } catch (IOException e) {
            log.debug("{}: files of old uploads stay", name, e);
        }
        return left;
    }

    /** Takes an order in place of the one before, which is told no more; returns what begins it, unless another one was taken since. */
    Runnable take(LogOrder order) {
        halt();
        current.ifPresent(this::discard);
        current = Optional.of(order);
        keep();
        long mine = epoch;
        return () -> {
            if (mine == epoch && !stopped) {
                begin();
            }
        };
    }

    // Tells that it begins, and begins.
    private void begin() {
        current.ifPresent(order -> {
            teller.accept(order, UploadLogStatus.UPLOADING);
            upload();
        });
    }

    /** Does no more for now; {@link #resume()} of a later instance goes on. */
    void stop() {
        stopped = true;
        halt();
        current = Optional.empty();
    }

    private void halt() {
        epoch++;
        next.ifPresent(Lane.Timer::cancel);
        transfer.ifPresent(Transfer::cancel);
    }

    private void upload() {
        LogOrder order = current.orElseThrow();
        long mine = epoch;
        Transfer sending = transfers.get();
        transfer = Optional.of(sending);
        CompletionStage<Void> sent = Uploads.within(
                lane, blocking, sending, () -> Uploads.send(sending, order.location(), folder.resolve(order.file())));
        sent.whenCompleteAsync(
                (nothing, failure) -> {
                    if (mine == epoch) {
                        ended(order, failure);
                    }
                },
                lane);
    }

    private void ended(LogOrder order, @Nullable Throwable failure) {
        if (failure == null) {
            finish(order, UploadLogStatus.UPLOADED);
            return;
        }
        TransferTrouble trouble = Uploads.trouble(failure);
        log.warn("{}: a log was not sent: {}", name, trouble.getMessage());
        if (trouble.kind() == TransferTrouble.Kind.FAILED && order.retries() > 0) {
            current = Optional.of(order.retries(order.retries() - 1));
            keep();
            long mine = epoch;
            next = Optional.of(lane.after(order.interval(), () -> {
                if (mine == epoch) {
                    upload();
                }
            }));
            return;
        }
        finish(
                order,
                switch (trouble.kind()) {
                    case BAD_MESSAGE -> UploadLogStatus.BAD_MESSAGE;
                    case NOT_PERMITTED -> UploadLogStatus.PERMISSION_DENIED;
                    case NOT_SUPPORTED -> UploadLogStatus.NOT_SUPPORTED_OPERATION;
                    case FAILED -> UploadLogStatus.UPLOAD_FAILURE;
                });
    }

    private void finish(LogOrder order, UploadLogStatus status) {
        epoch++;
        current = Optional.empty();
        keep();
        discard(order);
        teller.accept(order, status);
    }

    private void keep() {
        Optional<LogOrder> now = current;
        store.run(() -> {
                    orders.keep(name, now);
                    return now;
                })
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        log.error("{}: the order for a log cannot be kept", name, failure);
                    }
                });
    }

    private void discard(LogOrder order) {
        blocking.execute(() -> delete(folder.resolve(order.file())));
    }

    private void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            log.debug("{}: {} stays", name, file, e);
        }
    }
}
