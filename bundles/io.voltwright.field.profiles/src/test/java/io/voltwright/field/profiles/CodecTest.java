package io.voltwright.field.profiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The expected values follow from two's complement, IEEE 754, ASCII and the orders' definitions. */
class CodecTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "type: u16                                           | FFFF                | 65535",
                "type: s16                                           | FFE7                | -25",
                "type: u32                                           | 0001 86A0           | 100000",
                "'type: u32, order: {words: lsw}'                    | 86A0 0001           | 100000",
                "'type: u32, order: {bytes: le}'                     | 0100 A086           | 100000",
                "type: s32                                           | FFFF FFFE           | -2",
                "type: s64                                           | FFFF FFFF FFFF FFFE | -2",
                "type: u8hi                                          | A104                | 161",
                "type: u8lo                                          | A104                | 4",
                "'type: u16, bits: 7..4'                             | 00A5                | 10",
                "'type: bcd, words: 2'                               | 0012 3456           | 123456",
                "'type: bcd, words: 1'                               | 00A0                | none",
                "'type: u16, unit: 0.1 A'                            | 00A0                | 16",
                "'type: u32, unit: mA'                               | 0000 3E80           | 16",
                "'type: u32, unit: 10 Wh'                            | 0000 000A           | 100",
                "'type: u16, unit: 0.1 degC, offset: -40 degC'       | 028A                | 25",
                "'type: u16, unit: A, na: [0xFFFF]'                  | FFFF                | none",
                "'type: u16, unit: A, max: 70 A'                     | 0047                | none",
                "'type: f32, unit: A'                                | 4180 0000           | 16",
                "'type: f32, unit: A'                                | 7FC0 0000           | none",
                "'type: f64, unit: Wh'                               | 40FE 2400 0000 0000 | 123456",
                "'type: ascii, words: 3'                             | 4142 4300 0000      | ABC",
                "'type: ascii, words: 2, order: {text: le}'          | 4241 4443           | ABCD",
                "'type: utf16, words: 3'                             | 0041 00E4 0000      | Aä",
                "type: char                                          | 0043                | C",
                "'type: bytes, words: 2, na: [0]'                    | 04A1 B2C3           | 04A1B2C3",
                "'type: bytes, words: 2, na: [0]'                    | 0000 0000           | none"
            })
    void registersMeanWhatTheirTypeSays(String type, String registers, String value) throws ProfileException {
        Optional<Value> decoded = Codec.decode(point(type), words(registers), name -> Optional.empty());

        assertThat(decoded.map(Value::toString).orElse("none")).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'type: u16, unit: mA'                   | 16      | 3E80",
                "'type: u16, unit: 0.1 A'                | 15.99   | 009F",
                "'type: u16, unit: A'                    | 6       | 0006",
                "'type: f32, unit: A'                    | 16      | 4180 0000",
                "'type: u32, unit: mA, order: {words: lsw}' | 100  | 86A0 0001",
                "'type: s16, unit: A'                    | -1      | FFFF"
            })
    void setPointsAreRoundedDownNeverUp(String type, double value, String registers) throws ProfileException {
        assertThat(Codec.encode(point(type), new Value.Amount(value))).isEqualTo(words(registers));
    }

    @Test
    void whatDoesNotFitIsRefused() throws ProfileException {
        PointSpec point = point("type: u16, unit: mA");

        assertThatThrownBy(() -> Codec.encode(point, new Value.Amount(66)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Codec.encode(point, new Value.Amount(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static PointSpec point(String type) throws ProfileException {
        String profile =
                """
                csp: 1
                id: one
                kind: meter
                title: One point
                transport: {tcp: {unit: 1}}
                poll: {fast: 1s}
                points:
                  it: {at: 0, %s}
                """
                        .formatted(type);
        return ProfileParser.read("one.yaml", new StringReader(profile))
                .point("it")
                .orElseThrow();
    }

    private static List<Integer> words(String hex) {
        List<Integer> words = new ArrayList<>();
        for (String word : hex.strip().split(" ", -1)) {
            words.add(Integer.parseInt(word, 16));
        }
        return words;
    }
}
