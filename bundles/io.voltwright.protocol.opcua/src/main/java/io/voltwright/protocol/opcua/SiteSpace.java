package io.voltwright.protocol.opcua;

import io.voltwright.base.api.EvseId;
import io.voltwright.charging.api.Evse;
import io.voltwright.charging.api.NodeView;
import io.voltwright.site.api.Node;
import io.voltwright.site.api.Site;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.milo.opcua.sdk.core.Reference;
import org.eclipse.milo.opcua.sdk.server.ManagedNamespaceWithLifecycle;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.items.DataItem;
import org.eclipse.milo.opcua.sdk.server.items.MonitoredItem;
import org.eclipse.milo.opcua.sdk.server.nodes.UaFolderNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaNode;
import org.eclipse.milo.opcua.sdk.server.util.SubscriptionModel;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * The address space of the site: {@code Site / node / ... / EVSE}, node ids {@code node/ID} and {@code evse/ID}.
 *
 * <p>Rebuilt when the wiring changes; ids of what stays are the same, so that subscriptions can be renewed.
 */
final class SiteSpace extends ManagedNamespaceWithLifecycle {

    static final String URI = "urn:voltwright:site";

    private final SubscriptionModel subscriptions;
    private final Commands commands;
    private final Map<EvseId, EvseNodes> evses = new HashMap<>();
    private final Map<String, LimitNodes> limits = new HashMap<>();
    private @Nullable UaFolderNode root;

    SiteSpace(OpcUaServer server, Commands commands) {
        super(server, URI);
        this.commands = commands;
        this.subscriptions = new SubscriptionModel(server, this);
        getLifecycleManager().addLifecycle(subscriptions);
    }

    /** Builds the tree of a site in place of the one before. */
    void build(Site site) {
        if (root != null) {
            List.copyOf(getNodeManager().getNodes()).forEach(UaNode::delete);
            evses.clear();
            limits.clear();
        }
        UaFolderNode top = folder("site", "Site", site.name());
        top.addReference(new Reference(
                top.getNodeId(), NodeIds.Organizes, NodeIds.ObjectsFolder.expanded(), Reference.Direction.INVERSE));
        root = top;
        build(site.grid(), top);
    }

    private void build(Node node, UaFolderNode parent) {
        UaFolderNode folder = folder("node/" + node.id(), node.id(), node.id());
        parent.addOrganizes(folder);
        limits.put(node.id(), new LimitNodes(new Folder(this, folder)));
        for (EvseId evse : node.evses()) {
            UaFolderNode point = folder("evse/" + evse.value(), evse.value(), evse.value());
            folder.addOrganizes(point);
            Folder inside = new Folder(this, point);
            evses.put(evse, new EvseNodes(inside));
            commands.addTo(inside, evse);
        }
        node.children().forEach(child -> build(child, folder));
    }

    void show(Evse evse) {
        EvseNodes nodes = evses.get(evse.id());
        if (nodes != null) {
            nodes.show(evse);
        }
    }

    void show(NodeView node, Instant now) {
        LimitNodes nodes = limits.get(node.id());
        if (nodes != null) {
            nodes.show(node, now);
        }
        node.children().forEach(child -> show(child, now));
    }

    /** Charging is away: nothing is known any more, and that is said. */
    void nobodyKnows() {
        evses.values().forEach(EvseNodes::nobodyKnows);
        limits.values().forEach(LimitNodes::nobodyKnows);
    }

    private UaFolderNode folder(String id, String browseName, String displayName) {
        UaFolderNode folder = new UaFolderNode(
                getNodeContext(), newNodeId(id), newQualifiedName(browseName), LocalizedText.english(displayName));
        getNodeManager().addNode(folder);
        return folder;
    }

    NodeId id(String name) {
        return newNodeId(name);
    }

    /** What a folder needs to make nodes inside it. */
    record Folder(SiteSpace space, UaFolderNode node) {

        org.eclipse.milo.opcua.sdk.server.nodes.UaNodeContext context() {
            return space.getNodeContext();
        }

        NodeId id(String name) {
            return space.id(node.getNodeId().getIdentifier() + "/" + name);
        }

        org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName name(String name) {
            return space.newQualifiedName(name);
        }

        void add(UaNode child) {
            space.getNodeManager().addNode(child);
        }
    }

    @Override
    public void onDataItemsCreated(List<DataItem> items) {
        subscriptions.onDataItemsCreated(items);
    }

    @Override
    public void onDataItemsModified(List<DataItem> items) {
        subscriptions.onDataItemsModified(items);
    }

    @Override
    public void onDataItemsDeleted(List<DataItem> items) {
        subscriptions.onDataItemsDeleted(items);
    }

    @Override
    public void onMonitoringModeChanged(List<MonitoredItem> items) {
        subscriptions.onMonitoringModeChanged(items);
    }
}
