package io.voltwright.field.profiles;

import io.voltwright.field.profiles.StateTable.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tries the state table with every combination of the values it mentions and their neighbours: each row must match
 * something, and each state of the virtual device must read as that state.
 */
final class StateCheck {

    private static final int MOST_COMBINATIONS = 300_000;

    private final DeviceProfile profile;
    private final List<Row> rows;

    StateCheck(DeviceProfile profile) {
        this.profile = profile;
        this.rows = profile.states().rows();
    }

    void check() throws ProfileException {
        Map<String, List<Value>> candidates = candidates();
        long combinations = 1;
        for (List<Value> values : candidates.values()) {
            combinations = Math.min(MOST_COMBINATIONS + 1L, combinations * values.size());
        }
        if (combinations <= MOST_COMBINATIONS) {
            Set<Row> reached = new HashSet<>();
            walk(new ArrayList<>(candidates.keySet()), candidates, new HashMap<>(), reached);
            for (Row row : rows) {
                if (!reached.contains(row)) {
                    throw row.place()
                            .refuse(
                                    "the row '" + row.when() + "' never matches",
                                    "rows above take its values: mend or drop it");
                }
            }
        }
        virtualStates();
    }

    private void walk(
            List<String> names, Map<String, List<Value>> candidates, Map<String, Value> chosen, Set<Row> reached) {
        if (names.isEmpty()) {
            profile.states().row(name -> Optional.ofNullable(chosen.get(name))).ifPresent(reached::add);
            return;
        }
        String name = names.get(0);
        for (Value value : candidates.getOrDefault(name, List.of())) {
            chosen.put(name, value);
            walk(names.subList(1, names.size()), candidates, chosen, reached);
        }
    }

    private Map<String, List<Value>> candidates() {
        Map<String, Set<Value>> values = new HashMap<>();
        for (Row row : rows) {
            for (String name : row.when().names()) {
                Set<Value> set = values.computeIfAbsent(name, n -> new LinkedHashSet<>());
                row.when().constants().forEach(constant -> addAround(set, type(name), constant));
            }
        }
        Map<String, List<Value>> candidates = new HashMap<>();
        values.forEach((name, set) -> candidates.put(name, List.copyOf(set)));
        return candidates;
    }

    private FormulaType type(String name) {
        if (name.startsWith("has.")) {
            return FormulaType.CONDITION;
        }
        Expression variable = profile.identity().variables().get(name);
        return variable == null ? profile.point(name).orElseThrow().kind() : variable.type();
    }

    private static void addAround(Set<Value> set, FormulaType type, Value constant) {
        if (type.equals(FormulaType.CONDITION)) {
            set.add(new Value.Truth(true));
            set.add(new Value.Truth(false));
        } else if (type.equals(FormulaType.TEXT)) {
            set.add(new Value.Text("?"));
            if (constant instanceof Value.Text) {
                set.add(constant);
            }
        } else if (type.equals(FormulaType.INT)) {
            set.add(new Value.Whole(0xffff));
            for (long step = -1; constant instanceof Value.Whole whole && step <= 1; step++) {
                set.add(new Value.Whole(whole.value() + step));
            }
        } else {
            set.add(new Value.Amount(0));
            for (int step = -1; constant instanceof Value.Amount amount && step <= 1; step++) {
                set.add(new Value.Amount(amount.value() + step * 0.01));
            }
        }
    }

    private void virtualStates() throws ProfileException {
        Virtual virtual = profile.virtual();
        for (Map.Entry<String, Map<String, Value>> entry : virtual.states().entrySet()) {
            Map<String, Value> registers = new HashMap<>(virtual.initial());
            registers.putAll(entry.getValue());
            Expression.Scope scope = profile.scope(name -> Optional.ofNullable(registers.get(name)));
            String read = profile.states().row(scope).map(Row::title).orElse("nothing");
            if (!read.equals(entry.getKey())) {
                throw rows.get(0)
                        .place()
                        .refuse(
                                "the virtual device in state " + entry.getKey() + " reads as " + read,
                                "make virtual.states and state agree with the register table");
            }
        }
    }
}
