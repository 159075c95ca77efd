package io.voltwright.site.config;

import static io.voltwright.site.config.Fixture.SITE;
import static io.voltwright.site.config.Fixture.problems;
import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.Phase;
import io.voltwright.site.api.Meter;
import io.voltwright.site.api.Site;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a meter is wired is said in the site file, not in its profile (need P19). */
class MeterWiringTest {

    private static final String METERED = SITE.replace(
                    "grid:\n",
                    """
                    meters:
                      main:
                        profile: eastron-sdm630
                        bus: rs485-a
                        unit: 3
                        rotation: L2 L3 L1
                        invert: [L2]
                    grid:
                      meter: main
                    """)
            .replace("frame: 8N1", "frame: 8N1\n    baud: 9600");

    @Test
    @DisplayName("P19: a meter has the rotation and the turned phases that the file says")
    void asWired() {
        Meter meter = meter(METERED);

        assertThat(meter.rotation()).containsExactly(Phase.L2, Phase.L3, Phase.L1);
        assertThat(meter.inverted()).containsExactly(Phase.L2);
        assertThat(meter.turned()).isFalse();
    }

    @Test
    void aMeterThatSaysNothingIsWiredAsItsMakerDrewIt() {
        Meter meter = meter(METERED.replace("    rotation: L2 L3 L1\n    invert: [L2]\n", ""));

        assertThat(meter).isEqualTo(new Meter(meter.id(), "eastron-sdm630", meter.bus(), 3));
        assertThat(meter.rotation()).containsExactly(Phase.values());
        assertThat(meter.inverted()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            L2 L3 L1 | yes      | 3
            L2 L3 L1 | true     | 3
            L2 L3 L1 | no       | 0
            L2 L3 L1 | l1, L2   | 2
            L3       | yes      | 1
            L3       | L3       | 1
            """)
    void allOfItOrSomePhasesMayBeTurned(String rotation, String invert, int turned) {
        Meter meter = meter(METERED.replace("    rotation: L2 L3 L1", "    rotation: " + rotation)
                .replace("invert: [L2]", "invert: " + invert));

        assertThat(meter.inverted()).hasSize(turned);
        assertThat(meter.turned()).isEqualTo(turned == meter.rotation().size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            rotation: L2 L3 L1 | rotation: L2 L2 L1 | site.yaml:16: meter 'main': rotation 'L2 L2 L1' is neither one phase nor all three; write 'L2', or 'L2 L3 L1'
            rotation: L2 L3 L1 | rotation: L4       | site.yaml:16: meter 'main': rotation 'L4' is not a phase; write 'L1 L2 L3' in the order of the terminals
            rotation: L2 L3 L1 | rotation: []       | site.yaml:16: meter 'main': 'rotation' names no phase; write 'L2', or 'L2 L3 L1'
            rotation: L2 L3 L1 | rotaton: L1        | site.yaml:16: meter 'main': 'rotaton' is not known; did you mean 'rotation'?
            rotation: L2 L3 L1 | rotation: L3       | site.yaml:17: meter 'main': invert 'L2' is no phase that it measures; by its 'rotation' write L3 or 'yes'
            invert: [L2]       | invert: maybe      | site.yaml:17: meter 'main': invert 'maybe' is neither 'yes' nor a phase; write 'yes' where all is turned
            invert: [L2]       | invert: [L4]       | site.yaml:17: meter 'main': invert 'L4' is neither 'yes' nor a phase
            invert: [L2]       | invert: [L2, L2]   | site.yaml:17: meter 'main': invert 'L2' is there twice; remove one
            """)
    void whatIsWrongIsNamedWithFileLineValueAndRemedy(String right, String wrong, String expected) {
        assertThat(problems(METERED.replaceFirst(Pattern.quote(right), wrong)))
                .anySatisfy(problem -> assertThat(problem).startsWith(expected));
    }

    @Test
    void aMeterWithSomePhasesTurnedCannotBeBilled() {
        String billed = METERED.replace("bus: lan", "bus: lan\n          meter: main");

        assertThat(problems(billed))
                .containsExactly(
                        "site.yaml:28: evse 'left': meter 'main' counts some phases backwards ('invert' in line"
                                + " 17), so its register cannot be billed; turn its current transformer, or bill by another meter");
        assertThat(problems(billed.replace("invert: [L2]", "invert: yes"))).isEmpty();
    }

    @Test
    void turningAMeterIsADifferenceOfThatMeter() {
        assertThat(SiteDifference.between(
                        Optional.of(site(METERED)), site(METERED.replace("invert: [L2]", "invert: yes"))))
                .isEqualTo("meter main changed");
        assertThat(Set.of(meter(METERED))).contains(meter(METERED.replace("invert: [L2]", "invert: L2")));
    }

    private static Meter meter(String text) {
        List<Meter> meters = site(text).meters();
        assertThat(meters).hasSize(1);
        return meters.get(0);
    }

    private static Site site(String text) {
        assertThat(problems(text)).isEmpty();
        return ((SiteReader.Valid) Fixture.read(text, Map.of())).site();
    }
}
