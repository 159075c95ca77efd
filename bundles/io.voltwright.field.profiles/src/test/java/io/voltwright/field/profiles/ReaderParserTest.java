package io.voltwright.field.profiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voltwright.field.api.CardFormat;
import io.voltwright.field.api.CardFormat.Check;
import io.voltwright.field.api.CardFormat.Form;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Card readers of section 6 of the field reference, as profiles. */
class ReaderParserTest {

    private static final String GOOD =
            """
            csp: 1
            id: qm
            kind: reader
            title: QM-201C
            transport: {rtu: {baud: 19200, frame: 8N1}}
            line:
              start: "02"
              end: "03"
              length: {at: 0, more: 1}
              stuffing: 0x10
              checksum: xor
              uid: {at: 3, bytes: 4}
              marks: {1: 0x52}
              poll: {request: "02 01 52 53 03", period: 300ms}
            golden:
              - {frame: "02 06 52 00 04 A1 B2 C3 80 03", expect: [04A1B2C3]}
            """;

    private static CardFormat read(String text) throws ProfileException {
        return ReaderParser.read("qm.yaml", Item.read("qm.yaml", new StringReader(text)))
                .format();
    }

    @Test
    void wordsBecomeFraming() throws ProfileException {
        CardFormat format = read(GOOD);

        assertThat(format.start()).containsExactly(2);
        assertThat(format.end()).containsExactly(3);
        assertThat(format.length()).isEqualTo(new CardFormat.Told(0, 1));
        assertThat(format.escape()).isEqualTo(Optional.of(0x10));
        assertThat(format.check()).isEqualTo(Check.XOR);
        assertThat(format.uid()).isEqualTo(new CardFormat.Uid(3, 4, Form.BINARY, false, Map.of(1, 0x52)));
        assertThat(format.poll().orElseThrow().request()).isEqualTo(List.of(2, 1, 0x52, 0x53, 3));
    }

    @Test
    void aReaderWithoutAGoldenSampleOrWithAWrongOneIsRefused() {
        assertThatThrownBy(() -> read(GOOD.substring(0, GOOD.indexOf("golden:"))))
                .hasMessageContaining("a reader without golden sample");
        assertThatThrownBy(() -> read(GOOD.replace("[04A1B2C3]", "[4A1B2C3]")))
                .hasMessageContaining("qm.yaml:16: '4A1B2C3' is no number of a card");
        assertThatThrownBy(() -> read(GOOD.replace("80 03\"", "8 03\""))).hasMessageContaining("write hex digits");
    }

    @Test
    void aFrameWithoutEndIsRefused() {
        String endless = GOOD.replace("  end: \"03\"\n", "").replace("  length: {at: 0, more: 1}\n", "");

        assertThatThrownBy(() -> read(endless)).hasMessageContaining("neither 'end' nor 'length'");
    }

    @Test
    void theShippedReadersAreRead() {
        assertThat(ProfileLibrary.shipped().readers())
                .containsKeys("reader-ascii-line", "reader-qu-cd-720", "reader-stx-etx");
    }
}
