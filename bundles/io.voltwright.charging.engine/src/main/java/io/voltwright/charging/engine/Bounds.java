package io.voltwright.charging.engine;

import io.voltwright.base.api.Energy;
import io.voltwright.base.api.Moment;
import io.voltwright.base.api.Money;
import io.voltwright.base.api.Outcome;
import io.voltwright.base.api.Point;
import io.voltwright.base.api.SessionId;
import io.voltwright.charging.api.Session;
import io.voltwright.charging.api.SessionLimits;
import io.voltwright.charging.api.StopReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** When the session of an EVSE stops by itself: energy, time, state of charge, cost. */
final class Bounds {

    static final String WORD = "bounds";

    /** Between a reading and the last watt lie the read, the decision and the write: what flows until then is paid for too. */
    private static final Duration STOPPING = Duration.ofSeconds(3);

    private static final double MILLIS_PER_HOUR = Duration.ofHours(1).toMillis();
    private static final String NONE = "-";
    private static final int WORDS = 7;
    private static final String USERS = "users";

    private final EvseMachine machine;
    private final BiFunction<SessionId, Energy, Optional<Money>> costs;
    private @Nullable SessionId session;
    private SessionLimits limits = SessionLimits.NONE;
    private String by = "";

    /**
     * @param word what was set before the restart
     * @param costs what a session costs with so much delivered, where that is known
     */
    Bounds(EvseMachine machine, Optional<String> word, BiFunction<SessionId, Energy, Optional<Money>> costs) {
        this.machine = machine;
        this.costs = costs;
        word.ifPresent(this::parse);
    }

    /**
     * @param who said so
     */
    void set(SessionId of, SessionLimits next, String who) {
        session = of;
        limits = next;
        by = who;
        machine.add(new Effect.Word(WORD, Optional.of(text(of))));
    }

    /** For the open session, from now on. */
    void ask(SessionLimits wanted, String who, CompletableFuture<Outcome> reply) {
        Charge open = machine.charge().orElse(null);
        if (open == null) {
            reply.complete(Outcome.refused("no session is open at " + machine.evse()));
            return;
        }
        Optional<String> wrong = refused(open, wanted);
        if (wrong.isEmpty()) {
            set(open.id, wanted, who);
        }
        reply.complete(wrong.map(Outcome::refused).orElseGet(Outcome::done));
    }

    /** What stops a session, and who said so. */
    List<Session.Bound> of(Charge open) {
        List<Session.Bound> all = new ArrayList<>();
        open.grant()
                .flatMap(Grant::mostEnergy)
                .ifPresent(energy -> all.add(new Session.Bound(
                        new SessionLimits(Optional.of(energy), Optional.empty(), Optional.empty(), Optional.empty()),
                        USERS)));
        if (open.id.equals(session) && !limits.equals(SessionLimits.NONE)) {
            all.add(new Session.Bound(limits, by));
        }
        return all;
    }

    /** Why these cannot hold for a session, if they cannot. */
    private Optional<String> refused(Charge open, SessionLimits wanted) {
        return wanted.cost().flatMap(most -> costs.apply(open.id, open.delivered())
                .filter(cost -> !cost.currency().equals(most.currency()))
                .map(cost -> "cost " + most + ": the session is priced in " + cost.currency() + "; give it in that"));
    }

    /** Why the session has to end now, if it has. */
    Optional<StopReason> reached(Charge open, Look now, Moment time) {
        // The register may be seconds old; a whole sample too much would flow if only the next one counted.
        Energy delivered = expected(open, now, time, Duration.ZERO);
        if (atLeast(delivered, open.grant().flatMap(Grant::mostEnergy))) {
            return Optional.of(StopReason.ENERGY_LIMIT);
        }
        if (!open.id.equals(session)) {
            return Optional.empty();
        }
        if (atLeast(delivered, limits.energy())) {
            return Optional.of(StopReason.ENERGY_LIMIT);
        }
        Duration lasted = MomentText.between(open.started().orElse(time), time);
        if (limits.time().filter(most -> lasted.compareTo(most) >= 0).isPresent()) {
            return Optional.of(StopReason.TIME_LIMIT);
        }
        // Only a good reading counts: a stale one says nothing of the battery of now.
        double charge = now.status().good(Point.SOC).orElse(0.0);
        if (limits.stateOfCharge().filter(most -> charge >= most).isPresent()) {
            return Optional.of(StopReason.SOC_LIMIT);
        }
        return limits.cost()
                .filter(most -> costly(open.id, expected(open, now, time, STOPPING), most))
                .map(most -> StopReason.COST_LIMIT);
    }

    /** What will have been delivered so long after now: the last register, and what has flowed since and will flow. */
    private Energy expected(Charge open, Look now, Moment time, Duration ahead) {
        Duration until = now.counted()
                .map(counted -> MomentText.between(counted.requested(), time))
                .orElse(Duration.ZERO)
                .plus(ahead);
        double wattHours = machine.course().watts(now) * until.toMillis() / MILLIS_PER_HOUR;
        return open.delivered().plus(Energy.wattHours(wattHours));
    }

    private static boolean atLeast(Energy delivered, Optional<Energy> most) {
        return most.filter(limit -> !limit.exceeds(delivered)).isPresent();
    }

    private boolean costly(SessionId id, Energy delivered, Money most) {
        return costs.apply(id, delivered)
                .filter(cost -> cost.currency().equals(most.currency()) && cost.minorUnits() >= most.minorUnits())
                .isPresent();
    }

    private String text(SessionId of) {
        return String.join(
                " ",
                of.value(),
                limits.energy()
                        .map(energy -> Long.toString(energy.milliwattHours()))
                        .orElse(NONE),
                limits.time().map(time -> Long.toString(time.toSeconds())).orElse(NONE),
                limits.stateOfCharge().map(percent -> Integer.toString(percent)).orElse(NONE),
                limits.cost()
                        .map(cost -> cost.minorUnits() + " " + cost.currency().getCurrencyCode())
                        .orElse(NONE),
                by);
    }

    private void parse(String text) {
        String[] words = text.split(" ", WORDS);
        session = new SessionId(words[0]);
        boolean costless = words[4].equals(NONE);
        // Who it was stands last; before that was kept nothing did.
        by = String.join(" ", List.of(words).subList(Math.min(costless ? 5 : 6, words.length), words.length));
        limits = new SessionLimits(
                word(words[1]).map(mwh -> Energy.milliwattHours(Long.parseLong(mwh))),
                word(words[2]).map(seconds -> Duration.ofSeconds(Long.parseLong(seconds))),
                word(words[3]).map(Integer::parseInt),
                word(words[4]).map(minor -> new Money(Long.parseLong(minor), Currency.getInstance(words[5]))));
    }

    private static Optional<String> word(String word) {
        return word.equals(NONE) ? Optional.empty() : Optional.of(word);
    }
}
