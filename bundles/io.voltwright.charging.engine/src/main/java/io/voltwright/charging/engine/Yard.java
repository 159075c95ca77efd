package io.voltwright.charging.engine;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Lane;
import io.voltwright.base.api.Lanes;
import io.voltwright.base.api.PhaseCurrents;
import io.voltwright.base.api.Time;
import io.voltwright.charging.api.NodeView;
import io.voltwright.field.api.Meter;
import io.voltwright.field.api.Pile;
import io.voltwright.field.api.PileStatus;
import io.voltwright.site.api.Evse;
import io.voltwright.site.api.Site;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All EVSEs of the site: made, changed and removed as the site file says, once the store has told what runs there. */
final class Yard extends Commons {

    private static final Logger log = LoggerFactory.getLogger(Yard.class);

    private final Recovery recovery;
    private final Lane lane;
    private final News news;
    private final Sharing sharing;
    private final ReservationBook reservations = new ReservationBook(this::views);
    private final ReservationDesk reservationDesk;
    private final ReaderDesk readers = new ReaderDesk(this::bays, this);
    private final Map<EvseId, Bay> bays = new ConcurrentHashMap<>();
    private final Field field = new Field();
    private final EmergencyInputs inputs;

    private volatile @Nullable Site site;
    private @Nullable Stored stored;

    /**
     * @param host what charging runs in
     */
    Yard(Time time, Lanes lanes, Settings settings, Away away, Host host) {
        super(time, lanes, settings, away);
        this.lane = lanes.open("charging site");
        this.inputs = new EmergencyInputs(settings.supervision().inputs(), emergency(), field::meter);
        this.recovery = new Recovery(lane, this, host);
        this.news = new News(lanes.open("charging news"));
        Supplier<Map<EvseId, Bay>> present = () -> Map.copyOf(bays);
        this.sharing = new Sharing(time, lanes, away::policy, away::journal, present, field::meter);
        this.reservationDesk =
                new ReservationDesk(lanes.open("charging reservations"), this, reservations, this::views);
    }

    private void inputs() {
        if (inputs.look(time().sinceBoot())) {
            lookAll();
        }
    }

    void start() {
        reservationDesk.start();
        sharing.start();
        lane.every(Allocator.CYCLE, recovery::tick);
        lane.every(Allocator.CYCLE, this::inputs);
    }

    /** Lets go without touching a pile: leases and watchdogs bound what happens if nobody returns. */
    void close() {
        sharing.close();
        lane.close();
        reservationDesk.close();
        bays.values().forEach(Bay::close);
        news.close();
    }

    // --- site and store ---

    void rows(Stored rows) {
        lane.execute(() -> {
            if (stored == null) {
                stored = rows;
                recovery.read(rows);
                sharing.load(rows);
                reservations.load(rows.reservations());
                apply();
            }
        });
    }

    void site(Site next) {
        site = next;
        lane.execute(this::apply);
    }

    private void apply() {
        Site now = site;
        Stored rows = stored;
        if (now == null || rows == null) {
            return;
        }
        emergency().site(now);
        inputs.check();
        Set<EvseId> wanted = new HashSet<>();
        int number = 0;
        for (Evse wiring : now.evses()) {
            number++;
            wanted.add(wiring.id());
            place(wiring, now, number, rows);
        }
        bays.forEach((id, bay) -> {
            if (!wanted.contains(id)) {
                bay.retire();
            }
        });
        EvseId grid = Strays.name(now.grid());
        reservationDesk.grid(grid);
        recovery.grid(grid);
        sharing.site(Strays.added(now.grid(), wanted, bays.keySet()), now);
    }

    private void place(Evse wiring, Site now, int number, Stored rows) {
        EvseId id = wiring.id();
        Bay bay = bays.get(id);
        if (bay != null) {
            bay.rewire(wiring, now.voltage(), number);
            return;
        }
        EvseRow row = rows.evses().getOrDefault(id, EvseRow.fresh(id));
        Bay fresh = new Bay(
                this, wiring, now.voltage(), number, row, rows.sessions().remove(id));
        bays.put(id, fresh);
        field.pile(id).ifPresent(fresh::pileBound);
        news(fresh.view());
    }

    @Override
    public void gone(Bay bay, EvseRow row) {
        lane.execute(() -> {
            Stored rows = stored;
            if (rows != null && bays.remove(bay.id(), bay)) {
                rows.evses().put(bay.id(), row);
                emergency().forget(bay.id());
                log.info("{}: no longer part of the site", bay.id());
                bay.close();
                apply();
            }
        });
    }

    // --- field ---

    void addPile(Pile pile) {
        field.add(pile);
        bay(pile.id()).ifPresent(bay -> bay.pileBound(pile));
    }

    void removePile(Pile pile) {
        if (field.remove(pile)) {
            bay(pile.id()).ifPresent(bay -> bay.pileGone(pile));
        }
    }

    void addMeter(Meter meter) {
        field.add(meter);
    }

    void removeMeter(Meter meter) {
        field.remove(meter);
    }

    void pileChanged(EvseId id, PileStatus status) {
        bay(id).ifPresent(bay -> bay.pileChanged(status));
    }

    @Override
    public Optional<Counted> counted(Evse wiring, PileStatus status) {
        return field.counted(wiring, status);
    }

    // --- what is there ---

    Optional<Bay> bay(EvseId id) {
        return Optional.ofNullable(bays.get(id));
    }

    /** In the order of the site file. */
    List<Bay> bays() {
        return bays.values().stream()
                .sorted((one, other) ->
                        Integer.compare(one.view().number(), other.view().number()))
                .toList();
    }

    NodeView grid() {
        Site now = site;
        if (now == null) {
            return new NodeView("grid", Current.ZERO, PhaseCurrents.ZERO, Optional.empty(), List.of(), List.of());
        }
        return new GridView(Map.copyOf(bays), field::meter, sharing::cap).view(now.grid());
    }

    /** Nodes and EVSEs share one set of names. */
    boolean hasNode(EvseId name) {
        Site now = site;
        return now != null && now.grid().all().anyMatch(node -> node.id().equals(name.value()));
    }

    private Collection<EvseView> views() {
        return bays.values().stream().map(Bay::view).toList();
    }

    ReservationDesk reservationDesk() {
        return reservationDesk;
    }

    @Override
    public ZoneId zone() {
        Site now = site;
        return now == null ? ZoneOffset.UTC : now.zone();
    }

    @Override
    public Map<String, String> words(EvseId evse) {
        Stored rows = stored;
        return rows == null ? Map.of() : rows.evseWords().getOrDefault(evse, Map.of());
    }

    @Override
    public void lookAll() {
        bays.values().forEach(Bay::lookNow);
    }

    @Override
    public ReservationBook reservations() {
        return reservations;
    }

    Sharing sharing() {
        return sharing;
    }

    ReaderDesk readers() {
        return readers;
    }

    News listeners() {
        return news;
    }

    @Override
    public Recovery recovery() {
        return recovery;
    }

    @Override
    public void settled(EvseId evse, long seq, Current exposure) {
        sharing.settled(evse, seq, exposure);
    }

    @Override
    public void news(EvseView view) {
        news.changed(view);
    }
}
