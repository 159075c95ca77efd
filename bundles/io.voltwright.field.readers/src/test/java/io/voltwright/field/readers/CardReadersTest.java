package io.voltwright.field.readers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.DeviceId;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.IdToken;
import io.voltwright.base.api.VirtualTime;
import io.voltwright.base.api.Voltage;
import io.voltwright.field.api.CardFormat;
import io.voltwright.field.api.CardFormat.Check;
import io.voltwright.field.api.CardFormat.Form;
import io.voltwright.field.api.FieldListener;
import io.voltwright.field.api.PileStatus;
import io.voltwright.field.api.Profiles;
import io.voltwright.site.api.Bus;
import io.voltwright.site.api.Node;
import io.voltwright.site.api.Reader;
import io.voltwright.site.api.Site;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A reader that writes lines of hex over TCP. */
class CardReadersTest {

    private static final DeviceId READER = new DeviceId("door");

    private final VirtualTime time = new VirtualTime();
    private final List<IdToken> cards = new CopyOnWriteArrayList<>();
    private final Profiles profiles = new Profiles() {
        @Override
        public List<Profile> all() {
            return List.of();
        }

        @Override
        public Optional<CardFormat> cardFormat(String id) {
            return Optional.of(new CardFormat(
                    List.of(),
                    List.of(0x0d, 0x0a),
                    new CardFormat.ToEnd(),
                    Optional.empty(),
                    Check.NONE,
                    new CardFormat.Uid(0, 0, Form.HEX, false, Map.of()),
                    Optional.empty(),
                    Duration.ofSeconds(2),
                    Duration.ofMillis(300)));
        }
    };
    private final CardReaders readers = new CardReaders(profiles, time, time);

    private ServerSocket device = none();

    private static ServerSocket none() {
        try {
            return new ServerSocket();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void start() throws IOException {
        device = new ServerSocket(0, 4, InetAddress.getLoopbackAddress());
        readers.addListener(new FieldListener() {
            @Override
            public void pileChanged(EvseId pile, PileStatus status) {}

            @Override
            public void cardShown(EvseId pile, IdToken token) {}

            @Override
            public void cardShownAt(DeviceId reader, IdToken token) {
                assertThat(reader).isEqualTo(READER);
                cards.add(token);
            }
        });
        readers.siteChanged(site(new Reader(READER, "line", new Bus.Tcp("127.0.0.1", device.getLocalPort()))));
    }

    @AfterEach
    void end() throws Exception {
        readers.stop();
        device.close();
    }

    private static Site site(Reader... readers) {
        return new Site(
                "test",
                ZoneOffset.UTC,
                Voltage.volts(230),
                new Node("grid", Current.amperes(63), Optional.empty(), List.of(), List.of()),
                List.of(),
                List.of(),
                List.of(),
                List.of(readers));
    }

    private static void show(Socket reader, String uid) throws IOException {
        reader.getOutputStream().write((uid + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    private void awaitCards(String... uids) {
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            time.pass(Duration.ofMillis(1));
            assertThat(cards).extracting(IdToken::value).containsExactly(uids);
        });
    }

    @Test
    void aCardIsToldOnceHoweverOftenTheReaderRepeatsIt() throws IOException {
        try (Socket reader = device.accept()) {
            show(reader, "04A1B2C3");
            show(reader, "04A1B2C3");
            show(reader, "04D4E5F6");
            awaitCards("04A1B2C3", "04D4E5F6");

            time.pass(Duration.ofSeconds(3));
            show(reader, "04D4E5F6");
            awaitCards("04A1B2C3", "04D4E5F6", "04D4E5F6");
        }
    }

    @Test
    void aRandomNumberIsNoIdentity() throws IOException {
        try (Socket reader = device.accept()) {
            show(reader, "08A1B2C3");
            show(reader, "04D4E5F6");

            awaitCards("04D4E5F6");
        }
    }

    @Test
    void aReaderThatHangsUpIsTakenUpAgain() throws IOException {
        device.accept().close();
        try (Socket again = device.accept()) {
            show(again, "04A1B2C3");

            awaitCards("04A1B2C3");
        }
    }

    @Test
    void aReaderThatLeavesTheSiteIsLetGo() throws IOException {
        try (Socket reader = device.accept()) {
            readers.siteChanged(site());

            assertThat(reader.getInputStream().read()).isEqualTo(-1);
        }
    }
}
