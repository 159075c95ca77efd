package io.voltwright.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.net.InetSocketAddress;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.milo.opcua.sdk.client.DiscoveryClient;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.OpcUaClientConfig;
import org.eclipse.milo.opcua.sdk.client.identity.IdentityProvider;
import org.eclipse.milo.opcua.sdk.client.identity.UsernameProvider;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaMonitoredItem;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaSubscription;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.CertificateValidator;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseDirection;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodResult;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;
import org.eclipse.milo.opcua.stack.core.types.structured.ReferenceDescription;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateBuilder;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateGenerator;

/** Plant control with Milo's client. */
final class PlantClient implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 120;

    private final OpcUaClient client;
    private final int namespace;

    /** A client's own key and certificate. */
    record Identity(String uri, KeyPair pair, X509Certificate certificate) {

        static Identity of(String name) {
            try {
                KeyPair pair = SelfSignedCertificateGenerator.generateRsaKeyPair(2048);
                String uri = "urn:plant:" + name;
                return new Identity(
                        uri,
                        pair,
                        new SelfSignedCertificateBuilder(pair)
                                .setCommonName(name)
                                .setApplicationUri(uri)
                                .addIpAddress("127.0.0.1")
                                .build());
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        /** As {@code opcua:trust} takes it. */
        String thumbprint() throws Exception {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return HexFormat.of().formatHex(digest).substring(0, 16);
        }
    }

    private PlantClient(OpcUaClient client) throws UaException {
        this.client = client;
        this.namespace = Objects.requireNonNull(client.readNamespaceTable().getIndex("urn:voltwright:site"))
                .intValue();
    }

    static PlantClient connect(Station station, Identity identity, Shell account) throws UaException {
        return connect(
                station,
                identity,
                new UsernameProvider(account.user(), account.password()),
                "127.0.0.1",
                secured(station));
    }

    /**
     * @param from the client's own address
     * @param endpoint what to connect to, as the station says it or not
     */
    static PlantClient connect(
            Station station, Identity identity, IdentityProvider user, String from, EndpointDescription endpoint)
            throws UaException {
        OpcUaClientConfig config = OpcUaClientConfig.builder()
                .setApplicationName(LocalizedText.english("plant"))
                .setApplicationUri(identity.uri())
                .setKeyPair(identity.pair())
                .setCertificate(identity.certificate())
                .setCertificateChain(new X509Certificate[] {identity.certificate()})
                .setCertificateValidator(new CertificateValidator.InsecureCertificateValidator())
                .setEndpoint(endpoint)
                .setIdentityProvider(user)
                .setRequestTimeout(uint(60_000))
                .build();
        OpcUaClient client = OpcUaClient.create(
                config,
                transport -> transport.setBootstrapCustomizer(
                        bootstrap -> bootstrap.localAddress(new InetSocketAddress(from, 0))));
        try {
            client.connect();
            return new PlantClient(client);
        } catch (UaException e) {
            client.disconnect();
            throw e;
        }
    }

    /** What the station offers, to whoever asks. */
    static List<EndpointDescription> endpoints(Station station) {
        try {
            return DiscoveryClient.getEndpoints("opc.tcp://127.0.0.1:" + station.opcuaPort() + "/voltwright")
                    .get(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    static EndpointDescription secured(Station station) {
        return endpoints(station).get(0);
    }

    NodeId node(String path) {
        return new NodeId(namespace, path);
    }

    DataValue read(String path) throws UaException {
        return client.readValue(0, TimestampsToReturn.Both, node(path));
    }

    /** The number of a variable; NaN where there is none now. */
    double number(String path) throws UaException {
        return read(path).value().value() instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    StatusCode write(String path, Object value) throws UaException {
        return client.writeValues(List.of(node(path)), List.of(DataValue.valueOnly(new Variant(value))))
                .get(0);
    }

    CallMethodResult call(String object, String method, Object... arguments) throws UaException {
        Variant[] inputs = Arrays.stream(arguments).map(Variant::new).toArray(Variant[]::new);
        return Objects.requireNonNull(
                client.call(List.of(new CallMethodRequest(node(object), node(object + "/" + method), inputs)))
                        .getResults())[0];
    }

    /** Identifiers of what hangs below a node. */
    List<String> below(NodeId node) throws UaException {
        BrowseDescription what = new BrowseDescription(
                node, BrowseDirection.Forward, NodeIds.HierarchicalReferences, true, uint(0), uint(63));
        List<String> names = new ArrayList<>();
        for (ReferenceDescription found :
                Objects.requireNonNull(client.browse(what).getReferences())) {
            names.add(String.valueOf(found.getNodeId().getIdentifier()));
        }
        return names;
    }

    /** Hears of each change from now on. */
    BlockingQueue<DataValue> watch(String path) throws Exception {
        BlockingQueue<DataValue> heard = new LinkedBlockingQueue<>();
        OpcUaSubscription subscription = new OpcUaSubscription(client, 200.0);
        subscription.create();
        OpcUaMonitoredItem item =
                new OpcUaMonitoredItem(new ReadValueId(node(path), AttributeId.Value.uid(), null, null));
        item.setSamplingInterval(100);
        item.setQueueSize(uint(100));
        item.setDataValueListener((which, value) -> heard.add(value));
        subscription.addMonitoredItem(item);
        subscription.synchronizeMonitoredItems();
        return heard;
    }

    /** Waits until a watched number was this. */
    static void heard(BlockingQueue<DataValue> changes, double number) throws InterruptedException {
        DataValue next = changes.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        while (next != null && !Double.valueOf(number).equals(next.value().value())) {
            next = changes.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
        assertThat(next).as("a change to " + number).isNotNull();
    }

    /** What a charging point is doing; empty while nobody knows. */
    String status(String evse) throws UaException {
        return read("evse/" + evse + "/Status").value().value() instanceof String text ? text : "";
    }

    /** How far a value can be trusted. */
    enum Quality {
        GOOD,
        UNCERTAIN,
        BAD
    }

    Quality quality(String path) throws UaException {
        StatusCode code = read(path).statusCode();
        return code.isGood() ? Quality.GOOD : code.isBad() ? Quality.BAD : Quality.UNCERTAIN;
    }

    @Override
    public void close() throws UaException {
        client.disconnect();
    }
}
