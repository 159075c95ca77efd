package io.voltwright.field.modbus;

import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.DeviceId;
import io.voltwright.field.api.RegisterBus.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DoctorTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void aBusInGoodHealthHasNothingToChange() {
        assertThat(Doctor.findings(bus(0.4, 9600, 0, 0, 0, unit(1, false, 0.2, 0, 0), unit(2, false, 0.2, 0, 0))))
                .isEmpty();
    }

    // Load 95 %, of which 90 % are characters at 9600: at 19200 it is 5 % + 45 %.
    @Test
    void aBusFullOfCharactersWantsTheNextBaudRateWithRoom() {
        List<String> findings =
                Doctor.findings(bus(0.95, 9600, 0, 0, 0, unit(1, false, 0.6, 0, 0), unit(2, false, 0.35, 0, 0)));

        assertThat(findings).singleElement().asString().contains("load 95 %", "from 9600 to 19200", "about 50 %");
        assertThat(findings.get(0)).contains("unit 1 (60 %)", "1.6 times as slowly");
    }

    @Test
    void aBusFullOfGapsIsSplitForBaudRatesHelpItNot() {
        UnitStatus slow = new UnitStatus(
                7,
                false,
                0.9,
                0.05,
                9,
                Timing.DEFAULT,
                1000,
                0,
                0,
                0,
                0,
                0,
                SECOND,
                Optional.empty(),
                Optional.empty());

        assertThat(Doctor.findings(bus(0.98, 19200, 0, 0, 0, slow, unit(8, false, 0.08, 0, 0))))
                .singleElement()
                .asString()
                .doesNotContain("baud")
                .contains("split: give unit 7 (90 %)");
    }

    @Test
    void namesTheDeviceThatIsSilentAndWhatItCosts() {
        assertThat(Doctor.findings(bus(0.3, 19200, 0, 0, 0, unit(4, true, 0.1, 12, 0))))
                .singleElement()
                .asString()
                .contains("unit 4 does not answer (12 time-outs)", "10 %");
    }

    @Test
    void wrongChecksOfOneUnitPointToThatUnitAndOfAllToTheLine() {
        assertThat(Doctor.findings(bus(0.3, 19200, 30, 0, 0, unit(1, false, 0.1, 0, 30), unit(2, false, 0.1, 0, 0))))
                .singleElement()
                .asString()
                .contains("30 of 2000 answers failed their check", "all of unit 1");
        assertThat(Doctor.findings(bus(0.3, 38400, 60, 0, 0, unit(1, false, 0.1, 0, 30), unit(2, false, 0.1, 0, 30))))
                .singleElement()
                .asString()
                .contains("termination", "lower the baud rate");
    }

    @Test
    void tellsLateFromUnaskedBytes() {
        assertThat(Doctor.findings(bus(0.3, 19200, 0, 14, 0, unit(1, false, 0.1, 0, 0))))
                .singleElement()
                .asString()
                .contains("14 bytes were too late", "'timeout'");
        assertThat(Doctor.findings(bus(0.3, 19200, 0, 0, 9, unit(1, false, 0.1, 0, 0))))
                .singleElement()
                .asString()
                .contains("9 bytes came that nobody asked for", "second master");
    }

    @Test
    void namesTheDeviceWhoseBytesTheyAre() {
        UnitStatus quick = unit(1, false, 0.1, 0, 0);
        assertThat(Doctor.findings(bus(0.3, 19200, 0, 14, 0, quick, unit(2, false, 0.1, 0, 0, 14, 0))))
                .singleElement()
                .asString()
                .contains("14 bytes were too late (14 of unit 2)");
        assertThat(Doctor.findings(bus(0.3, 19200, 0, 0, 9, quick, unit(7, false, 0.1, 0, 0, 0, 7))))
                .singleElement()
                .asString()
                .contains("9 bytes came that nobody asked for (7 of unit 7)", "two devices with one address");
    }

    private static UnitStatus unit(int number, boolean offline, double load, long timeouts, long corrupt) {
        return unit(number, offline, load, timeouts, corrupt, 0, 0);
    }

    private static UnitStatus unit(
            int number, boolean offline, double load, long timeouts, long corrupt, long late, long unasked) {
        return new UnitStatus(
                number,
                offline,
                load,
                load - load / 19,
                5,
                Timing.DEFAULT,
                1000,
                timeouts,
                corrupt,
                0,
                late,
                unasked,
                SECOND,
                Optional.empty(),
                Optional.empty());
    }

    private static BusStatus bus(
            double load, int baud, long corrupt, long late, long unsolicited, UnitStatus... units) {
        return new BusStatus(
                new DeviceId("rs485"),
                "rtu /dev/ttyS1",
                Optional.of(baud),
                Optional.of(Instant.EPOCH),
                Optional.empty(),
                1,
                load,
                10,
                0,
                2000,
                0,
                corrupt,
                late,
                unsolicited,
                0,
                List.of(units));
    }
}
