package io.voltwright.charging.engine;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Moment;
import io.voltwright.base.api.Voltage;
import io.voltwright.charging.api.ChargingFact;
import io.voltwright.charging.api.ChargingFact.AvailabilityChanged;
import io.voltwright.charging.api.ChargingFact.EvseFaulted;
import io.voltwright.charging.api.ChargingFact.EvseRecovered;
import io.voltwright.charging.api.StopReason;
import io.voltwright.field.api.PileFault;
import io.voltwright.site.api.Evse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** State of one EVSE and its session: what is seen and asked goes in, effects come out; it knows no lane, wire or disk. */
final class EvseMachine {

    static final Duration SILENCE = Duration.ofSeconds(5);
    static final Duration AFTER_TRIP = Duration.ofSeconds(10);
    static final String COMMUNICATION = "CommunicationFault";

    final Settings settings;
    final Presence presence;
    final CableGuess cable = new CableGuess();
    final ReservationBook reservations;
    final Recovery recovery;
    final HabitBook habits;
    private final Requests requests = new Requests(this);
    private final Course course = new Course(this);
    private final Lifecycle session;
    private final Resumption resumption;
    private final Faults faults;
    private final PhaseSwitch phaseSwitch;
    private final Bounds bounds;
    final Retention retention;
    private final Opening opening;
    private final List<Effect> effects = new ArrayList<>();

    private Evse wiring;
    private Voltage voltage;
    private boolean operative;
    private boolean plugged;
    private boolean silenceTold;
    private boolean journalTakes = true;
    private @Nullable Look look;
    private long tickets;

    /**
     * @param row what the store keeps of the EVSE
     * @param open its open session, if any
     */
    EvseMachine(Evse wiring, Voltage voltage, Station station, EvseRow row, @Nullable SessionRow open) {
        this.wiring = wiring;
        this.voltage = voltage;
        this.settings = station.settings();
        this.reservations = station.reservations();
        this.recovery = station.recovery();
        this.habits = station.habits().at(wiring.id());
        this.operative = row.operative();
        this.plugged = open == null ? row.finished().isPresent() : open.plugged();
        this.presence = new Presence(plugged, settings.supervision().blip());
        this.retention = new Retention(this, word(station, Retention.WORD));
        this.session = new Lifecycle(
                this, open == null ? null : Charge.of(open), row.finished().orElse(null));
        this.faults = new Faults(this, station.emergency(), word(station, Faults.LATCHED));
        this.bounds = new Bounds(this, word(station, Bounds.WORD), station::cost);
        this.opening = new Opening(this, word(station, Opening.WORD));
        this.phaseSwitch = new PhaseSwitch(
                this, name -> word(station, name), station.time().moment());
        this.resumption = new Resumption(this, open != null && open.started().isPresent());
    }

    private Optional<String> word(Station station, String name) {
        return Optional.ofNullable(station.words(wiring.id()).get(name));
    }

    /** What is to be done since the last call. */
    List<Effect> drain() {
        List<Effect> all = List.copyOf(effects);
        effects.clear();
        return all;
    }

    // --- what is seen ---

    /** The pile as it is now; called on each change and at least each second. */
    void seen(Look now, Moment time) {
        look = now;
        if (!now.heard()) {
            unseen(time);
            return;
        }
        presence.heard(now, time);
        if (silenceTold) {
            silenceTold = false;
            note(new EvseRecovered(evse(), COMMUNICATION), time);
        }
        faults.look(time);
        if (presence.known() && resumption.settled(now, time)) {
            plug(time);
            go(now, time);
        }
        requests.tick(time);
    }

    private void go(Look now, Moment time) {
        if (faults.now().isEmpty()) {
            session.tryStart(now, time);
        }
        Charge open = session.charge().orElse(null);
        if (open == null || open.started().isEmpty() || session.starting()) {
            return;
        }
        course.meter(open, now, time);
        if (!session.stop(now, time)) {
            course.go(open, now, time);
        }
    }

    /** There is no driver, or it hears nothing: comm lost, never unplugged (R20). */
    void unseen(Moment time) {
        presence.unheard(time);
        boolean tell = presence.silent()
                .filter(since -> MomentText.between(since, time).compareTo(SILENCE) >= 0)
                .isPresent();
        if (tell && !silenceTold) {
            silenceTold = true;
            requests.cancel("the pile does not answer", time);
            note(new EvseFaulted(evse(), COMMUNICATION, "the pile does not answer"), time);
        }
        faults.look(time);
        requests.tick(time);
        session.abandon(time);
    }

    private void plug(Moment time) {
        if (presence.plugged() != plugged) {
            plugged = presence.plugged();
            if (plugged) {
                session.connect(time);
            } else {
                requests.cancel("the car was unplugged", time);
                session.disconnect(time);
            }
        }
    }

    // --- what the lane tells it ---

    /** The site file says something else now. */
    void rewire(Evse next, Voltage nominal) {
        wiring = next;
        voltage = nominal;
        session.stay();
    }

    /** The supply fails: a sample while the pile answers, or the end where sessions stop after a loss of power. */
    void powerFailing(Moment time) {
        if (!settings.resumeAfterPowerLoss()) {
            session.endOrDrop(StopReason.POWER_LOSS, "station:power-fails", Optional.empty(), time);
        }
        Charge open = session.charge().filter(at -> at.started().isPresent()).orElse(null);
        Look now = look;
        if (open != null && now != null && now.heard() && now.counted().isPresent()) {
            course.sample(open, ChargingFact.Context.CHANGE, now, time);
        }
        add(new Effect.Save());
    }

    /** The EVSE is no longer part of the site. */
    void retire(Moment time) {
        requests.cancel("the EVSE was taken out of the site", time);
        session.retire(time);
    }

    /** Whether facts can be kept now; without that nothing starts. */
    void journal(boolean takes) {
        journalTakes = takes;
    }

    boolean journalTakes() {
        return journalTakes;
    }

    void operative(boolean inService, Moment time, String by) {
        operative = inService;
        note(new AvailabilityChanged(evse(), inService, by), time);
    }

    void note(ChargingFact fact, Moment time) {
        Charge open = session.charge().orElse(null);
        effects.add(new Effect.Note(Notes.fact(fact, open, time), Notes.dispensable(fact)));
    }

    void add(Effect effect) {
        effects.add(effect);
    }

    long ticket() {
        return ++tickets;
    }

    // --- what it is ---

    Requests requests() {
        return requests;
    }

    Lifecycle session() {
        return session;
    }

    Opening opening() {
        return opening;
    }

    Bounds bounds() {
        return bounds;
    }

    PhaseSwitch phaseSwitch() {
        return phaseSwitch;
    }

    Faults faults() {
        return faults;
    }

    Course course() {
        return course;
    }

    Optional<Charge> charge() {
        return session.charge();
    }

    EvseId evse() {
        return wiring.id();
    }

    Evse wiring() {
        return wiring;
    }

    Voltage voltage() {
        return voltage;
    }

    Optional<Look> look() {
        return Optional.ofNullable(look);
    }

    boolean plugged() {
        return plugged;
    }

    /** In service, and open at this hour. */
    boolean operative() {
        return operative && !opening.closed();
    }

    /** Code of the fault it suffers from. */
    Optional<String> fault() {
        return faults.now().map(PileFault::code).or(() -> Optional.of(COMMUNICATION)
                .filter(code -> silenceTold));
    }

    /**
     * @param exposed the most its pile may still hold
     */
    EvseRow row(Current exposed) {
        return new EvseRow(evse(), operative, session.finished(), exposed);
    }

    /** Whether the field was compared with what the store knew; before that the pile is left as it is (R38). */
    boolean compared() {
        return presence.known() && resumption.done();
    }

    /** Whether the pile has been silent for so long that its watchdog has fired (R36). */
    boolean tripped(Duration now) {
        boolean bound = look().filter(last -> last.abilities().failSafe()).isPresent();
        return bound && presence.silentFor(wiring.failSafeAfter().plus(AFTER_TRIP), now);
    }

    /** Whether a session runs that may have current: started on disk, car there, nothing wrong, nothing ending. */
    boolean entitled() {
        return charge().filter(open ->
                                open.started().isPresent() && open.ending().isEmpty() && open.plugged())
                        .isPresent()
                && !session.starting()
                && faults.now().isEmpty()
                && compared();
    }
}
