package io.voltwright.field.modbus;

import static io.voltwright.field.api.RegisterBus.Priority.LOWER;
import static io.voltwright.field.api.RegisterBus.Priority.POLL;
import static io.voltwright.field.modbus.HandMade.answer;
import static io.voltwright.field.modbus.HandMade.refusal;
import static io.voltwright.field.modbus.HandMade.withCrc;
import static io.voltwright.field.modbus.VirtualWire.MILLI;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.voltwright.base.api.VirtualTime;
import io.voltwright.field.api.BusException;
import io.voltwright.field.api.BusException.Cause;
import io.voltwright.field.api.RegisterBus.Request;
import io.voltwright.field.api.RegisterBus.Table;
import io.voltwright.field.api.RegisterBus.Timing;
import io.voltwright.site.api.Bus.Frame;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The rules of the field reference section 5.2, on a wire whose time stands still until someone waits. */
class FramedLineTest {

    static final int UNIT = 5;
    static final Timing TIMING = new Timing(Duration.ofMillis(300), 0, Duration.ZERO, Duration.ofMillis(600), true);

    final VirtualWire wire = new VirtualWire();
    final Counters counters = new Counters();
    final ConcurrentHashMap<Integer, Unit> units = new ConcurrentHashMap<>();
    final Unit unit = unit(UNIT);
    final FramedLine line = line();

    @Test
    @DisplayName("Rule 3: a port that was just opened is listened to for the late window before anything is sent")
    void listensBeforeItSpeaks() throws IOException {
        wire.slave(honest());
        long start = wire.now();
        wire.arrive(400 * MILLI, new byte[] {1, 2, 3});

        read(100, 1);

        assertThat(wire.sentAt().get(0) - start).isGreaterThanOrEqualTo(1_000 * MILLI);
        assertThat(counters.unsolicitedBytes.sum()).isEqualTo(3);
    }

    @Test
    @DisplayName("Rule 3: after a time-out nothing is sent until the bus was silent for the late window")
    void fallsSilentAfterATimeOut() throws IOException {
        settleIn();
        wire.slave((request, w) -> w.arrive(900 * MILLI, answer(request)));
        int before = wire.sent().size();

        assertThat(failure(() -> read(100, 1)).why()).isEqualTo(Cause.TIMEOUT);
        wire.slave(honest());
        assertThat(read(200, 1)).containsExactly(200);

        long firstSent = wire.sentAt().get(before);
        assertThat(wire.sentAt().get(before + 1) - firstSent).isGreaterThanOrEqualTo(1_500 * MILLI);
        assertThat(counters.lateBytes.sum()).isEqualTo(7);
        assertThat(unit.status(wire.now()).lateBytes()).isEqualTo(7);
        assertThat(unit.status(wire.now()).unsolicitedBytes()).isZero();
    }

    @Test
    @DisplayName("Rule 5: a frame that nobody asked for is laid to the device whose address it bears")
    void aFrameThatNobodyAskedForNamesItsDevice() throws IOException {
        settleIn();
        Unit other = unit(9);
        // 03 02 00 07: an answer to a read of one register, to a master that is not this one.
        byte[] frame = new RtuFraming().frame(9, new byte[] {3, 2, 0, 7});
        wire.arrive(0, frame);

        assertThat(read(100, 1)).containsExactly(100);

        assertThat(counters.unsolicitedBytes.sum()).isEqualTo(frame.length);
        assertThat(other.status(wire.now()).unsolicitedBytes()).isEqualTo(frame.length);
        assertThat(unit.status(wire.now()).unsolicitedBytes()).isZero();
    }

    @Test
    @DisplayName("P8: a line through a gateway is given back when it was not used for so long; a port is kept")
    void anIdleGatewayIsLetGo() throws IOException {
        FramedLine gateway = line(() -> 60_000 * MILLI);
        wire.slave(honest());
        gateway.settle(wire.now());
        gateway.transact(Request.read(UNIT, Table.HOLDING, 1, 1, POLL), unit, () -> {});

        wire.pauseUntil(wire.now() + 59_000 * MILLI);
        gateway.idle();
        line.idle();
        assertThat(wire.isOpen()).isTrue();
        wire.pauseUntil(wire.now() + 1_000 * MILLI);
        line.idle();
        assertThat(wire.isOpen()).isTrue();
        gateway.idle();

        assertThat(wire.isOpen()).isFalse();
        assertThat(gateway.since()).isEmpty();
        gateway.settle(wire.now());
        assertThat(gateway.transact(Request.read(UNIT, Table.HOLDING, 7, 1, POLL), unit, () -> {})
                        .values())
                .containsExactly(7);
    }

    // The device was late once; each later answer is quick, but whoever asks does so only every two seconds.
    @Test
    @DisplayName("Rule 3: what came after the late window, while nobody asked, is thrown away before the next request")
    void keepsStepWithADeviceThatIsAskedSeldomAfterATimeOut() throws IOException {
        settleIn();
        wire.slave((request, w) -> w.arrive(800 * MILLI, answer(request)));
        assertThat(failure(() -> read(100, 1)).why()).isEqualTo(Cause.TIMEOUT);
        wire.slave(honest());

        for (int i = 0; i < 4; i++) {
            wire.pauseUntil(wire.now() + 2_000 * MILLI);
            assertThat(read(200 + i, 1)).containsExactly(200 + i);
        }
        assertThat(counters.lateBytes.sum()).isEqualTo(7);
        assertThat(counters.corrupt.sum()).isZero();
    }

    // Row 1.11: every request must be sent twice, the first wakes the bus.
    @Test
    void aUnitThatSleepsIsAskedASecondTimeAndCostsNoSilence() throws IOException {
        settleIn();
        unit.timing(new Timing(
                Duration.ofMillis(500),
                0,
                Duration.ZERO,
                Duration.ofMillis(600),
                true,
                Duration.ofMillis(100),
                Duration.ZERO));
        AtomicInteger heard = new AtomicInteger();
        wire.slave((request, w) -> {
            if (heard.getAndIncrement() % 2 == 1) {
                w.arrive(20 * MILLI, answer(request));
            }
        });
        int before = wire.sent().size();
        long taints = counters.taints.sum();

        assertThat(read(100, 1)).containsExactly(100);
        assertThat(read(200, 1)).containsExactly(200);

        assertThat(wire.sent().get(before)).isEqualTo(wire.sent().get(before + 1));
        assertThat(wire.sentAt().get(before + 1) - wire.sentAt().get(before)).isBetween(100 * MILLI, 130 * MILLI);
        assertThat(counters.taints.sum()).isEqualTo(taints);
    }

    @Test
    void aUnitThatIsAwakeIsAskedOnce() throws IOException {
        settleIn();
        unit.timing(new Timing(
                Duration.ofMillis(500),
                0,
                Duration.ZERO,
                Duration.ofMillis(600),
                true,
                Duration.ofMillis(100),
                Duration.ZERO));
        wire.slave(honest());
        int before = wire.sent().size();

        assertThat(read(100, 1)).containsExactly(100);

        assertThat(wire.sent()).hasSize(before + 1);
    }

    @Test
    @DisplayName("Rule 3: so it is after a wrong check")
    void fallsSilentAfterAWrongCheck() throws IOException {
        settleIn();
        wire.slave((request, w) -> w.arrive(10 * MILLI, flipped(answer(request), 3)));
        int before = wire.sent().size();

        assertThat(failure(() -> read(100, 1)).why()).isEqualTo(Cause.CORRUPT);
        wire.slave(honest());
        assertThat(read(200, 1)).containsExactly(200);

        assertThat(wire.sentAt().get(before + 1) - wire.sentAt().get(before)).isGreaterThanOrEqualTo(600 * MILLI);
        assertThat(counters.corrupt.sum()).isEqualTo(1);
    }

    @Test
    @DisplayName(
            "Rule 4: two reads in a row never have the same length, and what was asked for too much is not handed out")
    void neverReadsTheSameLengthTwice() throws IOException {
        wire.slave(honest());
        for (int i = 0; i < 20; i++) {
            assertThat(read(100 + i, 2)).containsExactly(100 + i, 101 + i);
        }
        for (int i = 1; i < wire.sent().size(); i++) {
            assertThat(HandMade.count(wire.sent().get(i)))
                    .isNotEqualTo(HandMade.count(wire.sent().get(i - 1)))
                    .isBetween(2, 3);
        }
    }

    @Test
    @DisplayName("Rule 4: where the device has no more registers it is not asked for them again")
    void givesUpPaddingWhereTheDeviceRefusesIt() throws IOException {
        AtomicInteger refusals = new AtomicInteger();
        wire.slave((request, w) -> {
            boolean there = HandMade.address(request) + HandMade.count(request) <= 110;
            refusals.addAndGet(there ? 0 : 1);
            w.arrive(5 * MILLI, there ? answer(request) : refusal(request, 2));
        });
        for (int i = 0; i < 20; i++) {
            assertThat(read(108, 2)).containsExactly(108, 109);
        }
        assertThat(refusals).hasValue(1);
    }

    @Test
    @DisplayName(
            "Rule 4: a device that allows no padding is asked for exactly what is wanted, but for one part of it as a fence")
    void asksForNoMoreWherePaddingIsNotAllowed() throws IOException {
        unit.timing(new Timing(Duration.ofMillis(300), 0, Duration.ZERO, Duration.ofMillis(600), false));
        wire.slave(honest());
        for (int i = 0; i < 5; i++) {
            assertThat(read(100, 2)).containsExactly(100, 101);
        }
        assertThat(wire.sent().stream().map(HandMade::count)).containsExactly(2, 1, 2, 2, 2, 2);
    }

    @Test
    @DisplayName(
            "Rule 4: a stream that lags by one when the port is opened is found before its first value is handed out")
    void findsAStreamThatLagsFromTheBeginning() throws IOException {
        byte[][] kept = {answer(HandMade.withCrc(UNIT, 3, 0, 100, 0, 1))};
        wire.slave((request, w) -> {
            w.arrive(50 * MILLI, kept[0]);
            kept[0] = answer(request);
        });

        assertThat(failure(() -> read(120, 1)).why()).isEqualTo(Cause.CORRUPT);
        assertThat(failure(() -> read(130, 1)).why()).isEqualTo(Cause.CORRUPT);
        wire.slave(honest());
        assertThat(read(140, 1)).containsExactly(140);
    }

    @Test
    @DisplayName("Rule 5: bytes outside a transaction taint the bus and are counted")
    void bytesThatNobodyAskedForTaintTheBus() throws IOException {
        settleIn();
        long taints = counters.taints.sum();
        wire.arrive(0, new byte[] {0x55, 0x55});
        long arrived = wire.now();
        int before = wire.sent().size();

        assertThat(read(100, 1)).containsExactly(100);

        assertThat(wire.sentAt().get(before) - arrived).isGreaterThanOrEqualTo(600 * MILLI);
        assertThat(counters.taints.sum()).isEqualTo(taints + 1);
        assertThat(counters.unsolicitedBytes.sum()).isEqualTo(2);
    }

    @Test
    @DisplayName("Rule 5: an idle line is looked at too")
    void bytesOnAnIdleLineTaintIt() throws IOException {
        settleIn();
        wire.arrive(0, new byte[] {0x55});

        line.idle();

        assertThat(counters.taints.sum()).isEqualTo(2);
    }

    @Test
    @DisplayName(
            "Rule 6: 3.5 characters of silence before each request, and the time on the wire is on top of the time-out")
    void keepsItsDistance() throws IOException {
        // A character of 8N1 at 9600 takes 1.042 ms; request and answer are 15 of them.
        settleIn();
        wire.slave((request, w) -> w.arrive(312 * MILLI, answer(request)));
        int before = wire.sent().size();
        read(100, 1);
        wire.slave(honest());
        long answered = wire.now();
        read(100, 1);

        assertThat(wire.sentAt().get(before + 1) - answered).isBetween(3_600_000L, 3_700_000L);
    }

    @Test
    @DisplayName("Rule 2: a frame broken off at any byte, or wrong in any bit, is never taken for an answer")
    void takesNoBrokenFrame() throws IOException {
        settleIn();
        for (int length = 1; length < 9; length++) {
            int cut = length;
            wire.slave((request, w) -> w.arrive(10 * MILLI, Arrays.copyOf(answer(request), cut)));
            failure(() -> read(100, 2));
            wire.slave(honest());
            assertThat(read(300, 2)).containsExactly(300, 301);
        }
        for (int bit = 0; bit < 72; bit++) {
            int wrong = bit;
            wire.slave((request, w) -> w.arrive(10 * MILLI, flippedBit(answer(request), wrong)));
            failure(() -> read(100, 2));
            wire.slave(honest());
            assertThat(read(300, 2)).containsExactly(300, 301);
        }
    }

    @Test
    void aGlitchBeforeAFrameDoesNoHarmButIsCounted() throws IOException {
        settleIn();
        for (byte[] glitch : List.of(new byte[] {0}, new byte[] {(byte) 0xff, 0}, new byte[] {UNIT, 3, 0})) {
            wire.slave((request, w) -> {
                w.arrive(10 * MILLI, glitch);
                w.arrive(11 * MILLI, answer(request));
            });
            assertThat(read(100, 2)).containsExactly(100, 101);
        }
        assertThat(counters.unsolicitedBytes.sum()).isEqualTo(6);
    }

    @Test
    void twoFramesInOneWindowAreWorthless() throws IOException {
        settleIn();
        wire.slave((request, w) -> {
            byte[] twice = Arrays.copyOf(answer(request), 14);
            System.arraycopy(answer(request), 0, twice, 7, 7);
            w.arrive(10 * MILLI, twice);
        });
        wire.sent().clear();

        assertThat(failure(() -> read(100, 1)).why()).isEqualTo(Cause.CORRUPT);
    }

    @Test
    @DisplayName("Rule 2: a write is only done when address and value come back")
    void aWriteMustBeEchoed() throws IOException {
        Request lower = Request.write(UNIT, Table.HOLDING, 261, List.of(60), true, LOWER);
        settleIn();
        wire.slave(honest());
        line.settle(wire.now());
        assertThat(line.transact(lower, unit, () -> {}).values()).containsExactly(60);
        // Unit 5, function 6, register 261, value 60; the check by the hand-made CRC.
        assertThat(HexFormat.of().formatHex(wire.sent().get(wire.sent().size() - 1)))
                .isEqualTo(HexFormat.of().formatHex(withCrc(5, 6, 1, 5, 0, 60)));

        wire.slave((request, w) -> w.arrive(10 * MILLI, withCrc(5, 6, 1, 5, 0, 61)));
        line.settle(wire.now());
        assertThat(failure(() -> line.transact(lower, unit, () -> {})).why()).isEqualTo(Cause.CORRUPT);
    }

    @Test
    void anExceptionTaintsNothing() throws IOException {
        settleIn();
        long taints = counters.taints.sum();
        wire.slave((request, w) -> w.arrive(10 * MILLI, refusal(request, 2)));

        BusException refused = failure(() -> read(100, 1));

        assertThat(refused.why()).isEqualTo(Cause.EXCEPTION);
        assertThat(refused.code()).isEqualTo(2);
        assertThat(counters.taints.sum()).isEqualTo(taints);
    }

    @Test
    void aLineThatNeverFallsSilentIsOfNoUse() {
        for (int i = 0; i < 1000; i++) {
            wire.arrive(i * 50L * MILLI, new byte[] {0x33});
        }

        assertThatThrownBy(() -> line.settle(wire.now()))
                .isInstanceOf(BusException.class)
                .hasMessageContaining("does not fall silent");
    }

    @Test
    void anUnpluggedPortIsOpenedAgainASecondLaterAndDoubted() throws IOException {
        settleIn();
        wire.unplug();
        Throwable first = catchThrowable(() -> read(100, 1));
        assertThat(first).isInstanceOf(IOException.class).isNotInstanceOf(BusException.class);
        // In the same words each time, or a dead port would fill the log.
        assertThatThrownBy(() -> read(100, 1)).isInstanceOf(IOException.class).hasMessage(first.getMessage());

        wire.pauseUntil(wire.now() + 1_000 * MILLI);
        int before = wire.sent().size();
        assertThat(read(100, 1)).containsExactly(100);
        assertThat(wire.sent()).as("a value and its proof").hasSize(before + 2);
    }

    /** Past the silence after opening and the proof of the first value. */
    private void settleIn() throws IOException {
        wire.slave(honest());
        read(1, 1);
    }

    private List<Integer> read(int address, int count) throws IOException {
        line.settle(wire.now());
        return line.transact(Request.read(UNIT, Table.HOLDING, address, count, POLL), unit, () -> {})
                .values();
    }

    private static BusException failure(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return catchThrowableOfType(BusException.class, call);
    }

    static VirtualWire.Slave honest() {
        return (request, wire) -> wire.arrive(20 * MILLI, answer(request));
    }

    private static byte[] flipped(byte[] frame, int index) {
        return flippedBit(frame, index * 8);
    }

    private static byte[] flippedBit(byte[] frame, int bit) {
        frame[bit / 8] ^= (byte) (1 << (bit % 8));
        return frame;
    }

    private Unit unit(int number) {
        Unit made = new Unit(number, wire.now());
        made.timing(TIMING);
        units.put(number, made);
        return made;
    }

    private FramedLine line() {
        return line(FramedLine.KEPT);
    }

    private FramedLine line(LongSupplier idleClose) {
        VirtualTime time = new VirtualTime();
        LineTiming timing = LineTiming.of(9_600, Frame.of("8N1"));
        return new FramedLine(Connection.port(wire, time), new RtuFraming(), timing, counters, units, time, idleClose);
    }
}
