package io.voltwright.field.profiles;

import io.voltwright.field.api.PilotState;
import io.voltwright.field.profiles.Item.Place;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Raw values to states: the first row that matches counts, and the last matches everything (P13, R21).
 *
 * @param rows in order; empty for meters
 */
public record StateTable(List<Row> rows) {

    /** The reason of the row that catches what the profile does not know. */
    public static final String UNKNOWN = "unknownState";

    /**
     * One row.
     *
     * @param when its condition
     * @param state of the control pilot
     * @param sub 2 if the pilot carries an offer, 1 if not, 0 if that has no meaning
     * @param reason a word for people
     * @param fault canonical code, where the state itself is a fault
     * @param place for messages
     */
    public record Row(Expression when, PilotState state, int sub, String reason, Optional<String> fault, Place place) {

        public boolean offering() {
            return sub == 2;
        }

        /** As {@code C2}. */
        public String title() {
            return (state == PilotState.UNKNOWN ? "?" : state.name()) + (sub == 0 ? "" : sub);
        }
    }

    public StateTable {
        rows = List.copyOf(rows);
    }

    /** The row that counts; empty while a value it depends on is not known. */
    public Optional<Row> row(Expression.Scope scope) {
        for (Row row : rows) {
            Optional<Value> match = row.when().value(scope);
            if (match.isEmpty()) {
                return Optional.empty();
            }
            if (match.get().isTrue()) {
                return Optional.of(row);
            }
        }
        return Optional.empty();
    }

    /** The points it reads. */
    public Set<String> inputs() {
        Set<String> inputs = new LinkedHashSet<>();
        rows.forEach(row -> inputs.addAll(row.when().names()));
        return inputs;
    }
}
