package io.voltwright.field.profiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voltwright.field.profiles.Item.Place;
import io.voltwright.field.profiles.Units.Dimension;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormulaTest {

    private static final Place HERE = new Place("pile.yaml", 7);

    private static final Map<String, FormulaType> TYPES = Map.of(
            "state.raw", FormulaType.INT,
            "product", FormulaType.INT,
            "firmware", FormulaType.TEXT,
            "voltage.l1", FormulaType.quantity(Dimension.VOLTAGE),
            "absent", FormulaType.INT);

    private static final Map<String, Value> VALUES = Map.of(
            "state.raw", new Value.Whole(7),
            "product", new Value.Whole(304011),
            "firmware", new Value.Text("1.10.2-beta"),
            "voltage.l1", new Value.Amount(230));

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "1 + 2 * 3 == 7 # true",
                "(state.raw & 4) == 4 # true",
                "state.raw & 4 == 4 # true",
                "state.raw & 4 | 8 == 12 # true",
                "(state.raw & 4 | 8) == 12 # true",
                "digits(product) == 6 && digit(product, 1) == 3 # true",
                "digit(product, 9) == 0 # true",
                "ver(firmware) >= ver(\"1.9\") # true",
                "ver(firmware) < ver(\"1.10.3\") # true",
                "voltage.l1 in [80 V, 300 V] # true",
                "voltage.l1 / 2 == 115 V # true",
                "voltage.l1 > 0 # refused",
                "voltage.l1 > 5 A # refused",
                "state.raw / 0 == 1 # refused",
                "state.raw / product == 1 # refused",
                "firmware < firmware # refused",
                "!(state.raw == 7) # false",
                "state.raw == 7 || absent == 1 # true",
                "state.raw == 8 && absent == 1 # false",
                "state.raw == 7 && absent == 1 # unknown",
                "absent == 1 # unknown",
                "nobody == 1 # refused",
                "state.raw == 7 extra # refused",
                "state.raw == # refused",
                "state.raw == 7; # refused",
                "system(1) == 1 # refused"
            })
    void conditionsAreTypedAndTotal(String source, String result) {
        assertThat(outcome(source)).isEqualTo(result);
    }

    @Test
    void choicesYieldWhatTheyAreWrittenFor() throws ProfileException {
        Expression phases = Formula.compile(
                HERE, "n == 3 ? 1 : 0", name -> name.equals("n") ? Optional.of(FormulaType.INT) : Optional.empty());

        assertThat(phases.value(name -> Optional.of(new Value.Whole(3)))).contains(new Value.Whole(1));
        assertThat(phases.value(name -> Optional.of(new Value.Whole(1)))).contains(new Value.Whole(0));
    }

    @Test
    void refusalsNameFileLineAndFormula() {
        assertThatThrownBy(() -> Formula.condition(HERE, "state.raw + 1", FormulaTest::type))
                .isInstanceOf(ProfileException.class)
                .hasMessageStartingWith("pile.yaml:7: 'state.raw + 1' is a whole number");
    }

    private static String outcome(String source) {
        try {
            return Formula.condition(HERE, source, FormulaTest::type)
                    .value(name -> Optional.ofNullable(VALUES.get(name)))
                    .map(Value::toString)
                    .orElse("unknown");
        } catch (ProfileException e) {
            return "refused";
        }
    }

    private static Optional<FormulaType> type(String name) {
        return Optional.ofNullable(TYPES.get(name));
    }
}
