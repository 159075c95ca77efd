package io.voltwright.field.profiles;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ShippedProfilesTest {

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
