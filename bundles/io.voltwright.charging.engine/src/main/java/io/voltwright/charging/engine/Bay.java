package io.voltwright.charging.engine;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Lane;
import io.voltwright.base.api.Moment;
import io.voltwright.base.api.Outcome;
import io.voltwright.base.api.Voltage;
import io.voltwright.charging.api.ChargingFact;
import io.voltwright.charging.api.ChargingFact.OfferChanged;
import io.voltwright.charging.api.EvseStatus;
import io.voltwright.charging.api.StopReason;
import io.voltwright.field.api.Pile;
import io.voltwright.field.api.PileStatus;
import io.voltwright.journal.api.Effects;
import io.voltwright.site.api.Evse;
import io.voltwright.users.api.Authorization;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One EVSE on its lane: feeds the machine with what is seen and asked, and does what the machine wants done. */
final class Bay implements Ties, Questions.Answers, Supplier<RowImage> {

    private static final Duration TICK = Duration.ofSeconds(1);

    private final Station station;
    private final Lane lane;
    private final EvseMachine machine;
    private final Offers offers;
    private final Outbox outbox;
    private final Watches watches;
    private final PileOrders orders;
    private final Questions questions;
    private final StandMaker stands;
    private int number;

    /** Something that is asked of an EVSE. */
    interface Request {
        void put(Requests to, Moment now, CompletableFuture<Outcome> reply);
    }

    private volatile EvseView view;
    private volatile Stand stand;
    private @Nullable Pile pile;
    private Moment since;

    /**
     * @param number of the EVSE on this site, from 1
     * @param open its session, as the store has it
     */
    Bay(Station station, Evse wiring, Voltage voltage, int number, EvseRow row, @Nullable SessionRow open) {
        this.station = station;
        this.number = number;
        this.lane = station.lanes().open(Outlook.lane(wiring.id()));
        this.machine = new EvseMachine(wiring, voltage, station, row, open);
        Current held = machine.charge().map(Charge::offer).orElse(Current.ZERO);
        this.since = station.time().moment();
        Optional<String> starts = Optional.ofNullable(station.words(wiring.id()).get(StartBudget.WORD));
        StartBudget budget =
                new StartBudget(station.settings(), starts, station.time().moment());
        this.offers = new Offers(this, budget, held, wiring.failSafe(), row.exposed());
        this.outbox = new Outbox(lane, station::journal, this, station.backlog(), this::committed);
        this.watches = new Watches(machine);
        this.orders = new PileOrders(machine, watches, this::pile, this::run);
        this.questions = new Questions(station, wiring.id(), this);
        this.stands = new StandMaker(machine, offers);
        this.view = Outlook.view(machine, offers, number, since, status());
        this.stand = stands.stand(station.time().sinceBoot());
        lane.every(TICK, () -> step(now -> look(now)));
    }

    // --- from any thread ---
    EvseId id() {
        return view.id();
    }

    EvseView view() {
        return view;
    }

    Stand stand() {
        return stand;
    }

    void pileBound(Pile driver) {
        run(now -> {
            pile = driver;
            look(now);
        });
    }

    void pileGone(Pile driver) {
        run(now -> {
            if (pile == driver) {
                pile = null;
                look(now);
            }
        });
    }

    void pileChanged(PileStatus status) {
        run(now -> pile().ifPresent(driver -> see(driver, status, now)));
    }

    void allow(Allowance allowance) {
        run(now -> offers.allow(allowance));
    }

    CompletableFuture<Outcome> ask(Request request) {
        CompletableFuture<Outcome> reply = new CompletableFuture<>();
        run(now -> request.put(machine.requests(), now, reply));
        return reply;
    }

    void rewire(Evse wiring, Voltage voltage, int place) {
        run(now -> {
            number = place;
            machine.rewire(wiring, voltage);
        });
    }

    /** What the sun is enough for. */
    void sunPhases(int phases) {
        run(now -> machine.phaseSwitch().bySun(phases, now));
    }

    void retire() {
        run(machine::retire);
    }

    void lookNow() {
        run(this::look);
    }

    /** The supply fails; done when what the session has taken until now is on disk. */
    CompletableFuture<Void> powerFailing() {
        CompletableFuture<Void> flushed = new CompletableFuture<>();
        run(now -> {
            machine.powerFailing(now);
            outbox.whenEmpty(() -> flushed.complete(null));
        });
        return flushed;
    }

    /** The piles keep what they have; another engine may take over. */
    void close() {
        lane.close();
    }

    private void run(Consumer<Moment> change) {
        lane.execute(() -> step(change));
    }

    // --- on the lane ---

    private void step(Consumer<Moment> change) {
        machine.journal(journalTakes());
        change.accept(station.time().moment());
        List<Effect> effects = machine.drain();
        while (!effects.isEmpty()) {
            effects.forEach(this::perform);
            effects = machine.drain();
        }
        outbox.pump();
        publish();
    }

    private void see(Pile driver, PileStatus status, Moment now) {
        machine.seen(new Look(status, driver.abilities(), station.counted(machine.wiring(), status)), now);
    }

    private void look(Moment now) {
        Pile driver = pile;
        if (driver == null) {
            machine.unseen(now);
        } else {
            see(driver, driver.status(), now);
        }
        machine.opening().look(now.utc().atZone(station.zone()), now);
        watches.look(offers, now);
        offers.tick();
        if (outbox.waits() && station.backlog().full()) {
            machine.session().endOrDrop(StopReason.OTHER, "station:journal-full", Optional.empty(), now);
        }
    }

    private void perform(Effect effect) {
        if (effect instanceof Effect.Note note) {
            outbox.note(note.fact(), note.dispensable());
        } else if (effect instanceof Effect.Save) {
            outbox.save();
        } else if (effect instanceof Effect.Word word) {
            outbox.keep(Rows.word(machine.evse(), word.name(), word.word()));
        } else if (effect instanceof Effect.Spread) {
            station.lookAll();
        } else if (effect instanceof Effect.Commit commit) {
            outbox.commit(commit.ticket(), commit.facts(), commit.also());
        } else if (effect instanceof Effect.Ask ask) {
            questions.ask(ask);
        } else if (effect instanceof Effect.Cut cut) {
            offers.cut(cut.reason());
        } else if (effect instanceof Effect.Gone) {
            station.gone(this, get().evse());
        } else if (!orders.perform(effect)) {
            throw new AssertionError(effect);
        }
    }

    @Override
    public void answered(long ticket, Authorization answer) {
        run(now -> machine.requests().answered(ticket, answer, now));
    }

    @Override
    public void unanswered(long ticket, String reason) {
        run(now -> machine.requests().unanswered(ticket, reason, now));
    }

    private void committed(long ticket, boolean onDisk) {
        run(now -> {
            machine.session().committed(ticket, onDisk, now);
            offers.committed(ticket, onDisk);
        });
    }

    private void publish() {
        EvseStatus status = status();
        if (status != view.status()) {
            since = station.time().moment();
        }
        view = Outlook.view(machine, offers, number, since, status);
        stand = stands.stand(station.time().sinceBoot());
        station.news(view);
    }

    private EvseStatus status() {
        Moment now = station.time().moment();
        return Outlook.status(machine, station.reservations().keeps(machine.evse(), now.utc(), now.sinceBoot()));
    }

    // --- for the offers ---

    @Override
    public EvseMachine machine() {
        return machine;
    }

    @Override
    public Optional<Pile> pile() {
        return Optional.ofNullable(pile);
    }

    @Override
    public Duration now() {
        return station.time().sinceBoot();
    }

    @Override
    public boolean journalTakes() {
        return !station.recovery().failing()
                && station.journal().filter(journal -> journal.accepting()).isPresent();
    }

    @Override
    public void commit(long ticket, OfferChanged change) {
        Charge charge = machine.charge().orElseThrow();
        outbox.commit(ticket, List.of(Notes.fact(change, charge, station.time().moment())), Effects.NONE);
    }

    @Override
    public void note(ChargingFact fact) {
        machine.note(fact, station.time().moment());
    }

    @Override
    public void remember(StartBudget starts) {
        String text = starts.text(station.time().moment());
        outbox.keep(
                Rows.word(machine.evse(), StartBudget.WORD, Optional.of(text).filter(word -> !word.isEmpty())));
    }

    @Override
    public void later(Runnable task) {
        run(now -> task.run());
    }

    @Override
    public void settled(long seq, Current exposure) {
        station.settled(machine.evse(), seq, exposure);
    }

    @Override
    public RowImage get() {
        return new RowImage(machine.row(offers.exposed()), machine.charge().map(Charge::row));
    }
}
