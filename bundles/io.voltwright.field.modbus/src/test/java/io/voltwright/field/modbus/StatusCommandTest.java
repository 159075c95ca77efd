package io.voltwright.field.modbus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voltwright.base.api.DeviceId;
import io.voltwright.base.api.VirtualTime;
import io.voltwright.field.api.RegisterBus.Timing;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class StatusCommandTest {

    static final Instant MORNING = Instant.parse("2026-03-02T08:00:00Z");

    @Test
    void showsBusesAndTheirUnits() {
        String text = output(new StatusCommand(), List.of(status("rs485-a"), status("rs485-b")));

        assertThat(text).contains("rs485-a", "rs485-b", "rtu /dev/ttyS1 19200 8E1", "42.0 %", "2026-03-02T08:00:00Z");
        assertThat(text).contains("offline", "no answer, 2026-03-02T08:00:00Z", "1.25 s");
    }

    @Test
    void showsOneBus() {
        StatusCommand command = new StatusCommand();
        command.bus = "rs485-b";

        assertThat(output(command, List.of(status("rs485-a"), status("rs485-b"))))
                .contains("rs485-b")
                .doesNotContain("rs485-a");
    }

    @Test
    void namesTheBusesThereAreWhenAskedForAnother() {
        StatusCommand command = new StatusCommand();
        command.bus = "nope";

        assertThat(output(command, List.of(status("rs485-a")))).contains("No bus nope; the site has: rs485-a");
    }

    @Test
    void saysThatTheBusesAreNotRunning() {
        assertThat(print(new StatusCommand())).contains("field.modbus is not running");
    }

    @Test
    void theDoctorDrawsAnewEachSecondUntilItIsInterrupted() throws Exception {
        VirtualTime time = new VirtualTime();
        DoctorCommand doctor = new DoctorCommand();
        doctor.watch = () -> List.of(status("rs485-a"));
        doctor.lanes = time;
        doctor.follow = true;
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, UTF_8));
        FutureTask<Object> session = new FutureTask<>(() -> {
            doctor.execute();
            return true;
        });
        Thread thread = new Thread(session);
        try {
            thread.start();
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                time.pass(Duration.ofSeconds(1));
                return bytes.toString(UTF_8).split("rs485-a \\(rtu", -1).length > 3;
            });
        } finally {
            thread.interrupt();
            thread.join();
            System.setOut(before);
        }
        assertThat(session).isDone();
        // Issue 3: "shows, live, per bus and device: CRC errors, time-outs, late and unsolicited bytes, gaps, load,
        // worst-case cycle".
        assertThat(bytes.toString(UTF_8))
                .contains("unit 3 does not answer (2 time-outs)")
                .contains("load 42 %", "worst cycle 1.25 s", "7 late and 0 unsolicited bytes")
                .containsPattern(
                        "Unit\\W+Load\\W+On wire\\W+Req/s\\W+Gap\\W+CRC errors\\W+Time-outs\\W+Late\\W+Unasked\\W+Refused\\W+Worst cycle")
                .containsPattern(
                        "3 \\(offline\\)\\W+10.0 %\\W+5.0 %\\W+1.5\\W+0 ms\\W+1\\W+2\\W+7\\W+0\\W+0\\W+1.25 s");
    }

    private static BusStatus status(String id) {
        UnitStatus unit = new UnitStatus(
                3,
                true,
                0.1,
                0.05,
                1.5,
                Timing.DEFAULT,
                7,
                2,
                1,
                0,
                7,
                0,
                Duration.ofMillis(1250),
                Optional.of("no answer"),
                Optional.of(MORNING));
        return new BusStatus(
                new DeviceId(id),
                "rtu /dev/ttyS1 19200 8E1",
                Optional.of(19200),
                Optional.of(MORNING),
                Optional.empty(),
                1,
                0.42,
                3.5,
                0,
                10,
                2,
                1,
                7,
                0,
                3,
                List.of(unit));
    }

    private static String output(StatusCommand command, List<BusStatus> buses) {
        command.watch = () -> buses;
        return print(command);
    }

    private static String print(StatusCommand command) {
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, UTF_8));
        try {
            command.execute();
        } finally {
            System.setOut(before);
        }
        return bytes.toString(UTF_8);
    }
}
