package io.voltwright.field.profiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The section {@code signed} of a profile (P20) is read strictly. */
class SignedParserTest {

    private static String iskra() throws IOException {
        return Files.readString(Path.of("src/main/resources/profiles/iskra-wm3m4.yaml"));
    }

    private static DeviceProfile read(String text) throws ProfileException {
        return ProfileParser.read("iskra-wm3m4.yaml", new StringReader(text));
    }

    @Test
    @DisplayName(
            "P20, row WM3M4: state, command, status, time, lengths, data, values, key and signature are where the row says")
    void theShippedOneIsAsTheRowSays() throws IOException, ProfileException {
        SignedSpec spec = read(iskra()).signed().orElseThrow();

        assertThat(spec.state().at()).isEqualTo(7000);
        assertThat(spec.command()).isEqualTo(new SignedSpec.Command(7051, 0x4200, 0x7200));
        assertThat(spec.status().at()).isEqualTo(7052);
        assertThat(spec.status().within()).isEqualTo(Duration.ofSeconds(10));
        assertThat(spec.clock().at()).isEqualTo(7054);
        assertThat(spec.identification().at()).isEqualTo(7100);
        assertThat(spec.identification().length()).isEqualTo(7056);
        assertThat(spec.payload()).isEqualTo(new SignedSpec.Blob(7612, 7057, 1024));
        assertThat(spec.key()).isEqualTo(new SignedSpec.Key(8124, 32));
        assertThat(spec.signature()).isEqualTo(new SignedSpec.Blob(8188, 7058, 128));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "command: {at: 7051, | command: {at: 7051, colour: 1, | unknown key 'colour' in profile.signed.command",
                "  publicKey: {at: 8124, count: 32} |   key: {at: 8124, count: 32} | lacks 'at'",
                "start: 0x4200 | start: 0x14200 | start '0x14200' is not allowed",
                "done: 15 | done: 2 | 2 is busy and done",
                "active: 1} | active: 0} | idle and active are the same word",
                "$identification | nobody | the text has no $identification",
                "payload: {at: 7612, length: 7057, | payload: {at: 7612, | lacks 'length'",
                "clock: {at: 7054, sure: {7071: 2}} | clock: {at: 7054, sure: {x: 2}} | register 'x' is not allowed",
                "signed: \"true\" | signed: \"false\" | 'signed' and capabilities.signed belong together"
            })
    void aMistakeIsRefusedWithItsName(String right, String wrong, String problem) throws IOException {
        String text = iskra();
        assertThat(text).contains(right);

        assertThatThrownBy(() -> read(text.replace(right, wrong)))
                .isInstanceOf(ProfileException.class)
                .hasMessageContaining(problem);
    }
}
