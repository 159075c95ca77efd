package io.voltwright.field.readers;

import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.field.api.CardFormat;
import io.voltwright.field.api.CardFormat.Check;
import io.voltwright.field.api.CardFormat.Form;
import io.voltwright.field.api.CardFormat.Length;
import io.voltwright.field.api.CardFormat.ToEnd;
import io.voltwright.field.api.CardFormat.Told;
import io.voltwright.field.api.CardFormat.Uid;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Frames of section 6 of the field reference, by hand. */
class CardScannerTest {

    private static final Uid ALL_HEX = new Uid(0, 0, Form.HEX, false, Map.of());

    private static CardFormat format(String start, String end, Length length, int escape, Check check, Uid uid) {
        return new CardFormat(
                words(start),
                words(end),
                length,
                escape == 0 ? Optional.empty() : Optional.of(escape),
                check,
                uid,
                Optional.empty(),
                Duration.ofSeconds(2),
                Duration.ofMillis(300));
    }

    private static List<Integer> words(String hex) {
        List<Integer> words = new ArrayList<>();
        for (byte each : bytes(hex)) {
            words.add(each & 0xff);
        }
        return words;
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private static List<String> scan(CardFormat format, String... pieces) {
        CardScanner scanner = new CardScanner(format);
        List<String> found = new ArrayList<>();
        for (String piece : pieces) {
            byte[] bytes = bytes(piece);
            found.addAll(scanner.add(bytes, bytes.length));
        }
        return found;
    }

    private static final CardFormat LINE = format("", "0D 0A", new ToEnd(), 0, Check.NONE, ALL_HEX);

    // "04A1B2C3" CR LF
    @Test
    void aLineOfHexDigitsIsANumberHoweverItIsCut() {
        assertThat(scan(LINE, "30 34 41 31 42 32 43 33 0D 0A")).containsExactly("04A1B2C3");
        assertThat(scan(LINE, "30 34 41", "31 62 32 63 33 0D", "0A")).containsExactly("04A1B2C3");
        assertThat(scan(LINE, "30 34 41 31 42 32 43 33 0D 0A 30 34 30 35 30 36 30 37 30 38 30 39 30 41 0D 0A"))
                .containsExactly("04A1B2C3", "0405060708090A");
    }

    @Test
    void aNumberOfASizeThatNoCardHasIsNone() {
        assertThat(scan(LINE, "30 34 41 31 42 32 0D 0A")).isEmpty();
        assertThat(scan(LINE, "0D 0A 0D 0A")).isEmpty();
    }

    @Test
    void halfAFrameIsForgottenInAPause() {
        CardScanner scanner = new CardScanner(LINE);
        scanner.add(bytes("30 34"), 2);
        scanner.pause();

        assertThat(scanner.add(bytes("30 34 41 31 42 32 43 33 0D 0A"), 10)).containsExactly("04A1B2C3");
    }

    // STX "04A1B2C3" ETX, noise before it.
    @Test
    void aFrameBetweenStartAndEndIsFoundBehindNoise() {
        CardFormat format = format("02", "03", new ToEnd(), 0, Check.NONE, ALL_HEX);

        assertThat(scan(format, "FF 00 02 30 34 41 31 42 32 43 33 03")).containsExactly("04A1B2C3");
    }

    // QM-201C: 02, LEN 06, CMD 52, status 00, 04 A1 B2 C3, CHK = 06^52^00^04^A1^B2^C3 = 80, 03; a 10, 02 or 03 inside
    // is led by 10.
    @Test
    void aFrameWithLengthStuffingAndExclusiveOrIsRead() {
        CardFormat format = format(
                "02", "03", new Told(0, 1), 0x10, Check.XOR, new Uid(3, 4, Form.BINARY, false, Map.of(1, 0x52, 2, 0)));

        assertThat(scan(format, "02 06 52 00 04 A1 B2 C3 80 03")).containsExactly("04A1B2C3");
        // 04 03 B2 C3: CHK = 06^52^00^04^03^B2^C3 = 22; the 03 is stuffed.
        assertThat(scan(format, "02 06 52 00 04 10 03 B2 C3 22 03")).containsExactly("0403B2C3");
        assertThat(scan(format, "02 06 52 00 04 A1 B2 C3 81 03"))
                .as("wrong check")
                .isEmpty();
        assertThat(scan(format, "02 06 41 00 04 A1 B2 C3 93 03"))
                .as("another message")
                .isEmpty();
    }

    // FE 07 03, type, UID of 4, exclusive or of the body: 07^03^04^04^A1^B2^C3 = D4 (QU-CD-720).
    @Test
    void aFrameWithoutEndHasTheLengthItTells() {
        CardFormat format =
                format("FE", "", new Told(0, 0), 0, Check.XOR, new Uid(3, 4, Form.BINARY, false, Map.of(1, 3)));

        assertThat(scan(format, "FE 07 03 04 04 A1 B2 C3 D4", "FE 07 03 04 04 A1 B2 C3 D4"))
                .containsExactly("04A1B2C3", "04A1B2C3");
    }

    @Test
    void sumsAreTakenOverTheBody() {
        CardFormat format =
                format("AA", "", new CardFormat.Fixed(4), 0, Check.SUM, new Uid(0, 4, Form.BINARY, false, Map.of()));

        // 04 + A1 + B2 + C3 = 21A.
        assertThat(scan(format, "AA 04 A1 B2 C3 1A")).containsExactly("04A1B2C3");
        assertThat(scan(format, "AA 04 A1 B2 C3 1B")).isEmpty();
    }

    // 0x04A1B2C3 = 77 705 923; the bytes may come in the other order.
    @ParameterizedTest
    @CsvSource({
        "DECIMAL, false, 0077705923, 04A1B2C3",
        "HEX, true, C3B2A104, 04A1B2C3",
        "HEX, false, 04-A1-B2-C3, 04A1B2C3"
    })
    void formsOfANumberBecomeOne(Form form, boolean reversed, String written, String uid) {
        CardFormat format = format("", "0D", new ToEnd(), 0, Check.NONE, new Uid(0, 0, form, reversed, Map.of()));
        StringBuilder hex = new StringBuilder();
        written.chars().forEach(c -> hex.append(String.format("%02X", c)));

        assertThat(scan(format, hex + "0D")).containsExactly(uid);
    }
}
