package io.voltwright.charging.engine;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.DeviceId;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.IdToken;
import io.voltwright.base.api.Outcome;
import io.voltwright.base.api.Phase;
import io.voltwright.base.api.VirtualTime;
import io.voltwright.base.api.Voltage;
import io.voltwright.charging.api.ChargingFact;
import io.voltwright.charging.api.ChargingFacts;
import io.voltwright.charging.api.Session;
import io.voltwright.field.api.FakePile;
import io.voltwright.journal.api.MemoryJournal;
import io.voltwright.site.api.Evse;
import io.voltwright.site.api.EvseRules;
import io.voltwright.site.api.Node;
import io.voltwright.site.api.Site;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** A site with fake piles, virtual time and a real store, on which a charge can be played. */
final class Scene {

    static final EvseId LEFT = new EvseId("left");
    static final EvseId RIGHT = new EvseId("right");
    static final IdToken CARD = IdToken.card("04A1B2C3");
    static final IdToken OTHER = IdToken.card("04FFEE01");
    static final List<Phase> STRAIGHT = List.of(Phase.L1, Phase.L2, Phase.L3);
    static final Settings QUICK =
            new Settings(Duration.ofSeconds(10), Duration.ofSeconds(60), true, Duration.ZERO, 1000, 10_000, 5_000);

    final VirtualTime time;
    final DataSource store = ChargingStore.open();
    final MemoryJournal journal = new MemoryJournal(store);
    final FakeAuthority authority = new FakeAuthority().knows(CARD);
    final Map<EvseId, FakePile> piles = new LinkedHashMap<>();
    final List<Evse> wirings = new ArrayList<>();
    Settings settings = QUICK;
    String osBoot = "one";
    String process = "";
    Current fuse = Current.amperes(32);
    Optional<DeviceId> meter = Optional.empty();
    ChargingEngine engine;

    Scene(VirtualTime time, EvseId... evses) {
        this.time = time;
        for (EvseId evse : evses) {
            piles.put(evse, new FakePile(evse, time));
            wirings.add(wiring(evse));
        }
        this.engine = engine();
    }

    /** Two bays behind 32 A. */
    static Scene two() {
        return new Scene(new VirtualTime(), LEFT, RIGHT).open();
    }

    static Scene twoUnopened() {
        return new Scene(new VirtualTime(), LEFT, RIGHT);
    }

    static Evse wiring(EvseId evse) {
        return new Evse(
                evse,
                "fake",
                new DeviceId("bus"),
                1,
                1,
                STRAIGHT,
                Current.amperes(32),
                Current.ZERO,
                Duration.ofSeconds(30),
                Optional.empty(),
                Optional.empty(),
                "standard");
    }

    /** Starts the engine with all its neighbours and lets two cycles pass. */
    Scene open() {
        engine = engine();
        engine.journal = journal;
        engine.authority = authority;
        engine.policy = new EvenPolicy();
        engine.addStore(store);
        piles.values().forEach(engine::addPile);
        engine.start();
        engine.siteChanged(site());
        return pass(2);
    }

    private ChargingEngine engine() {
        return new ChargingEngine(time, time, settings, new Host(osBoot, process));
    }

    Site site() {
        List<EvseId> ids = wirings.stream().map(Evse::id).toList();
        return new Site(
                "test",
                ZoneId.of("Europe/Berlin"),
                Voltage.volts(230),
                new Node("grid", fuse, meter, ids, List.of()),
                List.of(),
                wirings,
                List.of(),
                List.of());
    }

    /** The site file says something else of an EVSE from now on. */
    void rules(EvseId evse, UnaryOperator<EvseRules> change) {
        wirings.replaceAll(wiring -> wiring.id().equals(evse)
                ? new Evse(
                        wiring.id(),
                        wiring.profile(),
                        wiring.bus(),
                        wiring.unit(),
                        wiring.instance(),
                        wiring.rotation(),
                        wiring.most(),
                        wiring.failSafe(),
                        wiring.failSafeAfter(),
                        wiring.reader(),
                        wiring.meter(),
                        wiring.tariff(),
                        change.apply(wiring.rules()))
                : wiring);
        engine.siteChanged(site());
    }

    /** The process is gone from one moment to the next; nothing is written any more. */
    Scene kill() {
        engine.journal = null;
        engine.stop();
        return this;
    }

    /** The process is stopped in order, as for a swap or an upgrade. */
    Scene stop() {
        engine.stop();
        return this;
    }

    Scene pass(long seconds) {
        time.pass(Duration.ofSeconds(seconds));
        return this;
    }

    FakePile pile(EvseId evse) {
        return Objects.requireNonNull(piles.get(evse));
    }

    FakePile left() {
        return pile(LEFT);
    }

    FakePile right() {
        return pile(RIGHT);
    }

    /** Plugs, shows a card and waits until current flows. */
    Scene charge(EvseId evse) {
        pile(evse).plug();
        pass(3);
        card(evse, CARD);
        return pass(10);
    }

    Outcome card(EvseId evse, IdToken token) {
        return now(engine.present(evse, token));
    }

    Outcome now(CompletionStage<Outcome> stage) {
        time.settle();
        return stage.toCompletableFuture().getNow(Outcome.refused("not answered yet"));
    }

    /** The answer once so much time has passed. */
    Outcome after(long seconds, CompletionStage<Outcome> stage) {
        pass(seconds);
        return stage.toCompletableFuture().getNow(Outcome.refused("not answered yet"));
    }

    io.voltwright.charging.api.Evse evse(EvseId id) {
        return engine.evse(id).orElseThrow();
    }

    Session session(EvseId id) {
        return evse(id).session().orElseThrow();
    }

    List<ChargingFact> facts() {
        return journal.facts(fact -> true).stream()
                .flatMap(fact -> ChargingFacts.decode(fact).stream())
                .toList();
    }

    <T extends ChargingFact> List<T> facts(Class<T> type) {
        return facts().stream()
                .flatMap(fact -> type.isInstance(fact) ? Stream.of(type.cast(fact)) : Stream.empty())
                .toList();
    }

    Instant utc() {
        return time.instant();
    }
}
