package io.voltwright.field.profiles;

import io.voltwright.field.profiles.Item.Place;
import io.voltwright.field.profiles.Terms.Typed;
import io.voltwright.field.profiles.Units.Unit;
import io.voltwright.field.profiles.Value.Amount;
import io.voltwright.field.profiles.Value.Text;
import io.voltwright.field.profiles.Value.Truth;
import io.voltwright.field.profiles.Value.Whole;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Compiles a formula and checks its types.
 *
 * <p>Precedence from weak to strong: {@code ?:}, {@code ||}, {@code &&}, comparison and {@code in [a, b]}, {@code |},
 * {@code &}, {@code + -}, {@code * / %}, {@code ! -}. Functions: {@code digit(x, n)} from the left, {@code digits(x)},
 * {@code ver(x)}, {@code has(capability)}, {@code watts(current)} of three phases at 230 V,
 * {@code duty(current)} of the pilot in thousandths. Division is by a constant other than 0 only, so every formula is total.
 */
final class Formula {

    /** What kind of thing a name stands for; empty if it is not known. */
    interface Names extends Function<String, Optional<FormulaType>> {}

    private final Names known;
    private final FormulaWords words;
    private final Terms terms;
    private final Set<String> names = new LinkedHashSet<>();
    private final List<Value> constants = new ArrayList<>();

    private Formula(Place place, String source, Names known) throws ProfileException {
        this.known = known;
        this.words = new FormulaWords(place, source);
        this.terms = new Terms(place, source);
    }

    static Expression compile(Place place, String source, Names known) throws ProfileException {
        Formula formula = new Formula(place, source, known);
        Typed whole = formula.choice();
        if (!formula.words.atEnd()) {
            throw formula.terms.refuse("'" + formula.words.peek() + "' is left over");
        }
        return new Expression(
                source, whole.type(), Set.copyOf(formula.names), List.copyOf(formula.constants), whole.term());
    }

    static Expression condition(Place place, String source, Names known) throws ProfileException {
        Expression expression = compile(place, source, known);
        if (!expression.type().equals(FormulaType.CONDITION)) {
            throw place.refuse(
                    "'" + source + "' is " + expression.type().title() + ", not a condition",
                    "compare it, as with == 1");
        }
        return expression;
    }

    private Typed choice() throws ProfileException {
        Typed test = or();
        if (!words.take("?")) {
            return test;
        }
        Typed yes = choice();
        words.expect(":");
        return terms.choice(test, yes, choice());
    }

    private Typed or() throws ProfileException {
        Typed left = and();
        while (words.take("||")) {
            left = terms.logic(left, and(), true);
        }
        return left;
    }

    private Typed and() throws ProfileException {
        Typed left = comparison();
        while (words.take("&&")) {
            left = terms.logic(left, comparison(), false);
        }
        return left;
    }

    private Typed comparison() throws ProfileException {
        Typed left = bitOr();
        if (words.take("in")) {
            words.expect("[");
            Typed least = terms.compare(left, ">=", bitOr());
            words.expect(",");
            Typed most = terms.compare(left, "<=", bitOr());
            words.expect("]");
            return terms.logic(least, most, false);
        }
        for (String sign : List.of("==", "!=", "<=", ">=", "<", ">")) {
            if (words.take(sign)) {
                return terms.compare(left, sign, bitOr());
            }
        }
        return left;
    }

    private Typed bitOr() throws ProfileException {
        Typed left = bitAnd();
        while (words.take("|")) {
            left = terms.whole(left, bitAnd(), (a, b) -> a | b);
        }
        return left;
    }

    private Typed bitAnd() throws ProfileException {
        Typed left = sum();
        while (words.take("&")) {
            left = terms.whole(left, sum(), (a, b) -> a & b);
        }
        return left;
    }

    private Typed sum() throws ProfileException {
        Typed left = product();
        while (true) {
            if (words.take("+")) {
                left = terms.same(left, product(), (a, b) -> a + b, (a, b) -> a + b);
            } else if (words.take("-")) {
                left = terms.same(left, product(), (a, b) -> a - b, (a, b) -> a - b);
            } else {
                return left;
            }
        }
    }

    private Typed product() throws ProfileException {
        Typed left = unary();
        while (true) {
            if (words.take("*")) {
                left = terms.scaled(left, unary(), (a, b) -> a * b, (a, b) -> a * b);
            } else if (words.take("/")) {
                left = terms.scaled(left, divisor(), (a, b) -> a / b, (a, b) -> a / b);
            } else if (words.take("%")) {
                left = terms.whole(left, divisor(), (a, b) -> a % b);
            } else {
                return left;
            }
        }
    }

    private Typed divisor() throws ProfileException {
        Typed right = unary();
        if (right.constant()
                .filter(value -> value instanceof Whole n && n.value() != 0)
                .isEmpty()) {
            throw terms.refuse("division by something that may be 0");
        }
        return right;
    }

    private Typed unary() throws ProfileException {
        if (words.take("!")) {
            return terms.not(unary());
        }
        if (words.take("-")) {
            return terms.scaled(unary(), constant(FormulaType.INT, new Whole(-1)), (a, b) -> a * b, (a, b) -> a * b);
        }
        return primary();
    }

    private Typed primary() throws ProfileException {
        if (words.take("(")) {
            Typed inner = choice();
            words.expect(")");
            return inner;
        }
        String word = words.next();
        if (word.startsWith("\"")) {
            return constant(FormulaType.TEXT, new Text(word.substring(1)));
        }
        if (Character.isDigit(word.charAt(0))) {
            return literal(word);
        }
        if (word.equals("true") || word.equals("false")) {
            return constant(FormulaType.CONDITION, new Truth(word.equals("true")));
        }
        return words.take("(") ? call(word) : name(word);
    }

    private Typed literal(String word) throws ProfileException {
        Optional<Unit> unit = words.atEnd() ? Optional.empty() : Units.symbol(words.peek());
        if (unit.isPresent()) {
            words.next();
            double value = unit.get().canonical(Double.parseDouble(word));
            return constant(FormulaType.quantity(unit.get().dimension()), new Amount(value));
        }
        try {
            return constant(FormulaType.INT, new Whole(Long.decode(word)));
        } catch (NumberFormatException e) {
            throw terms.refuse("'" + word + "' has no unit; a number with a fraction needs one");
        }
    }

    private Typed constant(FormulaType type, Value value) {
        constants.add(value);
        return new Typed(type, scope -> Optional.of(value), Optional.of(value));
    }

    private Typed name(String word) throws ProfileException {
        String name = word.startsWith("$") ? word.substring(1) : word;
        FormulaType type = known.apply(name)
                .orElseThrow(() -> terms.refuse("'" + name + "' is neither a readable point nor a variable"));
        names.add(name);
        return new Typed(type, scope -> scope.apply(name));
    }

    private Typed call(String function) throws ProfileException {
        if (function.equals("has")) {
            Typed capability = name("has." + words.next());
            words.expect(")");
            return capability;
        }
        Typed x = choice();
        Typed result =
                switch (function) {
                    case "digit" -> {
                        words.expect(",");
                        yield terms.whole(x, choice(), Terms::digit);
                    }
                    case "digits" -> terms.whole(x, x, (a, b) -> Terms.digits(a));
                    case "ver" -> terms.version(x);
                    case "watts" -> terms.watts(x);
                    case "duty" -> terms.duty(x);
                    default -> throw terms.refuse("function '" + function + "' is unknown");
                };
        words.expect(")");
        return result;
    }
}
