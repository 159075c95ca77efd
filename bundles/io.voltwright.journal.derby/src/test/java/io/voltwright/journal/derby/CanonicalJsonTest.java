package io.voltwright.journal.derby;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.voltwright.journal.api.Payload;
import java.util.List;
import org.junit.jupiter.api.Test;

class CanonicalJsonTest {

    // RFC 8785 section 3.2.2 and the output it prints for "string" and "literals" (without null, which a fact has not).
    @Test
    void textsAreEscapedAsInTheExampleOfTheStandard() {
        Payload payload = Payload.with()
                .put("string", "\u20ac$\u000F\nA'B\"\\\\\"/")
                .put("literals", List.of(true, false))
                .done();

        assertThat(json(payload))
                .isEqualTo("{\"literals\":[true,false],\"string\":\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
    }

    // RFC 8785 section 3.2.3: the order it prints for these names.
    @Test
    void namesAreInTheOrderOfTheirUtf16Units() {
        Payload payload = Payload.with()
                .put("\u20ac", "Euro Sign")
                .put("\r", "Carriage Return")
                .put("\ufb33", "Hebrew Letter Dalet With Dagesh")
                .put("1", "One")
                .put("\ud83d\ude00", "Emoji: Grinning Face")
                .put("\u0080", "Control")
                .put("\u00f6", "Latin Small Letter O With Diaeresis")
                .done();

        assertThat(json(payload))
                .containsSubsequence(
                        "Carriage Return",
                        "One",
                        "Control",
                        "Latin Small Letter O With Diaeresis",
                        "Euro Sign",
                        "Emoji: Grinning Face",
                        "Hebrew Letter Dalet With Dagesh");
    }

    // RFC 8785 appendix B: 9007199254740991 is the last whole number that every reader sees exactly.
    @Test
    void aNumberThatIsNotExactInADoubleIsRefused() {
        assertThat(json(9007199254740991L)).isEqualTo("9007199254740991");
        assertThat(json(-9007199254740991L)).isEqualTo("-9007199254740991");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> json(9007199254740992L))
                .withMessageContaining("carry it as text");
    }

    @Test
    void halfACharacterIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> json("\ud83d"));
        assertThatIllegalArgumentException().isThrownBy(() -> json("\ude00!"));
    }

    @Test
    void emptyThingsKeepTheirBrackets() {
        assertThat(json(List.of())).isEqualTo("[]");
        assertThat(json(Payload.EMPTY)).isEqualTo("{}");
    }

    private static String json(Object value) {
        StringBuilder out = new StringBuilder();
        CanonicalJson.write(value, out);
        return out.toString();
    }
}
