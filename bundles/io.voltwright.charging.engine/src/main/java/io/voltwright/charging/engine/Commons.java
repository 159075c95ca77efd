package io.voltwright.charging.engine;

import io.voltwright.base.api.Energy;
import io.voltwright.base.api.Lanes;
import io.voltwright.base.api.Money;
import io.voltwright.base.api.SessionId;
import io.voltwright.base.api.Time;
import io.voltwright.charging.api.CostMeter;
import io.voltwright.charging.api.PowerPolicy;
import io.voltwright.journal.api.Journal;
import io.voltwright.users.api.Authority;
import java.util.Optional;

/** What the EVSEs share and what stays the same whatever the site file says. */
abstract class Commons implements Station {

    private final Time time;
    private final Lanes lanes;
    private final Settings settings;
    private final Away away;
    private final Backlog backlog;
    private final Emergency emergency;
    private final HabitBook habits = new HabitBook();

    /** Services that come and go. */
    interface Away {
        Optional<Journal> journal();

        Optional<Authority> authority();

        Optional<PowerPolicy> policy();

        Optional<CostMeter> costs();
    }

    Commons(Time time, Lanes lanes, Settings settings, Away away) {
        this.time = time;
        this.lanes = lanes;
        this.settings = settings;
        this.away = away;
        this.backlog = new Backlog(settings.backlog());
        this.emergency = new Emergency(settings.supervision().zones());
    }

    @Override
    public final Time time() {
        return time;
    }

    @Override
    public final Lanes lanes() {
        return lanes;
    }

    @Override
    public final Settings settings() {
        return settings;
    }

    @Override
    public final Optional<Journal> journal() {
        return away.journal();
    }

    @Override
    public final Optional<Authority> authority() {
        return away.authority();
    }

    @Override
    public final Optional<Money> cost(SessionId session, Energy delivered) {
        return away.costs().flatMap(costs -> costs.cost(session, delivered));
    }

    @Override
    public final Backlog backlog() {
        return backlog;
    }

    @Override
    public final Emergency emergency() {
        return emergency;
    }

    @Override
    public final HabitBook habits() {
        return habits;
    }
}
