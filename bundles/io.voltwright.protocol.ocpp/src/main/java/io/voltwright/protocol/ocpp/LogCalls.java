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
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
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

    private final String name;
    private final Roles roles;
    private final Lane lane;
    private final Time time;
    private final Executor blocking;
    private final LogFiles files;
    private final TransferRules rules;
    private final Notices notices;
    private final LogUpload upload;

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
        this.notices = notices;
        this.upload = new LogUpload(name, house, house.guard().workspace(), transfers, this::tell);
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
        LogStatus status = upload.current().isPresent() ? LogStatus.ACCEPTED_CANCELED : LogStatus.ACCEPTED;
        Runnable begin =
                taken(Optional.of(request.requestId()), location, file, request.retries(), request.retryInterval());
        return Rpc.Reply.of(new GetLogAnswer(status, Optional.of(name(file)))).thenAnyway(begin);
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    // What begins the upload.
    private Runnable taken(
            Optional<Integer> request,
            String location,
            Path file,
            Optional<Integer> retries,
            Optional<Integer> interval) {
        return upload.take(new LogOrder(
                request,
                location,
                name(file),
                retries.orElse(RETRIES),
                interval.map(Duration::ofSeconds).orElse(RETRY_INTERVAL)));
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
                            Runnable begin = taken(
                                    Optional.empty(),
                                    request.location(),
                                    file.get(),
                                    request.retries(),
                                    request.retryInterval());
                            return Rpc.Reply.of(new GetDiagnosticsAnswer(Optional.of(name(file.get()))))
                                    .thenAnyway(begin);
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

    /** Goes on with what the process before this one left. */
    void resume() {
        upload.resume();
    }

    /** Nothing is sent for now. */
    void stop() {
        upload.stop();
    }

    // The older request knows less of why.
    private void tell(LogOrder order, UploadLogStatus status) {
        if (order.request().isPresent()) {
            notices.say(new LogStatusNotificationRequest(status, order.request()));
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
        return upload.current().isPresent();
    }

    /** What is to be said of the upload of logs when the back end asks (R-G02, N01.FR.12). */
    LogStatusNotificationRequest logStatus() {
        Optional<Integer> request = upload.current().flatMap(LogOrder::request);
        return new LogStatusNotificationRequest(
                request.isPresent() ? UploadLogStatus.UPLOADING : UploadLogStatus.IDLE, request);
    }

    /** What is to be said of the upload of diagnostics when the back end asks (R-G02). */
    DiagnosticsStatusNotificationRequest diagnosticsStatus() {
        boolean busy =
                upload.current().filter(order -> order.request().isEmpty()).isPresent();
        return new DiagnosticsStatusNotificationRequest(busy ? DiagnosticsStatus.UPLOADING : DiagnosticsStatus.IDLE);
    }
}
