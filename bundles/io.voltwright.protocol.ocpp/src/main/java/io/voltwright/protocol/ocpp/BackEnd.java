package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.Lanes;
import io.voltwright.base.api.Time;
import io.voltwright.charging.api.Charging;
import io.voltwright.charging.api.ChargingListener;
import io.voltwright.charging.api.Evse;
import io.voltwright.charging.api.Reservations;
import io.voltwright.journal.api.FactReader;
import io.voltwright.journal.api.Journal;
import io.voltwright.security.api.Audit;
import io.voltwright.security.api.FirmwareInstaller;
import io.voltwright.security.api.Keys;
import io.voltwright.security.api.PeerCertificates;
import io.voltwright.security.api.Tls;
import io.voltwright.site.api.Site;
import io.voltwright.site.api.SiteListener;
import io.voltwright.site.api.SiteSource;
import io.voltwright.users.api.Authority;
import io.voltwright.users.api.Authorizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
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

/** One back end of the station; there is one per file {@code etc/io.voltwright.protocol.ocpp-NAME.cfg}. */
@Component(
        configurationPid = BackEnd.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true,
        service = {BackEnd.class, ChargingListener.class, SiteListener.class})
@Designate(ocd = BackEndConfig.class, factory = true)
public final class BackEnd implements ChargingListener, SiteListener {

    static final String PID = "io.voltwright.protocol.ocpp";

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
    private final String name;
    private final Roles roles;
    private final Optional<ChargePoint> whole;
    private final Optional<Fleet> fleet;
    private final List<Runnable> registered = new ArrayList<>();

    @Activate
    public BackEnd(
            BackEndConfig config,
            Map<String, Object> properties,
            BundleContext context,
            @Reference Time time,
            @Reference Lanes lanes,
            @Reference Journal journal,
            @Reference FirmwareTurn turn,
            @Reference(target = "(schema=ocpp)") DataSource source) {
        String pid = String.valueOf(properties.get("service.pid"));
        String firmware = context.getBundle().getVersion().toString();
        this.context = context;
        this.name = Settings.backEnd(config, pid);
        this.roles = new Roles(config.authorises(), config.bills(), config.listens(), config.controls());
        Parts parts = parts(time, lanes, journal, new OcppStore(source), turn);
        if (Settings.identities(config, pid).piles()) {
            // What is wrong for all piles is said at once, not only when the site is known.
            Settings.probe(config, pid, firmware);
            this.whole = Optional.empty();
            this.fleet = Optional.of(
                    new Fleet(name, parts, evse -> Settings.of(config, pid, firmware, evse), this::publish));
        } else {
            this.whole =
                    Optional.of(new ChargePoint(Settings.of(config, pid, firmware), parts, UnaryOperator.identity()));
            this.fleet = Optional.empty();
        }
    }

    private Parts parts(Time time, Lanes lanes, Journal journal, OcppStore store, FirmwareTurn turn) {
        return new Parts(
                time,
                lanes,
                journal,
                store,
                () -> Optional.ofNullable(charging),
                () -> Optional.ofNullable(reservations),
                () -> Optional.ofNullable(authority),
                () -> Optional.ofNullable(site).map(SiteSource::site),
                () -> Optional.ofNullable(keys),
                () -> Optional.ofNullable(audit),
                () -> Optional.ofNullable(certificates),
                () -> Optional.ofNullable(installer),
                () -> Optional.ofNullable(tls).map(Tls::parameters),
                new FrameworkRestart(context),
                Guard.folder(context),
                Guard.logs(context),
                turn);
    }

    @Activate
    void start() {
        if (roles.authorises()) {
            registered.add(register(Authorizer.class, authorizer(), Map.of("backend", name)));
        }
        whole.ifPresent(point -> {
            point.readers().forEach(reader -> registered.add(publish(reader)));
            point.start();
        });
    }

    private Authorizer authorizer() {
        return whole.<Authorizer>map(point -> point.conversation().authorizer())
                .orElseGet(() -> new PileAuthorizer(
                        name, roles.bills(), () -> fleet.map(Fleet::authorizers).orElse(Map.of())));
    }

    private Runnable publish(FactReader reader) {
        return register(FactReader.class, reader, Map.of());
    }

    private <T> Runnable register(Class<T> type, T service, Map<String, String> properties) {
        ServiceRegistration<T> registration =
                context.registerService(type, service, FrameworkUtil.asDictionary(properties));
        return registration::unregister;
    }

    @Deactivate
    void stop() throws InterruptedException {
        registered.forEach(Runnable::run);
        if (whole.isPresent()) {
            whole.get().stop();
        }
        if (fleet.isPresent()) {
            fleet.get().stop();
        }
    }

    @Override
    public void evseChanged(Evse evse) {
        whole.ifPresent(point -> point.conversation().evseChanged(evse));
        fleet.ifPresent(piles -> piles.evseChanged(evse));
    }

    @Override
    public void siteChanged(Site now) {
        fleet.ifPresent(piles -> piles.siteChanged(now));
    }

    /** The station as this back end knows it: one charge point, or one for each pile. */
    List<ChargePoint> points() {
        return whole.map(List::of).or(() -> fleet.map(Fleet::points)).orElse(List.of());
    }
}
