package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Lane;
import io.voltwright.base.api.SessionId;
import io.voltwright.charging.api.Charging;
import io.voltwright.charging.api.Evse;
import io.voltwright.charging.api.Session;
import io.voltwright.protocol.ocpp.Ceilings.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The charging profiles of one back end and what they do: the same for every version of OCPP.
 *
 * <p>Lives on the lane; {@link #profiles}, {@link #ceiling} and {@link #plan} may be called from any thread.
 */
final class SmartCharging {

    private static final Logger log = LoggerFactory.getLogger(SmartCharging.class);

    /** The clock may be set while the timer for the end of a period runs. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    /** A session that was begun is seen by then. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final Duration RETRY = Duration.ofSeconds(5);

    private final String backend;
    private final House house;
    private final ProfileStore store;
    private final Governor governor;
    private final Map<EvseId, Optional<SessionId>> started = new HashMap<>();
    private volatile List<Profile> profiles;
    /** Of sessions that are being started and have no id yet. */
    private volatile List<Profile> awaited = List.of();
    /** Those of them whose session is there, though not yet seen. */
    private final Set<Profile> begun = new HashSet<>();

    private CompletionStage<?> turns = CompletableFuture.completedFuture(0);
    private Optional<Lane.Timer> timer = Optional.empty();
    private boolean blind = true;
    private boolean retrying;

    /** Reads the rows of the back end, and so blocks on the store. */
    SmartCharging(String backend, House house, ProfileStore store) {
        this.backend = backend;
        this.house = house;
        this.store = store;
        this.governor = new Governor(backend, house.lane());
        this.profiles = List.copyOf(store.load(backend));
    }

    List<Profile> profiles() {
        return profiles;
    }

    /** The wires of the site, while both they and charging are there. */
    Optional<Wires> wires() {
        return house.charging().get().flatMap(there -> house.site().get()).map(Wires::new);
    }

    void start() {
        // A profile may have come to its end while this module was away.
        profiles.stream()
                .filter(profile -> profile.evse().isPresent() || profile.purpose() == Purpose.STATION_MAX)
                .forEach(profile -> governor.doubt(profile.evse()));
        look();
    }

    /** Limits stay as they are: whoever comes next goes on from there. */
    void stop() {
        timer.ifPresent(Lane.Timer::cancel);
    }

    /** Completes with whether there was room for it, once it is on disk and in force (R-K02, R-K15). */
    CompletionStage<Boolean> install(Profile profile) {
        return turn(() -> {
            Instant now = house.time().instant();
            List<Profile> gone = profiles.stream()
                    .filter(old -> profile.replaces(old) || old.over(now))
                    .toList();
            if (profiles.size() - gone.size() >= ProfileRules.MOST_PROFILES) {
                return CompletableFuture.completedFuture(false);
            }
            return change(gone, Optional.of(profile)).thenApply(done -> true);
        });
    }

    /** Completes with whether there was one, once it is off the disk and out of force (R-K14, R-K15). */
    CompletionStage<Boolean> remove(Predicate<Profile> which) {
        return turn(() -> {
            List<Profile> gone = profiles.stream().filter(which).toList();
            boolean forgotten = awaited.stream().anyMatch(which);
            awaited = awaited.stream().filter(which.negate()).toList();
            if (gone.isEmpty()) {
                look();
                return CompletableFuture.completedFuture(forgotten);
            }
            return change(gone, Optional.empty()).thenApply(done -> true);
        });
    }

    private CompletionStage<Void> change(List<Profile> gone, Optional<Profile> come) {
        return CompletableFuture.runAsync(() -> store.change(backend, gone, come), house.blocking())
                .thenRunAsync(
                        () -> {
                            List<Profile> now = new ArrayList<>(profiles);
                            now.removeAll(gone);
                            come.ifPresent(now::add);
                            profiles = List.copyOf(now);
                            look();
                        },
                        house.lane());
    }

    /** One change after the other, for each takes its time on disk. */
    private <T> CompletionStage<T> turn(Supplier<CompletionStage<T>> work) {
        CompletionStage<T> mine =
                turns.handleAsync((done, failure) -> 0, house.lane()).thenCompose(next -> work.get());
        turns = mine;
        return mine;
    }

    /** It holds from now on for the session that is being started at its EVSE (R-X13). */
    void await(Profile profile) {
        awaited = Stream.concat(awaited.stream(), Stream.of(profile)).toList();
        look();
    }

    /** The session is there or about to be shown: from then on the profile is its own. */
    void started(Profile profile) {
        begun.add(profile);
        house.charging()
                .get()
                .flatMap(charging -> charging.evse(profile.evse().orElseThrow()))
                .flatMap(Evse::session)
                .ifPresent(session -> bind(profile, session.id()));
        house.lane().after(PATIENCE, () -> notStarted(profile));
    }

    private void bind(Profile profile, SessionId session) {
        begun.remove(profile);
        install(profile.of(session))
                .whenCompleteAsync(
                        (done, failure) -> {
                            if (failure != null || !done) {
                                log.warn("{}: profile {} of a remote start was not kept", backend, profile.id());
                            }
                            notStarted(profile);
                        },
                        house.lane());
    }

    /** Nothing came of the start, or the profile is kept elsewhere by now. */
    void notStarted(Profile profile) {
        begun.remove(profile);
        if (awaited.contains(profile)) {
            awaited =
                    awaited.stream().filter(waiting -> !waiting.equals(profile)).toList();
            look();
        }
    }

    /** A profile goes with its transaction (R-K16). */
    void changed(Evse evse) {
        Optional<SessionId> session = evse.session().map(Session::id);
        session.ifPresent(id -> List.copyOf(begun).stream()
                .filter(profile -> profile.evse().filter(evse.id()::equals).isPresent())
                .forEach(profile -> bind(profile, id)));
        Predicate<Profile> orphaned = profile -> profile.purpose() == Purpose.TX
                && profile.evse().filter(evse.id()::equals).isPresent()
                && profile.session().isPresent()
                && !profile.session().equals(session);
        if (profiles.stream().anyMatch(orphaned)) {
            remove(orphaned).exceptionally(failure -> {
                log.warn("{}: the profile of an ended transaction stays in the store", backend, failure);
                return false;
            });
        }
        Optional<SessionId> running = session.filter(id -> Points.inTransaction(evse));
        if (!running.equals(started.put(evse.id(), running)) || blind) {
            look();
        }
    }

    /** Gives charging the limits of this moment, and looks again when the first of them changes (R-K23). */
    private void look() {
        timer.ifPresent(Lane.Timer::cancel);
        Optional<Charging> charging = house.charging().get();
        Optional<Wires> wires = wires();
        blind = charging.isEmpty() || wires.isEmpty();
        if (blind) {
            after(RETRY);
            return;
        }
        Instant now = house.time().instant();
        Ceilings ceilings = ceilings(wires.get());
        Duration wait = hold(charging.get(), Optional.empty(), ceilings.station(), now, LONGEST_WAIT);
        for (Evse evse : charging.get().evses()) {
            Ceiling ceiling = ceilings.transaction(evse.id(), transaction(evse));
            wait = hold(charging.get(), Optional.of(evse.id()), ceiling, now, wait);
        }
        after(wait);
    }

    private Duration hold(Charging charging, Optional<EvseId> place, Ceiling ceiling, Instant now, Duration longest) {
        governor.hold(charging, place, ceiling, now, this::retry);
        return ceiling.changeAfter(now)
                .filter(change -> change.isBefore(now.plus(longest)))
                .map(change -> Duration.between(now, change))
                .orElse(longest);
    }

    // Once for all that were refused.
    private void retry() {
        if (!retrying) {
            retrying = true;
            house.lane().after(RETRY, () -> {
                retrying = false;
                look();
            });
        }
    }

    private void after(Duration wait) {
        timer.ifPresent(Lane.Timer::cancel);
        timer = Optional.of(house.lane().after(wait, this::look));
    }

    private Ceilings ceilings(Wires wires) {
        return new Ceilings(Stream.concat(profiles.stream(), awaited.stream()).toList(), wires);
    }

    private static Transaction transaction(Evse evse) {
        return new Transaction(
                evse.session().map(Session::id),
                evse.session().flatMap(Session::started).map(moment -> moment.utc()));
    }

    /** What the profiles allow at an EVSE, or at the station as a whole; empty while charging or the site is away. */
    Optional<Plan> plan(Optional<EvseId> place, Duration duration, int most) {
        Instant now = house.time().instant();
        return wires().map(wires -> Plan.of(ceiling(place, wires, now), now, duration, most));
    }

    // Where no transaction runs, as if one started now (R-K13).
    private Ceiling ceiling(Optional<EvseId> place, Wires wires, Instant now) {
        Map<EvseId, Transaction> transactions = house.charging().get().stream()
                .flatMap(charging -> charging.evses().stream())
                .collect(Collectors.toMap(Evse::id, evse -> {
                    Transaction running = transaction(evse);
                    return new Transaction(running.session(), running.began().or(() -> Optional.of(now)));
                }));
        Ceilings ceilings = ceilings(wires);
        return place.map(evse -> ceilings.evse(
                        evse, transactions.getOrDefault(evse, new Transaction(Optional.empty(), Optional.of(now)))))
                .orElseGet(() -> ceilings.grid(transactions));
    }
}
