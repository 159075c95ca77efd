package io.voltwright.field.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.DeviceId;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.IdToken;
import io.voltwright.base.api.Moment.ClockState;
import io.voltwright.base.api.Outcome;
import io.voltwright.base.api.VirtualTime;
import io.voltwright.field.api.FieldListener;
import io.voltwright.field.api.Meter;
import io.voltwright.field.api.PileStatus;
import io.voltwright.field.api.RegisterBus.Priority;
import io.voltwright.field.api.RegisterBus.Request;
import io.voltwright.field.api.RegisterBus.Table;
import io.voltwright.field.api.SignedAnswer;
import io.voltwright.field.api.SignedRecord;
import io.voltwright.field.profiles.DeviceProfile;
import io.voltwright.field.profiles.Drivers;
import io.voltwright.field.profiles.ProfileLibrary;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** P20: begins and ends the signed transactions of an Iskra WM3M4 (field reference 1.14, row WM3M4) and fetches what it signed. */
class SignedMeterTest implements FieldListener {

    private final VirtualTime time = new VirtualTime();

    private static DeviceProfile iskra() {
        return profile("iskra-wm3m4");
    }

    private static DeviceProfile profile(String id) {
        return ProfileLibrary.shipped().all().stream()
                .filter(profile -> profile.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private Meter meter(DirectBus bus) {
        Meter meter = Drivers.meter(iskra(), Optional.of(bus), time.open("meter"), time, this);
        time.pass(Duration.ofSeconds(30));
        return meter;
    }

    private <T> T ended(CompletionStage<T> stage) {
        for (int i = 0; i < 600 && !stage.toCompletableFuture().isDone(); i++) {
            time.pass(Duration.ofMillis(500));
        }
        return stage.toCompletableFuture().join();
    }

    private static SignedRecord given(SignedAnswer answer) {
        assertThat(answer).isInstanceOf(SignedAnswer.Given.class);
        return ((SignedAnswer.Given) answer).record();
    }

    private static String refused(SignedAnswer answer) {
        assertThat(answer).isInstanceOf(SignedAnswer.Refused.class);
        return ((SignedAnswer.Refused) answer).reason();
    }

    private VirtualMeter virtual() {
        VirtualMeter device = new VirtualMeter("meter", iskra(), 33, () -> new double[] {10, 6, 0});
        time.open("world").every(Duration.ofMillis(100), () -> device.pass(time.sinceBoot()));
        return device;
    }

    /** A meter filled by hand that does at once as the row says. */
    private HandFilled byHand() {
        HandFilled device = new HandFilled();
        device.put(105, 0xFD00, 0xC350, 0xFF00, 0x08FD);
        device.put(7052, 1);
        time.open("hand").every(Duration.ofMillis(100), () -> {
            if (device.at(7051) == 0x4200) {
                device.put(7000, 1);
                device.put(7052, 15);
            } else if (device.at(7051) == 0x7200) {
                device.put(7000, 0);
                device.put(7052, 15);
            }
        });
        return device;
    }

    private static List<Request> writes(DirectBus bus) {
        return bus.sent.stream()
                .map(DirectBus.Sent::request)
                .filter(Request::isWrite)
                .toList();
    }

    @Test
    @DisplayName("P20, row WM3M4: 7054/55 time, 7100 data, 7056 len, 7051 0x4200 begin the transaction")
    void aStartWritesWhatTheRowSays() {
        HandFilled device = byHand();
        DirectBus bus = new DirectBus(time, device);
        Meter meter = meter(bus);
        long before = time.instant().getEpochSecond();

        assertThat(ended(meter.startSigned("04A1B2C3"))).isEqualTo(Outcome.done());

        List<Request> writes = writes(bus);
        assertThat(writes.get(0).address()).isEqualTo(7054);
        List<Integer> clock = writes.get(0).values();
        assertThat(clock).hasSize(2);
        assertThat(((long) clock.get(0) << 16) | clock.get(1)).isBetween(before, before + 60);
        // {"FV":"1.0", two characters a register: 7B 22, 46 56, 22 3A, 22 31, 2E 30, 22 2C.
        Request text = writes.stream()
                .filter(write -> write.address() == 7100)
                .findFirst()
                .orElseThrow();
        assertThat(text.values()).startsWith(0x7B22, 0x4656, 0x223A, 0x2231, 0x2E30, 0x222C);
        // The text of the profile has 157 characters with these eight: 0x9D bytes, 79 registers; the last ones are []
        // and } alone.
        assertThat(text.values()).hasSize(79).endsWith(0x5B5D, 0x7D00);
        assertThat(writes.get(writes.size() - 2))
                .isEqualTo(Request.write(33, Table.HOLDING, 7056, List.of(0x9D), true, Priority.POLL));
        assertThat(writes.get(writes.size() - 1))
                .isEqualTo(Request.write(33, Table.HOLDING, 7051, List.of(0x4200), true, Priority.POLL));
        assertThat(writes.stream().filter(write -> write.address() == 7071).count())
                .as("only a clock that is known to be right is told to be synchronised")
                .isEqualTo(time.moment().clock() == ClockState.SYNCHRONISED ? 1 : 0);
    }

    @Test
    @DisplayName("P20, row WM3M4: 7051 0x7200 ends it; 7057/58 say how much of 7612 and 8188 is read, byte by byte")
    void aStopFetchesTheBytesUnchanged() {
        HandFilled device = byHand();
        DirectBus bus = new DirectBus(time, device);
        Meter meter = meter(bus);
        ended(meter.startSigned("04A1B2C3"));
        // 301 bytes, the last one alone in the high byte of register 7612 + 150; every byte value is among them.
        byte[] payload = new byte[301];
        for (int i = 0; i < 301; i++) {
            payload[i] = (byte) (7 * i);
            int high = i % 2 == 0 ? (7 * i) & 0xff : device.at(7612 + i / 2) >> 8;
            int low = i % 2 == 0 ? 0x5A : (7 * i) & 0xff;
            device.put(7612 + i / 2, high * 256 + low);
        }
        device.put(7057, 301, 3);
        device.put(8124, 0x0102);
        device.put(8155, 0xFFFE);
        device.put(8188, 0x3045, 0x02FF);

        SignedRecord record = given(ended(meter.stopSigned()));

        assertThat(device.at(7051)).isEqualTo(0x7200);
        assertThat(record.payload()).isEqualTo(payload);
        assertThat(record.signature()).containsExactly(0x30, 0x45, 0x02);
        assertThat(record.publicKey()).hasSize(64).startsWith(1, 2).endsWith(0xFF, 0xFE);
        assertThat(bus.sent).allSatisfy(sent -> {
            assertThat(sent.request().count()).isLessThanOrEqualTo(60);
            assertThat(sent.request().priority()).isEqualTo(Priority.POLL);
        });
    }

    @Test
    void theVirtualMeterSignsAWholeTransaction() throws GeneralSecurityException {
        Meter meter = meter(new DirectBus(time, virtual()));
        assertThat(meter.signs()).isTrue();

        assertThat(ended(meter.startSigned("04A1B2C3"))).isEqualTo(Outcome.done());
        time.pass(Duration.ofHours(1));
        SignedRecord record = given(ended(meter.stopSigned()));

        assertThat(new String(record.payload(), StandardCharsets.US_ASCII))
                .contains("\"ID\":\"04A1B2C3\"", "\"PG\":\"T1\"", "\"TX\":\"B\"", "\"TX\":\"E\"");
        assertThat(verifies(record)).isTrue();
        // Asked again it is the same record.
        assertThat(given(ended(meter.stopSigned())).payload()).isEqualTo(record.payload());
    }

    @Test
    void oneProcedureAtATimeAndOneTransactionAtATime() {
        Meter meter = meter(new DirectBus(time, virtual()));

        CompletionStage<Outcome> first = meter.startSigned("A");
        CompletionStage<Outcome> second = meter.startSigned("B");

        assertThat(ended(second).reasonOrDone()).contains("another signed procedure is under way");
        assertThat(ended(first)).isEqualTo(Outcome.done());
        assertThat(ended(meter.startSigned("B")).reasonOrDone()).contains("a transaction runs already (state 1)");
        assertThat(new String(given(ended(meter.stopSigned())).payload(), StandardCharsets.US_ASCII))
                .contains("\"ID\":\"A\"");
    }

    @Test
    void aMeterThatGoesSilentLosesNothing() {
        DirectBus bus = new DirectBus(time, virtual());
        Meter meter = meter(bus);
        ended(meter.startSigned("04A1B2C3"));

        bus.cut(true);
        assertThat(refused(ended(meter.stopSigned()))).contains("broke off: no answer");
        time.pass(Duration.ofMinutes(2));
        assertThat(refused(ended(meter.stopSigned()))).contains("does not answer");
        bus.cut(false);
        time.pass(Duration.ofMinutes(1));

        assertThat(new String(given(ended(meter.stopSigned())).payload(), StandardCharsets.US_ASCII))
                .contains("04A1B2C3");
    }

    @Test
    void anErrorAndASilentStatusAreNamed() {
        HandFilled device = new HandFilled();
        device.put(105, 0xFD00, 0xC350, 0xFF00, 0x08FD);
        DirectBus bus = new DirectBus(time, device);
        Meter meter = meter(bus);
        assertThat(ended(meter.startSigned("A")).reasonOrDone()).contains("did not end in time: state 0, status 0");

        time.open("hand").every(Duration.ofMillis(100), () -> device.put(7052, device.at(7051) == 0 ? 0 : 128));
        device.put(7051, 0);
        time.pass(Duration.ofSeconds(1));
        assertThat(ended(meter.startSigned("A")).reasonOrDone())
                .contains("failed: state 0, status 128 (invalid date or time)");
    }

    @Test
    void aLengthThatCannotBeIsRefused() {
        HandFilled device = byHand();
        Meter meter = meter(new DirectBus(time, device));
        assertThat(refused(ended(meter.stopSigned()))).contains("there is no record: status 1");
        ended(meter.startSigned("A"));

        assertThat(refused(ended(meter.stopSigned())))
                .contains("the payload is said to have 0 bytes; 1 to 1024 can be");
        device.put(7057, 1025, 64);
        assertThat(refused(ended(meter.stopSigned()))).contains("the payload is said to have 1025 bytes");
        device.put(7057, 1024, 129);
        assertThat(refused(ended(meter.stopSigned()))).contains("the signature is said to have 129 bytes; 1 to 128");
        device.put(7057, 1024, 128);
        assertThat(given(ended(meter.stopSigned())).payload()).hasSize(1024);
    }

    @Test
    void whatCannotStandInTheTextIsRefusedBeforeAnythingIsWritten() {
        DirectBus bus = new DirectBus(time, byHand());
        Meter meter = meter(bus);

        for (String bad : List.of("", "a\"b", "a\\b", "a|b", "\u00e4", "a\nb")) {
            assertThat(ended(meter.startSigned(bad)).reasonOrDone()).contains("printable ASCII");
        }
        assertThat(ended(meter.startSigned("x".repeat(1024))).reasonOrDone()).contains("1024 fit");
        assertThat(writes(bus)).isEmpty();
    }

    @Test
    void otherMetersDoNotSign() {
        Meter meter = Drivers.meter(profile("eastron-sdm630"), Optional.empty(), time.open("meter"), time, this);

        assertThat(meter.signs()).isFalse();
        assertThat(ended(meter.startSigned("A")).reasonOrDone()).contains("does not sign");
        assertThat(refused(ended(meter.stopSigned()))).contains("does not sign");
    }

    private static boolean verifies(SignedRecord record) throws GeneralSecurityException {
        AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
        curve.init(new ECGenParameterSpec("secp256r1"));
        byte[] key = record.publicKey();
        ECPoint point = new ECPoint(
                new BigInteger(1, Arrays.copyOfRange(key, 0, 32)), new BigInteger(1, Arrays.copyOfRange(key, 32, 64)));
        PublicKey known = KeyFactory.getInstance("EC")
                .generatePublic(new ECPublicKeySpec(point, curve.getParameterSpec(ECParameterSpec.class)));
        Signature check = Signature.getInstance("SHA256withECDSA");
        check.initVerify(known);
        check.update(record.payload());
        return check.verify(record.signature());
    }

    @Override
    public void meterChanged(DeviceId meter) {}

    @Override
    public void pileChanged(EvseId pile, PileStatus status) {}

    @Override
    public void cardShown(EvseId pile, IdToken token) {}
}
