package io.voltwright.field.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.voltwright.base.api.Outcome;
import io.voltwright.base.api.Point;
import io.voltwright.base.api.Quality;
import io.voltwright.field.api.PilotState;
import io.voltwright.field.api.Profiles.Kind;
import io.voltwright.field.profiles.DeviceProfile;
import io.voltwright.field.profiles.FailSafe;
import io.voltwright.field.profiles.PointSpec;
import io.voltwright.field.profiles.ProfileLibrary;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every pile profile must do with its own virtual device. */
class DriverSuiteTest {

    static Stream<String> piles() {
        return ProfileLibrary.shipped().all().stream()
                .filter(profile -> profile.kind() == Kind.EVSE)
                .map(DeviceProfile::id);
    }

    static Stream<String> pilesWithFailSafe() {
        return piles().filter(id ->
                ProfileLibrary.shipped().find(id).orElseThrow().failSafe().exists());
    }

    static Stream<String> pilesThatChangePhases() {
        return piles().filter(id -> ProfileLibrary.shipped()
                .find(id)
                .orElseThrow()
                .capabilities()
                .phaseSwitch()
                .isPresent());
    }

    @ParameterizedTest
    @MethodSource("piles")
    @DisplayName("R38: the first cycle only reads; then the fail-safe is armed (R34)")
    void firstReadsThenArms(String profile) {
        Yard yard = new Yard(profile);

        yard.pass(30);

        assertThat(yard.status().quality()).isEqualTo(Quality.GOOD);
        assertThat(yard.status().pilot()).isEqualTo(PilotState.A);
        assertThat(yard.status().armed()).isEqualTo(yard.profile.failSafe().exists());
        assertThat(yard.status().fault()).isEmpty();
        long readsBeforeAnyWrite = yard.bus.sent.stream()
                .takeWhile(sent -> !sent.request().isWrite())
                .count();
        assertThat(readsBeforeAnyWrite)
                .isGreaterThan(yard.profile.states().inputs().size());
    }

    @ParameterizedTest
    @MethodSource("piles")
    void aCarChargesAsOfferedAndStopsWhenTold(String profile) {
        Yard yard = new Yard(profile);
        yard.pass(30);
        yard.device.plug(Yard.car());
        yard.pass(5);
        assertThat(yard.status().pilot()).isEqualTo(PilotState.B);
        assertThat(yard.amps()).isZero();

        assertThat(yard.offered(16)).isEqualTo(Outcome.done());
        yard.hold(16, 20);
        assertThat(yard.amps()).isEqualTo(16, within(0.11));
        assertThat(yard.status().pilot()).isEqualTo(PilotState.C);
        assertThat(yard.status().offering()).isTrue();

        assertThat(yard.offered(10)).isEqualTo(Outcome.done());
        yard.hold(10, 10);
        assertThat(yard.amps()).isEqualTo(10, within(0.11));
        if (yard.profile.point("energy.import").isPresent()) {
            assertThat(yard.status().register().orElseThrow().wattHours())
                    .isEqualTo(yard.device.registerWh(), within(20 + countOfItsRegister(yard.profile)));
        }

        assertThat(yard.offered(0)).isEqualTo(Outcome.done());
        yard.hold(0, 10);
        assertThat(yard.amps()).isZero();
        assertThat(yard.status().pilot()).isEqualTo(PilotState.B);

        yard.device.unplug();
        yard.hold(0, 10);
        assertThat(yard.status().pilot()).isEqualTo(PilotState.A);
    }

    private static double countOfItsRegister(DeviceProfile profile) {
        PointSpec point = profile.point("energy.import").orElseThrow();
        return point.type().isFloat() ? 0 : point.unit().orElseThrow().canonical(1);
    }

    @ParameterizedTest
    @MethodSource("pilesWithFailSafe")
    @DisplayName("R3: a lease that is not renewed falls to the fail-safe current, then the pile is left alone")
    void aLeaseThatEndsLowers(String profile) {
        Yard yard = new Yard(profile);
        yard.pass(30);
        yard.device.plug(Yard.car());
        yard.offered(16);
        yard.hold(16, 20);

        yard.pass(75);

        assertThat(yard.amps()).isEqualTo(6, within(0.11));
        // Second deadline and the watchdog's own time: nobody feeds it any more.
        yard.pass(130);
        assertThat(yard.device.view().toString()).contains("tripped=true");
        assertThat(yard.amps()).isLessThanOrEqualTo(6.11);
    }

    @ParameterizedTest
    @MethodSource("pilesWithFailSafe")
    @DisplayName("R35: a pile whose driver died falls to its fail-safe current by itself")
    void aPileWithoutDriverTrips(String profile) {
        Yard yard = new Yard(profile);
        yard.pass(30);
        yard.device.plug(Yard.car());
        yard.offered(16);
        yard.hold(16, 20);

        yard.driverDies();
        yard.pass(20);
        assertThat(yard.amps()).as("a swap opens no contactor").isEqualTo(16, within(0.11));
        yard.pass(60);

        assertThat(yard.amps()).isEqualTo(6, within(0.11));
    }

    @ParameterizedTest
    @MethodSource("pilesWithFailSafe")
    @DisplayName("R37: after a loss the pile is identified, armed and brought to its offer again")
    void aPileThatComesBackIsArmedAnew(String profile) {
        Yard yard = new Yard(profile);
        yard.pass(30);
        yard.device.plug(Yard.car());
        yard.offered(16);
        yard.hold(16, 20);

        yard.bus.cut(true);
        yard.hold(16, 90);
        assertThat(yard.status().quality()).isEqualTo(Quality.LOST);
        assertThat(yard.status().good(Point.LIMIT_APPLIED)).isEmpty();
        assertThat(yard.status().armed()).isFalse();
        assertThat(yard.amps()).isEqualTo(6, within(0.11));

        yard.bus.cut(false);
        yard.hold(16, 60);
        assertThat(yard.status().quality()).isEqualTo(Quality.GOOD);
        assertThat(yard.status().armed()).isEqualTo(yard.profile.failSafe().exists());
        assertThat(yard.amps()).isEqualTo(16, within(0.11));
    }

    @ParameterizedTest
    @MethodSource("piles")
    void aDriverThatIsSwappedGoesOnWithoutAGap(String profile) {
        Yard yard = new Yard(profile);
        yard.pass(30);
        yard.device.plug(Yard.car());
        yard.offered(16);
        yard.hold(16, 20);

        yard.driverDies();
        yard.pass(5);
        yard.driverReturns();
        for (int second = 0; second < 40; second++) {
            if (second == 15) {
                yard.offer(16, 60, 6);
            }
            yard.pass(1);
            assertThat(yard.amps()).isEqualTo(16, within(0.11));
        }
        assertThat(yard.status().armed()).isEqualTo(yard.profile.failSafe().exists());
    }

    @ParameterizedTest
    @MethodSource("piles")
    void withoutAnyOfferAnIdlePileIsSwitchedOffAndStaysSo(String profile) {
        Yard yard = new Yard(profile);
        yard.pass(150);
        yard.device.plug(Yard.car());

        for (int second = 0; second < 200; second++) {
            yard.pass(1);
            assertThat(yard.amps()).isZero();
        }
        assertThat(yard.status().quality()).isEqualTo(Quality.GOOD);
    }

    @ParameterizedTest
    @MethodSource("piles")
    void powerCutAndReturnOfThePileEndsInTheSameOffer(String profile) {
        Yard yard = new Yard(profile);
        yard.pass(30);
        yard.device.plug(Yard.car());
        yard.offered(16);
        yard.hold(16, 20);
        double before = yard.device.registerWh();

        yard.device.power(false);
        yard.hold(16, 20);
        yard.device.power(true);
        yard.hold(16, 60);

        assertThat(yard.device.registerWh()).isGreaterThan(before);
        assertThat(yard.amps()).isEqualTo(16, within(0.11));
    }

    @ParameterizedTest
    @MethodSource("piles")
    void theWatchdogIsFedThreeTimesWithinItsTime(String profile) {
        Yard yard = new Yard(profile);
        FailSafe failSafe = yard.profile.failSafe();
        yard.pass(30);
        yard.device.plug(Yard.car());
        yard.offered(16);
        yard.hold(16, 300);

        assertThat(yard.amps()).isEqualTo(16, within(0.11));
        if (failSafe.style() == FailSafe.Style.REWRITE_TIMEOUT) {
            int register = yard.profile
                    .point(failSafe.register().orElseThrow())
                    .orElseThrow()
                    .at();
            long beats = yard.bus.sent.stream()
                    .filter(sent -> sent.request().isWrite() && sent.request().address() == register)
                    .count();
            assertThat(beats).isBetween(15L, 24L);
        }
    }

    @ParameterizedTest
    @MethodSource("pilesThatChangePhases")
    @DisplayName("R28: phases change only while the offer is surely 0, and nothing is raised before that is over")
    void phasesChangeWhileItIsOff(String profile) {
        Yard yard = new Yard(profile);
        yard.pass(30);
        assertThat(yard.driver().pile().abilities().phaseSwitch()).isTrue();
        yard.device.plug(Yard.car());
        yard.offered(16);
        yard.hold(16, 20);
        assertThat(yard.device.amps()[2]).isEqualTo(16, within(0.11));

        assertThat(yard.phases(1).reasonOrDone()).contains("only while its offer is surely 0");
        yard.offered(0);
        var change = yard.driver().pile().switchPhases(1).toCompletableFuture();
        yard.hold(0, 20);

        assertThat(change.join()).isEqualTo(Outcome.done());
        assertThat(yard.device.view())
                .containsEntry("switchedPhases", 1)
                .containsEntry("phasesChangedUnderOffer", false);
        assertThat(yard.amps()).as("nobody has offered since").isZero();
        yard.offered(16);
        yard.hold(16, 20);
        assertThat(yard.device.amps()[0]).isEqualTo(16, within(0.11));
        assertThat(yard.device.amps()[2]).isZero();
        yard.offered(0);
        assertThat(yard.phases(3).reasonOrDone()).contains("not before");
    }

    @ParameterizedTest
    @MethodSource("piles")
    void aPileThatCannotChangeItsPhasesSaysSo(String profile) {
        Yard yard = new Yard(profile);
        yard.pass(30);
        long writes = yard.writes();

        boolean able = yard.profile.capabilities().phaseSwitch().isPresent();
        assertThat(yard.driver().pile().abilities().phaseSwitch()).isEqualTo(able);
        assertThat(yard.phases(2).reasonOrDone()).contains("cannot change to 2 phases");
        if (!able) {
            assertThat(yard.phases(1).reasonOrDone()).contains("cannot change to 1 phases");
        }
        assertThat(yard.writes()).isLessThanOrEqualTo(writes + 1);
    }
}
