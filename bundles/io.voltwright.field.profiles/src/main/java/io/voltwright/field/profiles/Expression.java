package io.voltwright.field.profiles;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A formula of a profile: total, typed and without effects (R48).
 *
 * <p>Where a name in it has no value now the whole formula has none; a condition without a value does not hold.
 *
 * @param source as written
 * @param type what it yields
 * @param names points, variables and parameters it reads
 * @param constants whole numbers and texts it mentions; the load check tries the state table with them
 * @param term how to compute it
 */
public record Expression(String source, FormulaType type, Set<String> names, List<Value> constants, Term term) {

    /** Values by name; empty while unknown. */
    public interface Scope extends Function<String, Optional<Value>> {

        /** This scope, with the other's names where this one has none. */
        default Scope or(Scope other) {
            return name -> apply(name).or(() -> other.apply(name));
        }
    }

    /** A compiled formula. */
    interface Term {
        Optional<Value> value(Scope scope);
    }

    public Optional<Value> value(Scope scope) {
        return term.value(scope);
    }

    /** Whether it is a condition that surely holds. */
    public boolean holds(Scope scope) {
        return value(scope).filter(Value::isTrue).isPresent();
    }

    static Expression constant(String source, FormulaType type, Value value) {
        return new Expression(source, type, Set.of(), List.of(value), scope -> Optional.of(value));
    }

    @Override
    public String toString() {
        return source;
    }
}
