package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.Lane;
import io.voltwright.base.api.Lanes;
import io.voltwright.base.api.Time;
import io.voltwright.charging.api.Charging;
import io.voltwright.charging.api.ChargingListener;
import io.voltwright.charging.api.Evse;
import io.voltwright.journal.api.Entry;
import io.voltwright.journal.api.Fact;
import io.voltwright.journal.api.FactReader;
import io.voltwright.journal.api.Journal;
import io.voltwright.security.api.Audit;
import io.voltwright.security.api.Keys;
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
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One back end of the station; there is one per file {@code etc/io.voltwright.protocol.ocpp-NAME.cfg}. */
@Component(
        configurationPid = BackEnd.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true,
        service = {BackEnd.class, FactReader.class, ChargingListener.class})
@Designate(ocd = BackEnd.Config.class, factory = true)
public final class BackEnd implements FactReader, ChargingListener {

    static final String PID = "io.voltwright.protocol.ocpp";

    private static final Logger log = LoggerFactory.getLogger(BackEnd.class);
    private static final Duration FAREWELL = Duration.ofSeconds(4);

    /** Its settings. */
    @ObjectClassDefinition(name = "OCPP back end")
    public @interface Config {

        @AttributeDefinition(description = "Name of the back end; empty: the NAME of the file " + PID + "-NAME.cfg")
        String name() default "";

        @AttributeDefinition(description = "Endpoint without the identity, as wss://csms.example/ocpp")
        String url();

        @AttributeDefinition(description = "Name of this station at the back end, 1 to 48 characters")
        String identity();

        @AttributeDefinition(description = "0 none, 1 password, 2 password over TLS", min = "0", max = "2")
        int securityProfile() default 2;

        @AttributeDefinition(
                description =
                        "Whom TLS trusts: an authority in the key store, or a PEM file in etc; empty: the platform's")
        String authorities() default "";

        @AttributeDefinition(description = "Name of the password in the key store; empty: ocpp.NAME")
        String password() default "";

        @AttributeDefinition(
                description = "AuthorizationKey for the first connection, as ${env:KEY}; the key store's wins")
        String authorizationKey() default "";

        @AttributeDefinition(description = "It may be asked whether a token may charge")
        boolean authorises() default true;

        @AttributeDefinition(description = "It bills the sessions that it starts")
        boolean bills() default true;

        @AttributeDefinition(description = "It hears of all sessions, whoever bills them")
        boolean listens() default true;

        @AttributeDefinition(description = "It may reset the station and change its availability")
        boolean controls() default true;

        @AttributeDefinition(description = "Vendor in the boot message, at most 20 characters")
        String vendor() default "Voltwright";

        @AttributeDefinition(description = "Model in the boot message, at most 20 characters")
        String model() default "Station controller";

        @AttributeDefinition(description = "Serial number in the boot message, at most 25 characters")
        String serialNumber() default "";

        @AttributeDefinition(description = "ICCID of the modem's SIM card")
        String iccid() default "";

        @AttributeDefinition(description = "IMSI of the modem's SIM card")
        String imsi() default "";

        @AttributeDefinition(description = "Wait after the first failed connection, in seconds", min = "1")
        int retryBackOffWaitMinimumSeconds() default 3;

        @AttributeDefinition(description = "Chance adds up to this to each wait, in seconds", min = "0")
        int retryBackOffRandomRangeSeconds() default 3;

        @AttributeDefinition(description = "How often the wait doubles", min = "0", max = "16")
        int retryBackOffRepeatTimes() default 6;
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable Charging charging;

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

    private final BundleContext context;
    private final Settings settings;
    private final Lane lane;
    private final ExecutorService blocking;
    private final WebSocketDialer dialer;
    private final Journal journal;
    private final OcppStore store;
    private final Conversation conversation;
    private Optional<ServiceRegistration<Authorizer>> authorizer = Optional.empty();

    @Activate
    public BackEnd(
            Config config,
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
        this.store = new OcppStore(source);
        this.lane = lanes.open("ocpp " + settings.name());
        this.blocking = Executors.newCachedThreadPool(lanes.threads("ocpp " + settings.name()));
        Credentials credentials = new Credentials(settings.identity(), this::password);
        this.dialer = new WebSocketDialer(
                settings.address(),
                Conversation.SUBPROTOCOL,
                blocking,
                this::armour,
                () -> settings.security().basic() ? credentials.header() : Optional.empty());
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
                        () -> Optional.ofNullable(authority),
                        () -> Optional.ofNullable(site).map(SiteSource::site),
                        () -> Optional.ofNullable(keys),
                        () -> Optional.ofNullable(audit),
                        new FrameworkRestart(context)),
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
        log.info(
                "{}: back end at {}, security profile {}",
                settings.name(),
                settings.address(),
                settings.security().number());
        conversation.start();
    }

    @Deactivate
    void stop() throws InterruptedException {
        authorizer.ifPresent(ServiceRegistration::unregister);
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

    private Optional<WebSocketDialer.Armour> armour() {
        if (!settings.security().scheme().equals("wss")) {
            return Optional.empty();
        }
        Tls there = Optional.ofNullable(tls)
                .orElseThrow(() -> new IllegalStateException("the security module, which knows TLS, is not there"));
        return Optional.of(
                new WebSocketDialer.Armour(there.client(settings.authorities(), Optional.empty()), there.parameters()));
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

    OcppStore store() {
        return store;
    }
}
