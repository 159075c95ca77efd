package io.voltwright.protocol.opcua;

import io.voltwright.base.api.Quality;
import java.time.Instant;
import org.eclipse.milo.opcua.sdk.core.AccessLevel;
import org.eclipse.milo.opcua.sdk.core.Reference;
import org.eclipse.milo.opcua.sdk.server.nodes.UaVariableNode;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.jspecify.annotations.Nullable;

/** A read-only variable with source time and quality (OPC 10000-8 section 6.3); Milo adds the server time when it answers. */
final class Value {

    private static final StatusCode STALE = new StatusCode(StatusCodes.Uncertain_LastUsableValue);
    private static final StatusCode SILENT = new StatusCode(StatusCodes.Bad_NoCommunication);
    private static final StatusCode NOT_YET = new StatusCode(StatusCodes.Bad_WaitingForInitialData);

    private final UaVariableNode node;

    private Value(UaVariableNode node) {
        this.node = node;
    }

    static Value number(SiteSpace.Folder folder, String name, String description) {
        return new Value(variable(folder, name, description, NodeIds.Double));
    }

    static Value text(SiteSpace.Folder folder, String name, String description) {
        return new Value(variable(folder, name, description, NodeIds.String));
    }

    static Value flag(SiteSpace.Folder folder, String name, String description) {
        return new Value(variable(folder, name, description, NodeIds.Boolean));
    }

    private static UaVariableNode variable(SiteSpace.Folder folder, String name, String description, NodeId type) {
        UaVariableNode node = UaVariableNode.build(folder.context(), builder -> builder.setNodeId(folder.id(name))
                .setBrowseName(folder.name(name))
                .setDisplayName(LocalizedText.english(name))
                .setDescription(LocalizedText.english(description))
                .setDataType(type)
                .setTypeDefinition(NodeIds.BaseDataVariableType)
                .setAccessLevel(AccessLevel.CurrentRead)
                .setUserAccessLevel(AccessLevel.CurrentRead)
                .setMinimumSamplingInterval(100.0)
                .setValue(new DataValue(Variant.NULL_VALUE, NOT_YET))
                .build());
        folder.add(node);
        folder.node()
                .addReference(new Reference(
                        folder.node().getNodeId(),
                        NodeIds.HasComponent,
                        node.getNodeId().expanded(),
                        Reference.Direction.FORWARD));
        return node;
    }

    /** Shows a value that was true at that instant. */
    void show(Object value, Instant source, Quality quality) {
        StatusCode status = quality == Quality.GOOD ? StatusCode.GOOD : quality == Quality.STALE ? STALE : SILENT;
        set(new DataValue(new Variant(value), status, new DateTime(source), null));
    }

    /** The last value stays to be seen, but nobody vouches for it. */
    void silent() {
        @Nullable DataValue last = node.getValue();
        if (last != null && !SILENT.equals(last.statusCode())) {
            set(new DataValue(last.value(), SILENT, last.sourceTime(), null));
        }
    }

    private void set(DataValue value) {
        node.setValue(value);
    }
}
