package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.Energy;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Moment;
import io.voltwright.base.api.PhaseCurrents;
import io.voltwright.base.api.Power;
import io.voltwright.base.api.Quality;
import io.voltwright.base.api.Reading;
import io.voltwright.charging.api.Evse;
import io.voltwright.charging.api.EvseStatus;
import io.voltwright.charging.api.Session;
import java.util.List;
import java.util.Optional;

/** A charging point that is the only one of its station. */
record PileEvse(Evse evse) implements Evse {

    @Override
    public EvseId id() {
        return evse.id();
    }

    @Override
    public int number() {
        return Pile.CONNECTOR;
    }

    @Override
    public EvseStatus status() {
        return evse.status();
    }

    @Override
    public Moment since() {
        return evse.since();
    }

    @Override
    public boolean plugged() {
        return evse.plugged();
    }

    @Override
    public boolean operative() {
        return evse.operative();
    }

    @Override
    public boolean lockable() {
        return evse.lockable();
    }

    @Override
    public Optional<String> fault() {
        return evse.fault();
    }

    @Override
    public Optional<Session> session() {
        return evse.session();
    }

    @Override
    public Current offer() {
        return evse.offer();
    }

    @Override
    public String reason() {
        return evse.reason();
    }

    @Override
    public Optional<PhaseCurrents> currents() {
        return evse.currents();
    }

    @Override
    public Optional<Power> power() {
        return evse.power();
    }

    @Override
    public Optional<Energy> register() {
        return evse.register();
    }

    @Override
    public Quality quality() {
        return evse.quality();
    }

    @Override
    public List<Reading> readings() {
        return evse.readings();
    }

    @Override
    public String device() {
        return evse.device();
    }
}
