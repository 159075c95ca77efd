package io.voltwright.charging.engine;

import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.TokenRef;
import io.voltwright.charging.api.Evse;
import io.voltwright.charging.api.EvseStatus;
import io.voltwright.charging.api.Reservation;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The places that are kept free, as every lane may ask for them. */
final class ReservationBook {

    /** A place just given away shows as taken within this. */
    private static final Duration GIVEN = Duration.ofSeconds(2);

    private final Supplier<Collection<EvseView>> evses;
    private final Map<Key, Reservation> standing = new LinkedHashMap<>();
    private final Map<EvseId, Duration> given = new HashMap<>();

    private record Key(String owner, String id) {}

    /**
     * @param evses as they are now
     */
    ReservationBook(Supplier<Collection<EvseView>> evses) {
        this.evses = evses;
    }

    synchronized void load(Collection<Reservation> stored) {
        stored.forEach(this::put);
    }

    synchronized void put(Reservation reservation) {
        Key key = new Key(reservation.owner(), reservation.id());
        standing.remove(key);
        standing.put(key, reservation);
    }

    /** Whether it was there. */
    synchronized boolean remove(Reservation reservation) {
        return standing.remove(new Key(reservation.owner(), reservation.id()), reservation);
    }

    synchronized Optional<Reservation> find(String owner, String id) {
        return Optional.ofNullable(standing.get(new Key(owner, id)));
    }

    synchronized List<Reservation> all() {
        return List.copyOf(standing.values());
    }

    /** The reservation that a session of this token at this EVSE uses. */
    synchronized Optional<Reservation> usedBy(EvseId evse, TokenRef token, Optional<TokenRef> group, Instant now) {
        Optional<Reservation> here = at(evse, now).filter(reservation -> reservation.admits(token, group));
        return here.or(() -> standing.values().stream()
                .filter(reservation -> reservation.evse().isEmpty() && !reservation.over(now))
                .filter(reservation -> reservation.admits(token, group))
                .findFirst());
    }

    /** Lets a token have the EVSE, or says why it is kept for another (OCPP rules R-R02, R-R03). */
    synchronized Optional<String> give(
            EvseId evse, TokenRef token, Optional<TokenRef> group, Instant utc, Duration now) {
        if (standing.isEmpty()) {
            return Optional.empty();
        }
        Optional<Reservation> here = at(evse, utc);
        if (here.filter(reservation -> !reservation.admits(token, group)).isPresent()) {
            return Optional.of(evse + " is reserved for someone else until "
                    + here.orElseThrow().until());
        }
        boolean own = usedBy(evse, token, group, utc).isPresent();
        if (!own && free(Optional.of(evse), utc, now) < floating(utc)) {
            return Optional.of("the last free charging points are reserved for someone else");
        }
        given.put(evse, now);
        return Optional.empty();
    }

    /** Whether the EVSE is kept free: by a reservation of its own, or because all that are free are needed. */
    synchronized boolean keeps(EvseId evse, Instant utc, Duration now) {
        if (standing.isEmpty()) {
            return false;
        }
        long floating = floating(utc);
        return at(evse, utc).isPresent() || (floating > 0 && free(Optional.empty(), utc, now) <= floating);
    }

    /** How many more reservations for any EVSE can be kept, without counting the one given. */
    synchronized long room(Optional<Reservation> without, Instant utc, Duration now) {
        long own = without.filter(reservation -> reservation.evse().isEmpty()).isPresent() ? 1 : 0;
        return free(Optional.empty(), utc, now) - floating(utc) + own;
    }

    /** Where a reservation names the EVSE. */
    synchronized Optional<Reservation> at(EvseId evse, Instant now) {
        return standing.values().stream()
                .filter(reservation -> reservation.evse().filter(evse::equals).isPresent() && !reservation.over(now))
                .findFirst();
    }

    private long floating(Instant now) {
        return standing.values().stream()
                .filter(reservation -> reservation.evse().isEmpty() && !reservation.over(now))
                .count();
    }

    private long free(Optional<EvseId> without, Instant utc, Duration now) {
        given.values().removeIf(at -> now.minus(at).compareTo(GIVEN) >= 0);
        return evses.get().stream()
                .filter(evse -> without.filter(evse.id()::equals).isEmpty())
                .filter(evse -> isFree(evse)
                        && !given.containsKey(evse.id())
                        && at(evse.id(), utc).isEmpty())
                .count();
    }

    /** Whether nobody is there and somebody could be. */
    static boolean isFree(Evse evse) {
        boolean idle = evse.status() == EvseStatus.AVAILABLE || evse.status() == EvseStatus.RESERVED;
        return idle && !evse.plugged() && evse.operative() && evse.session().isEmpty();
    }
}
