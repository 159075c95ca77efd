package io.voltwright.protocol.ocpp;

import static io.voltwright.protocol.ocpp.FakeStation.LEFT;
import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.SessionId;
import io.voltwright.base.api.VirtualTime;
import io.voltwright.charging.api.ChargingFact.Context;
import io.voltwright.charging.api.EvseStatus;
import io.voltwright.charging.api.StopReason;
import io.voltwright.users.api.Biller;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was said about a session can be read in a file of its own. */
class SessionTraceTest {

    @TempDir
    Path logs;

    final VirtualTime time = new VirtualTime();

    @Test
    void aSessionsMessagesInBothDirectionsStandInItsFileWithTokensMasked() throws IOException {
        FakeStation station = new FakeStation();
        station.start();
        SessionId session = station.begin(LEFT, "SECRETCARD", Biller.backend(FakeStation.NAME), 100);
        station.put(LEFT, 1, EvseStatus.CHARGING, Optional.of(session));
        station.pass(Duration.ofSeconds(61));
        station.meter(LEFT, session, 150, Context.PERIODIC);
        station.ask("RemoteStopTransaction", "{\"transactionId\":42}");
        station.end(LEFT, session, 200, StopReason.REMOTE, Optional.empty());
        station.pass(Duration.ofSeconds(2));

        String trace = Files.readString(Path.of("target", "logs", "ocpp", FakeStation.NAME, session.value() + ".log"));
        assertThat(trace)
                .contains("StartTransaction", "\"transactionId\":42", "MeterValues", "RemoteStopTransaction")
                .contains("StopTransaction", "***RD\"", " > [3,\"csms-0\"", " < [2,\"csms-0\"")
                .doesNotContain("SECRETCARD", "Heartbeat", "BootNotification");
        assertThat(trace.lines().filter(line -> line.contains(" < [3,"))).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void filesAreFewAndShort() throws IOException {
        SessionTrace trace = trace(new SessionTrace.Limits(logs, 3, 1_000));
        SessionId longest = SessionId.random();
        for (int i = 0; i < 100; i++) {
            trace.frame(time.instant(), true, "[2,\"" + i + "\",\"MeterValues\",{}]", Optional.of(longest));
        }
        time.pass(Duration.ofSeconds(2));
        assertThat(Files.size(logs.resolve(longest.value() + ".log"))).isLessThan(1_200);
        for (int i = 0; i < 10; i++) {
            trace.frame(time.instant(), true, "[2,\"x\",\"MeterValues\",{}]", Optional.of(SessionId.random()));
            time.pass(Duration.ofSeconds(2));
        }
        try (var files = Files.list(logs)) {
            assertThat(files).hasSize(3);
        }
    }

    @Test
    void nothingIsWrittenWhereNoFilesAreWanted() throws IOException {
        SessionTrace trace = trace(new SessionTrace.Limits(logs.resolve("none"), 0, 1_000));
        trace.frame(time.instant(), true, "[2,\"x\",\"MeterValues\",{}]", Optional.of(SessionId.random()));
        time.pass(Duration.ofSeconds(2));
        assertThat(logs.resolve("none")).doesNotExist();
    }

    private SessionTrace trace(SessionTrace.Limits limits) {
        return new SessionTrace(
                limits,
                time.open("ocpp"),
                new InOrder(Runnable::run),
                id -> Optional.empty(),
                connector -> Optional.empty());
    }
}
