package io.voltwright.field.profiles;

import io.voltwright.field.profiles.Expression.Term;
import io.voltwright.field.profiles.Item.Place;
import io.voltwright.field.profiles.Units.Dimension;
import io.voltwright.field.profiles.Value.Amount;
import io.voltwright.field.profiles.Value.Text;
import io.voltwright.field.profiles.Value.Truth;
import io.voltwright.field.profiles.Value.Whole;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import java.util.function.LongBinaryOperator;

/** What the signs and functions of a formula mean, with their types checked. */
final class Terms {

    /** A part of a formula with what it yields. */
    record Typed(FormulaType type, Term term, Optional<Value> constant) {

        Typed(FormulaType type, Term term) {
            this(type, term, Optional.empty());
        }
    }

    private final Place place;
    private final String source;

    Terms(Place place, String source) {
        this.place = place;
        this.source = source;
    }

    ProfileException refuse(String problem) {
        return place.refuse("'" + source + "': " + problem, "mend the formula");
    }

    void need(Typed typed, FormulaType wanted) throws ProfileException {
        if (!typed.type().equals(wanted)) {
            throw refuse(typed.type().title() + " where " + wanted.title() + " is needed");
        }
    }

    Typed choice(Typed test, Typed yes, Typed no) throws ProfileException {
        need(test, FormulaType.CONDITION);
        need(no, yes.type());
        return new Typed(yes.type(), scope -> test.term()
                .value(scope)
                .flatMap(t -> (t.isTrue() ? yes : no).term().value(scope)));
    }

    /**
     * Three-valued: one side that decides is enough, even while the other is unknown.
     *
     * @param decides true for "or", false for "and"
     */
    Typed logic(Typed left, Typed right, boolean decides) throws ProfileException {
        need(left, FormulaType.CONDITION);
        need(right, FormulaType.CONDITION);
        return new Typed(FormulaType.CONDITION, scope -> {
            Optional<Value> a = left.term().value(scope);
            if (a.isPresent() && a.get().isTrue() == decides) {
                return a;
            }
            Optional<Value> b = right.term().value(scope);
            return b.isPresent() && b.get().isTrue() == decides ? b : a.flatMap(known -> b);
        });
    }

    Typed not(Typed inner) throws ProfileException {
        need(inner, FormulaType.CONDITION);
        return new Typed(
                FormulaType.CONDITION, scope -> inner.term().value(scope).map(value -> new Truth(!value.isTrue())));
    }

    Typed compare(Typed left, String sign, Typed right) throws ProfileException {
        need(right, left.type());
        boolean onlyEqual = left.type().equals(FormulaType.TEXT) && !sign.equals("==") && !sign.equals("!=");
        if (left.type().equals(FormulaType.CONDITION) || onlyEqual) {
            throw refuse("'" + sign + "' does not compare " + left.type().title());
        }
        return new Typed(FormulaType.CONDITION, scope -> left.term()
                .value(scope)
                .flatMap(a -> right.term().value(scope).map(b -> new Truth(holds(order(a, b), sign)))));
    }

    private static int order(Value left, Value right) {
        if (left instanceof Text a && right instanceof Text b) {
            return a.value().compareTo(b.value());
        }
        return left instanceof Whole a && right instanceof Whole b
                ? Long.compare(a.value(), b.value())
                : Double.compare(left.number(), right.number());
    }

    private static boolean holds(int order, String sign) {
        return switch (sign) {
            case "==" -> order == 0;
            case "!=" -> order != 0;
            case "<=" -> order <= 0;
            case ">=" -> order >= 0;
            case "<" -> order < 0;
            default -> order > 0;
        };
    }

    /** Both whole numbers. */
    Typed whole(Typed left, Typed right, LongBinaryOperator operator) throws ProfileException {
        need(left, FormulaType.INT);
        need(right, FormulaType.INT);
        return arithmetic(left, right, operator, (a, b) -> 0);
    }

    /** Both of the same kind: sums and differences. */
    Typed same(Typed left, Typed right, LongBinaryOperator whole, DoubleBinaryOperator amount) throws ProfileException {
        need(right, left.type());
        return arithmetic(left, right, whole, amount);
    }

    /** The right one a whole number: products and quotients. */
    Typed scaled(Typed left, Typed right, LongBinaryOperator whole, DoubleBinaryOperator amount)
            throws ProfileException {
        need(right, FormulaType.INT);
        return arithmetic(left, right, whole, amount);
    }

    private Typed arithmetic(Typed left, Typed right, LongBinaryOperator whole, DoubleBinaryOperator amount)
            throws ProfileException {
        boolean exact = left.type().equals(FormulaType.INT);
        if (!exact && left.type().dimension().isEmpty()) {
            throw refuse("arithmetic with " + left.type().title());
        }
        return new Typed(left.type(), scope -> left.term().value(scope).flatMap(a -> right.term()
                .value(scope)
                .map(b -> exact && a instanceof Whole x && b instanceof Whole y
                        ? new Whole(whole.applyAsLong(x.value(), y.value()))
                        : new Amount(amount.applyAsDouble(a.number(), b.number())))));
    }

    /** What a current per phase is on three phases at their nominal voltage (IEC 60038: 230 V). */
    Typed watts(Typed current) throws ProfileException {
        need(current, FormulaType.quantity(Dimension.CURRENT));
        return new Typed(
                FormulaType.quantity(Dimension.POWER),
                scope -> current.term().value(scope).map(value -> new Amount(value.number() * 690)));
    }

    /** The duty cycle of the pilot in thousandths that offers a current of 6 A to 51 A (IEC 61851-1, table A.7: 0.6 A per hundredth). */
    Typed duty(Typed current) throws ProfileException {
        need(current, FormulaType.quantity(Dimension.CURRENT));
        return new Typed(FormulaType.INT, scope -> current.term()
                .value(scope)
                .map(value -> new Whole((long) Math.floor(value.number() / 0.06 + 1e-6))));
    }

    Typed version(Typed text) throws ProfileException {
        need(text, FormulaType.TEXT);
        return new Typed(
                FormulaType.INT, scope -> text.term().value(scope).map(value -> new Whole(version(value.toString()))));
    }

    /** The n-th decimal digit from the left, from 1; 0 beyond the end. */
    static long digit(long number, long n) {
        String digits = Long.toString(Math.abs(number));
        return n >= 1 && n <= digits.length() ? digits.charAt((int) n - 1) - '0' : 0;
    }

    static long digits(long number) {
        return Long.toString(Math.abs(number)).length();
    }

    /** Up to four groups of digits, each below 32768, as one comparable number. */
    static long version(String text) {
        long version = 0;
        int groups = 0;
        for (String group : text.split("[^0-9]+", -1)) {
            if (!group.isEmpty() && groups < 4) {
                int number = Integer.parseInt(group.substring(0, Math.min(5, group.length())));
                version = (version << 15) + Math.min(0x7fff, number);
                groups++;
            }
        }
        return version << (15 * (4 - groups));
    }
}
