package io.voltwright.field.profiles;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Something that can be asked of a device, as a list of steps (P10).
 *
 * @param name one of the known actions
 * @param parameters names of its parameters
 * @param steps in order
 */
public record ActionSpec(String name, List<String> parameters, List<Step> steps) {

    /** The points that its own steps write. */
    Set<String> writes() {
        return steps.stream()
                .flatMap(step -> step instanceof Write write ? write.values().keySet().stream() : Stream.empty())
                .collect(Collectors.toSet());
    }

    /** Whether it reads back what it wrote. */
    boolean confirms() {
        return steps.get(steps.size() - 1) instanceof Expect;
    }

    /** One step. */
    public sealed interface Step {}

    /** Writes points, in order. */
    public record Write(Map<String, Expression> values) implements Step {}

    /** Pauses. */
    public record Pause(Duration duration) implements Step {}

    /** Goes on only if it holds. */
    public record Require(Expression condition) implements Step {}

    /** Runs another action. */
    public record Do(String action) implements Step {}

    /**
     * Reads until it is so.
     *
     * @param checks each must hold
     * @param within how long it may take
     * @param orElse what it means if it does not happen
     */
    public record Expect(List<Check> checks, Duration within, OrElse orElse) implements Step {}

    /** What a missed expectation means. */
    public enum OrElse {
        REFUSE,
        WARN,
        FAULT
    }

    /**
     * One expectation.
     *
     * @param point what is read
     * @param bit which bit of it, if not all
     * @param anyOf values, one of which it must have
     * @param tolerance how far it may be from them, canonical
     */
    public record Check(String point, Optional<Integer> bit, List<Expression> anyOf, double tolerance) {

        boolean holds(Expression.Scope scope) {
            Optional<Value> read = scope.apply(point)
                    .map(value -> bit.<Value>map(b -> new Value.Whole(((long) value.number() >>> b) & 1))
                            .orElse(value));
            return read.isPresent()
                    && anyOf.stream().anyMatch(one -> one.value(scope)
                            .filter(wanted -> same(read.get(), wanted, tolerance))
                            .isPresent());
        }

        private static boolean same(Value read, Value wanted, double tolerance) {
            return (read instanceof Value.Text || wanted instanceof Value.Text)
                    ? read.equals(wanted)
                    : Math.abs(read.number() - wanted.number()) <= tolerance + 1e-9;
        }
    }
}
