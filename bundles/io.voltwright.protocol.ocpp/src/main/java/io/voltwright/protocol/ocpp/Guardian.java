package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.Lane;
import io.voltwright.base.api.Time;
import io.voltwright.protocol.ocpp.Ocpp16.GenericStatus;
import io.voltwright.protocol.ocpp.Ocpp16.SignCertificateRequest;
import io.voltwright.security.api.PeerCertificates;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The security of one back end, put together: events, certificates, firmware and logs. Lives on the lane of the back end.
 */
final class Guardian {

    private static final Logger log = LoggerFactory.getLogger(Guardian.class);
    private static final Duration LOOK_AT_CLOCK = Duration.ofMinutes(1);
    private static final Duration CLOCK_JUMP = Duration.ofSeconds(10);
    private static final Duration LOOK_AT_CERTIFICATE = Duration.ofDays(1);
    /** So long before its end a certificate is renewed (A03.FR.02, R-Z08). */
    private static final Duration RENEWAL = Duration.ofDays(31);

    private static final String CLOSED = "voltwright.ClosedForFirmware";

    private final Settings settings;
    private final Lane lane;
    private final Time time;
    private final Executor blocking;
    private final Guard guard;
    private final Rpc rpc;
    private final KeyBook keys;
    private final Connection connection;
    private final SecurityReports reports;
    private final Notices notices;
    private final LogCalls logs;
    private final FirmwareJob firmware;
    private final List<Lane.Timer> timers = new java.util.ArrayList<>();
    private Instant clockZero;

    /**
     * @param since facts up to here were before the back end
     * @param restart restarts the controller for a reason
     */
    Guardian(
            Settings settings,
            House house,
            Rpc rpc,
            KeyBook keys,
            Connection connection,
            Points points,
            long since,
            Consumer<String> restart) {
        this.settings = settings;
        this.lane = house.lane();
        this.time = house.time();
        this.blocking = house.blocking();
        this.guard = house.guard();
        this.rpc = rpc;
        this.keys = keys;
        this.connection = connection;
        this.clockZero = zero();
        String name = settings.name();
        this.reports = new SecurityReports(name, since, lane, rpc, house.journal(), time);
        this.notices = new Notices(name, lane, rpc);
        TransferRules rules = new TransferRules(
                settings.protection().protocols(), settings.protection().hosts(), InetAddress::getAllByName);
        Transfer.Tools tools = new Transfer.Tools(rules, this::tls, time::sinceBoot);
        this.logs = new LogCalls(settings, house, rpc, rules, () -> new Transfer(tools), notices);
        Closure closure = new Closure(
                name,
                new Points(house.scope().everywhere()),
                house.store().settings(name).getOrDefault(CLOSED, ""),
                text -> blocking.execute(() -> house.store().setting(name, CLOSED, text)));
        this.firmware = new FirmwareJob(
                name,
                house,
                new FirmwareBook(name, blocking, house.store().firmware(), notices),
                new FirmwareImage(guard),
                closure,
                () -> new Transfer(tools),
                reports::report,
                restart);
        new FirmwareCalls(settings, house, rpc, firmware, reports::report);
        new CertificateCalls(settings, house, rpc, keys, reports::report, this::certificateTaken);
        guard.approach().listen(reports::report);
    }

    SecurityReports reports() {
        return reports;
    }

    LogCalls logs() {
        return logs;
    }

    FirmwareJob firmware() {
        return firmware;
    }

    /** Whether firmware or a log is on its way, or firmware is being installed, so that a soft reset had better wait. */
    boolean busy() {
        return firmware.moving() || logs.uploading();
    }

    void start() {
        // One per boot of the controller, however often this bundle is replaced.
        reports.report(
                SecurityEvent.STARTUP_OF_THE_DEVICE,
                "",
                "startup:" + time.moment().boot());
        timers.add(lane.every(LOOK_AT_CLOCK, this::lookAtClock));
        timers.add(lane.every(LOOK_AT_CERTIFICATE, this::renew));
        firmware.resume();
        logs.resume();
    }

    void stop() {
        timers.forEach(Lane.Timer::cancel);
        logs.stop();
        firmware.stop();
    }

    /** The back end takes messages now. */
    void accepted() {
        notices.accepted();
        reports.accepted();
        renew();
    }

    private Instant zero() {
        return time.instant().minus(time.sinceBoot());
    }

    // The clock against the stopwatch (R-B12).
    private void lookAtClock() {
        Instant now = zero();
        Duration jump = Duration.between(clockZero, now);
        if (jump.abs().compareTo(CLOCK_JUMP) > 0) {
            reports.report(SecurityEvent.SETTING_SYSTEM_TIME, "by " + jump.toSeconds() + " s");
        }
        clockZero = now;
    }

    /** Whether a certificate can be asked for: its name of the operator must be known (R-G03). */
    boolean canSign() {
        return !keys.text(GuardKeys.CPO_NAME).isEmpty()
                && guard.certificates().get().isPresent();
    }

    /** Makes a key and asks the back end for a certificate (A02.FR.02, .03). */
    void sign() {
        elsewhere(this::request)
                .thenCompose(csr -> rpc.callAnyway(new SignCertificateRequest(csr)))
                .whenComplete((answer, failure) -> {
                    if (failure != null) {
                        log.warn("{}: no certificate was asked for: {}", settings.name(), failure.getMessage());
                    } else if (answer.status() == GenericStatus.REJECTED) {
                        log.warn("{}: the back end does not want to have a certificate signed", settings.name());
                    }
                });
    }

    private <T> CompletionStage<T> elsewhere(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, blocking);
    }

    private String request() {
        return guard.certificates()
                .get()
                .orElseThrow(() -> new IllegalStateException("the security module is not there"))
                .request(
                        guard.approach().scope(),
                        settings.protection().subject(keys.text(GuardKeys.CPO_NAME)),
                        settings.protection().keys());
    }

    // It is asked for again each day until one came (A03).
    private void renew() {
        if (rpc.mode() != Rpc.Mode.OPEN || !canSign()) {
            return;
        }
        elsewhere(this::expires)
                .thenAcceptAsync(
                        end -> {
                            if (end.filter(at -> at.isBefore(time.instant().plus(RENEWAL)))
                                    .isPresent()) {
                                sign();
                            }
                        },
                        lane);
    }

    private Optional<Instant> expires() {
        List<KeyStore.PrivateKeyEntry> own = guard.certificates()
                .get()
                .map((PeerCertificates store) -> store.own(guard.approach().scope()))
                .orElse(List.of());
        return own.stream().findFirst().map(entry -> ((X509Certificate) entry.getCertificate())
                .getNotAfter()
                .toInstant());
    }

    // It is shown from the begin of its validity (A02.FR.08).
    private void certificateTaken(X509Certificate certificate) {
        Duration wait =
                Duration.between(time.instant(), certificate.getNotBefore().toInstant());
        if (guard.approach().profile() != SecurityProfile.CERTIFICATE) {
            return;
        }
        if (wait.isNegative() || wait.isZero()) {
            connection.renew();
        } else {
            timers.add(lane.after(wait, connection::renew));
        }
    }

    // File servers are trusted by the back end's roots and the platform's (N01.FR.15).
    private WebSocketDialer.Armour tls() {
        List<X509Certificate> all = Stream.concat(guard.approach().roots().all().stream(), platform().stream())
                .toList();
        return guard.approach().armour(all);
    }

    private static List<X509Certificate> platform() {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            return Arrays.stream(factory.getTrustManagers())
                    .filter(X509TrustManager.class::isInstance)
                    .flatMap(manager -> Arrays.stream(((X509TrustManager) manager).getAcceptedIssuers()))
                    .toList();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the platform's authorities cannot be read", e);
        }
    }
}
