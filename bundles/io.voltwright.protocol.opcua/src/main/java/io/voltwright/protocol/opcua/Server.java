package io.voltwright.protocol.opcua;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import io.voltwright.security.api.Keys;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.milo.opcua.sdk.server.EndpointConfig;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.OpcUaServerConfig;
import org.eclipse.milo.opcua.sdk.server.OpcUaServerConfigLimits;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.security.CertificateStore;
import org.eclipse.milo.opcua.stack.core.security.DefaultApplicationGroup;
import org.eclipse.milo.opcua.stack.core.security.DefaultCertificateManager;
import org.eclipse.milo.opcua.stack.core.security.DefaultServerCertificateValidator;
import org.eclipse.milo.opcua.stack.core.security.FileBasedCertificateQuarantine;
import org.eclipse.milo.opcua.stack.core.security.FileBasedTrustListManager;
import org.eclipse.milo.opcua.stack.core.security.MemoryCertificateStore;
import org.eclipse.milo.opcua.stack.core.security.RsaSha256CertificateFactory;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.transport.TransportProfile;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.UserTokenType;
import org.eclipse.milo.opcua.stack.core.types.structured.BuildInfo;
import org.eclipse.milo.opcua.stack.core.types.structured.UserTokenPolicy;
import org.eclipse.milo.opcua.stack.core.util.validation.ValidationCheck;
import org.eclipse.milo.opcua.stack.transport.server.tcp.OpcTcpServerTransport;
import org.eclipse.milo.opcua.stack.transport.server.tcp.OpcTcpServerTransportConfig;

/** One listening OPC UA server: Basic256Sha256, signed and encrypted, user names only. */
final class Server implements AutoCloseable {

    private static final String PRODUCT = "urn:voltwright:station";
    private static final int SAN_URI = 6;
    private static final String USER_NAME_POLICY = "username";

    private final OpcUaServer server;
    private final SiteSpace space;
    private final FileBasedTrustListManager trust;
    private final FileBasedCertificateQuarantine quarantine;
    private final Settings settings;

    /**
     * Where it listens.
     *
     * @param bind address
     * @param hostname in the URL that clients are given
     * @param port TCP port
     * @param sessions most at once
     * @param folder for the certificates of clients: {@code trusted}, {@code issuer}, {@code rejected}
     */
    record Settings(String bind, String hostname, int port, int sessions, Path folder) {

        String endpoint() {
            return "opc.tcp://" + hostname + ":" + port + "/voltwright";
        }
    }

    Server(Settings settings, Keys keys, Services services) throws Exception {
        this.settings = settings;
        trust = FileBasedTrustListManager.createAndInitialize(settings.folder());
        try {
            quarantine = FileBasedCertificateQuarantine.create(settings.folder().resolve("rejected"));
            KeyStore.PrivateKeyEntry identity = keys.identity("opcua");
            X509Certificate own = (X509Certificate) identity.getCertificate();
            server = new OpcUaServer(
                    config(identity, own, services),
                    profile -> new OpcTcpServerTransport(
                            OpcTcpServerTransportConfig.newBuilder().build()));
            space = new SiteSpace(server, new Commands(services));
        } catch (Exception e) {
            // It watches its folder on a thread of its own.
            trust.close();
            throw e;
        }
        space.startup();
        try {
            server.startup().get(20, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException | InterruptedException e) {
            close();
            throw e;
        }
    }

    private OpcUaServerConfig config(KeyStore.PrivateKeyEntry identity, X509Certificate own, Services services)
            throws Exception {
        EndpointConfig endpoint = EndpointConfig.newBuilder()
                .setTransportProfile(TransportProfile.TCP_UASC_UABINARY)
                .setBindAddress(settings.bind())
                .setHostname(settings.hostname())
                .setBindPort(settings.port())
                .setPath("/voltwright")
                .setCertificate(own)
                .setSecurityPolicy(SecurityPolicy.Basic256Sha256)
                .setSecurityMode(MessageSecurityMode.SignAndEncrypt)
                .addTokenPolicies(new UserTokenPolicy(
                        USER_NAME_POLICY, UserTokenType.UserName, null, null, SecurityPolicy.Basic256Sha256.getUri()))
                .build();
        return OpcUaServerConfig.builder()
                .setApplicationUri(applicationUri(own))
                .setProductUri(PRODUCT)
                .setApplicationName(LocalizedText.english("Voltwright station"))
                .setEndpoints(Set.of(endpoint))
                .setCertificateManager(new DefaultCertificateManager(quarantine, group(identity)))
                .setIdentityValidator(new Logins(services))
                .setLimits(limits(settings.sessions()))
                .setBuildInfo(new BuildInfo(PRODUCT, "Voltwright", "station", "0.1.0", "0", DateTime.NULL_VALUE))
                .build();
    }

    private DefaultApplicationGroup group(KeyStore.PrivateKeyEntry identity) throws Exception {
        X509Certificate[] chain = Arrays.stream(identity.getCertificateChain())
                .map(X509Certificate.class::cast)
                .toArray(X509Certificate[]::new);
        MemoryCertificateStore store = new MemoryCertificateStore();
        store.set(
                NodeIds.RsaSha256ApplicationCertificateType,
                new CertificateStore.Entry(identity.getPrivateKey(), chain));
        var validator = new DefaultServerCertificateValidator(
                trust,
                EnumSet.of(
                        ValidationCheck.VALIDITY,
                        ValidationCheck.KEY_USAGE_END_ENTITY,
                        ValidationCheck.EXTENDED_KEY_USAGE_END_ENTITY,
                        ValidationCheck.APPLICATION_URI),
                quarantine);
        return DefaultApplicationGroup.createAndInitialize(trust, store, new KeptInTheKeyStore(chain), validator);
    }

    private static OpcUaServerConfigLimits limits(int sessions) {
        return new OpcUaServerConfigLimits() {
            @Override
            public UInteger getMaxSessions() {
                return uint(sessions);
            }

            @Override
            public UInteger getMaxMonitoredItems() {
                return uint(20_000);
            }

            @Override
            public UInteger getMaxNodesPerRead() {
                return uint(1_000);
            }
        };
    }

    /** The application URI that the certificate names (OPC 10000-6 section 6.2.2). */
    private static String applicationUri(X509Certificate certificate) throws CertificateParsingException {
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        if (names != null) {
            for (List<?> name : names) {
                if (name.get(0) instanceof Integer kind && kind == SAN_URI && name.get(1) instanceof String uri) {
                    return uri;
                }
            }
        }
        throw new CertificateParsingException("the identity 'opcua' names no application URI; remove it from the key"
                + " store so that a new one is made");
    }

    SiteSpace space() {
        return space;
    }

    Settings settings() {
        return settings;
    }

    int sessions() {
        return server.getSessionManager().getAllSessions().size();
    }

    List<X509Certificate> trusted() {
        return trust.getTrustedCertificates();
    }

    List<X509Certificate> rejected() {
        return quarantine.getRejectedCertificates();
    }

    /** From now on clients with this certificate may connect. */
    void trust(X509Certificate certificate) {
        trust.addTrustedCertificate(certificate);
        quarantine.removeRejectedCertificate(certificate);
    }

    @Override
    public void close() {
        space.shutdown();
        try {
            server.shutdown().get(10, TimeUnit.SECONDS);
            trust.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | IOException e) {
            org.slf4j.LoggerFactory.getLogger(Server.class)
                    .warn("the OPC UA server did not end well: {}", e.toString());
        }
        // Milo's executors are static in the library bundle; left running they would hold this bundle's class loader.
        org.eclipse.milo.opcua.stack.core.Stack.releaseSharedResources(5, TimeUnit.SECONDS);
    }

    /** Milo asks a factory for what the store lacks; ours lacks nothing, for the one key store made it. */
    private static final class KeptInTheKeyStore extends RsaSha256CertificateFactory {

        private final X509Certificate[] chain;

        KeptInTheKeyStore(X509Certificate[] chain) {
            this.chain = chain.clone();
        }

        @Override
        protected X509Certificate[] createRsaSha256CertificateChain(KeyPair keyPair) {
            return chain.clone();
        }
    }
}
