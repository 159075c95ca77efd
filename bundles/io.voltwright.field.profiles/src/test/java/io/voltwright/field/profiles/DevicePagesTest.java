package io.voltwright.field.profiles;

import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.field.api.Profiles.Kind;
import io.voltwright.field.profiles.ActionSpec.Check;
import io.voltwright.field.profiles.ActionSpec.Expect;
import io.voltwright.field.profiles.ActionSpec.Pause;
import io.voltwright.field.profiles.ActionSpec.Require;
import io.voltwright.field.profiles.ActionSpec.Step;
import io.voltwright.field.profiles.ActionSpec.Write;
import io.voltwright.field.profiles.DeviceProfile.Transport;
import io.voltwright.field.profiles.PointSpec.Access;
import io.voltwright.field.profiles.Units.Unit;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Keeps a page for each device, {@code docs/devices/ID.md}, as its profile says; {@code -Dvoltwright.write=true} writes them anew. */
class DevicePagesTest {

    private static final Path PAGES = Path.of("../../docs/devices");

    static Stream<DeviceProfile> devices() {
        return ProfileLibrary.shipped().all().stream();
    }

    @ParameterizedTest
    @MethodSource("devices")
    void thePageSaysWhatTheProfileSays(DeviceProfile profile) throws IOException {
        Path file = PAGES.resolve(profile.id() + ".md");
        String page = page(profile);
        if (Boolean.getBoolean("voltwright.write")) {
            Files.createDirectories(PAGES);
            Files.writeString(file, page);
        }
        assertThat(file)
                .as("write it anew: mvn test -Dtest=DevicePagesTest -Dvoltwright.write=true")
                .hasContent(page);
    }

    @Test
    void noPageIsLeftOfAProfileThatIsGone() throws IOException {
        try (Stream<Path> pages = Files.list(PAGES)) {
            assertThat(pages.map(page -> page.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(
                            devices().map(profile -> profile.id() + ".md").toList());
        }
    }

    private static String page(DeviceProfile profile) throws IOException {
        List<String> lines = new ArrayList<>(List.of(
                "# " + profile.title(),
                "",
                "Profile `" + profile.id()
                        + "`, made from its file. [All devices](../devices.md); [what the words mean](../profiles.md).",
                "",
                "Facts from: " + String.join("; ", sources(profile)) + ".",
                ""));
        lines.addAll(wires(profile));
        lines.addAll(points(profile));
        profile.signed().ifPresent(signed -> lines.addAll(signed(signed)));
        if (profile.kind() == Kind.EVSE) {
            lines.addAll(states(profile));
            lines.addAll(faults(profile.errors()));
            lines.addAll(control(profile));
        }
        return String.join("\n", lines) + "\n";
    }

    private static List<String> sources(DeviceProfile profile) throws IOException {
        Path file = Path.of("src/main/resources/profiles", profile.id() + ".yaml");
        try (Reader text = Files.newBufferedReader(file)) {
            return new Section("profile", Item.read(file.toString(), text)).words("sources");
        } catch (ProfileException e) {
            throw new IOException(e);
        }
    }

    private static List<String> wires(DeviceProfile profile) {
        List<String> lines =
                new ArrayList<>(table("Wires", "wire", "port or line", "unit", "answer within", "connections"));
        profile.transports()
                .forEach((name, wire) -> lines.add(row(
                        name,
                        line(wire),
                        String.valueOf(wire.unit()),
                        millis(wire.timeout()),
                        String.valueOf(wire.connections()))));
        lines.add("");
        profile.polls()
                .forEach((name, period) -> lines.add("* " + name + ": "
                        + period.map(time -> "each " + millis(time)).orElse("once after each contact")));
        DeviceProfile.Instances several = profile.instances();
        if (several.most() > 1) {
            lines.add("* up to " + several.most() + " connectors; connector n is at unit "
                    + several.unit().map(unit -> code(unit.source())).orElse("of the device")
                    + ", its addresses begin at "
                    + several.base().map(base -> code(base.source())).orElse("0")
                    + "; (station): what they share, at its own address");
        }
        profile.discovery()
                .ifPresent(chain -> lines.add("* a SunSpec chain at one of " + chain.bases() + ", model one of "
                        + chain.models() + "; addresses count from the number of the model"));
        DeviceProfile.Rules rules = profile.rules();
        lines.add("* merged reads: " + rules.merge().name().toLowerCase(Locale.ROOT) + ", at most " + rules.most()
                + " registers; gap between requests " + millis(rules.minGap())
                + "; least time between two writes of a register "
                + millis(rules.writeInterval()));
        lines.add("* a value counts for " + millis(profile.freshness().good()) + ", the device is lost after "
                + millis(profile.freshness().lost()));
        lines.add("");
        return lines;
    }

    private static String line(Transport wire) {
        return wire.baud() > 0 ? wire.baud() + " " + wire.frame() : String.valueOf(wire.port());
    }

    private static List<String> points(DeviceProfile profile) {
        List<String> lines = new ArrayList<>(
                table("Registers", "point", "table", "address", "type", "counts in", "access", "poll", "only if"));
        profile.points().values().stream()
                .flatMap(List::stream)
                .forEach(point -> lines.add(row(
                        "`" + point.name() + "`",
                        point.table().name().toLowerCase(Locale.ROOT),
                        point.at() + (point.station() ? " (station)" : ""),
                        point.type().key()
                                + point.bits()
                                        .map(bits -> " bits " + bits.high() + ".." + bits.low())
                                        .orElse(""),
                        point.unit().map(Unit::name).orElse(""),
                        point.access() == Access.BOTH
                                ? "read, write"
                                : point.access().name().toLowerCase(Locale.ROOT),
                        point.poll().orElse(""),
                        point.when().map(when -> code(when.source())).orElse(""))));
        lines.add("");
        return lines;
    }

    private static List<String> signed(SignedSpec signed) {
        List<String> lines =
                new ArrayList<>(table("Signed transactions, holding registers", "what", "address", "says"));
        lines.add(row(
                "state",
                at(signed.state().at()),
                signed.state().idle() + " nothing runs, " + signed.state().active() + " after a start"));
        lines.add(row(
                "command",
                at(signed.command().at()),
                String.format(
                        "0x%04X starts, 0x%04X stops",
                        signed.command().start(), signed.command().stop())));
        SignedSpec.Status status = signed.status();
        lines.add(row(
                "status",
                at(status.at()),
                status.done() + " done, " + status.busy() + " at work, within " + millis(status.within())
                        + "; all else is an error" + (status.errors().isEmpty() ? "" : ", as " + status.errors())));
        lines.add(row("clock", at(signed.clock().at()), "seconds since 1970 in UTC, two registers, before each start"));
        signed.clock()
                .sure()
                .forEach((at, word) ->
                        lines.add(row("", at(at), word + ", if the station's clock is known to be right")));
        signed.prepare().forEach((at, word) -> lines.add(row("", at(at), word + ", before each start")));
        SignedSpec.Identification text = signed.identification();
        lines.add(row(
                "identification",
                at(text.at()),
                code(text.text()) + ", at most " + text.most() + " bytes; how many: " + text.length()));
        lines.add(blob("signed bytes", signed.payload()));
        lines.add(row("public key", at(signed.key().at()), 2 * signed.key().count() + " bytes"));
        lines.add(blob("signature", signed.signature()));
        lines.addAll(List.of(
                "",
                "What the words say, which length is whose and how much fits is assumed where the facts named above do not say it: see the"
                        + " comments in the profile. [The procedure](../profiles.md#signed-transactions).",
                ""));
        return lines;
    }

    private static String blob(String name, SignedSpec.Blob blob) {
        return row(name, at(blob.at()), "at most " + blob.most() + " bytes; how many: " + blob.length());
    }

    private static String at(int address) {
        return String.valueOf(address);
    }

    private static List<String> states(DeviceProfile profile) {
        List<String> lines = new ArrayList<>(table("States, the first that holds", "if", "state", "reason"));
        profile.states()
                .rows()
                .forEach(state -> lines.add(row(
                        code(state.when().source()),
                        state.title(),
                        state.reason()
                                + state.fault().map(fault -> ", " + fault).orElse(""))));
        lines.add("");
        return lines;
    }

    private static List<String> faults(ErrorTable errors) {
        if (errors.from().isEmpty()) {
            return List.of();
        }
        List<String> lines =
                new ArrayList<>(table("Faults, from `" + errors.from().get() + "`", "value", "fault", "stays"));
        errors.values().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(fault -> lines.add(fault(String.valueOf(fault.getKey()), fault.getValue())));
        errors.bits().forEach((bit, fault) -> lines.add(fault("bit " + bit, fault)));
        errors.otherwise().ifPresent(fault -> lines.add(fault("any other", fault)));
        lines.add("");
        return lines;
    }

    private static String fault(String value, ErrorTable.Entry fault) {
        return row(value, fault.code(), fault.latched() ? "until it is reset" : "");
    }

    private static List<String> control(DeviceProfile profile) {
        List<String> lines = new ArrayList<>(table("Actions", "action", "steps"));
        profile.actions()
                .values()
                .forEach(action -> lines.add(row(
                        action.name(),
                        action.steps().stream().map(DevicePagesTest::step).collect(Collectors.joining("; ")))));
        FailSafe safe = profile.failSafe();
        lines.addAll(List.of("", "## Left alone", ""));
        lines.add(
                safe.exists()
                        ? "Its watchdog ("
                                + safe.style().name().toLowerCase(Locale.ROOT).replace('_', ' ') + ") takes "
                                + millis(safe.least()) + " to " + millis(safe.most()) + ", its fail-safe current "
                                + safe.currentLeast()
                                + " to " + safe.currentMost() + "; a trip "
                                + (safe.tripEnergises() ? "can switch an idle pile on." : "switches nothing on.")
                        : "No fail-safe that can be read back: it is planned at its hardware limit for good (R34).");
        return lines;
    }

    private static String step(Step step) {
        if (step instanceof Write write) {
            return "write "
                    + write.values().entrySet().stream()
                            .map(entry -> code(
                                    entry.getKey() + " = " + entry.getValue().source()))
                            .collect(Collectors.joining(", "));
        }
        if (step instanceof Expect expect) {
            return "expect "
                    + expect.checks().stream().map(DevicePagesTest::check).collect(Collectors.joining(", "))
                    + " within " + millis(expect.within());
        }
        if (step instanceof Pause pause) {
            return "wait " + millis(pause.duration());
        }
        return step instanceof Require require
                ? "only if " + code(require.condition().source())
                : step.toString();
    }

    private static String check(Check check) {
        return code(check.point() + check.bit().map(bit -> " bit " + bit).orElse("") + " = "
                + check.anyOf().stream().map(Expression::source).collect(Collectors.joining(" or ")));
    }

    private static List<String> table(String title, String... columns) {
        return List.of("## " + title, "", row(columns), "|---".repeat(columns.length) + "|");
    }

    private static String row(String... cells) {
        return "| " + String.join(" | ", cells) + " |";
    }

    private static String code(String formula) {
        return "`" + formula.replace("|", "\\|") + "`";
    }

    private static String millis(Duration time) {
        return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }
}
