package io.voltwright.field.profiles;

import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.field.api.Profiles.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ShippedProfilesTest {

    private static final Pattern STATE = Pattern.compile("\\bstate: \"?([A-F?])");

    static Stream<DeviceProfile> devices() {
        return ProfileLibrary.shipped().all().stream();
    }

    static Stream<DeviceProfile> piles() {
        return devices().filter(profile -> profile.kind() == Kind.EVSE);
    }

    /** What stands under {@code golden} in the file of a profile. */
    private static String golden(DeviceProfile profile) throws IOException {
        String file = Files.readString(Path.of("src/main/resources/profiles", profile.id() + ".yaml"));
        return file.substring(file.indexOf("\ngolden:\n") + 1);
    }

    @ParameterizedTest
    @MethodSource("devices")
    @DisplayName("P22: each device has golden samples that cite the row of the reference their bytes are from")
    void eachHasSamplesThatCiteTheirRow(DeviceProfile profile) throws IOException {
        String golden = golden(profile);

        assertThat(golden).startsWith("golden:\n");
        assertThat(golden.lines().filter(line -> line.strip().startsWith("- ")).count())
                .isGreaterThanOrEqualTo(3);
        assertThat(golden.lines().map(String::strip)).anyMatch(line -> line.matches("# (Rows?|Table) .*"));
    }

    @ParameterizedTest
    @MethodSource("piles")
    @DisplayName("P22: each write that an action of a pile makes is spelt out in golden bytes")
    void eachActionThatWritesHasItsBytes(DeviceProfile profile) throws IOException {
        String golden = golden(profile);

        assertThat(profile.actions().values())
                .filteredOn(ShippedProfilesTest::writes)
                .allSatisfy(action -> assertThat(golden).contains("action: " + action.name()));
    }

    @ParameterizedTest
    @MethodSource("piles")
    @DisplayName("P22: unplugged, plugged and charging are read from golden bytes at each pile")
    void eachPileReadsItsStates(DeviceProfile profile) throws IOException {
        assertThat(STATE.matcher(golden(profile)).results().map(found -> found.group(1)))
                .contains("A", "B", "C");
    }

    private static boolean writes(ActionSpec action) {
        return action.steps().stream().anyMatch(ActionSpec.Write.class::isInstance);
    }

    // Loading tries each profile's golden samples.
    @Test
    void allLoadStrictlyWithTheirGoldenSamples() {
        ProfileLibrary library = ProfileLibrary.shipped();
        assertThat(library.all()).isNotEmpty();
        assertThat(library.refused()).isEmpty();
    }

    @Test
    void eachFileIsInTheIndex() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/profiles"))) {
            assertThat(files.map(file -> file.getFileName().toString())
                            .filter(name -> !name.equals("index"))
                            .map(name -> name.replace(".yaml", "")))
                    .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                    ProfileLibrary.shipped().all().stream().map(DeviceProfile::id),
                                    ProfileLibrary.shipped().readers().keySet().stream())
                            .toList());
        }
    }
}
