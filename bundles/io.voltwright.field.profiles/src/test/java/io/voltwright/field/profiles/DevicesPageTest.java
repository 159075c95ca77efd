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
                "Made from the shipped profiles; `profile:show ID` lists the registers of one. How a profile is written: profiles.md.",
                "",
                "## Piles",
                "",
                "A pile without fail-safe, and one whose fail-safe cannot be read back, is planned at its hardware limit for good (R34).",
                "",
                "| profile | device | wires | reads | fail-safe | meter | card reader | phase switch |",
                "|---|---|---|---|---|---|---|---|"));
        profiles(Kind.EVSE)
                .forEach(profile -> lines.add(row(
                        profile.id(),
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
                        profile.id(),
                        profile.title(),
                        wires(profile),
                        profile.capabilities().phases().source(),
                        reads(profile))));
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
