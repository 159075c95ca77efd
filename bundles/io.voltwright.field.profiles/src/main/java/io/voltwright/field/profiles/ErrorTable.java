package io.voltwright.field.profiles;

import io.voltwright.field.api.PileFault;
import java.util.Map;
import java.util.Optional;

/**
 * Raw values to faults of the common vocabulary (P14).
 *
 * @param from the point it reads; empty if the device has none
 * @param values by whole value
 * @param bits by bit, lowest first; used where the point is a set of bits
 * @param otherwise for a value that is not listed
 */
public record ErrorTable(
        Optional<String> from, Map<Long, Entry> values, Map<Integer, Entry> bits, Optional<Entry> otherwise) {

    static final ErrorTable NONE = new ErrorTable(Optional.empty(), Map.of(), Map.of(), Optional.empty());

    /**
     * What a value means.
     *
     * @param code canonical name; {@code none} for no fault
     * @param latched whether it stays until reset
     * @param resettable whether that may be done remotely (R32)
     */
    public record Entry(String code, boolean latched, boolean resettable) {

        boolean isFault() {
            return !code.equals("none");
        }
    }

    Optional<Entry> entry(Expression.Scope scope) {
        Optional<Value> raw = from.flatMap(scope);
        if (raw.isEmpty()) {
            return Optional.empty();
        }
        long value = (long) raw.get().number();
        Entry listed = values.get(value);
        if (listed != null) {
            return Optional.of(listed).filter(Entry::isFault);
        }
        for (Map.Entry<Integer, Entry> bit : bits.entrySet()) {
            if (((value >>> bit.getKey()) & 1) == 1) {
                return Optional.of(bit.getValue()).filter(Entry::isFault);
            }
        }
        return value == 0 && !bits.isEmpty() ? Optional.empty() : otherwise.filter(Entry::isFault);
    }

    Optional<PileFault> fault(Expression.Scope scope) {
        return entry(scope).map(entry -> {
            String point = from.orElseThrow();
            return new PileFault(entry.code(), point + "=" + scope.apply(point).orElseThrow(), entry.latched());
        });
    }
}
