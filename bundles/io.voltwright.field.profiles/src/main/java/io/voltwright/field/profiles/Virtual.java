package io.voltwright.field.profiles;

import java.util.Map;
import java.util.Optional;

/**
 * How a virtual device of this profile behaves; stated apart from the state table, so that one checks the other.
 *
 * @param initial what registers hold after power-up, by point
 * @param states what registers hold in each state, as {@code C2}
 * @param current point with the set-point
 * @param enabled formula over written points that says whether charging is enabled; absent means always
 * @param phases formula over written points that says how many phases are switched through; absent means all it has
 * @param mirrors points that follow what was written to others
 * @param unlock point whose writing opens the lock
 * @param unlocked what registers hold while the lock is open
 */
public record Virtual(
        Map<String, Value> initial,
        Map<String, Map<String, Value>> states,
        Optional<String> current,
        Optional<Expression> enabled,
        Optional<Expression> phases,
        Map<String, Expression> mirrors,
        Optional<String> unlock,
        Map<String, Value> unlocked) {

    /** What registers hold in a state; a pile that does not tell B1 from B2 states B for both. */
    public Map<String, Value> registers(String pilot) {
        return states.getOrDefault(pilot, states.getOrDefault(pilot.substring(0, 1), Map.of()));
    }
}
