package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.Lane;
import io.voltwright.base.api.Lanes;
import io.voltwright.base.api.Time;
import io.voltwright.charging.api.Charging;
import io.voltwright.charging.api.ChargingListener;
import io.voltwright.charging.api.Evse;
import io.voltwright.charging.api.Reservations;
import io.voltwright.journal.api.Entry;
import io.voltwright.journal.api.Fact;
import io.voltwright.journal.api.FactReader;
import io.voltwright.journal.api.Journal;
import io.voltwright.security.api.Audit;
import io.voltwright.security.api.FirmwareInstaller;
import io.voltwright.security.api.Keys;
import io.voltwright.security.api.PeerCertificates;
import io.voltwright.security.api.Tls;
import io.voltwright.site.api.SiteSource;
import io.voltwright.users.api.Authority;
import io.voltwright.users.api.Authorizer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One back end of the station; there is one per file {@code etc/io.voltwright.protocol.ocpp-NAME.cfg}. */
@Component(
        configurationPid = BackEnd.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true,
        service = {BackEnd.class, FactReader.class, ChargingListener.class})
@Designate(ocd = BackEndConfig.class, factory = true)
public final class BackEnd implements FactReader, ChargingListener {

    static final String PID = "io.voltwright.protocol.ocpp";

    private static final Logger log = LoggerFactory.getLogger(BackEnd.class);
    private static final Duration FAREWELL = Duration.ofSeconds(4);

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable Charging charging;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable Reservations reservations;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable Authority authority;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable SiteSource site;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable Keys keys;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable Tls tls;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable Audit audit;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable PeerCertificates certificates;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable FirmwareInstaller installer;

    private final BundleContext context;
    private final Settings settings;
    private final Lane lane;
    private final ExecutorService blocking;
    private final Approach approach;
    private final ArmouredDialer dialer;
    private final Journal journal;
    private final Time time;
    private final OcppStore store;
    private final Conversation conversation;
    private Optional<ServiceRegistration<Authorizer>> authorizer = Optional.empty();
    private Optional<ServiceRegistration<FactReader>> securityReader = Optional.empty();

    @Activate
    public BackEnd(
            BackEndConfig config,
            Map<String, Object> properties,
            BundleContext context,
            @Reference Time time,
            @Reference Lanes lanes,
            @Reference Journal journal,
            @Reference(target = "(schema=ocpp)") DataSource source) {
        this(
                Settings.of(
                        config,
                        String.valueOf(properties.get("service.pid")),
                        context.getBundle().getVersion().toString()),
                context,
                time,
                lanes,
                journal,
                source);
    }

    BackEnd(Settings settings, BundleContext context, Time time, Lanes lanes, Journal journal, DataSource source) {
        this.context = context;
        this.settings = settings;
        this.journal = journal;
        this.time = time;
        this.store = new OcppStore(source);
        this.lane = lanes.open("ocpp " + settings.name());
        this.blocking = Executors.newCachedThreadPool(lanes.threads("ocpp " + settings.name()));
        this.approach = new Approach(
                settings,
                store,
                () -> Optional.ofNullable(certificates),
                () -> Optional.ofNullable(tls).map(Tls::parameters),
                this::password);
        this.dialer = new ArmouredDialer(approach, Conversation.SUBPROTOCOL, blocking);
        this.conversation = new Conversation(
                settings,
                new House(
                        time,
                        lane,
                        blocking,
                        new SecureRandom(),
                        journal,
                        store,
                        () -> Optional.ofNullable(charging),
                        () -> Optional.ofNullable(reservations),
                        () -> Optional.ofNullable(authority),
                        () -> Optional.ofNullable(site).map(SiteSource::site),
                        () -> Optional.ofNullable(keys),
                        () -> Optional.ofNullable(audit),
                        new FrameworkRestart(context),
                        new Guard(
                                approach,
                                () -> Optional.ofNullable(certificates),
                                () -> Optional.ofNullable(installer),
                                Guard.folder(context, "ocpp-" + settings.name()),
                                Guard.logs(context))),
                dialer);
    }

    @Activate
    void start() {
        if (settings.roles().authorises()) {
            authorizer = Optional.of(context.registerService(
                    Authorizer.class,
                    conversation.authorizer(),
                    org.osgi.framework.FrameworkUtil.asDictionary(Map.of("backend", settings.name()))));
        }
        securityReader = Optional.of(context.registerService(
                FactReader.class,
                conversation.securityReports(),
                org.osgi.framework.FrameworkUtil.asDictionary(Map.of())));
        log.info(
                "{}: back end at {}, security profile {}",
                settings.name(),
                settings.address(),
                approach.profile().number());
        conversation.start();
    }

    @Deactivate
    void stop() throws InterruptedException {
        authorizer.ifPresent(ServiceRegistration::unregister);
        securityReader.ifPresent(ServiceRegistration::unregister);
        try {
            conversation.stop().toCompletableFuture().get(FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            log.debug("{}: no good-bye", settings.name(), e);
        }
        lane.close();
        dialer.close();
        blocking.shutdown();
        blocking.awaitTermination(FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
    }

    private Optional<char[]> password() {
        Optional<char[]> kept = Optional.ofNullable(keys).flatMap(there -> there.password(settings.password()));
        return kept.isPresent()
                ? kept
                : Optional.of(settings.authorizationKey().toCharArray()).filter(key -> key.length > 0);
    }

    @Override
    public String name() {
        return conversation.delivery().name();
    }

    @Override
    public int batch() {
        return conversation.delivery().batch();
    }

    @Override
    public boolean understands(Fact fact) {
        return conversation.delivery().understands(fact);
    }

    @Override
    public CompletionStage<Step> read(List<Entry> batch) {
        return conversation.delivery().read(batch);
    }

    @Override
    public void evseChanged(Evse evse) {
        conversation.evseChanged(evse);
    }

    Settings settings() {
        return settings;
    }

    Conversation conversation() {
        return conversation;
    }

    /** Facts since the one that is being delivered; 0 while none is. */
    long behind() {
        return conversation
                .delivery()
                .waitingSince()
                .map(entry -> journal.last() - entry + 1)
                .orElse(0L);
    }

    /** Has messages that were given up said again; how many. Blocks. */
    long resend(Optional<Long> fact) {
        return Resend.all(store, journal, settings.name(), fact, time);
    }

    OcppStore store() {
        return store;
    }

    /** The security profile that counts now. */
    SecurityProfile profile() {
        return approach.profile();
    }
}
