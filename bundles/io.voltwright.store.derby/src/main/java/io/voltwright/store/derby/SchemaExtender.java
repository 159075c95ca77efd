package io.voltwright.store.derby;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.util.tracker.BundleTracker;
import org.osgi.util.tracker.BundleTrackerCustomizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives each bundle with the header {@code Voltwright-Schema} its schema, up to date, as a {@link DataSource} service. */
final class SchemaExtender implements BundleTrackerCustomizer<SchemaExtender.Schema>, AutoCloseable {

    static final String HEADER = "Voltwright-Schema";

    private static final Logger log = LoggerFactory.getLogger(SchemaExtender.class);

    private final BundleContext context;
    private final DataSource connections;
    private final Migrator migrator;
    private final Map<String, Schema> schemas = new ConcurrentHashMap<>();
    private final BundleTracker<Schema> tracker;

    SchemaExtender(BundleContext context, DataSource connections, Migrator migrator) {
        this.context = context;
        this.connections = connections;
        this.migrator = migrator;
        // A stopping bundle keeps its schema until it has stopped, for its components still write while they end.
        this.tracker = new BundleTracker<>(context, Bundle.STARTING | Bundle.ACTIVE | Bundle.STOPPING, this);
    }

    /**
     * What became of a bundle's wish.
     *
     * @param step the newest step in the store, 0 if it was refused
     */
    record Schema(
            String name,
            String bundle,
            int step,
            Optional<String> refusal,
            Optional<ServiceRegistration<DataSource>> service) {}

    void open() {
        try {
            migrator.look();
        } catch (StoreException e) {
            log.debug("each schema will say it again", e);
        }
        tracker.open();
    }

    @Override
    public void close() {
        tracker.close();
    }

    List<Schema> schemas() {
        return List.copyOf(schemas.values());
    }

    @Override
    public @Nullable Schema addingBundle(Bundle bundle, @Nullable BundleEvent event) {
        String name = bundle.getHeaders("").get(HEADER);
        if (name == null || bundle.getState() == Bundle.STOPPING) {
            return null;
        }
        Schema schema = provide(name.strip(), bundle);
        schema.refusal().ifPresent(reason -> log.error("{} gets no store: {}", schema.bundle(), reason));
        return schema;
    }

    private Schema provide(String name, Bundle bundle) {
        String user = bundle.getSymbolicName() + " " + bundle.getVersion();
        Schema waiting = new Schema(name, user, 0, Optional.of("its migration runs"), Optional.empty());
        Schema other = schemas.putIfAbsent(name, waiting);
        if (other != null) {
            return refused(name, user, "schema " + name + " belongs to " + other.bundle());
        }
        Schema schema;
        try {
            int step = migrator.migrate(name, Step.of(name, files(bundle)));
            var service = context.registerService(
                    DataSource.class, connections, FrameworkUtil.asDictionary(Map.of("schema", name)));
            schema = new Schema(name, user, step, Optional.empty(), Optional.of(service));
        } catch (StoreException e) {
            schema = refused(name, user, String.valueOf(e.getMessage()));
        }
        schemas.put(name, schema);
        return schema;
    }

    private static Schema refused(String name, String user, String reason) {
        return new Schema(name, user, 0, Optional.of(reason), Optional.empty());
    }

    private static Map<String, String> files(Bundle bundle) throws StoreException {
        Enumeration<URL> found = bundle.findEntries("schema", "*.sql", false);
        Map<String, String> files = new LinkedHashMap<>();
        for (URL url : found == null ? List.<URL>of() : Collections.list(found)) {
            String path = url.getPath();
            try (InputStream in = url.openStream()) {
                files.put(
                        path.substring(path.lastIndexOf('/') + 1),
                        new String(in.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new StoreException("cannot read " + url + ": " + e, e);
            }
        }
        return files;
    }

    @Override
    public void modifiedBundle(Bundle bundle, @Nullable BundleEvent event, Schema schema) {}

    @Override
    public void removedBundle(Bundle bundle, @Nullable BundleEvent event, Schema schema) {
        schemas.remove(schema.name(), schema);
        schema.service().ifPresent(ServiceRegistration::unregister);
    }
}
