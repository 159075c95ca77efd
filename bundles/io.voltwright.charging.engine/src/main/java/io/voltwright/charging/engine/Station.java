package io.voltwright.charging.engine;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.Energy;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Lanes;
import io.voltwright.base.api.Money;
import io.voltwright.base.api.SessionId;
import io.voltwright.base.api.Time;
import io.voltwright.field.api.PileStatus;
import io.voltwright.journal.api.Journal;
import io.voltwright.site.api.Evse;
import io.voltwright.users.api.Authority;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;

/** What the EVSEs need of the rest of the station; what may be away is asked for anew each time. */
interface Station {

    Time time();

    Lanes lanes();

    Settings settings();

    /** How back ends want sessions to be led. */
    HabitBook habits();

    Optional<Journal> journal();

    Optional<Authority> authority();

    Backlog backlog();

    /** What a session costs with so much delivered, where its price is known. */
    Optional<Money> cost(SessionId session, Energy delivered);

    /** The local time of the site. */
    ZoneId zone();

    /** Which emergency stops are pressed. */
    Emergency emergency();

    /** What is remembered of an EVSE since before the start. */
    Map<String, String> words(EvseId evse);

    /** Lets every EVSE look at once. */
    void lookAll();

    /** The places that are kept free. */
    ReservationBook reservations();

    /** Why charging had to start, and whether the supply fails now. */
    Recovery recovery();

    /** The register that counts for money at an EVSE, while it is good. */
    Optional<Counted> counted(Evse wiring, PileStatus status);

    /** The EVSE's pile draws no more than this under that allowance and those before it. */
    void settled(EvseId evse, long seq, Current exposure);

    /** Something changed. */
    void news(EvseView view);

    /** An EVSE that left the site is at rest. */
    void gone(Bay bay, EvseRow row);
}
