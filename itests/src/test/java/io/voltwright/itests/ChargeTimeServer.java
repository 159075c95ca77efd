package io.voltwright.itests;

import eu.chargetime.ocpp.AuthenticationException;
import eu.chargetime.ocpp.JSONConfiguration;
import eu.chargetime.ocpp.JSONServer;
import eu.chargetime.ocpp.NotConnectedException;
import eu.chargetime.ocpp.OccurenceConstraintException;
import eu.chargetime.ocpp.ServerEvents;
import eu.chargetime.ocpp.UnsupportedFeatureException;
import eu.chargetime.ocpp.feature.profile.ServerCoreEventHandler;
import eu.chargetime.ocpp.feature.profile.ServerCoreProfile;
import eu.chargetime.ocpp.feature.profile.ServerRemoteTriggerProfile;
import eu.chargetime.ocpp.feature.profile.ServerSmartChargingProfile;
import eu.chargetime.ocpp.feature.profile.securityext.ServerSecurityExtEventHandler;
import eu.chargetime.ocpp.feature.profile.securityext.ServerSecurityExtProfile;
import eu.chargetime.ocpp.model.Confirmation;
import eu.chargetime.ocpp.model.Request;
import eu.chargetime.ocpp.model.SessionInformation;
import eu.chargetime.ocpp.model.core.AuthorizationStatus;
import eu.chargetime.ocpp.model.core.AuthorizeConfirmation;
import eu.chargetime.ocpp.model.core.AuthorizeRequest;
import eu.chargetime.ocpp.model.core.BootNotificationConfirmation;
import eu.chargetime.ocpp.model.core.BootNotificationRequest;
import eu.chargetime.ocpp.model.core.DataTransferConfirmation;
import eu.chargetime.ocpp.model.core.DataTransferRequest;
import eu.chargetime.ocpp.model.core.DataTransferStatus;
import eu.chargetime.ocpp.model.core.HeartbeatConfirmation;
import eu.chargetime.ocpp.model.core.HeartbeatRequest;
import eu.chargetime.ocpp.model.core.IdTagInfo;
import eu.chargetime.ocpp.model.core.MeterValuesConfirmation;
import eu.chargetime.ocpp.model.core.MeterValuesRequest;
import eu.chargetime.ocpp.model.core.RegistrationStatus;
import eu.chargetime.ocpp.model.core.StartTransactionConfirmation;
import eu.chargetime.ocpp.model.core.StartTransactionRequest;
import eu.chargetime.ocpp.model.core.StatusNotificationConfirmation;
import eu.chargetime.ocpp.model.core.StatusNotificationRequest;
import eu.chargetime.ocpp.model.core.StopTransactionConfirmation;
import eu.chargetime.ocpp.model.core.StopTransactionRequest;
import eu.chargetime.ocpp.model.securityext.LogStatusNotificationConfirmation;
import eu.chargetime.ocpp.model.securityext.LogStatusNotificationRequest;
import eu.chargetime.ocpp.model.securityext.SecurityEventNotificationConfirmation;
import eu.chargetime.ocpp.model.securityext.SecurityEventNotificationRequest;
import eu.chargetime.ocpp.model.securityext.SignCertificateConfirmation;
import eu.chargetime.ocpp.model.securityext.SignCertificateRequest;
import eu.chargetime.ocpp.model.securityext.SignedFirmwareStatusNotificationConfirmation;
import eu.chargetime.ocpp.model.securityext.SignedFirmwareStatusNotificationRequest;
import eu.chargetime.ocpp.model.securityext.types.GenericStatusEnumType;
import eu.chargetime.ocpp.wss.WssFactoryBuilder;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.awaitility.Awaitility;
import org.java_websocket.WebSocketServerFactory;
import org.java_websocket.server.SSLParametersWebSocketServerFactory;
import org.jspecify.annotations.Nullable;

/** The central system of eu.chargetime.ocpp; it lets in whoever shows what its security profile wants. */
final class ChargeTimeServer
        implements ServerCoreEventHandler, ServerSecurityExtEventHandler, ServerEvents, AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final JSONServer server;
    private final String password;
    private final List<Request> heard = new CopyOnWriteArrayList<>();
    private final List<String> refused = new CopyOnWriteArrayList<>();
    private volatile @Nullable UUID session;
    private final AtomicInteger transaction;

    private ChargeTimeServer(String password, int first) {
        this.password = password;
        this.transaction = new AtomicInteger(first);
        server = new JSONServer(
                new ServerCoreProfile(this),
                JSONConfiguration.get().setParameter(JSONConfiguration.REUSE_ADDR_PARAMETER, true));
        server.addFeatureProfile(new ServerRemoteTriggerProfile());
        server.addFeatureProfile(new ServerSmartChargingProfile());
        server.addFeatureProfile(new ServerSecurityExtProfile(this));
    }

    /**
     * Without TLS.
     *
     * @param password in hexadecimal digits; empty: only those without one come in
     * @param first id of its first transaction
     */
    static ChargeTimeServer open(int port, String password, int first) {
        return new ChargeTimeServer(password, first).listen(port);
    }

    /** As {@link #open}, inside TLS. */
    static ChargeTimeServer secure(int port, SSLContext tls, String password, int first) throws IOException {
        ChargeTimeServer made = new ChargeTimeServer(password, first);
        made.server.enableWSS(tls);
        return made.listen(port);
    }

    /** Inside TLS, which lets in only clients that show a certificate of an authority that {@code tls} believes. */
    static ChargeTimeServer mutual(int port, SSLContext tls, int first) {
        ChargeTimeServer made = new ChargeTimeServer("", first);
        made.server.enableWSS(new Mutual(tls));
        return made.listen(port);
    }

    private ChargeTimeServer listen(int port) {
        server.open("127.0.0.1", port, this);
        return this;
    }

    /** Its own factory for TLS knows suites only. */
    private record Mutual(SSLContext tls) implements WssFactoryBuilder {

        @Override
        public WebSocketServerFactory build() {
            SSLParameters parameters = tls.getDefaultSSLParameters();
            parameters.setNeedClientAuth(true);
            return new SSLParametersWebSocketServerFactory(tls, parameters);
        }

        @Override
        public void verify() {}
    }

    @Override
    public void authenticateSession(SessionInformation who, String user, byte[] secret) throws AuthenticationException {
        String shown = secret == null ? "" : HexFormat.of().formatHex(secret);
        if (!shown.equals(password)) {
            refused.add(shown);
            throw new AuthenticationException(401);
        }
    }

    @Override
    public void newSession(UUID id, SessionInformation who) {
        session = id;
    }

    @Override
    public void lostSession(UUID id) {
        if (id.equals(session)) {
            session = null;
        }
    }

    /** Who showed another password. */
    List<String> refused() {
        return List.copyOf(refused);
    }

    /** Waits for a message of the station. */
    <T extends Request> T await(Class<T> kind, Predicate<T> wanted) {
        Awaitility.await("the back end hears " + kind.getSimpleName())
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> all(kind).stream().anyMatch(wanted));
        return all(kind).stream().filter(wanted).findFirst().orElseThrow();
    }

    <T extends Request> List<T> all(Class<T> kind) {
        return heard.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    void forget() {
        heard.clear();
    }

    /** Calls the station and waits for its answer. */
    <T extends Confirmation> T call(Request request, Class<T> answer) {
        Awaitility.await("the station is connected").atMost(PATIENCE).until(() -> session != null);
        UUID to = session;
        if (to == null) {
            throw new IllegalStateException("the station has gone");
        }
        try {
            return answer.cast(
                    server.send(to, request).toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        } catch (OccurenceConstraintException | UnsupportedFeatureException | NotConnectedException e) {
            throw new IllegalStateException(e);
        } catch (Exception e) {
            throw new IllegalStateException("no answer to " + request, e);
        }
    }

    private <T extends Confirmation> T note(Request request, T answer) {
        heard.add(request);
        return answer;
    }

    @Override
    public AuthorizeConfirmation handleAuthorizeRequest(UUID id, AuthorizeRequest request) {
        return note(request, new AuthorizeConfirmation(new IdTagInfo(AuthorizationStatus.Accepted)));
    }

    @Override
    public BootNotificationConfirmation handleBootNotificationRequest(UUID id, BootNotificationRequest request) {
        return note(
                request,
                new BootNotificationConfirmation(ZonedDateTime.now(ZoneOffset.UTC), 60, RegistrationStatus.Accepted));
    }

    @Override
    public DataTransferConfirmation handleDataTransferRequest(UUID id, DataTransferRequest request) {
        return note(request, new DataTransferConfirmation(DataTransferStatus.UnknownVendorId));
    }

    @Override
    public HeartbeatConfirmation handleHeartbeatRequest(UUID id, HeartbeatRequest request) {
        return note(request, new HeartbeatConfirmation(ZonedDateTime.now(ZoneOffset.UTC)));
    }

    @Override
    public MeterValuesConfirmation handleMeterValuesRequest(UUID id, MeterValuesRequest request) {
        return note(request, new MeterValuesConfirmation());
    }

    @Override
    public StartTransactionConfirmation handleStartTransactionRequest(UUID id, StartTransactionRequest request) {
        return note(
                request,
                new StartTransactionConfirmation(
                        new IdTagInfo(AuthorizationStatus.Accepted), transaction.getAndIncrement()));
    }

    @Override
    public StatusNotificationConfirmation handleStatusNotificationRequest(UUID id, StatusNotificationRequest request) {
        return note(request, new StatusNotificationConfirmation());
    }

    @Override
    public StopTransactionConfirmation handleStopTransactionRequest(UUID id, StopTransactionRequest request) {
        return note(request, new StopTransactionConfirmation());
    }

    @Override
    public LogStatusNotificationConfirmation handleLogStatusNotificationRequest(
            UUID id, LogStatusNotificationRequest request) {
        return note(request, new LogStatusNotificationConfirmation());
    }

    @Override
    public SecurityEventNotificationConfirmation handleSecurityEventNotificationRequest(
            UUID id, SecurityEventNotificationRequest request) {
        return note(request, new SecurityEventNotificationConfirmation());
    }

    @Override
    public SignCertificateConfirmation handleSignCertificateRequest(UUID id, SignCertificateRequest request) {
        return note(request, new SignCertificateConfirmation(GenericStatusEnumType.Accepted));
    }

    @Override
    public SignedFirmwareStatusNotificationConfirmation handleSignedFirmwareStatusNotificationRequest(
            UUID id, SignedFirmwareStatusNotificationRequest request) {
        return note(request, new SignedFirmwareStatusNotificationConfirmation());
    }

    @Override
    public void close() {
        server.close();
    }
}
