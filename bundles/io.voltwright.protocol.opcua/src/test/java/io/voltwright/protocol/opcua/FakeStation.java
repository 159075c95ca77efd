package io.voltwright.protocol.opcua;

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
import io.voltwright.charging.api.Charging;
import io.voltwright.charging.api.Evse;
import io.voltwright.charging.api.EvseStatus;
import io.voltwright.charging.api.Habits;
import io.voltwright.charging.api.NodeView;
import io.voltwright.charging.api.Session;
import io.voltwright.charging.api.SessionLimits;
import io.voltwright.charging.api.StopReason;
import io.voltwright.security.api.Audit;
import io.voltwright.site.api.Node;
import io.voltwright.site.api.Site;
import io.voltwright.users.api.Accounts;
import io.voltwright.users.api.Role;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A station of one EVSE that writes down what it is told. */
final class FakeStation implements Services, Charging {

    static final Instant NOW = Instant.parse("2026-03-02T08:00:00Z");
    static final EvseId LEFT = new EvseId("left");
    static final String PASSWORD = "correct horse battery";

    final List<String> told = Collections.synchronizedList(new ArrayList<>());
    final Map<String, Set<Role>> roles = new HashMap<>();
    volatile Outcome answer = Outcome.done();
    volatile boolean admitting = true;
    volatile boolean here = true;

    static Site site(EvseId... evses) {
        return new Site(
                "Yard",
                ZoneId.of("Europe/Berlin"),
                io.voltwright.base.api.Voltage.volts(230),
                new Node(
                        "grid",
                        Current.amperes(32),
                        Optional.empty(),
                        List.of(),
                        List.of(new Node("yard", Current.amperes(20), Optional.empty(), List.of(evses), List.of()))),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    static Moment at(Instant instant) {
        return new Moment(instant, new java.util.UUID(0, 1), Duration.ZERO, Moment.ClockState.SYNCHRONISED);
    }

    /** What a pile says, with its time and quality. */
    record View(Quality quality, List<Reading> readings, Optional<Session> session) implements Evse {

        @Override
        public EvseId id() {
            return LEFT;
        }

        @Override
        public int number() {
            return 1;
        }

        @Override
        public EvseStatus status() {
            return EvseStatus.CHARGING;
        }

        @Override
        public Moment since() {
            return at(NOW.minusSeconds(60));
        }

        @Override
        public boolean plugged() {
            return true;
        }

        @Override
        public boolean operative() {
            return true;
        }

        @Override
        public boolean lockable() {
            return false;
        }

        @Override
        public Optional<String> fault() {
            return Optional.empty();
        }

        @Override
        public Current offer() {
            return Current.amperes(16);
        }

        @Override
        public String reason() {
            return "all it can take";
        }

        @Override
        public Optional<PhaseCurrents> currents() {
            return Optional.empty();
        }

        @Override
        public Optional<Power> power() {
            return Optional.empty();
        }

        @Override
        public Optional<Energy> register() {
            return Optional.empty();
        }

        @Override
        public String device() {
            return "";
        }
    }

    @Override
    public Optional<Charging> charging() {
        return here ? Optional.of(this) : Optional.empty();
    }

    @Override
    public Optional<Accounts> accounts() {
        return here ? Optional.of(new People()) : Optional.empty();
    }

    @Override
    public Optional<Audit> audit() {
        return Optional.empty();
    }

    @Override
    public boolean admits(InetAddress peer) {
        return admitting;
    }

    @Override
    public Instant now() {
        return NOW;
    }

    @Override
    public List<Evse> evses() {
        return List.of();
    }

    @Override
    public List<Session> sessions() {
        return List.of();
    }

    @Override
    public NodeView grid() {
        throw new UnsupportedOperationException();
    }

    private CompletionStage<Outcome> told(String what) {
        told.add(what);
        return CompletableFuture.completedFuture(answer);
    }

    @Override
    public CompletionStage<Outcome> present(EvseId evse, IdToken token) {
        return told("present");
    }

    @Override
    public CompletionStage<Outcome> start(EvseId evse, IdToken token, Optional<String> backend, Actor by) {
        return told("start " + evse + " " + token.value() + " by " + by);
    }

    @Override
    public CompletionStage<Outcome> bound(EvseId evse, SessionLimits limits, Actor by) {
        return told("bound");
    }

    @Override
    public CompletionStage<Outcome> switchPhases(EvseId evse, int phases, Actor by) {
        return told("phases");
    }

    @Override
    public CompletionStage<Outcome> setHours(EvseId evse, String hours, Actor by) {
        return told("hours");
    }

    @Override
    public CompletionStage<Outcome> stop(SessionId session, StopReason reason, Actor by) {
        return told("stop");
    }

    @Override
    public CompletionStage<Outcome> unlock(EvseId evse, Actor by) {
        return told("unlock");
    }

    @Override
    public void lead(String owner, Habits habits) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void unlead(String owner) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Outcome> setOperative(EvseId evse, boolean operative, Actor by) {
        return told("operative");
    }

    @Override
    public CompletionStage<Outcome> resetFault(EvseId evse, Actor by) {
        return told("reset");
    }

    @Override
    public CompletionStage<Outcome> limit(
            Optional<EvseId> evse, String owner, Current current, Optional<Instant> until, Actor by) {
        return told("limit " + evse.orElseThrow() + " " + current.amperes() + " A until "
                + until.map(Instant::toString).orElse("ever") + " by " + by);
    }

    @Override
    public CompletionStage<Outcome> unlimit(Optional<EvseId> evse, String owner, Actor by) {
        return told("unlimit " + evse.orElseThrow() + " by " + by);
    }

    private final class People implements Accounts {

        @Override
        public Login login(String name, char[] password, String origin) {
            told.add("login " + name + " from " + origin);
            return roles.containsKey(name) && PASSWORD.equals(new String(password))
                    ? new Login.Accepted(name, roles.getOrDefault(name, Set.of()))
                    : new Login.Denied(Duration.ZERO);
        }

        @Override
        public Optional<Set<Role>> roles(String name) {
            return Optional.ofNullable(roles.get(name));
        }

        @Override
        public List<Account> accounts() {
            return List.of();
        }

        @Override
        public Outcome add(String name, char[] password, Set<Role> roles, Actor by) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Outcome password(String name, char[] password, Actor by) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Outcome disable(String name, boolean disabled, Actor by) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<String> sshKeys(String name) {
            return List.of();
        }

        @Override
        public Outcome addSshKey(String name, String key, Actor by) {
            throw new UnsupportedOperationException();
        }
    }
}
