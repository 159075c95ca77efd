package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.Lane;
import io.voltwright.base.api.Time;
import io.voltwright.protocol.ocpp.Ocpp16.SignedFirmwareStatus;
import io.voltwright.security.api.FirmwareInstaller;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out one order for firmware: fetches, checks, waits for the end of transactions, installs, and tells each step (L01,
 * R-F01, R-F02). Lives on the lane; what blocks runs elsewhere. Outlives a restart.
 */
final class FirmwareJob {

    private static final Logger log = LoggerFactory.getLogger(FirmwareJob.class);
    private static final Duration LOOK = Duration.ofSeconds(5);
    private final String name;
    private final Lane lane;
    private final Time time;
    private final Executor blocking;
    private final FirmwareBook book;
    private final FirmwareImage image;
    private final Closure closure;
    private final Supplier<Transfer> transfers;
    private final BiConsumer<SecurityEvent, String> events;
    private final Consumer<String> restart;
    private final FirmwareTurn turn;
    private Optional<Transfer> transfer = Optional.empty();
    private Optional<Lane.Timer> next = Optional.empty();
    /** What there is of the image. */
    private PartialFile part;

    private boolean installing;
    private boolean stopped;
    /** Counts the orders, so that what an earlier one began is known as stale. */
    private long epoch;

    /**
     * @param closure keeps cars away while the station waits
     * @param restart restarts the controller for a reason
     */
    FirmwareJob(
            String name,
            House house,
            FirmwareBook book,
            FirmwareImage image,
            Closure closure,
            Supplier<Transfer> transfers,
            BiConsumer<SecurityEvent, String> events,
            Consumer<String> restart) {
        this.name = name;
        this.lane = house.lane();
        this.time = house.time();
        this.blocking = house.blocking();
        this.book = book;
        this.image = image;
        this.part = new PartialFile(image::file);
        this.closure = closure;
        this.transfers = transfers;
        this.events = events;
        this.restart = restart;
        this.turn = house.guard().turn();
    }

    /** Goes on with what the process before this one left. */
    void resume() {
        stopped = false;
        elsewhere(book::left)
                .thenAcceptAsync(
                        found -> found.filter(one -> book.order().isEmpty()).ifPresent(this::resume), lane)
                .whenComplete((nothing, failure) -> {
                    if (failure != null) {
                        log.error("{}: the order for firmware cannot be read", name, failure);
                    }
                });
    }

    private void resume(FirmwareOrder left) {
        book.found(left);
        switch (FirmwareWords.status(left)) {
            case INSTALL_REBOOTING -> installed(left.version());
            case INSTALLING -> settle(SignedFirmwareStatus.INSTALLATION_FAILED);
            default -> {
                if (!FirmwareWords.settled(left)) {
                    inTurn(left);
                }
            }
        }
    }

    // Another back end may have ordered something while this one was not there.
    private void inTurn(FirmwareOrder left) {
        if (take()) {
            begin(left);
        } else {
            after(LOOK, () -> inTurn(left));
        }
    }

    /** Makes the order of this back end the one that counts; false while that of another one is under way. */
    boolean take() {
        return turn.take(name);
    }

    /** Whether no other back end's order is under way. */
    boolean free() {
        return turn.free(name);
    }

    /** Whether an order is under way. */
    boolean busy() {
        return book.order().filter(one -> !FirmwareWords.settled(one)).isPresent();
    }

    /** Whether an image is on its way or being installed; not while one waits for its date or for the end of a charge. */
    boolean moving() {
        return installing
                || book.order()
                        .map(FirmwareWords::status)
                        .filter(status -> status == SignedFirmwareStatus.DOWNLOADING)
                        .isPresent();
    }

    /** Whether it is too late to give the order up. */
    boolean installing() {
        return installing;
    }

    /** Does no more for now; {@link #resume()} of a later instance goes on. */
    void stop() {
        stopped = true;
        halt();
        turn.leave(name);
    }

    private void halt() {
        epoch++;
        transfer.ifPresent(Transfer::cancel);
        next.ifPresent(Lane.Timer::cancel);
    }

    /** Forgets an order that is under way; not to be called while it is being installed. */
    void cancel() {
        halt();
        closure.open();
    }

    /** Carries out an order; one before it was given up. */
    void begin(FirmwareOrder wanted) {
        if (stopped) {
            turn.leave(name);
            return;
        }
        epoch++;
        // Known to be under way before the first step is told.
        book.keep(wanted.status(SignedFirmwareStatus.DOWNLOAD_SCHEDULED.text()));
        Duration wait = Duration.between(time.instant(), wanted.retrieve());
        if (wait.compareTo(Duration.ofSeconds(1)) > 0) {
            book.tell(SignedFirmwareStatus.DOWNLOAD_SCHEDULED);
            after(wait, this::download);
        } else {
            download();
        }
    }

    private void after(Duration wait, Runnable step) {
        long mine = epoch;
        next = Optional.of(lane.after(wait.isNegative() ? Duration.ZERO : wait, () -> {
            if (mine == epoch) {
                step.run();
            }
        }));
    }

    private void download() {
        book.step(SignedFirmwareStatus.DOWNLOADING);
        part = new PartialFile(image::file);
        fetch();
    }

    private void fetch() {
        String from = book.now().location();
        PartialFile to = part;
        Transfer fetching = transfers.get();
        transfer = Optional.of(fetching);
        Uploads.within(lane, blocking, fetching, () -> Uploads.fetch(fetching, from, to))
                .whenCompleteAsync(
                        mine((done, failure) -> {
                            if (failure == null) {
                                downloaded();
                            } else {
                                notFetched(Uploads.trouble(failure));
                            }
                        }),
                        lane);
    }

    private void notFetched(TransferTrouble trouble) {
        log.warn("{}: firmware was not fetched: {}", name, trouble.getMessage());
        FirmwareOrder now = book.now();
        if (trouble.kind() == TransferTrouble.Kind.FAILED && now.retries() > 0) {
            book.keep(now.retries(now.retries() - 1));
            after(now.interval(), this::fetch);
        } else {
            settle(SignedFirmwareStatus.DOWNLOAD_FAILED);
        }
    }

    private void downloaded() {
        book.step(SignedFirmwareStatus.DOWNLOADED);
        FirmwareOrder now = book.now();
        elsewhere(() -> !now.signed() || image.signed(now))
                .whenCompleteAsync(
                        mine((good, failure) -> {
                            if (!Boolean.TRUE.equals(good)) {
                                events.accept(
                                        SecurityEvent.INVALID_FIRMWARE_SIGNATURE,
                                        "firmware is not signed as it should");
                                settle(SignedFirmwareStatus.INVALID_SIGNATURE);
                                return;
                            }
                            if (now.signed()) {
                                book.step(SignedFirmwareStatus.SIGNATURE_VERIFIED);
                            }
                            look();
                        }),
                        lane);
    }

    private void look() {
        elsewhere(image::look)
                .whenCompleteAsync(
                        mine((check, failure) -> {
                            if (check instanceof FirmwareInstaller.Check.Fit fit) {
                                book.keep(book.now().version(fit.version()));
                                schedule();
                                return;
                            }
                            String why = check instanceof FirmwareInstaller.Check.Unfit unfit
                                    ? unfit.reason()
                                    : String.valueOf(failure);
                            log.warn("{}: firmware is refused: {}", name, why);
                            settle(SignedFirmwareStatus.INSTALL_VERIFICATION_FAILED);
                        }),
                        lane);
    }

    private void schedule() {
        Optional<Instant> when = book.now().install();
        Duration wait = Duration.between(time.instant(), when.orElse(time.instant()));
        if (wait.compareTo(Duration.ofSeconds(1)) > 0) {
            book.step(SignedFirmwareStatus.INSTALL_SCHEDULED);
            after(wait, this::installWhenIdle);
        } else {
            installWhenIdle();
        }
    }

    // No transaction is ended for it, and none begins (L01.FR.06, .07).
    private void installWhenIdle() {
        closure.close();
        if (closure.inUse()) {
            after(LOOK, this::installWhenIdle);
        } else {
            install();
        }
    }

    private void install() {
        installing = true;
        book.step(SignedFirmwareStatus.INSTALLING);
        elsewhere(() -> image.install(percent -> log.info("{}: firmware: {} % installed", name, percent)))
                .whenCompleteAsync(
                        mine((result, failure) -> {
                            installing = false;
                            if (result instanceof FirmwareInstaller.Result.Installed done) {
                                book.keep(book.now().version(done.version()));
                                installed(done);
                                return;
                            }
                            String why = result instanceof FirmwareInstaller.Result.Failed failed
                                    ? failed.reason()
                                    : String.valueOf(failure);
                            log.warn("{}: firmware was not installed: {}", name, why);
                            settle(SignedFirmwareStatus.INSTALLATION_FAILED);
                        }),
                        lane);
    }

    private void installed(FirmwareInstaller.Result.Installed done) {
        if (!done.restart()) {
            installed(done.version());
            return;
        }
        book.step(SignedFirmwareStatus.INSTALL_REBOOTING);
        book.kept().whenComplete((nothing, failure) -> restart.accept("new firmware " + done.version()));
    }

    private void installed(String version) {
        settle(SignedFirmwareStatus.INSTALLED);
        events.accept(SecurityEvent.FIRMWARE_UPDATED, version);
    }

    private void settle(SignedFirmwareStatus last) {
        book.wipe();
        book.step(last);
        turn.leave(name);
        epoch++;
        blocking.execute(image::discard);
        closure.open();
    }

    /** The order that was given last. */
    Optional<FirmwareOrder> order() {
        return book.order();
    }

    private <T> CompletionStage<T> elsewhere(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, blocking);
    }

    @FunctionalInterface
    private interface Outcome<T> {
        void of(@Nullable T result, @Nullable Throwable failure);
    }

    private <T> BiConsumer<T, Throwable> mine(Outcome<T> use) {
        long mine = epoch;
        return (result, failure) -> {
            if (mine == epoch) {
                use.of(result, failure);
            }
        };
    }
}
