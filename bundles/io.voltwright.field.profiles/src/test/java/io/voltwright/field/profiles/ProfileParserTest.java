package io.voltwright.field.profiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringReader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A profile that is right in all but one place is refused there, with the remedy. */
class ProfileParserTest {

    private static final String GOOD =
            """
            csp: 1
            id: small
            kind: evse
            title: A small pile
            transport: {tcp: {port: 502, unit: 1}}
            modbus: {read: {fc: 3}, write: {fc: 6}}
            poll: {fast: 1s}
            identify: {probe: [state.raw]}
            points:
              state.raw:     {at: 10, type: u16, poll: fast}
              current.l1:    {at: 11, type: u16, unit: 0.1 A, poll: fast}
              limit.applied: {at: 12, type: u16, unit: A, access: rw, poll: fast}
              watchdog:      {at: 13, type: u16, unit: s, access: rw}
              fall.back:     {at: 14, type: u16, unit: A, access: rw}
            capabilities:
              phases: 1
              setpoint: {kind: amperePerPhase, min: 6 A, step: 1 A, max: 16 A, zero: zeroCurrent}
            state:
              - {when: state.raw == 1, iec: A}
              - {when: state.raw == 2, iec: B, sub: 1}
              - {when: state.raw == 3, iec: C, sub: 2}
              - {else: true, iec: "?", reason: unknownState}
            failsafe:
              style: rewriteTimeout
              register: watchdog
              timeout: {register: watchdog, range: [10s, 60s]}
              period: timeout / 3
              current: {register: fall.back, range: [6 A, 16 A]}
              verify: {timeout: watchdog}
            actions:
              setCurrent(a):
                - write: {limit.applied: $a}
                - expect: {limit.applied: $a, within: 5s}
            virtual:
              initial: {state.raw: 1}
              states: {A: {state.raw: 1}, B1: {state.raw: 2}, C2: {state.raw: 3}}
              current: limit.applied
            golden:
              - {reads: {10: 0003, 11: 00A0}, expect: {state: C2, current.l1: 16 A}}
            """;

    @Test
    void theGoodOneIsRead() throws ProfileException {
        DeviceProfile profile = read(GOOD);

        assertThat(profile.points()).hasSize(5);
        assertThat(profile.states().rows()).hasSize(4);
        assertThat(profile.failSafe().style()).isEqualTo(FailSafe.Style.REWRITE_TIMEOUT);
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                wrong("title: A small pile", "title: x\ncolour: red", ":5: unknown key 'colour' in profile"),
                wrong("type: u16, poll: fast}\n  current", "type: u17, poll: fast}\n  current", ":10: type 'u17'"),
                wrong("unit: 0.1 A", "unit: 0.1 Apples", ":11: unit '0.1 Apples' is unknown"),
                wrong("unit: 0.1 A", "unit: 0.1 V", ":11: current.l1 counts in '0.1 V'; name a unit of A"),
                wrong("at: 12", "at: 11", "limit.applied at 11 overlaps current.l1 at 11"),
                wrong(
                        "current.l1:    {at: 11, type: u16",
                        "current.l1: {at: 11, type: u32",
                        "overlaps current.l1 at 11"),
                wrong("at: 14", "at: 70000", "fall.back.at '70000' is not allowed; use a whole number from 0 to 65535"),
                wrong(
                        "poll: fast}\n  current",
                        "poll: often}\n  current",
                        "poll class 'often' is unknown; use fast, once"),
                wrong("  - {when: state.raw == 3, iec: C, sub: 2}\n", "", "the virtual device in state C2 reads as ?"),
                wrong(
                        "- {else: true, iec: \"?\", reason: unknownState}",
                        "- {when: state.raw == 4, iec: F}",
                        "not total (R21)"),
                wrong("else: true, iec: \"?\", reason: unknownState", "else: true, iec: A", "never guess"),
                wrong("when: state.raw == 2", "when: state.raw == 1", ":20: the row 'state.raw == 1' never matches"),
                wrong("when: state.raw == 3", "when: fall.back == 3 A", "looks at fall.back, which is not polled"),
                wrong("when: state.raw == 3", "when: state == 3", "'state' is neither a readable point nor a variable"),
                wrong("min: 6 A", "min: 5 A", "setpoint.min 5 A is below 6 A (R6)"),
                wrong("access: rw, poll: fast", "poll: fast", "'limit.applied' is written but is read-only"),
                wrong(
                        "limit.applied: $a}",
                        "limit.applied: 3}",
                        "'3' is a whole number, limit.applied is a quantity in A"),
                wrong("setCurrent(a)", "setCurent(a)", "action 'setCurent(a)' is unknown"),
                wrong("period: timeout / 3", "period: timeout / 2", "feed it in less than half its time (R35)"),
                wrong("verify: {timeout: watchdog}", "verify: {}", "cannot be read back (R34)"),
                wrong("00A0", "00A1", "golden sample: current.l1 reads as 16.1, not 16 A"),
                wrong("id: small", "id: big", "name the file big.yaml"),
                wrong("csp: 1", "csp: 2", ":1: profile.csp '2' is not allowed"),
                wrong("  phases: 1", "  phases: 1\n  phases: 3", "key 'phases' is there twice"),
                wrong("[6 A, 16 A]", "[6 A]", "failsafe.current lacks its range"),
                wrong("title: A small pile", "title: [", "not YAML"),
                wrong(
                        "zero: zeroCurrent}",
                        "zero: zeroCurrent}\n  phaseSwitch: {if: state.raw == 1}",
                        "capabilities.phaseSwitch and the action setPhases(n) belong together"),
                wrong(
                        "zero: zeroCurrent}",
                        "zero: zeroCurrent}\n  phaseSwitch: {if: 1}",
                        "'1' is a whole number, not a condition"),
                wrong(
                        "  setCurrent(a):",
                        "  setPhases(n):\n    - write: {watchdog: 0}\n  setCurrent(a):",
                        "belong together"),
                wrong(
                        "  current: limit.applied\n",
                        "  current: limit.applied\n  phases: state.raw == 1\n",
                        "'state.raw == 1' is a condition; it must be a whole number"),
                wrong(
                        "  current: limit.applied\n",
                        "  current: limit.applied\n  mirror: {watchdog: fall.back}\n",
                        "'fall.back' is a quantity in A, watchdog is a quantity in s"));
    }

    private static Arguments wrong(String good, String bad, String message) {
        return Arguments.of(good, bad, message);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void mistakesAreRefusedWhereTheyAre(String good, String bad, String message) {
        assertThat(GOOD).as("the place to spoil is there").contains(good);

        assertThatThrownBy(() -> read(GOOD.replace(good, bad)))
                .isInstanceOf(ProfileException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"write: {limit.applied: 6 A}", "do: enable"})
    void aPhaseSwitchThatSwitchesOnIsRefused(String step) {
        String able = GOOD.replace("zero: zeroCurrent}", "zero: zeroCurrent}\n  phaseSwitch: {if: state.raw == 1}")
                .replace(
                        "  setCurrent(a):",
                        "  enable: [write: {watchdog: 60 s}]\n  setPhases(n):\n    - " + step + "\n  setCurrent(a):");

        assertThatThrownBy(() -> read(able)).hasMessageContaining("setPhases does what an offer does (R28)");
    }

    private static DeviceProfile read(String text) throws ProfileException {
        return ProfileParser.read("small.yaml", new StringReader(text));
    }
}
