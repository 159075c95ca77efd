package io.voltwright.protocol.ocpp;

import static io.voltwright.protocol.ocpp.FakeStation.LEFT;
import static io.voltwright.protocol.ocpp.FakeStation.RIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.SessionId;
import io.voltwright.base.api.VirtualTime;
import io.voltwright.charging.api.ChargingFact.Context;
import io.voltwright.charging.api.EvseStatus;
import io.voltwright.users.api.Biller;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** People see the frames as they pass, those that they asked for, and no secret in them. */
class TailTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final VirtualTime time = new VirtualTime();
    private final Tail tail = new Tail(
            time,
            (text, about) -> text.contains("\"connectorId\":1") ? Optional.of(LEFT) : Optional.empty(),
            (when, sent, text, about) -> {});
    private final PrintStream before = System.out;

    @AfterEach
    void restore() {
        System.setOut(before);
    }

    @Test
    void framesCanBeFilteredByActionDirectionAndEvse() {
        passed();

        assertThat(texts(filter("authorize", null, null)))
                .containsExactly("[2,\"2\",\"Authorize\",{\"idTag\":\"SECRETCARD\"}]", "[3,\"2\",{\"of\":\"ours\"}]");
        assertThat(texts(filter("Heartbeat", false, null))).containsExactly("[3,\"1\",{\"currentTime\":\"x\"}]");
        assertThat(texts(filter(null, true, null))).hasSize(4);
        assertThat(texts(filter(null, null, LEFT)))
                .containsExactly("[2,\"2\",\"UnlockConnector\",{\"connectorId\":1}]", "[3,\"2\",{\"of\":\"theirs\"}]");
        assertThat(texts(filter("Heartbeat", null, LEFT))).isEmpty();
    }

    // Both sides number their calls as they like, so equal ids stand for different calls.
    private void passed() {
        tail.add(true, "[2,\"1\",\"Heartbeat\",{}]", Optional.empty());
        tail.add(false, "[3,\"1\",{\"currentTime\":\"x\"}]", Optional.empty());
        tail.add(true, "[2,\"2\",\"Authorize\",{\"idTag\":\"SECRETCARD\"}]", Optional.empty());
        tail.add(false, "[2,\"2\",\"UnlockConnector\",{\"connectorId\":1}]", Optional.empty());
        tail.add(true, "[3,\"2\",{\"of\":\"theirs\"}]", Optional.empty());
        tail.add(false, "[3,\"2\",{\"of\":\"ours\"}]", Optional.empty());
        tail.add(true, "what is no frame", Optional.empty());
    }

    @Test
    void whoFollowsSeesTheFramesOfOneEvseAsTheyPassUntilTheBackEndIsGone() throws Exception {
        FakeStation station = new FakeStation();
        station.start();
        SessionId left = station.begin(LEFT, "SECRETCARD", Biller.backend(FakeStation.NAME), 100);
        ByteArrayOutputStream seen = new ByteArrayOutputStream();
        System.setOut(new PrintStream(new BufferedOutputStream(seen, 8192), false, StandardCharsets.UTF_8));
        TailCommand command = new TailCommand();
        command.follow = true;
        command.evse = LEFT.value();
        Thread follower = following(command, station.conversation.tail());

        await(seen, "StartTransaction");
        await(seen, "\"transactionId\":42");
        station.put(LEFT, 1, EvseStatus.CHARGING, Optional.of(left));
        station.put(RIGHT, 2, EvseStatus.PREPARING, Optional.empty());
        station.pass(Duration.ofSeconds(61));
        station.meter(LEFT, left, 150, Context.PERIODIC);
        await(seen, "MeterValues");
        station.ask("RemoteStopTransaction", "{\"transactionId\":42}");
        await(seen, " < [2,\"csms-0\",\"RemoteStopTransaction\"");
        await(seen, " > [3,\"csms-0\"");

        station.conversation.stop();
        station.settle();
        follower.join(PATIENCE.toMillis());
        assertThat(follower.isAlive()).isFalse();
        assertThat(text(seen))
                .contains(" acme > [2,", "***RD\"", "acme is not there any more")
                .doesNotContain("SECRETCARD", "\"connectorId\":2", "Heartbeat");
    }

    @Test
    void whoFollowsIsLetGoByAnInterrupt() throws Exception {
        ByteArrayOutputStream seen = new ByteArrayOutputStream();
        System.setOut(new PrintStream(seen, false, StandardCharsets.UTF_8));
        TailCommand command = new TailCommand();
        command.follow = true;
        command.count = 1;
        command.direction = "out";
        passed();
        Thread follower = following(command, tail);
        await(seen, "what is no frame");
        tail.add(false, "[2,\"9\",\"ClearCache\",{}]", Optional.empty());
        tail.add(true, "[3,\"9\",{\"status\":\"Accepted\"}]", Optional.empty());
        await(seen, "Accepted");
        assertThat(text(seen)).doesNotContain("ClearCache", "Heartbeat");

        follower.interrupt();
        follower.join(PATIENCE.toMillis());
        assertThat(follower.isAlive()).isFalse();
    }

    @Test
    void saysWhatADirectionIs() throws Exception {
        ByteArrayOutputStream seen = new ByteArrayOutputStream();
        System.setOut(new PrintStream(seen, true, StandardCharsets.UTF_8));
        TailCommand command = new TailCommand();
        command.direction = "up";
        command.print(Map.of("acme", tail));
        assertThat(text(seen)).contains("'in' or 'out'");
    }

    @ParameterizedTest
    @DisplayName("R-Z13: no secret is shown")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "[2,\"1\",\"Authorize\",{\"idTag\":\"04AABBCC\"}]|[2,\"1\",\"Authorize\",{\"idTag\":\"***CC\"}]",
                "{\"idTag\" : \"AB\\\"CDEF\"}|{\"idTag\" : \"***EF\"}",
                "{\"idTag\":\"1234\",\"parentIdTag\":\"GROUP9\"}|{\"idTag\":\"***\",\"parentIdTag\":\"***P9\"}",
                "{\"key\":\"AuthorizationKey\",\"value\":\"0011223344\"}|{\"key\":\"AuthorizationKey\",\"value\":\"***\"}",
                "{\"value\":\"0011\",\"key\":\"authorizationkey\"}|{\"value\":\"***\",\"key\":\"authorizationkey\"}",
                "{\"key\":\"HeartbeatInterval\",\"value\":\"9\"}|{\"key\":\"HeartbeatInterval\",\"value\":\"9\"}",
                "{\"location\":\"ftp://me:w/or@d@files.example/x\"}|{\"location\":\"ftp://***@files.example/x\"}",
                "{\"location\":\"https:\\/\\/me:word@f.example\\/x\"}|{\"location\":\"https:\\/\\/***@f.example\\/x\"}",
                "{\"location\":\"https://f.example/x?sig=abc&t=1\"}|{\"location\":\"https://f.example/x?***\"}",
                "{\"data\":\"{\\\"idTag\\\":\\\"04AABBCC\\\",\\\"n\\\":1}\"}|{\"data\":\"{\\\"idTag\\\":\\\"***CC\\\",\\\"n\\\":1}\"}",
                "{\"data\":\"{\\\"n\\\":\\\"a\\nb\\\"}\"}|{\"data\":\"{\\\"n\\\":\\\"a\\nb\\\"}\"}",
                "{\"data\":\"a \\\"b\\\" ftp://u:p@h/\"}|{\"data\":\"a \\\"b\\\" ftp://***@h/\"}",
                "{\"csr\":\"-----BEGIN EC PRIVATE KEY-----\\nMII\"}|{\"csr\":\"***\"}",
                "[2,\"1\",\"Authorize\",{\"idTag\":\"04AABBCC|[2,\"1\",\"Authorize\",{\"idTag\":\"***CC",
                "{\"key\":\"AuthorizationKey\",\"value\":\"0011|{\"key\":\"AuthorizationKey\",\"value\":\"***",
            })
    void noSecretIsShown(String text, String shown) {
        assertThat(Mask.of(text)).isEqualTo(shown);
    }

    @Test
    void aFrameIsOneLineWhateverItCarries() {
        assertThat(Mask.of("[2,\n\"1\",\u001b[31m\"a\rb\"]")).isEqualTo("[2, \"1\", [31m\"a b\"]");
    }

    @Test
    void aSecretBehindTheCutIsNoLongerThere() {
        String value = "0".repeat(5_000);
        tail.add(false, "[2,\"1\",\"ChangeConfiguration\",{\"value\":\"" + value, Optional.empty());
        tail.add(
                false,
                "[2,\"2\",\"ChangeConfiguration\",{\"value\":\"" + value + "\",\"key\":\"AuthorizationKey\"}]",
                Optional.empty());
        List<Tail.Line> last = tail.last(9, Tail.Filter.ALL);
        assertThat(last.get(0).text()).hasSizeLessThan(4_100);
        assertThat(last.get(1).text()).contains("\"value\":\"***\"").doesNotContain("00");
    }

    private static Tail.Filter filter(@Nullable String action, @Nullable Boolean sent, @Nullable EvseId evse) {
        return new Tail.Filter(Optional.ofNullable(action), Optional.ofNullable(sent), Optional.ofNullable(evse));
    }

    private List<String> texts(Tail.Filter filter) {
        return tail.last(10, filter).stream().map(Tail.Line::text).toList();
    }

    private Thread following(TailCommand command, Tail followed) {
        Thread follower = time.threads("follower").newThread(() -> {
            try {
                command.print(Map.of(FakeStation.NAME, followed));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        follower.start();
        return follower;
    }

    private static String text(ByteArrayOutputStream seen) {
        return seen.toString(StandardCharsets.UTF_8);
    }

    private static void await(ByteArrayOutputStream seen, String text) {
        Awaitility.await().atMost(PATIENCE).until(() -> text(seen).contains(text));
    }
}
