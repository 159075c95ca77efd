package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.Lane;
import io.voltwright.base.api.Time;
import io.voltwright.protocol.ocpp.Ocpp16.DiagnosticsStatus;
import io.voltwright.protocol.ocpp.Ocpp16.DiagnosticsStatusNotificationRequest;
import io.voltwright.protocol.ocpp.Ocpp16.GetDiagnosticsAnswer;
import io.voltwright.protocol.ocpp.Ocpp16.GetDiagnosticsRequest;
import io.voltwright.protocol.ocpp.Ocpp16.GetLogAnswer;
import io.voltwright.protocol.ocpp.Ocpp16.GetLogRequest;
import io.voltwright.protocol.ocpp.Ocpp16.LogStatus;
import io.voltwright.protocol.ocpp.Ocpp16.LogStatusNotificationRequest;
import io.voltwright.protocol.ocpp.Ocpp16.LogType;
import io.voltwright.protocol.ocpp.Ocpp16.UploadLogStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends logs to where the back end that controls the station wants them (N01, R-F06, R-F07): one at a time, a new one takes the
 * place of the one before. Lives on the lane; files and wires are others' threads.
 */
final class LogCalls {

    private static final Logger log = LoggerFactory.getLogger(LogCalls.class);
    private static final int RETRIES = 2;
    private static final Duration RETRY_INTERVAL = Duration.ofSeconds(30);

    /** One file on its way. */
    private static final class Job {

        private final Optional<Integer> request;
        private final String location;
        private final Path file;
        private final Duration interval;
        private int retries;
        private Optional<Transfer> transfer = Optional.empty();
        private Optional<Lane.Timer> next = Optional.empty();

        Job(
                Optional<Integer> request,
                String location,
                Path file,
                Optional<Integer> retries,
                Optional<Integer> interval) {
            this.request = request;
            this.location = location;
            this.file = file;
            this.retries = retries.orElse(RETRIES);
            this.interval = interval.map(Duration::ofSeconds).orElse(RETRY_INTERVAL);
        }
    }

    private final String name;
    private final Roles roles;
    private final Lane lane;
    private final Time time;
    private final Executor blocking;
    private final LogFiles files;
    private final TransferRules rules;
    private final Supplier<Transfer> transfers;
    private final Notices notices;
    private Optional<Job> current = Optional.empty();

    /**
     * @param transfers makes the means for one try
     */
    LogCalls(
            Settings settings,
            House house,
            Rpc rpc,
            TransferRules rules,
            Supplier<Transfer> transfers,
            Notices notices) {
        this.name = settings.name();
        this.roles = settings.roles();
        this.lane = house.lane();
        this.time = house.time();
        this.blocking = house.blocking();
        this.files = new LogFiles(
                house.journal(), house.guard().workspace(), house.guard().logs());
        this.rules = rules;
        this.transfers = transfers;
        this.notices = notices;
        rpc.onLater(GetLogRequest.class, this::getLog);
        rpc.onLater(GetDiagnosticsRequest.class, this::getDiagnostics);
    }

    private CompletionStage<Rpc.Reply<GetLogAnswer>> getLog(GetLogRequest request) {
        String location = request.log().remoteLocation();
        if (!roles.controls() || !allowed(location)) {
            return CompletableFuture.completedFuture(
                    Rpc.Reply.of(new GetLogAnswer(LogStatus.REJECTED, Optional.empty())));
        }
        LogFiles.Span span =
                new LogFiles.Span(request.log().oldestTimestamp(), request.log().latestTimestamp());
        return file(request.logType(), span)
                .thenApplyAsync(
                        file -> file.map(found -> taken(request, location, found))
                                .orElseGet(() -> Rpc.Reply.of(new GetLogAnswer(LogStatus.REJECTED, Optional.empty()))),
                        lane);
    }

    private Rpc.Reply<GetLogAnswer> taken(GetLogRequest request, String location, Path file) {
        LogStatus status = current.isPresent() ? LogStatus.ACCEPTED_CANCELED : LogStatus.ACCEPTED;
        Job job = new Job(Optional.of(request.requestId()), location, file, request.retries(), request.retryInterval());
        replace(job);
        return Rpc.Reply.of(new GetLogAnswer(status, Optional.of(String.valueOf(file.getFileName()))))
                .then(() -> begin(job));
    }

    private CompletionStage<Rpc.Reply<GetDiagnosticsAnswer>> getDiagnostics(GetDiagnosticsRequest request) {
        if (!roles.controls() || !allowed(request.location())) {
            return CompletableFuture.completedFuture(Rpc.Reply.of(new GetDiagnosticsAnswer(Optional.empty())));
        }
        return file(LogType.DIAGNOSTICS_LOG, new LogFiles.Span(request.startTime(), request.stopTime()))
                .thenApplyAsync(
                        file -> {
                            if (file.isEmpty()) {
                                return Rpc.Reply.of(new GetDiagnosticsAnswer(Optional.empty()));
                            }
                            Job job = new Job(
                                    Optional.empty(),
                                    request.location(),
                                    file.get(),
                                    request.retries(),
                                    request.retryInterval());
                            replace(job);
                            return Rpc.Reply.of(new GetDiagnosticsAnswer(Optional.of(
                                            String.valueOf(file.get().getFileName()))))
                                    .then(() -> begin(job));
                        },
                        lane);
    }

    private boolean allowed(String location) {
        try {
            rules.target(location);
            return true;
        } catch (TransferRules.Forbidden e) {
            log.warn("{}: no log is sent there: {}", name, e.getMessage());
            return false;
        }
    }

    private CompletionStage<Optional<Path>> file(LogType type, LogFiles.Span span) {
        return CompletableFuture.supplyAsync(
                () -> type == LogType.SECURITY_LOG
                        ? files.security(span, time.instant())
                        : files.diagnostics(
                                span, time.instant(), "station for " + name + "\nat " + time.instant() + "\n"),
                blocking);
    }

    private void replace(Job job) {
        current.ifPresent(this::giveUp);
        current = Optional.of(job);
    }

    private void giveUp(Job job) {
        job.next.ifPresent(Lane.Timer::cancel);
        job.transfer.ifPresent(Transfer::cancel);
        discard(job);
    }

    /** Nothing is sent any more. */
    void stop() {
        current.ifPresent(this::giveUp);
        current = Optional.empty();
    }

    private void discard(Job job) {
        blocking.execute(() -> {
            try {
                Files.deleteIfExists(job.file);
            } catch (IOException e) {
                log.debug("{}: {} stays", name, job.file, e);
            }
        });
    }

    private void begin(Job job) {
        tell(job, UploadLogStatus.UPLOADING);
        upload(job);
    }

    private void upload(Job job) {
        if (current.filter(job::equals).isEmpty()) {
            return;
        }
        Transfer transfer = transfers.get();
        job.transfer = Optional.of(transfer);
        CompletionStage<Void> sent =
                CompletableFuture.runAsync(() -> Uploads.send(transfer, job.location, job.file), blocking);
        sent.whenCompleteAsync((nothing, failure) -> ended(job, failure), lane);
    }

    private void ended(Job job, @Nullable Throwable failure) {
        if (current.filter(job::equals).isEmpty()) {
            return;
        }
        if (failure == null) {
            finish(job, UploadLogStatus.UPLOADED);
            return;
        }
        TransferTrouble trouble = Uploads.trouble(failure);
        log.warn("{}: a log was not sent: {}", name, trouble.getMessage());
        if (trouble.kind() == TransferTrouble.Kind.FAILED && job.retries > 0) {
            job.retries--;
            job.next = Optional.of(lane.after(job.interval, () -> upload(job)));
            return;
        }
        finish(
                job,
                switch (trouble.kind()) {
                    case BAD_MESSAGE -> UploadLogStatus.BAD_MESSAGE;
                    case NOT_PERMITTED -> UploadLogStatus.PERMISSION_DENIED;
                    case NOT_SUPPORTED -> UploadLogStatus.NOT_SUPPORTED_OPERATION;
                    case FAILED -> UploadLogStatus.UPLOAD_FAILURE;
                });
    }

    private void finish(Job job, UploadLogStatus status) {
        current = Optional.empty();
        discard(job);
        tell(job, status);
    }

    // The older request knows less of why.
    private void tell(Job job, UploadLogStatus status) {
        if (job.request.isPresent()) {
            notices.say(new LogStatusNotificationRequest(status, job.request));
        } else {
            notices.say(new DiagnosticsStatusNotificationRequest(
                    switch (status) {
                        case UPLOADING -> DiagnosticsStatus.UPLOADING;
                        case UPLOADED -> DiagnosticsStatus.UPLOADED;
                        default -> DiagnosticsStatus.UPLOAD_FAILED;
                    }));
        }
    }

    /** Whether a file is on its way, or will be tried again. */
    boolean uploading() {
        return current.isPresent();
    }

    /** What is to be said of the upload of logs when the back end asks (R-G02, N01.FR.12). */
    LogStatusNotificationRequest logStatus() {
        Optional<Integer> request = current.flatMap(job -> job.request);
        return new LogStatusNotificationRequest(
                request.isPresent() ? UploadLogStatus.UPLOADING : UploadLogStatus.IDLE, request);
    }

    /** What is to be said of the upload of diagnostics when the back end asks (R-G02). */
    DiagnosticsStatusNotificationRequest diagnosticsStatus() {
        boolean busy = current.filter(job -> job.request.isEmpty()).isPresent();
        return new DiagnosticsStatusNotificationRequest(busy ? DiagnosticsStatus.UPLOADING : DiagnosticsStatus.IDLE);
    }
}
