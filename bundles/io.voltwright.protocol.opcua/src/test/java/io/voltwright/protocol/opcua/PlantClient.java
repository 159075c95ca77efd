package io.voltwright.protocol.opcua;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.eclipse.milo.opcua.sdk.client.DiscoveryClient;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.OpcUaClientConfig;
import org.eclipse.milo.opcua.sdk.client.identity.IdentityProvider;
import org.eclipse.milo.opcua.sdk.client.identity.UsernameProvider;
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
import org.eclipse.milo.opcua.stack.transport.client.tcp.OpcTcpClientTransportConfigBuilder;

/** Plant control, by Milo's client. */
final class PlantClient implements AutoCloseable {

    private final OpcUaClient client;
    private final int namespace;

    private PlantClient(OpcUaClient client) throws UaException {
        this.client = client;
        this.namespace = Objects.requireNonNull(client.readNamespaceTable().getIndex(SiteSpace.URI))
                .intValue();
    }

    static PlantClient connect(Server.Settings server, TestIdentity identity, String user, String password)
            throws UaException {
        return connect(server, identity, new UsernameProvider(user, password));
    }

    static PlantClient connect(Server.Settings server, TestIdentity identity, IdentityProvider user)
            throws UaException {
        OpcUaClientConfig config = OpcUaClientConfig.builder()
                .setApplicationName(LocalizedText.english("plant"))
                .setApplicationUri(identity.uri())
                .setKeyPair(identity.pair())
                .setCertificate(identity.certificate())
                .setCertificateChain(new X509Certificate[] {identity.certificate()})
                .setCertificateValidator(new CertificateValidator.InsecureCertificateValidator())
                .setEndpoint(endpoints(server).get(0))
                .setIdentityProvider(user)
                .setRequestTimeout(uint(60_000))
                .build();
        OpcUaClient client = OpcUaClient.create(config, PlantClient::patient);
        try {
            client.connect();
            return new PlantClient(client);
        } catch (UaException e) {
            client.disconnect();
            throw e;
        }
    }

    static List<EndpointDescription> endpoints(Server.Settings server) {
        try {
            return DiscoveryClient.getEndpoints(server.endpoint(), PlantClient::patient)
                    .get(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** By itself it gives up after five seconds, which a busy machine may need. */
    private static void patient(OpcTcpClientTransportConfigBuilder transport) {
        transport.setConnectTimeout(uint(60_000)).setAcknowledgeTimeout(uint(60_000));
    }

    NodeId node(String path) {
        return new NodeId(namespace, path);
    }

    DataValue read(String path) throws UaException {
        return client.readValue(0, TimestampsToReturn.Both, node(path));
    }

    StatusCode write(String path, Object value) throws UaException {
        return client.writeValues(List.of(node(path)), List.of(DataValue.valueOnly(new Variant(value))))
                .get(0);
    }

    Object attribute(String path, AttributeId attribute) throws UaException {
        DataValue[] values = client.read(
                        0,
                        TimestampsToReturn.Neither,
                        List.of(new ReadValueId(node(path), attribute.uid(), null, null)))
                .getResults();
        return Objects.requireNonNull(Objects.requireNonNull(values)[0].value().value());
    }

    CallMethodResult call(String object, String method, Object... arguments) throws UaException {
        Variant[] inputs = Arrays.stream(arguments).map(Variant::new).toArray(Variant[]::new);
        return Objects.requireNonNull(
                client.call(List.of(new CallMethodRequest(node(object), node(object + "/" + method), inputs)))
                        .getResults())[0];
    }

    /** What hangs below a node. */
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

    OpcUaClient milo() {
        return client;
    }

    @Override
    public void close() throws UaException {
        client.disconnect();
    }
}
