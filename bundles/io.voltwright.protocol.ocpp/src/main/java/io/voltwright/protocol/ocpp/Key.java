package io.voltwright.protocol.ocpp;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * A configuration key: what OCPP 1.6 shows of a variable of the station.
 *
 * @param name in the standard's spelling
 * @param access who may do what
 * @param initial its value until it is changed; that of a key which cannot be changed is asked each time
 * @param form turns a text into the form in which it is kept; throws {@link IllegalArgumentException} for what it does not take
 * @param held a value that the station's equipment dictates; while there is one the key cannot be changed
 */
record Key(
        String name,
        Access access,
        Supplier<String> initial,
        UnaryOperator<String> form,
        Supplier<Optional<String>> held) {

    Key(String name, Access access, Supplier<String> initial, UnaryOperator<String> form) {
        this(name, access, initial, form, Optional::empty);
    }

    /** What the back end may do with it. */
    enum Access {
        READ,
        READ_WRITE,
        WRITE,
        /** It may be read and changed, but its value lives elsewhere and changes there as well. */
        LIVE
    }

    static Key fixed(String name, Supplier<String> value) {
        return new Key(name, Access.READ, value, text -> text);
    }

    static Key fixed(String name, String value) {
        return fixed(name, () -> value);
    }

    static Key flag(String name, boolean initial) {
        return new Key(name, Access.READ_WRITE, () -> String.valueOf(initial), text -> {
            String word = text.strip().toLowerCase(Locale.ROOT);
            if (!word.equals("true") && !word.equals("false")) {
                throw new IllegalArgumentException("true or false");
            }
            return word;
        });
    }

    /** A whole number of at least {@code least}. */
    static Key number(String name, int initial, int least) {
        String allowed = "a whole number, " + least + " or more";
        return new Key(name, Access.READ_WRITE, () -> String.valueOf(initial), text -> {
            int value;
            try {
                value = Integer.parseInt(text.strip());
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(allowed, e);
            }
            if (value < least) {
                throw new IllegalArgumentException(allowed);
            }
            return String.valueOf(value);
        });
    }

    static Key of(String name, Supplier<String> initial, UnaryOperator<String> form) {
        return new Key(name, Access.READ_WRITE, initial, form);
    }

    /** The same, under the dictate of equipment. */
    Key heldBy(Supplier<Optional<String>> equipment) {
        return new Key(name, access, initial, form, equipment);
    }

    /** What it takes; empty where it takes this text. */
    Optional<String> objection(String text) {
        try {
            var unused = form.apply(text);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** Whether {@link #initial} always says its value. */
    boolean asked() {
        return access == Access.READ || access == Access.LIVE;
    }

    /** Whether it is about the station as such, and so only for the back end that controls it. */
    boolean shared() {
        return Keys16.SHARED.contains(name);
    }

    boolean readOnly() {
        return access == Access.READ || held.get().isPresent();
    }
}
