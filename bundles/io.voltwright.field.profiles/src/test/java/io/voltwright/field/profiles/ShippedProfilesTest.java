package io.voltwright.field.profiles;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShippedProfilesTest {

    @ParameterizedTest
    @ValueSource(strings = {"keba-kecontact-p30", "heidelberg-energy-control", "eastron-sdm630"})
    void loadStrictlyWithTheirGoldenSamples(String id) throws Exception {
        try (Reader text = new InputStreamReader(
                Objects.requireNonNull(getClass().getResourceAsStream("/profiles/" + id + ".yaml")),
                StandardCharsets.UTF_8)) {
            assertThat(ProfileParser.read(id + ".yaml", text).id()).isEqualTo(id);
        }
    }
}
