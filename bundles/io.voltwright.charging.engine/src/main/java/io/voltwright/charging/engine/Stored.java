package io.voltwright.charging.engine;

import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.SessionId;
import io.voltwright.charging.api.Reservation;
import io.voltwright.charging.api.Wish;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All rows as they were found at the start.
 *
 * @param evses each EVSE that was ever written
 * @param sessions the open session of each EVSE that has one
 * @param limits the caps that were set
 * @param reservations places that are kept free
 * @param wishes what was said of sessions
 * @param words what the station remembers of itself: its last boot, how it ended
 * @param evseWords what it remembers of each EVSE
 */
record Stored(
        Map<EvseId, EvseRow> evses,
        Map<EvseId, SessionRow> sessions,
        List<PowerLimit> limits,
        List<Reservation> reservations,
        Map<SessionId, Wish> wishes,
        Map<String, String> words,
        Map<EvseId, Map<String, String>> evseWords) {

    Stored {
        evses = new HashMap<>(evses);
        sessions = new HashMap<>(sessions);
    }
}
