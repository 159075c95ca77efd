package io.voltwright.charging.engine;

import static org.osgi.service.component.annotations.ReferenceCardinality.MULTIPLE;
import static org.osgi.service.component.annotations.ReferenceCardinality.OPTIONAL;
import static org.osgi.service.component.annotations.ReferencePolicy.DYNAMIC;
import static org.osgi.service.component.annotations.ReferencePolicyOption.GREEDY;

import io.voltwright.base.api.DeviceId;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.IdToken;
import io.voltwright.base.api.Lanes;
import io.voltwright.base.api.Time;
import io.voltwright.charging.api.Charging;
import io.voltwright.charging.api.ChargingListener;
import io.voltwright.charging.api.Continuity;
import io.voltwright.charging.api.CostMeter;
import io.voltwright.charging.api.Evse;
import io.voltwright.charging.api.NodeView;
import io.voltwright.charging.api.PowerPolicy;
import io.voltwright.charging.api.Reservations;
import io.voltwright.charging.api.Session;
import io.voltwright.field.api.FieldListener;
import io.voltwright.field.api.Meter;
import io.voltwright.field.api.Pile;
import io.voltwright.field.api.PileStatus;
import io.voltwright.journal.api.Journal;
import io.voltwright.security.api.Audit;
import io.voltwright.site.api.Site;
import io.voltwright.site.api.SiteListener;
import io.voltwright.users.api.Authority;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Charging as a service: hands what comes to the lanes of the EVSEs and keeps going while its neighbours are swapped. */
@Component(
        immediate = true,
        configurationPid = "io.voltwright.charging.engine",
        service = {
            Charging.class,
            Continuity.class,
            Reservations.class,
            FieldListener.class,
            SiteListener.class,
            ChargingEngine.class
        })
@Designate(ocd = ChargingConfig.class)
public final class ChargingEngine extends Commanded implements FieldListener, SiteListener, Commons.Away {

    private static final Logger log = LoggerFactory.getLogger(ChargingEngine.class);

    private final Yard yard;

    @Reference(cardinality = OPTIONAL, policy = DYNAMIC, policyOption = GREEDY)
    volatile @Nullable Journal journal;

    @Reference(cardinality = OPTIONAL, policy = DYNAMIC, policyOption = GREEDY)
    volatile @Nullable Authority authority;

    @Reference(cardinality = OPTIONAL, policy = DYNAMIC, policyOption = GREEDY)
    volatile @Nullable PowerPolicy policy;

    @Reference(cardinality = OPTIONAL, policy = DYNAMIC, policyOption = GREEDY)
    volatile @Nullable Audit audit;

    @Reference(cardinality = OPTIONAL, policy = DYNAMIC, policyOption = GREEDY)
    volatile @Nullable CostMeter costs;

    @Activate
    public ChargingEngine(@Reference Time time, @Reference Lanes lanes, ChargingConfig config) {
        this(time, lanes, Configured.settings(config), Host.now());
    }

    ChargingEngine(Time time, Lanes lanes, Settings settings, Host host) {
        this.yard = new Yard(time, lanes, settings, this, host);
    }

    @Activate
    void start() {
        yard.start();
    }

    @Deactivate
    void stop() {
        yard.recovery().goodbye();
        yard.close();
    }

    // Read when the store is first there; from then on rows are only written, in the journal's transactions.
    @Reference(cardinality = OPTIONAL, policy = DYNAMIC, policyOption = GREEDY, target = "(schema=charging)")
    void addStore(DataSource store) {
        try {
            yard.rows(Rows.read(store));
        } catch (SQLException e) {
            log.error("the open sessions cannot be read; charging waits for a store that can", e);
        }
    }

    void removeStore(DataSource store) {
        log.debug("store {} gone", store);
    }

    @Reference(cardinality = MULTIPLE, policy = DYNAMIC, policyOption = GREEDY)
    void addPile(Pile pile) {
        yard.addPile(pile);
    }

    void removePile(Pile pile) {
        yard.removePile(pile);
    }

    @Reference(cardinality = MULTIPLE, policy = DYNAMIC, policyOption = GREEDY)
    void addMeter(Meter meter) {
        yard.addMeter(meter);
    }

    void removeMeter(Meter meter) {
        yard.removeMeter(meter);
    }

    @Reference(cardinality = MULTIPLE, policy = DYNAMIC, policyOption = GREEDY)
    void addListener(ChargingListener listener) {
        yard.listeners().add(listener, yard.bays().stream().map(Bay::view).toList());
    }

    void removeListener(ChargingListener listener) {
        yard.listeners().remove(listener);
    }

    @Override
    public Optional<Journal> journal() {
        return Optional.ofNullable(journal);
    }

    @Override
    public Optional<Authority> authority() {
        return Optional.ofNullable(authority);
    }

    @Override
    public Optional<CostMeter> costs() {
        return Optional.ofNullable(costs);
    }

    @Override
    public Optional<PowerPolicy> policy() {
        return Optional.ofNullable(policy);
    }

    @Override
    Yard yard() {
        return yard;
    }

    @Override
    Optional<Audit> audit() {
        return Optional.ofNullable(audit);
    }

    // --- from the field and the site file ---

    @Override
    public void siteChanged(Site site) {
        yard.site(site);
    }

    @Override
    public void pileChanged(EvseId pile, PileStatus status) {
        yard.pileChanged(pile, status);
    }

    @Override
    public void cardShown(EvseId pile, IdToken token) {
        present(pile, token);
    }

    @Override
    public void cardShownAt(DeviceId reader, IdToken token) {
        yard.readers()
                .card(reader, token)
                .whenComplete((outcome, failure) ->
                        log.debug("card at {}: {}", reader, failure == null ? outcome.reasonOrDone() : failure));
    }

    // --- what is there ---

    @Override
    public List<Evse> evses() {
        return yard.bays().stream().<Evse>map(Bay::view).toList();
    }

    @Override
    public Optional<Evse> evse(EvseId id) {
        return yard.bay(id).map(Bay::view);
    }

    @Override
    public List<Session> sessions() {
        return yard.bays().stream()
                .flatMap(bay -> bay.view().session().stream())
                .sorted(Comparator.comparing(session -> session.opened().utc()))
                .toList();
    }

    @Override
    public NodeView grid() {
        return yard.grid();
    }
}
