package io.voltwright.field.modbus;

import static io.voltwright.field.api.RegisterBus.Priority.POLL;
import static io.voltwright.field.modbus.VirtualWire.MILLI;
import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.VirtualTime;
import io.voltwright.field.api.BusException;
import io.voltwright.field.api.RegisterBus.Request;
import io.voltwright.field.api.RegisterBus.Table;
import io.voltwright.field.api.RegisterBus.Timing;
import io.voltwright.site.api.Bus.Frame;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Slaves that are late, lose, break and repeat answers at random: whatever is handed out is right, and the line recovers. */
class LateReplyPropertyTest {

    static final int FULL_READS = 200_000;

    @ParameterizedTest(name = "in order {0}, padding {1}, late by up to {2} ms")
    @CsvSource({"true,true,8000", "false,true,8000", "true,false,1400", "false,false,1400"})
    @DisplayName("Field reference 5.2: no value of another register is ever handed out")
    void everyValueIsThatOfItsRegister(boolean inOrder, boolean pad, int latest) throws IOException {
        double scale = Double.parseDouble(System.getProperty("voltwright.scale", "0.1"));
        int reads = (int) Math.max(3, FULL_READS * scale);
        long seed = Long.getLong("voltwright.seed", System.nanoTime());
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        VirtualWire wire = new VirtualWire();
        ConcurrentHashMap<Integer, Unit> units = new ConcurrentHashMap<>();
        Unit unit = new Unit(1, wire.now());
        unit.timing(new Timing(Duration.ofMillis(300), 0, Duration.ZERO, Duration.ofMillis(600), pad));
        units.put(1, unit);
        VirtualTime time = new VirtualTime();
        Counters counters = new Counters();
        FramedLine line = new FramedLine(
                Connection.port(wire, time),
                new RtuFraming(),
                LineTiming.of(19_200, Frame.of("8N1")),
                counters,
                units,
                time,
                FramedLine.KEPT);

        wire.slave(new Unreliable(random, inOrder, pad, latest));
        int good = 0;
        for (int i = 0; i < reads; i++) {
            good += poll(line, wire, unit, random, i) ? 1 : 0;
        }
        wire.slave(FramedLineTest.honest());
        // The last ghosts have to be seen or forgotten first.
        wire.pauseUntil(wire.now() + Doubt.GHOST_LIFE);
        for (int i = 0; i < 10; i++) {
            poll(line, wire, unit, random, i);
        }
        assertThat(poll(line, wire, unit, random, 0))
                .as("recovers, seed %d", seed)
                .isTrue();
        assertThat(good).as("useful meanwhile, seed %d", seed).isGreaterThan(reads / 10);
        assertThat(counters.lateBytes.sum()).isPositive();
    }

    private static boolean poll(FramedLine line, VirtualWire wire, Unit unit, Random random, int round)
            throws IOException {
        int address = random.nextInt(400);
        int count = 1 + random.nextInt(3);
        try {
            line.settle(wire.now());
            List<Integer> values = line.transact(Request.read(1, Table.HOLDING, address, count, POLL), unit, () -> {})
                    .values();
            for (int i = 0; i < count; i++) {
                assertThat(values.get(i))
                        .as("round %d%n%s", round, wire.history())
                        .isEqualTo(address + i);
            }
            return true;
        } catch (BusException e) {
            // An offline unit is asked once a second or so; without this the loop would spin without time passing.
            wire.pauseUntil(wire.now() + 200 * MILLI);
            return false;
        }
    }

    /** Mostly quick; sometimes late, lost, broken, or said twice. */
    private static final class Unreliable implements VirtualWire.Slave {

        private final Random random;
        private final boolean inOrder;
        private final boolean repeats;
        private final int latest;
        private long busyUntil;

        Unreliable(Random random, boolean inOrder, boolean repeats, int latest) {
            this.random = random;
            this.inOrder = inOrder;
            this.repeats = repeats;
            this.latest = latest;
        }

        @Override
        public void request(byte[] request, VirtualWire wire) {
            int dice = random.nextInt(100);
            if (dice < 3) {
                return;
            }
            long delay = delay(dice);
            if (inOrder) {
                long start = Math.max(wire.now(), busyUntil);
                delay += start - wire.now();
                if (delay > latest * MILLI) {
                    return;
                }
                busyUntil = wire.now() + delay;
            }
            byte[] answer = HandMade.address(request) + HandMade.count(request) > 401
                    ? HandMade.refusal(request, 2)
                    : HandMade.answer(request);
            if (dice > 97) {
                answer[random.nextInt(answer.length)] ^= (byte) (1 + random.nextInt(255));
            }
            wire.arrive(delay, answer);
            if (repeats && dice == 97) {
                wire.arrive(delay + (1 + random.nextInt(18)) * MILLI, answer);
            }
        }

        private long delay(int dice) {
            if (dice < 8) {
                return (300 + random.nextInt(latest - 300)) * MILLI;
            }
            return (20 + random.nextInt(230)) * MILLI;
        }
    }
}
