package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.Current;
import io.voltwright.base.api.Energy;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.IdToken;
import io.voltwright.base.api.Moment;
import io.voltwright.base.api.Outcome;
import io.voltwright.base.api.PhaseCurrents;
import io.voltwright.base.api.Power;
import io.voltwright.base.api.Quality;
import io.voltwright.base.api.Reading;
import io.voltwright.base.api.SessionId;
import io.voltwright.base.api.TokenRef;
import io.voltwright.charging.api.Charging;
import io.voltwright.charging.api.ChargingState;
import io.voltwright.charging.api.Evse;
import io.voltwright.charging.api.EvseStatus;
import io.voltwright.charging.api.Habits;
import io.voltwright.charging.api.NodeView;
import io.voltwright.charging.api.Session;
import io.voltwright.charging.api.SessionLimits;
import io.voltwright.charging.api.StopReason;
import io.voltwright.users.api.Biller;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Charging points that do what a test says, and remember what they were told. */
final class FakeCharging implements Charging {

    record FakeSession(
            SessionId id,
            EvseId evse,
            Moment opened,
            Optional<Moment> started,
            Optional<TokenRef> token,
            Optional<Biller> biller,
            Energy delivered)
            implements Session {

        @Override
        public Optional<TokenRef> group() {
            return Optional.empty();
        }

        @Override
        public Optional<String> tariff() {
            return Optional.empty();
        }

        @Override
        public Optional<Energy> startRegister() {
            return Optional.empty();
        }

        @Override
        public ChargingState state() {
            return ChargingState.CHARGING;
        }
    }

    record FakeEvse(
            EvseId id,
            int number,
            EvseStatus status,
            Moment since,
            Optional<Session> session,
            Optional<String> fault,
            boolean operative)
            implements Evse {

        @Override
        public boolean plugged() {
            return status != EvseStatus.AVAILABLE;
        }

        @Override
        public boolean lockable() {
            return true;
        }

        @Override
        public Current offer() {
            return Current.amperes(16);
        }

        @Override
        public String reason() {
            return "";
        }

        @Override
        public Optional<PhaseCurrents> currents() {
            return Optional.of(PhaseCurrents.amperes(15.9, 15.8, 0));
        }

        @Override
        public Optional<Power> power() {
            return Optional.of(Power.watts(7_300));
        }

        @Override
        public Optional<Energy> register() {
            return Optional.of(Energy.wattHours(120_000));
        }

        @Override
        public Quality quality() {
            return Quality.GOOD;
        }

        @Override
        public List<Reading> readings() {
            return List.of();
        }

        @Override
        public String device() {
            return "";
        }
    }

    final Map<EvseId, FakeEvse> evses = new LinkedHashMap<>();
    final List<String> told = new ArrayList<>();
    final Map<SessionId, Energy> delivered = new HashMap<>();
    final Map<String, Habits> habits = new LinkedHashMap<>();
    /** When the last limit ends by itself. */
    Optional<Instant> until = Optional.empty();

    /** What flows from the grid. */
    Optional<PhaseCurrents> flow = Optional.empty();

    Outcome next = Outcome.done();

    void put(FakeEvse evse) {
        evses.put(evse.id(), evse);
    }

    @Override
    public List<Evse> evses() {
        return List.copyOf(evses.values());
    }

    @Override
    public List<Session> sessions() {
        return evses.values().stream().flatMap(evse -> evse.session().stream()).toList();
    }

    @Override
    public NodeView grid() {
        return new NodeView("grid", Current.amperes(32), PhaseCurrents.ZERO, flow, List.of(), List.of());
    }

    private CompletionStage<Outcome> told(String what) {
        told.add(what);
        return CompletableFuture.completedFuture(next);
    }

    @Override
    public CompletionStage<Outcome> present(EvseId evse, IdToken token) {
        return told("present " + evse);
    }

    @Override
    public CompletionStage<Outcome> start(EvseId evse, IdToken token, Optional<String> backend, Actor by) {
        return told("start " + evse + " " + token.value() + " " + backend.orElse("-") + " " + by);
    }

    @Override
    public CompletionStage<Outcome> bound(EvseId evse, SessionLimits limits, Actor by) {
        return told("bound " + evse);
    }

    @Override
    public CompletionStage<Outcome> switchPhases(EvseId evse, int phases, Actor by) {
        return told("phases " + evse + " " + phases);
    }

    @Override
    public CompletionStage<Outcome> setHours(EvseId evse, String hours, Actor by) {
        return told("hours " + evse + " " + hours);
    }

    @Override
    public CompletionStage<Outcome> stop(SessionId session, StopReason reason, Actor by) {
        return told("stop " + session + " " + reason + " " + by);
    }

    @Override
    public CompletionStage<Outcome> unlock(EvseId evse, Actor by) {
        return told("unlock " + evse + " " + by);
    }

    @Override
    public CompletionStage<Outcome> setOperative(EvseId evse, boolean operative, Actor by) {
        return told("operative " + evse + " " + operative + " " + by);
    }

    @Override
    public CompletionStage<Outcome> resetFault(EvseId evse, Actor by) {
        return told("resetFault " + evse);
    }

    @Override
    public CompletionStage<Outcome> limit(
            Optional<EvseId> evse, String owner, Current current, Optional<Instant> until, Actor by) {
        this.until = until;
        return told("limit " + evse.map(EvseId::value).orElse("-") + " " + owner + " " + current);
    }

    @Override
    public CompletionStage<Outcome> unlimit(Optional<EvseId> evse, String owner, Actor by) {
        return told("unlimit " + evse.map(EvseId::value).orElse("-") + " " + owner);
    }

    @Override
    public void lead(String owner, Habits wanted) {
        habits.put(owner, wanted);
    }

    @Override
    public void unlead(String owner) {
        habits.remove(owner);
    }
}
