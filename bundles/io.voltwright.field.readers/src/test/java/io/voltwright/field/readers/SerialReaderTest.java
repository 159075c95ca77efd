package io.voltwright.field.readers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.voltwright.base.api.DeviceId;
import io.voltwright.base.api.IdToken;
import io.voltwright.base.api.VirtualTime;
import io.voltwright.field.api.CardFormat;
import io.voltwright.field.profiles.ProfileLibrary;
import io.voltwright.site.api.Bus;
import io.voltwright.site.api.Reader;
import java.io.DataInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped readers over a real serial line: two ends of a pseudo terminal. */
class SerialReaderTest {

    private final VirtualTime time = new VirtualTime();
    private final List<IdToken> cards = new CopyOnWriteArrayList<>();

    @TempDir
    Path folder = Path.of("");

    private Optional<Process> socat = Optional.empty();
    private Optional<CardReader> reader = Optional.empty();

    @BeforeEach
    void plugIn() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/socat")), "socat is not installed");
        socat = Optional.of(
                new ProcessBuilder("socat", "pty,raw,echo=0,link=" + station(), "pty,raw,echo=0,link=" + device())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start());
        await().atMost(60, TimeUnit.SECONDS).until(() -> Files.exists(station()) && Files.exists(device()));
    }

    private void unplug() {
        socat.ifPresent(process -> {
            process.destroy();
            await().atMost(60, TimeUnit.SECONDS).until(() -> !process.isAlive());
        });
    }

    @AfterEach
    void end() {
        reader.ifPresent(CardReader::close);
        unplug();
    }

    private Path station() {
        return folder.resolve("station");
    }

    private Path device() {
        return folder.resolve("device");
    }

    private void begin(String profile) {
        CardFormat format = Objects.requireNonNull(
                        ProfileLibrary.shipped().readers().get(profile))
                .format();
        Bus.Line line = new Bus.Serial(station().toString(), 9600, Bus.Frame.of("8N1"), Bus.Mode.RTU);
        reader = Optional.of(new CardReader(
                new Reader(new DeviceId("door"), profile, line), format, time, time.threads("reader"), cards::add));
    }

    private void send(String hex) throws IOException {
        Files.write(device(), HexFormat.of().parseHex(hex.replace(" ", "")), StandardOpenOption.WRITE);
    }

    private void awaitCards(String... uids) {
        await().atMost(60, TimeUnit.SECONDS)
                .untilAsserted(
                        () -> assertThat(cards).extracting(IdToken::value).containsExactly(uids));
    }

    @Test
    void allShippedReadersReadTheirGoldenSamples() {
        ProfileLibrary.shipped().readers().forEach((id, reader) -> assertThat(CardReaders.misread(reader.format()))
                .as(id)
                .isEmpty());
    }

    // "04A1B2C3" CR LF, and 08 first, which a telephone makes up (ISO/IEC 14443-3).
    @Test
    void cardsAreToldOnceRandomNumbersNeverAndAfterABreakAgain() throws IOException {
        begin("reader-ascii-line");
        await().atMost(60, TimeUnit.SECONDS).until(() -> {
            send("30 34 41 31 42 32 43 33 0D 0A");
            return !cards.isEmpty();
        });
        send("30 34 41 31 42 32 43 33 0D 0A");
        send("30 38 41 31 42 32 43 33 0D 0A");
        send("30 34 44 34 45 35 46 36 0D 0A");
        awaitCards("04A1B2C3", "04D4E5F6");

        time.pass(Duration.ofSeconds(3));
        send("30 34 44 34 45 35 46 36 0D 0A");
        awaitCards("04A1B2C3", "04D4E5F6", "04D4E5F6");

        unplug();
        plugIn();
        time.pass(Duration.ofSeconds(3));
        await().atMost(60, TimeUnit.SECONDS).until(() -> {
            send("30 34 30 35 30 36 30 37 0D 0A");
            return cards.size() == 4;
        });
        awaitCards("04A1B2C3", "04D4E5F6", "04D4E5F6", "04050607");
    }

    // Row QU-CD-720: asked by 00 00 03 03 00 00, it answers FE 07 03 type number check.
    @Test
    void aReaderThatMustBeAskedIsAsked() throws IOException {
        begin("reader-qu-cd-720");
        try (DataInputStream heard = new DataInputStream(new FileInputStream(device().toFile()))) {
            byte[] asked = new byte[6];
            heard.readFully(asked);
            assertThat(asked).containsExactly(0, 0, 3, 3, 0, 0);
            send("FE 07 03 04 04 A1 B2 C3 D4");
            awaitCards("04A1B2C3");
        }
    }
}
