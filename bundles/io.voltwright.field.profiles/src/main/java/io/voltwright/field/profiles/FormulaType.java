package io.voltwright.field.profiles;

import io.voltwright.field.profiles.Units.Dimension;
import java.util.Optional;

/**
 * What a formula yields.
 *
 * @param dimension of a quantity, in canonical units
 */
public record FormulaType(Kind kind, Optional<Dimension> dimension) {

    /** The kinds of things. */
    public enum Kind {
        INT("a whole number"),
        QUANTITY("a quantity"),
        TEXT("a text"),
        CONDITION("a condition");

        private final String title;

        Kind(String title) {
            this.title = title;
        }
    }

    public static final FormulaType INT = new FormulaType(Kind.INT, Optional.empty());
    public static final FormulaType TEXT = new FormulaType(Kind.TEXT, Optional.empty());
    public static final FormulaType CONDITION = new FormulaType(Kind.CONDITION, Optional.empty());

    static FormulaType quantity(Dimension dimension) {
        return new FormulaType(Kind.QUANTITY, Optional.of(dimension));
    }

    String title() {
        return kind.title + dimension.map(d -> " in " + d.canonical()).orElse("");
    }
}
