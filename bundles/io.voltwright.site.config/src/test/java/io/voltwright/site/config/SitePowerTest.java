package io.voltwright.site.config;

import static io.voltwright.site.config.Fixture.SITE;
import static io.voltwright.site.config.Fixture.problems;
import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.ChargingMode;
import io.voltwright.base.api.Current;
import io.voltwright.base.api.Power;
import io.voltwright.base.api.Transformer;
import io.voltwright.base.api.Wiring;
import io.voltwright.site.api.EvseRules;
import io.voltwright.site.api.External;
import io.voltwright.site.api.Node;
import io.voltwright.site.api.NodeRules;
import io.voltwright.site.api.OpeningHours;
import io.voltwright.site.api.Site;
import io.voltwright.site.api.Window;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The words of the site file about power. */
class SitePowerTest {

    /** Field reference 4.5: the stations of each leg, and those behind a cable of 80 A each. */
    static final Map<String, List<Integer>> STATIONS = Map.of(
            "L1 L2", List.of(308, 508, 303, 513, 310, 506, 316, 500, 318, 498),
            "L2 L3", List.of(304, 512, 305, 511, 313, 503, 311, 505, 317, 499, 148, 149, 212, 213),
            "L3 L1", List.of(307, 509, 309, 507, 306, 510, 315, 501, 319, 497, 312, 504, 314, 502));

    static final List<Integer> AV = List.of(324, 325, 326, 327, 489, 490, 491, 492);
    static final List<Integer> CC = List.of(322, 493, 496, 320, 495, 321, 323, 494);

    @Test
    @DisplayName("4.5: the site of the ACN experiment can be written: legs of 208 V, pods, delta-wye transformer")
    void theSiteOfTheExperimentCanBeWritten() {
        Site site = valid(acn("0 A"));

        assertThat(site.evses()).hasSize(54).allSatisfy(evse -> {
            assertThat(evse.rules().wiring()).isEqualTo(Wiring.DELTA);
            assertThat(evse.rotation()).hasSize(2);
        });
        Node secondary = site.grid().children().get(0);
        assertThat(site.grid().limit()).isEqualTo(Current.amperes(60.168));
        assertThat(secondary.limit()).isEqualTo(Current.amperes(138.888));
        assertThat(secondary.rules().transformer()).contains(new Transformer(Transformer.Group.DYN11, 4));
        assertThat(secondary.children()).extracting(Node::id).containsExactly("pod-av", "pod-cc");
    }

    // 8 A on each station: in L1 of the secondary 26 * 8 A of leg AB less 14 * 8 A of leg CA, as phasors 305.2 A; as
    // scalars it
    // would be 320 A.
    @Test
    @DisplayName("5b, 4.5: fail-safe currents of legs are added as phasors, behind the transformer too")
    void failSafesAddAsPhasors() {
        assertThat(problems(acn("8 A")))
                .anySatisfy(
                        problem -> assertThat(problem)
                                .contains(
                                        "node 'secondary' has limit 138.888 A, but the fail-safe currents below it sum to 281.254 A"))
                .anySatisfy(problem -> assertThat(problem).contains("node 'grid' has limit 60.168 A"));
    }

    @Test
    @DisplayName(
            "R31, R33: hours, emergency zone and ventilation of an EVSE; hours at the top count where it names none")
    void anEvseSaysWhenItIsOpenWhatStopsItAndWhetherThereIsAir() {
        Site site =
                valid(SITE.replace("tariff: standard\n", "tariff: standard\nhours: Mo-Fr 06:00-22:00; Sa 08:00-18:00\n")
                        .replace(
                                "          bus: lan\n",
                                "          bus: lan\n          hours: always\n          emergency-zone: hall-1\n"
                                        + "          ventilated: yes\n"));

        EvseRules left = site.evses().get(0).rules();
        assertThat(left.hours()).isEqualTo(OpeningHours.ALWAYS);
        assertThat(left.emergencyZone()).isEqualTo("hall-1");
        assertThat(left.ventilated()).isTrue();
        EvseRules right = site.evses().get(1).rules();
        assertThat(right.hours()).hasToString("Mo-Fr 06:00-22:00; Sa 08:00-18:00");
        // 7 March 2026 is a Saturday.
        assertThat(right.hours().open(ZonedDateTime.parse("2026-03-07T18:00:00Z")))
                .isFalse();
        assertThat(right.hours().open(ZonedDateTime.parse("2026-03-07T17:59:00Z")))
                .isTrue();
        assertThat(right.emergencyZone()).isEmpty();
        assertThat(right.ventilated()).isFalse();
        assertThat(valid(SITE).evses().get(0).rules().hours()).isEqualTo(OpeningHours.ALWAYS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hours: daily | hours 'daily' is not readable: 'daily': write as 'Mo-Fr 06:00-22:00; Sa 08:00-18:00'",
                "hours: Mo 25:00-26:00 | hours 'Mo 25:00-26:00' is not readable: 'Mo 25:00-26:00': times are 00:00 to 24:00",
                "emergency-zone: Hall 1 | emergency-zone 'Hall 1' is not a name; use 1 to 36 lower-case letters",
                "ventilated: often | ventilated 'often' is neither 'yes' nor 'no'",
                "emergency-zones: hall-1 | 'emergency-zones' is not known; did you mean 'emergency-zone'?"
            })
    void wordsOfThePlaceThatCannotBeAreRefused(String line, String problem) {
        assertThat(problems(SITE.replace("          bus: lan\n", "          bus: lan\n          " + line + "\n")))
                .singleElement()
                .asString()
                .startsWith("site.yaml:19: evse 'left': ")
                .contains(problem);
    }

    @Test
    void aNodeSaysWhatHoldsBesideItsLines() {
        NodeRules rules = valid(SITE.replace(
                        "      limit: 20 A\n",
                        """
                                      limit: 20 A
                                      power: 11.5 kW
                                      imbalance: 20 A
                                      together: 2
                                      margin: 1 A
                                      external:
                                        owner: dso
                                        fail-safe: 4.2 kW
                                        fail-safe-for: 3 h
                                      schedule:
                                        - {days: mon-fri, from: 17:00, to: 20:00, limit: 6 A}
                                        - {from: 22:00, to: 05:00, limit: 10 A}
                                """
                                .indent(0)))
                .grid()
                .children()
                .get(0)
                .rules();

        assertThat(rules.power()).contains(Power.watts(11_500L));
        assertThat(rules.imbalance()).contains(Current.amperes(20));
        assertThat(rules.together()).contains(2);
        assertThat(rules.margin()).isEqualTo(Current.amperes(1));
        assertThat(rules.external())
                .contains(new External("dso", Power.watts(4_200L), Duration.ofHours(3), Duration.ofMinutes(2)));
        Window evening = rules.schedule().get(0);
        assertThat(evening.days()).hasSize(5).doesNotContain(DayOfWeek.SATURDAY);
        assertThat(evening.from()).isEqualTo(LocalTime.of(17, 0));
        Window night = rules.schedule().get(1);
        assertThat(night.holds(ZonedDateTime.parse("2026-11-22T23:00:00+01:00[Europe/Berlin]")))
                .isTrue();
        assertThat(night.holds(ZonedDateTime.parse("2026-11-22T04:59:00+01:00[Europe/Berlin]")))
                .isTrue();
        assertThat(night.holds(ZonedDateTime.parse("2026-11-22T05:00:00+01:00[Europe/Berlin]")))
                .isFalse();
    }

    @Test
    void aWindowOverMidnightBelongsToTheDayItBeginsOn() {
        Window friday =
                new Window(Set.of(DayOfWeek.FRIDAY), LocalTime.of(22, 0), LocalTime.of(6, 0), Current.amperes(6));

        assertThat(friday.holds(ZonedDateTime.parse("2026-11-20T22:00:00+01:00[Europe/Berlin]")))
                .isTrue();
        assertThat(friday.holds(ZonedDateTime.parse("2026-11-21T05:00:00+01:00[Europe/Berlin]")))
                .isTrue();
        assertThat(friday.holds(ZonedDateTime.parse("2026-11-21T22:00:00+01:00[Europe/Berlin]")))
                .isFalse();
    }

    @Test
    @DisplayName("R46: an EVSE says how it gets power: priority, modules, sun")
    void anEvseSaysHowItGetsPower() {
        var rules = valid(
                        SITE.replace(
                                "          bus: lan\n",
                                "          bus: lan\n          priority: 2\n          steps: [8 A, 16 A, 32 A]\n          charge: solar\n"))
                .evses()
                .get(0)
                .rules();

        assertThat(rules.priority()).isEqualTo(2);
        assertThat(rules.steps()).containsExactly(Current.amperes(8), Current.amperes(16), Current.amperes(32));
        assertThat(rules.mode()).isEqualTo(ChargingMode.SOLAR);
    }

    // 5 kW on three phases of 230 V are 7.246 A; four of them are 28.985 A, the fifth would be over the 32 A of the
    // pile.
    @Test
    @DisplayName(
            "R46: a cabinet has so many modules of so much: its outlets step by them, and no more are in use than there are")
    void aCabinetHasModules() {
        String cabinet = "      limit: 20 A\n      modules: {count: 6, power: 5 kW}\n";
        Site site = valid(SITE.replace("      limit: 20 A\n", cabinet)
                .replace(
                        "          rotation: L2 L3 L1\n",
                        "          rotation: L2 L3 L1\n          steps: [8 A, 16 A]\n"));

        assertThat(site.grid().children().get(0).rules().power()).contains(Power.watts(30_000L));
        assertThat(site.evses().get(0).rules().steps())
                .extracting(Current::milliamperes)
                .containsExactly(7_246, 14_492, 21_739, 28_985);
        assertThat(site.evses().get(1).rules().steps())
                .as("its own count")
                .containsExactly(Current.amperes(8), Current.amperes(16));
        Site less = valid(SITE.replace("      limit: 20 A\n", cabinet + "      power: 11 kW\n"));
        assertThat(less.grid().children().get(0).rules().power()).contains(Power.watts(11_000L));
        assertThat(less.grid().rules().power()).isEmpty();
    }

    @Test
    void aModuleThatNoOutletCanTakeIsRefused() {
        assertThat(problems(SITE.replace(
                                "      limit: 20 A\n", "      limit: 20 A\n      modules: {count: 2, power: 11 kW}\n")
                        .replace(
                                "          rotation: L2 L3 L1\n",
                                "          rotation: L2 L3 L1\n          most: 15 A\n")))
                .singleElement()
                .asString()
                .contains("evse 'right': a module of 11000 W is 15.942 A, over its most, 15 A");
    }

    @Test
    void pricesAreByTheTimeOfDay() {
        Site site = valid(SITE + "prices:\n  - {from: 00:00, to: 06:00, price: 0.18}\n  - {price: 0.31}\n");

        assertThat(site.prices()).hasSize(2);
        var noon = ZonedDateTime.parse("2026-11-22T12:00:00+01:00[Europe/Berlin]");
        assertThat(site.prices().get(0).holds(noon)).isFalse();
        assertThat(site.prices().get(1).holds(noon)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    rotation: L2 L3 L1 | between: L2       | 'L2' is one line; name the two it is between, as 'L1 L2'
                    rotation: L2 L3 L1 | between: L2 L2    | 'L2' is not a line of its own
                    rotation: L2 L3 L1 | priority: 10      | priority '10' is not a whole number from 0 to 9
                    rotation: L2 L3 L1 | charge: sun       | is no way to charge; there are fast, solar, solar-and-least and cheap
                    limit: 20 A        | power: 12         | is not a power; write it with its unit, as '4.2 kW'
                    limit: 20 A        | modules: {count: 0, power: 20 kW} | count '0' is not a whole number from 1 to 1000
                    limit: 20 A        | modules: {count: 6}  | 'power' is missing
                    limit: 20 A        | modules: {count: 6, power: 0 kW} | is no power of a module
                    limit: 20 A        | schedule: 5       | is not a list; begin each entry with '- '
                    limit: 20 A        | blind: 6 A        | but no meter; add 'meter' or remove it
                    limit: 20 A        | transformer: {group: Dyn7, turns: 4} | is not a vector group; there are YNyn0, Dyn1, Dyn5 and Dyn11
                    limit: 20 A        | external: {owner: dso, fail-safe: 4.2 kW, fail-safe-for: 30 min} | fail-safe-for is 30 min; use 2 to 24 h
                    limit: 20 A        | schedule: [{from: 25:00, to: 6:00, limit: 6 A}] | '25:00' is not a time of day
                    """)
    void aWrongWordIsNamedWithItsRemedy(String after, String wrong, String message) {
        String indent = after.startsWith("limit") ? "      " : "          ";
        String text = SITE.replace(indent + after, indent + after + "\n" + indent + wrong)
                .replace(wrong.startsWith("between") ? "          rotation: L2 L3 L1\n" : "\0", "");
        assertThat(String.join("\n", problems(text))).contains(message);
    }

    private static String acn(String failSafe) {
        StringBuilder text = new StringBuilder(
                """
                site: Caltech garage
                zone: America/Los_Angeles
                voltage: 120 V
                tariff: standard
                grid:
                  limit: 60.168 A
                  children:
                    secondary:
                      limit: 138.888 A
                      transformer: {group: Dyn11, turns: 4}
                      children:
                """);
        pod(text, "pod-av", AV, failSafe);
        pod(text, "pod-cc", CC, failSafe);
        text.append("      evses:\n");
        STATIONS.forEach(
                (lines, numbers) -> numbers.forEach(number -> evse(text, "        ", number, lines, failSafe)));
        return text.toString();
    }

    private static void pod(StringBuilder text, String name, List<Integer> numbers, String failSafe) {
        text.append("        ").append(name).append(":\n          limit: 80 A\n          evses:\n");
        numbers.forEach(number -> evse(text, "            ", number, "L1 L2", failSafe));
    }

    private static void evse(StringBuilder text, String indent, int number, String lines, String failSafe) {
        text.append(indent)
                .append("ca-" + number + ": {profile: keba-kecontact-p30, tcp: \"10.0." + number / 100 + "."
                        + number % 100 + "\", between: " + lines + ", fail-safe: " + failSafe + "}\n");
    }

    private static Site valid(String text) {
        if (Fixture.read(text, Map.of()) instanceof SiteReader.Valid valid) {
            return valid.site();
        }
        throw new AssertionError(problems(text));
    }
}
