package io.voltwright.store.derby;

import io.voltwright.base.api.Lane;
import io.voltwright.base.api.Lanes;
import io.voltwright.base.api.Time;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the station's database, serves the schemas of all modules, and tries again where that is not possible yet. */
@Component(immediate = true, service = DerbyStore.class, configurationPid = "io.voltwright.store.derby")
@Designate(ocd = DerbyStore.Config.class)
public final class DerbyStore {

    private static final Logger log = LoggerFactory.getLogger(DerbyStore.class);
    private static final Duration RETRY = Duration.ofSeconds(10);
    private static final DateTimeFormatter FOLDER =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    @ObjectClassDefinition(name = "Store")
    public @interface Config {

        @AttributeDefinition(description = "Folder of the database; ${karaf.data} is replaced")
        String path() default "${karaf.data}/db";
    }

    private final BundleContext context;
    private final Path path;
    private final Time time;
    private final ThreadFactory threads;
    private final Lane lane;
    private final Threshold threshold;
    private @Nullable Database database;
    private @Nullable SchemaExtender extender;
    private @Nullable String refusal;
    private boolean stopped;

    @Activate
    public DerbyStore(BundleContext context, Config config, @Reference Time time, @Reference Lanes lanes) {
        this(
                context,
                Path.of(config.path().replace("${karaf.data}", System.getProperty("karaf.data", "data"))),
                time,
                lanes);
    }

    DerbyStore(BundleContext context, Path path, Time time, Lanes lanes) {
        this.context = context;
        this.path = path;
        this.time = time;
        this.threads = lanes.threads("store");
        this.lane = lanes.open("store");
        this.threshold = new Threshold(context);
    }

    /** Opening takes long and goes on beside the start of others; only a bundle with a schema waits for it. */
    @Activate
    void start() {
        Thread opener = threads.newThread(this::open);
        opener.start();
        threshold.open(opener);
    }

    private synchronized void open() {
        if (stopped) {
            return;
        }
        try {
            Database opened = Database.open(path);
            database = opened;
            extender = new SchemaExtender(context, opened.connections(), new Migrator(opened.connections(), time));
            if (refusal != null) {
                log.info("the store is open after all");
                refusal = null;
            }
            extender.open();
        } catch (StoreException e) {
            String reason = String.valueOf(e.getMessage());
            if (!reason.equals(refusal)) {
                log.error("{}; the station waits for it and tries again every {} s", reason, RETRY.toSeconds(), e);
            }
            refusal = reason;
            // Opening blocks on the disk, so the lane only says when.
            lane.after(RETRY, () -> threads.newThread(this::open).start());
        }
    }

    @Deactivate
    synchronized void stop() {
        stopped = true;
        threshold.close();
        lane.close();
        if (extender != null) {
            extender.close();
        }
        if (database != null) {
            database.close();
        }
    }

    /** Why there is no store now, if so. */
    synchronized Optional<String> refusal() {
        return Optional.ofNullable(refusal);
    }

    synchronized Optional<SchemaExtender> extender() {
        return Optional.ofNullable(extender);
    }

    synchronized Optional<Database> database() {
        return Optional.ofNullable(database);
    }

    /**
     * Copies the database into a new folder named after the time.
     *
     * @return that folder
     */
    Path backUp(Path into) throws StoreException {
        Database open = database().orElseThrow(() -> new StoreException("the store is not open"));
        Path target = into.resolve(FOLDER.format(time.instant()));
        open.backUp(target);
        return target;
    }
}
