package io.voltwright.protocol.opcua;

import io.voltwright.base.api.Lane;
import io.voltwright.base.api.Lanes;
import io.voltwright.base.api.Time;
import io.voltwright.charging.api.Charging;
import io.voltwright.charging.api.ChargingListener;
import io.voltwright.charging.api.Evse;
import io.voltwright.security.api.Admission;
import io.voltwright.security.api.Audit;
import io.voltwright.security.api.Keys;
import io.voltwright.site.api.Site;
import io.voltwright.site.api.SiteListener;
import io.voltwright.users.api.Accounts;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The station as plant control sees it: an OPC UA server with the site tree, live values and commands. */
@Component(
        immediate = true,
        service = {OpcUaStation.class, ChargingListener.class, SiteListener.class},
        configurationPid = "io.voltwright.protocol.opcua",
        configurationPolicy = ConfigurationPolicy.OPTIONAL)
@Designate(ocd = OpcUaStation.Config.class)
public final class OpcUaStation implements ChargingListener, SiteListener, Services {

    private static final Logger log = LoggerFactory.getLogger(OpcUaStation.class);
    private static final Duration REFRESH = Duration.ofSeconds(1);
    private static final Duration RETRY = Duration.ofSeconds(30);
    private static final Duration CLOSE = Duration.ofSeconds(25);

    /** Where it listens. */
    @ObjectClassDefinition(name = "OPC UA server")
    public @interface Config {

        @AttributeDefinition(description = "Address to listen on; other than loopback is an operator's decision")
        String bind() default "127.0.0.1";

        @AttributeDefinition(description = "Host name in the endpoint URL that clients get; empty: as bind")
        String hostname() default "";

        @AttributeDefinition(description = "TCP port", min = "1", max = "65535")
        int port() default 4840;

        @AttributeDefinition(description = "Most sessions at once", min = "1", max = "100")
        int sessions() default 10;
    }

    private final Server.Settings settings;
    private final Keys keys;
    private final Time time;
    private final Lane lane;
    private final ThreadFactory threads;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable Charging charging;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable Accounts accounts;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable Admission admission;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable Audit audit;

    // Confined to the lane.
    private @Nullable Server server;
    private @Nullable Site site;
    private volatile @Nullable Thread opener;
    private volatile Optional<Server> running = Optional.empty();

    @Activate
    public OpcUaStation(
            @Reference Keys keys, @Reference Lanes lanes, @Reference Time time, BundleContext context, Config config) {
        this(
                new Server.Settings(
                        config.bind(),
                        config.hostname().isBlank() ? config.bind() : config.hostname(),
                        config.port(),
                        config.sessions(),
                        home(context).resolve("opcua")),
                keys,
                lanes,
                time);
    }

    /** What an operator trusts belongs to the station and its backup, not to Karaf's working files. */
    private static Path home(BundleContext context) {
        return Path.of(Optional.ofNullable(context.getProperty("voltwright.home"))
                .or(() -> Optional.ofNullable(context.getProperty("karaf.base")))
                .orElse("."));
    }

    OpcUaStation(Server.Settings settings, Keys keys, Lanes lanes, Time time) {
        this.settings = settings;
        this.keys = keys;
        this.time = time;
        this.lane = lanes.open("opcua");
        this.threads = lanes.threads("opcua opener");
    }

    @Activate
    void start() {
        launch();
        lane.every(REFRESH, this::refresh);
    }

    @Deactivate
    void stop() throws InterruptedException {
        lane.close();
        Thread last = opener;
        if (last != null) {
            last.interrupt();
            last.join(CLOSE.toMillis());
        }
        running.ifPresent(Server::close);
    }

    /** Building the address space and binding the port take seconds, so they have a thread of their own. */
    private void launch() {
        Thread next = threads.newThread(this::open);
        opener = next;
        next.start();
    }

    private void open() {
        try {
            Server opened = new Server(settings, keys, this);
            running = Optional.of(opened);
            lane.execute(() -> adopt(opened));
            log.info("OPC UA listens on {}", settings.endpoint());
        } catch (InterruptedException stopped) {
            log.debug("OPC UA was stopped while it started");
        } catch (Exception e) {
            log.error(
                    "OPC UA cannot listen on {}: {}; trying again in {} s", settings.endpoint(), e, RETRY.toSeconds());
            lane.after(RETRY, this::launch);
        }
    }

    private void adopt(Server opened) {
        server = opened;
        if (site != null) {
            opened.space().build(site);
        }
    }

    /** The server while it listens, for the shell. */
    Optional<Server> running() {
        return running;
    }

    @Override
    public void siteChanged(Site changed) {
        lane.execute(() -> {
            site = changed;
            if (server != null) {
                server.space().build(changed);
            }
        });
    }

    @Override
    public void evseChanged(Evse evse) {
        lane.execute(() -> {
            if (server != null) {
                server.space().show(evse);
            }
        });
    }

    /** Ages are judged when asked, so a value turns stale by being looked at, not by an event. */
    private void refresh() {
        Server now = server;
        if (now == null) {
            return;
        }
        Charging running = charging;
        if (running == null) {
            now.space().nobodyKnows();
            return;
        }
        now.space().show(running.grid(), time.instant());
        running.evses().forEach(now.space()::show);
    }

    @Override
    public Optional<Charging> charging() {
        return Optional.ofNullable(charging);
    }

    @Override
    public Optional<Accounts> accounts() {
        return Optional.ofNullable(accounts);
    }

    @Override
    public Optional<Audit> audit() {
        return Optional.ofNullable(audit);
    }

    @Override
    public boolean admits(InetAddress peer) {
        Admission guard = admission;
        return guard != null && guard.admits("opcua", peer);
    }

    @Override
    public Instant now() {
        return time.instant();
    }
}
