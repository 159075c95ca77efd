package io.voltwright.journal.derby;

import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.Moment;
import io.voltwright.journal.api.Entry;
import io.voltwright.journal.api.Fact;
import io.voltwright.journal.api.Payload;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ChainTest {

    static final String BODY = "{\"boot\":\"3f2504e0-4f89-41d3-9a0c-0305e82c3301\",\"clock\":\"SYNCHRONISED\","
            + "\"key\":\"s1/plugged\",\"mustUnderstand\":false,\"payload\":{\"evse\":\"left\",\"wh\":1200},\"position\":1,"
            + "\"sinceBoot\":\"PT1.5S\",\"subject\":\"left\",\"type\":\"charging.PluggedIn\","
            + "\"utc\":\"2026-03-02T08:00:00Z\",\"version\":1}";

    static final Fact FACT = new Fact(
            "charging.PluggedIn",
            1,
            "s1/plugged",
            "left",
            new Moment(
                    Instant.parse("2026-03-02T08:00:00Z"),
                    UUID.fromString("3f2504e0-4f89-41d3-9a0c-0305e82c3301"),
                    Duration.ofMillis(1_500),
                    Moment.ClockState.SYNCHRONISED),
            false,
            Payload.with().put("wh", 1200).put("evse", "left").done());

    @Test
    void theEnvelopeIsOneCanonicalText() {
        assertThat(new String(Envelope.of(FACT).at(1), StandardCharsets.UTF_8)).isEqualTo(BODY);
        assertThat(Envelope.parse(BODY.getBytes(StandardCharsets.UTF_8))).isEqualTo(new Entry(1, FACT));
    }

    // Computed with Python's hashlib: sha256(32 zero bytes + body), then sha256(that + the second body).
    @Test
    void eachLinkIsTheHashOfTheOneBeforeAndTheText() {
        Link first = Link.ORIGIN.next(BODY);
        Link second =
                first.next(BODY.replace("\"position\":1", "\"position\":2").replace("plugged", "again"));

        assertThat(HexFormat.of().formatHex(first.hash()))
                .isEqualTo("a8fc1d0c89749df60b4126cddd2cf3590705b91cbac2c857d29283f059fb3d05");
        assertThat(HexFormat.of().formatHex(second.hash()))
                .isEqualTo("dc9ca18db5c7fba03c3ccf4943ae1c73b4078ac389e50cfadf52d49c62fac611");
        assertThat(second.position()).isEqualTo(2);
    }
}
