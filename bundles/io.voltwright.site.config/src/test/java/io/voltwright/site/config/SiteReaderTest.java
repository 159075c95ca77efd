package io.voltwright.site.config;

import static io.voltwright.site.config.Fixture.SITE;
import static io.voltwright.site.config.Fixture.problems;
import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.DeviceId;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Phase;
import io.voltwright.base.api.Voltage;
import io.voltwright.site.api.Bus;
import io.voltwright.site.api.Evse;
import io.voltwright.site.api.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SiteReaderTest {

    @Test
    void aValidFileBecomesTheSiteItDescribes() {
        Site site = valid(SITE, Map.of("TTY", "/dev/pts/7"));

        assertThat(site.zone()).isEqualTo(ZoneId.of("Europe/Berlin"));
        assertThat(site.voltage()).isEqualTo(Voltage.volts(230));
        assertThat(site.grid().children().get(0).limit()).isEqualTo(Current.amperes(20));
        assertThat(site.grid().allEvses()).containsExactly(new EvseId("left"), new EvseId("right"));
        assertThat(site.buses())
                .containsExactly(
                        new Bus(new DeviceId("lan"), new Bus.Tcp("192.168.1.20", 502)),
                        new Bus(
                                new DeviceId("rs485-a"),
                                new Bus.Serial("/dev/pts/7", 19_200, Bus.Frame.of("8N1"), Bus.Mode.RTU)));
        assertThat(site.evses().get(1))
                .isEqualTo(new Evse(
                        new EvseId("right"),
                        "heidelberg-energy-control",
                        new DeviceId("rs485-a"),
                        1,
                        1,
                        List.of(Phase.L2, Phase.L3, Phase.L1),
                        Current.amperes(16),
                        Current.amperes(6),
                        Duration.ofSeconds(15),
                        Optional.empty(),
                        Optional.empty(),
                        "standard"));
    }

    @Test
    void aPileWithAnAddressOfItsOwnGetsABusOfItsName() {
        Site site = valid(
                SITE.replace("  lan:\n    tcp: 192.168.1.20\n", "")
                        .replace("bus: lan", "tcp: 127.0.0.1:${PORT:-15021}"),
                Map.of());

        assertThat(site.bus(new DeviceId("left")).orElseThrow().line()).isEqualTo(new Bus.Tcp("127.0.0.1", 15_021));
        assertThat(site.evses().get(0).bus()).isEqualTo(new DeviceId("left"));
    }

    @Test
    void theExampleThatTheImageBringsIsValid() throws IOException {
        String example = Files.readString(Path.of("../../karaf-distro/src/main/resources/etc/site.yaml"));

        assertThat(problems(example)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            tariff: standard              | tarif: standard               | site.yaml:3: 'tarif' is not known; did you mean 'tariff'?
            zone: Europe/Berlin           | zone: Europe/Berlim           | site.yaml:2: zone 'Europe/Berlim' is not an IANA time zone; did you mean 'Europe/Berlin'?
            zone: Europe/Berlin           | zone: Neverland               | site.yaml:2: zone 'Neverland' is not an IANA time zone; write one as
            profile: keba-kecontact-p30   | profile: keba-kecontakt-p30   | site.yaml:17: evse 'left': profile 'keba-kecontakt-p30' is not known; did you mean 'keba-kecontact-p30'?
            limit: 20 A                   | limit: 40 A                   | site.yaml:14: node 'yard' has limit 40 A, over the 32 A of its parent node 'grid'; lower it to 32 A or less
            limit: 20 A                   | limit: 20                     | site.yaml:14: node 'yard': limit '20' is not a current; write amperes with their unit, as '32 A'
            limit: 20 A                   | limit: 10 A                   | site.yaml:14: node 'yard' has limit 10 A, but the fail-safe currents below it sum to 12 A on L1 (left 6 A, right 6 A)
            bus: lan                      | bus: rs485-a                  | site.yaml:18: evse 'left' has profile 'keba-kecontact-p30', which speaks tcp, not rtu as its bus does
            bus: lan                      | bus: lam                      | site.yaml:18: evse 'left': bus 'lam' is not among the buses; did you mean 'lan'?
            bus: lan                      | bus: rs485-a                  | site.yaml:5: bus 'lan' is used by nothing; remove it, or name it at a device
            fail-safe-after: 15 s         | fail-safe-after: 90 s         | site.yaml:25: evse 'right': fail-safe-after '90 s' is outside what its device takes, 3 s to 65 s
            fail-safe-after: 15 s         | most: 20 A                    | site.yaml:25: evse 'right': most '20 A' is over the 16 A its profile is built for; lower it to 16 A or less
            fail-safe-after: 15 s         | fail-safe-after: soon         | site.yaml:25: evse 'right': fail-safe-after 'soon' is not a time
            rotation: L2 L3 L1            | rotation: L2 L2 L1            | site.yaml:23: evse 'right': rotation 'L2 L2 L1' is neither one phase nor all three
            rotation: L2 L3 L1            | rotation: L4                  | site.yaml:23: evse 'right': rotation 'L4' is not a phase
            rotation: L2 L3 L1            | fail-safe: 4 A                | site.yaml:24: evse 'right': 'fail-safe' is there twice, first in line 23; remove or rename one
            right:                        | left:                         | site.yaml:20: node 'yard': evses: 'left' is there twice, first in line 16
            right:                        | Right:                        | site.yaml:20: evse 'Right' is not a name
            right:                        | yard:                         | site.yaml:20: evse 'yard' has the name of node 'yard' in line 13
            frame: 8N1                    | frame: 8X1                    | site.yaml:9: bus 'rs485-a': frame '8X1' is not a frame
            frame: 8N1                    | frame: ${FRAME}               | site.yaml:9: bus 'rs485-a': frame '${FRAME}': the environment has no FRAME
            tcp: 192.168.1.20             | tcp: 192.168.1.20:99999       | site.yaml:6: bus 'lan': tcp '192.168.1.20:99999' has no port from 1 to 65535
            """)
    void whatIsWrongIsNamedWithFileLineValueAndRemedy(String right, String wrong, String expected) {
        assertThat(problems(SITE.replace(right, wrong)))
                .anySatisfy(problem -> assertThat(problem).startsWith(expected));
    }

    @Test
    void aFailSafeBetweenNothingAndTheLeastIsRefused() {
        assertThat(problems(SITE.replaceFirst("fail-safe: 6 A", "fail-safe: 5 A")))
                .containsExactly(
                        "site.yaml:19: evse 'left': fail-safe '5 A' is between 0 and 6 A, where a car takes nothing; "
                                + "write '0 A', or '6 A' or more");
    }

    @Test
    void twoPilesAtOneAddressAreRefused() {
        String twins =
                SITE.replace("heidelberg-energy-control", "keba-kecontact-p30").replace("bus: rs485-a", "bus: lan");

        assertThat(problems(twins))
                .contains(
                        "site.yaml:21: evse 'right' is at unit 255, connector 1 of bus 'lan', and so is evse 'left' in line "
                                + "16; give each its own 'unit' or 'connector'");
    }

    @Test
    void oneWireDescribedTwiceIsRefused() {
        String twice = SITE.replace("rotation: L2 L3 L1", "most: 16 A")
                .replace("bus: rs485-a", "tcp: 192.168.1.20:502")
                .replace("heidelberg-energy-control", "keba-kecontact-p30");

        assertThat(problems(twice))
                .anySatisfy(problem -> assertThat(problem).contains("leads to the same place as bus 'lan' in line 5"));
    }

    @ParameterizedTest
    @CsvSource({
        "serial: /dev/ttyUSB0, bus 'rs485-a'",
        "'tcp: 192.168.1.20:502', bus 'lan'",
        "serial: /dev/ttyUSB1, reader 'door'"
    })
    void aCardReaderHasAWireOfItsOwn(String wire, String taken) {
        String shared = SITE.replace(
                        "grid:",
                        """
                        readers:
                          door: {profile: reader-ascii-line, serial: /dev/ttyUSB1}
                          desk: {profile: reader-ascii-line, %s}
                        grid:"""
                                .formatted(wire))
                .replace("bus: lan", "bus: lan\n          reader: door")
                .replace("bus: rs485-a", "bus: rs485-a\n          reader: desk");

        assertThat(problems(shared))
                .singleElement()
                .asString()
                .startsWith("site.yaml:12: reader 'desk' leads to the same place as " + taken)
                .endsWith("; give the reader a wire of its own");
    }

    // Six on L1 each, but on different phases of the grid: 6 A on each phase stay within 8 A.
    @Test
    void failSafesAreSummedPerPhaseOfTheGrid() {
        String single = SITE.replace("limit: 20 A", "limit: 8 A")
                .replace("bus: lan", "bus: lan\n          rotation: L1")
                .replace("rotation: L2 L3 L1", "rotation: L2");

        assertThat(problems(single)).isEmpty();
    }

    @Test
    @org.junit.jupiter.api.DisplayName("R34: a pile without a fail-safe is planned with all it can take")
    void aPileWithoutAFailSafeCountsInFull() {
        String plain = SITE.replace("keba-kecontact-p30", "plain").replaceFirst(" {10}fail-safe: 6 A\n", "");

        assertThat(problems(plain))
                .containsExactly(
                        "site.yaml:14: node 'yard' has limit 20 A, but the fail-safe currents below it sum to 26 A on L1 "
                                + "(left 20 A, right 6 A); lower some, or raise the limit");
    }

    @Test
    void allProblemsAreNamedAtOnceInTheOrderOfTheFile() {
        String wrong = SITE.replace("zone: Europe/Berlin\n", "")
                .replace("keba-kecontact-p30", "keba")
                .replace("limit: 20 A", "limit: 33 A")
                .replace("fail-safe-after", "failsafe-after");

        assertThat(problems(wrong))
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("site.yaml:1: 'zone' is missing; add it"),
                        second -> assertThat(second).startsWith("site.yaml:13: node 'yard' has limit 33 A"),
                        third -> assertThat(third).startsWith("site.yaml:16: evse 'left': profile 'keba' is not known"),
                        fourth -> assertThat(fourth)
                                .startsWith("site.yaml:24: evse 'right': 'failsafe-after' is not known"));
    }

    @Test
    void whatIsNotYamlIsNamedWithItsLine() {
        assertThat(problems("site: Yard\nzone: [Europe\n"))
                .singleElement()
                .asString()
                .matches("site\\.yaml:[23]: this is not YAML: .*");
        assertThat(problems("")).containsExactly("site.yaml:1: the file describes no site; start with 'site: NAME'");
        assertThat(problems("just words"))
                .containsExactly("site.yaml:1: the file describes no site; start with 'site: NAME'");
    }

    @Test
    void aTreeThatContainsItselfIsRefused() {
        assertThat(problems("site: Y\nzone: UTC\ngrid: &g\n  limit: 32 A\n  children:\n    a: *g\n"))
                .isNotEmpty();
    }

    private static Site valid(String text, Map<String, String> environment) {
        SiteReader.Result result = Fixture.read(text, environment);
        assertThat(result).isInstanceOf(SiteReader.Valid.class);
        return ((SiteReader.Valid) result).site();
    }
}
