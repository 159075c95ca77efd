package io.voltwright.field.profiles;

import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.field.api.Profiles.Kind;
import io.voltwright.field.profiles.DeviceProfile.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Keeps {@code docs/devices.md} as the profiles say; {@code -Dvoltwright.write=true} writes it anew. */
class DevicesPageTest {

    private static final Path PAGE = Path.of("../../docs/devices.md");

    private static final List<String> NOTES = List.of(
            "",
            "## What to know of some",
            "",
            "* ABL eMH1: it tells currents (where it has the sensor) but no energy: name a `meter` at its EVSE in `site.yaml`, or nothing is billed.",
            "* ABB Terra AC, Delta, Phoenix EV-SER: no energy register that lasts longer than a session, or none: name a `meter` as well.",
            "* Delta: the registers of the first connector are known; those of connectors 2 to 4 are taken to lie at n x 1000. Look with"
                    + " `profile:probe --connector 2` and `profile:watch` before you let it charge.",
            "* SunSpec: models 203 (integers) and 213 (floats), four wires; meters that only have 201, 202, 204 or their float forms are refused.",
            "* Iskra WM3M4: its signed transactions can be started and stopped and their records fetched ([how](profiles.md#signed-transactions));"
                    + " nothing stores or sends them yet. What its words say beyond the register table is assumed: try it with your meter first.",
            "* KEBA P30 and P40: phases are changed only where the installer gave register 1550 to Modbus (3); the P30 needs the contactor S10.",
            "* Mennekes: a change of phases cannot be read back; it is believed when the pile has acknowledged the write.");

    private static final Map<String, String> QUANTITIES = Map.ofEntries(
            Map.entry("current.l1", "current"),
            Map.entry("voltage.l1", "voltage"),
            Map.entry("power", "power"),
            Map.entry("reactive", "reactive power"),
            Map.entry("frequency", "frequency"),
            Map.entry("energy.import", "energy"),
            Map.entry("energy.export", "energy delivered"),
            Map.entry("energy.session", "session energy"),
            Map.entry("limit.applied", "applied limit"),
            Map.entry("limit.hardware", "hardware limit"),
            Map.entry("limit.cable", "cable limit"),
            Map.entry("temperature", "temperature"),
            Map.entry("soc", "state of charge"));

    @Test
    void thePageSaysWhatTheProfilesSay() throws IOException {
        String page = page();
        if (Boolean.getBoolean("voltwright.write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE))
                .as("write it anew: mvn test -Dtest=DevicesPageTest -Dvoltwright.write=true")
                .isEqualTo(page);
    }

    private static String page() {
        List<String> lines = new ArrayList<>(List.of(
                "# Devices",
                "",
                "Made from the shipped profiles; the page of each has its registers, states, faults and actions, and `profile:show ID` shows them at the"
                        + " station. How a profile is written: [profiles](profiles.md).",
                "",
                "## Piles",
                "",
                "A pile without fail-safe, and one whose fail-safe cannot be read back, is planned at its hardware limit for good (R34).",
                "",
                "| profile | device | wires | reads | fail-safe | meter | card reader | phase switch |",
                "|---|---|---|---|---|---|---|---|"));
        profiles(Kind.EVSE)
                .forEach(profile -> lines.add(row(
                        "[" + profile.id() + "](devices/" + profile.id() + ".md)",
                        profile.title(),
                        wires(profile),
                        reads(profile),
                        failSafe(profile.failSafe()),
                        ability(profile, "meter"),
                        ability(profile, "rfid"),
                        phaseSwitch(profile))));
        lines.addAll(
                List.of("", "## Meters", "", "| profile | device | wires | phases | reads |", "|---|---|---|---|---|"));
        profiles(Kind.METER)
                .forEach(profile -> lines.add(row(
                        "[" + profile.id() + "](devices/" + profile.id() + ".md)",
                        profile.title(),
                        wires(profile),
                        profile.capabilities().phases().source(),
                        reads(profile))));
        lines.addAll(NOTES);
        lines.addAll(List.of(
                "",
                "## Card readers",
                "",
                "On lines of their own; those inside piles are above.",
                "",
                "| profile | device | wires | asks |",
                "|---|---|---|---|"));
        ProfileLibrary.shipped()
                .readers()
                .values()
                .forEach(reader -> lines.add(row(
                        reader.id(),
                        reader.title(),
                        reader.transports().entrySet().stream()
                                .map(entry -> entry.getKey().equals("rtu")
                                        ? "serial " + entry.getValue().baud() + " "
                                                + entry.getValue().frame()
                                        : "TCP port " + entry.getValue().port())
                                .collect(java.util.stream.Collectors.joining("; ")),
                        reader.format()
                                .poll()
                                .map(poll -> "each " + poll.period().toMillis() + " ms")
                                .orElse("speaks by itself"))));
        return String.join("\n", lines) + "\n";
    }

    private static List<DeviceProfile> profiles(Kind kind) {
        return ProfileLibrary.shipped().all().stream()
                .filter(profile -> profile.kind() == kind)
                .toList();
    }

    private static String row(String... cells) {
        return "| " + String.join(" | ", cells) + " |";
    }

    private static String wires(DeviceProfile profile) {
        List<String> wires = new ArrayList<>();
        profile.transports().forEach((name, wire) -> wires.add(wire(name, wire)));
        return String.join("; ", wires);
    }

    private static String wire(String name, Transport wire) {
        return switch (name) {
            case "tcp" -> "Modbus TCP, port " + wire.port() + ", unit " + wire.unit();
            case "rtuOverTcp" -> "RTU over TCP, unit " + wire.unit();
            case "ascii" -> "Modbus ASCII " + wire.baud() + " " + wire.frame() + ", unit " + wire.unit();
            default -> "RTU " + wire.baud() + " " + wire.frame() + ", unit " + wire.unit();
        };
    }

    private static String reads(DeviceProfile profile) {
        List<String> reads = new ArrayList<>();
        profile.points().keySet().forEach(name -> {
            String quantity = QUANTITIES.get(name);
            if (quantity != null) {
                reads.add(quantity);
            }
        });
        return String.join(", ", reads);
    }

    private static String failSafe(FailSafe failSafe) {
        return switch (failSafe.style()) {
            case NONE -> "none";
            case KEEP_ALIVE -> "heart-beat each " + seconds(failSafe.periodFor(failSafe.least())) + ", not readable";
            case HEARTBEAT -> "heart-beat, " + times(failSafe);
            case REWRITE_TIMEOUT -> "time-out written again, " + times(failSafe);
            case REWRITE_SETPOINT -> "set-point written again, " + times(failSafe);
            case ANY_READ -> "any request, " + times(failSafe);
        };
    }

    private static String times(FailSafe failSafe) {
        String least = seconds(failSafe.least());
        return failSafe.least().equals(failSafe.most()) ? least : least + " to " + seconds(failSafe.most());
    }

    private static String seconds(Duration time) {
        return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }

    private static String phaseSwitch(DeviceProfile profile) {
        return profile.capabilities()
                .phaseSwitch()
                .map(change -> "if `" + change.condition().source().replace("|", "\\|") + "`"
                        + (Objects.requireNonNull(profile.actions().get("setPhases"))
                                        .confirms()
                                ? ""
                                : ", not read back"))
                .orElse("no");
    }

    private static String ability(DeviceProfile profile, String flag) {
        Expression condition = profile.capabilities().flags().get(flag);
        if (condition == null) {
            return "no";
        }
        return condition.source().equals("true")
                ? "yes"
                : "if `" + condition.source().replace("|", "\\|") + "`";
    }
}
