package io.voltwright.field.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.voltwright.base.api.IdToken;
import io.voltwright.base.api.Outcome;
import io.voltwright.base.api.Quality;
import io.voltwright.field.api.PileFault;
import io.voltwright.field.api.PilotState;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Rules that one profile is enough to show; registers are those of field reference 1.1 (KEBA) and 1.9 (Heidelberg). */
class PileDriverTest {

    private static final String KEBA = "keba-kecontact-p30";
    private static final String HEIDELBERG = "heidelberg-energy-control";
    private static final int SET_CURRENT = 5004;
    private static final int ENABLE = 5014;
    private static final int PHASES = 5052;

    @Test
    @DisplayName("R4: lowering does not wait for the write interval, raising does")
    void loweringDoesNotWait() {
        Yard yard = charging(KEBA, 16);

        yard.offered(10);
        Duration lowered = lastWrite(yard, SET_CURRENT);
        yard.offer(8, 60, 6);
        yard.pass(1);
        Duration loweredAgain = lastWrite(yard, SET_CURRENT);
        yard.offer(14, 60, 6);
        yard.pass(10);
        Duration raised = lastWrite(yard, SET_CURRENT);

        assertThat(loweredAgain.minus(lowered)).isLessThan(Duration.ofSeconds(5));
        assertThat(raised.minus(loweredAgain)).isGreaterThanOrEqualTo(Duration.ofSeconds(5));
    }

    @Test
    @DisplayName("R4: a raise that still waits is never written after the lowering that overtook it")
    void anOvertakenRaiseIsTakenBack() {
        Yard yard = charging(KEBA, 10);
        yard.offered(8);

        CompletionStage<Outcome> raise = yard.offer(16, 60, 6);
        yard.pass(1);
        CompletionStage<Outcome> stop = yard.offer(0, 60, 0);
        yard.pass(20);

        assertThat(raise.toCompletableFuture().join()).isInstanceOf(Outcome.Refused.class);
        assertThat(stop.toCompletableFuture().join()).isEqualTo(Outcome.done());
        assertThat(writes(yard, SET_CURRENT)).doesNotContain(16_000);
        assertThat(yard.amps()).isZero();
    }

    @Test
    @DisplayName("R34: nothing is raised before the fail-safe was read back")
    void noRaiseBeforeTheFailSafe() {
        Yard yard = new Yard(KEBA);
        yard.device.plug(Yard.car());

        while (!yard.status().armed()) {
            Outcome outcome = yard.offer(16, 60, 6).toCompletableFuture().getNow(Outcome.refused("pending"));
            yard.time.pass(Duration.ofMillis(100));
            assertThat(outcome).isInstanceOf(Outcome.Refused.class);
            assertThat(writes(yard, ENABLE)).doesNotContain(1);
        }
    }

    @Test
    @DisplayName("R21: a value that is in no row is a fault with the raw value")
    void anUnknownStateIsAFault() {
        HandFilled device = heidelberg();
        Yard yard = new Yard(HEIDELBERG, device);
        yard.pass(20);
        assertThat(yard.status().pilot()).isEqualTo(PilotState.A);

        device.put(5, 11);
        yard.pass(3);

        assertThat(yard.status().pilot()).isEqualTo(PilotState.UNKNOWN);
        assertThat(yard.status().fault()).contains(new PileFault("UnknownState", "state.raw=11", false));
    }

    @Test
    @DisplayName("R21: state A with a current for ten seconds is a fault, and the offer is withdrawn")
    void stateAndMeterThatDisagreeAreAFault() {
        HandFilled device = heidelberg();
        Yard yard = new Yard(HEIDELBERG, device);
        yard.pass(20);
        yard.offered(16);

        device.put(6, 50);
        yard.pass(5);
        assertThat(yard.status().fault()).isEmpty();
        yard.pass(10);

        assertThat(yard.status().fault().orElseThrow().code()).isEqualTo("InconsistentState");
        assertThat(device.at(261)).isZero();
    }

    @Test
    @DisplayName("R8: a vehicle that does not follow a lowering is told again and reported")
    void aVehicleThatDoesNotFollowIsReported() {
        HandFilled device = heidelberg();
        Yard yard = new Yard(HEIDELBERG, device);
        yard.pass(20);
        device.put(5, 7);
        yard.offered(16);
        device.put(6, 160);
        yard.pass(3);

        yard.offered(8);
        long written = yard.writes();
        yard.pass(10);

        assertThat(yard.status().fault().orElseThrow().code()).isEqualTo("MREC4-OverCurrent");
        assertThat(yard.writes()).isGreaterThan(written);
    }

    @Test
    @DisplayName("R37: another device at the address is not taken for the old one")
    void anotherSerialIsAnotherDevice() {
        HandFilled device = keba();
        Yard yard = new Yard(KEBA, device);
        yard.pass(20);
        assertThat(yard.status().quality()).isEqualTo(Quality.GOOD);

        yard.bus.cut(true);
        yard.pass(20);
        device.put(1014, 0x0001, 0x0002);
        yard.bus.cut(false);
        long written = yard.writes();
        yard.pass(60);

        assertThat(yard.status().quality()).isEqualTo(Quality.LOST);
        assertThat(yard.writes()).isEqualTo(written);
    }

    @Test
    void aDeviceOfAnotherKindIsNeverWrittenTo() {
        HandFilled device = keba();
        device.put(1016, 0x0006, 0x1A80); // 400000: product digit 4 is a P40
        Yard yard = new Yard(KEBA, device);

        yard.pass(120);

        assertThat(yard.writes()).isZero();
        assertThat(yard.status().quality()).isEqualTo(Quality.LOST);
    }

    @Test
    void cardsAtThePileAreHeardOnce() {
        Yard yard = new Yard(KEBA);
        yard.pass(20);

        yard.device.card("04A1B2C3");
        yard.pass(10);
        yard.device.card("08A1B2C3");
        yard.pass(10);

        assertThat(yard.cards).isEqualTo(List.of(IdToken.card("04A1B2C3")));
    }

    @Test
    @DisplayName("a person who shows a card again takes it away first: it is heard twice")
    void theSameCardAgain() {
        Yard yard = new Yard(KEBA);
        yard.pass(20);

        yard.device.card("04A1B2C3");
        yard.pass(1);
        yard.device.card("04A1B2C3");
        yard.pass(10);

        assertThat(yard.cards).isEqualTo(List.of(IdToken.card("04A1B2C3"), IdToken.card("04A1B2C3")));
    }

    @Test
    @DisplayName("a card is held until the pile was read, however late that is")
    void aPatientPerson() {
        Yard yard = new Yard(KEBA);
        yard.pass(20);

        yard.device.card("04A1B2C3");
        yard.device.pass(yard.time.sinceBoot().plusSeconds(8));
        yard.pass(10);

        assertThat(yard.cards).isEqualTo(List.of(IdToken.card("04A1B2C3")));
    }

    @Test
    @DisplayName("R6: between nothing and 6 A there is nothing")
    void lessThanSixAmperesIsNothing() {
        Yard yard = charging(KEBA, 16);

        assertThat(yard.offered(5)).isEqualTo(Outcome.done());
        yard.hold(5, 10);

        assertThat(yard.amps()).isZero();
    }

    @Test
    @DisplayName(
            "R28: a raise that comes while phases change waits for the end; a pile that does not confirm is refused")
    void nothingIsRaisedWhilePhasesChange() {
        HandFilled device = keba();
        device.put(1100, 0, 0);
        device.put(1550, 0, 3);
        device.put(1552, 0, 1);
        device.put(1600, 0, 6000);
        device.put(1602, 0, 60);
        Yard yard = new Yard(KEBA, device);
        yard.pass(20);
        yard.offer(0, 600, 6);
        yard.pass(30);

        CompletionStage<Outcome> change = yard.driver().pile().switchPhases(1);
        yard.pass(1);
        CompletionStage<Outcome> raise = yard.offer(16, 60, 6);
        yard.pass(15);
        assertThat(writes(yard, PHASES)).containsExactly(0);
        assertThat(writes(yard, ENABLE)).doesNotContain(1);
        device.put(1552, 0, 0);
        device.put(1100, 0, 16_000);
        yard.pass(20);

        assertThat(change.toCompletableFuture().join()).isEqualTo(Outcome.done());
        assertThat(raise.toCompletableFuture().join()).isEqualTo(Outcome.done());
        assertThat(lastWrite(yard, ENABLE)).isGreaterThan(lastWrite(yard, PHASES));

        yard.offer(0, 600, 6);
        yard.pass(300);
        CompletionStage<Outcome> missed = yard.driver().pile().switchPhases(3);
        yard.pass(60);
        assertThat(missed.toCompletableFuture().join().reasonOrDone()).contains("phase.state reads 0");
    }

    @Test
    void theLockOpensWhenItCanAndSaysSoWhenNot() {
        Yard yard = new Yard(KEBA);
        yard.pass(20);
        yard.device.plug(Yard.car());
        yard.pass(5);

        yard.device.lockFails(true);
        CompletionStage<Outcome> stuck = yard.driver().pile().unlock();
        yard.pass(15);
        yard.device.lockFails(false);
        CompletionStage<Outcome> free = yard.driver().pile().unlock();
        yard.pass(15);

        assertThat(stuck.toCompletableFuture().join().reasonOrDone()).contains("cable.raw");
        assertThat(free.toCompletableFuture().join()).isEqualTo(Outcome.done());
    }

    private static Yard charging(String profile, int amperes) {
        Yard yard = new Yard(profile);
        yard.pass(20);
        yard.device.plug(Yard.car());
        yard.offered(amperes);
        yard.hold(amperes, 20);
        assertThat(yard.amps()).isEqualTo(amperes, within(0.11));
        return yard;
    }

    /** I4 layout 0x0108, I5 = 2 nothing plugged, H258, H259. */
    private static HandFilled heidelberg() {
        HandFilled device = new HandFilled();
        device.put(4, 0x0108, 2);
        device.put(258, 4, 1);
        return device;
    }

    /** 1000 = 1 not ready, 1004 = 1 cable in the station, 1016 = 304011 as in the manual, 1110 = 32 A. */
    private static HandFilled keba() {
        HandFilled device = new HandFilled();
        device.put(1000, 0, 1);
        device.put(1004, 0, 1);
        device.put(1014, 0x0001, 0x0001);
        device.put(1016, 0x0004, 0xA38B);
        device.put(1110, 0, 32_000);
        return device;
    }

    private static Duration lastWrite(Yard yard, int address) {
        return yard.bus.sent.stream()
                .filter(sent -> sent.request().isWrite() && sent.request().address() == address)
                .reduce((first, second) -> second)
                .orElseThrow()
                .at();
    }

    private static List<Integer> writes(Yard yard, int address) {
        return yard.bus.sent.stream()
                .filter(sent -> sent.request().isWrite() && sent.request().address() == address)
                .map(sent -> sent.request().values().get(0))
                .toList();
    }
}
