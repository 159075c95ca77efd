package io.voltwright.field.profiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voltwright.base.api.VirtualTime;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder of profiles that changes while the station runs. */
class ProfileCatalogueTest {

    private final VirtualTime time = new VirtualTime();

    @TempDir
    Path folder = Path.of("");

    private ProfileCatalogue catalogue = none();

    private static ProfileCatalogue none() {
        return new ProfileCatalogue(
                Optional.empty(), Pins.NONE, new VirtualTime().open("none"), Executors.newSingleThreadExecutor());
    }

    @BeforeEach
    void start() {
        catalogue = new ProfileCatalogue(
                Optional.of(folder), Pins.NONE, time.open("profiles"), Executors.newSingleThreadExecutor());
    }

    @AfterEach
    void end() throws InterruptedException {
        catalogue.stop();
    }

    @Test
    void aProfileThatIsDroppedInIsAtHandWithoutARestart() throws IOException {
        write("my-pile", heidelberg().replace("title: Heidelberg Energy Control", "title: Mine"));

        await().atMost(Duration.ofSeconds(60)).until(() -> {
            time.pass(Duration.ofSeconds(3));
            return catalogue.find("my-pile").isPresent();
        });
        assertThat(catalogue.find("my-pile").orElseThrow().title()).isEqualTo("Mine");
    }

    @Test
    void aWrongFileIsRefusedWithItsLineAndTheOldOneStays() throws IOException {
        write("my-pile", heidelberg().replace("title: Heidelberg Energy Control", "title: Mine"));
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            time.pass(Duration.ofSeconds(3));
            return catalogue.find("my-pile").isPresent();
        });

        write("my-pile", heidelberg().replace("{at: 9,  type: s16", "{at: 9,  type: s17"));

        await().atMost(Duration.ofSeconds(60)).until(() -> {
            time.pass(Duration.ofSeconds(3));
            return !catalogue.refused().isEmpty();
        });
        assertThat(catalogue.refused().values())
                .singleElement()
                .asString()
                .contains("my-pile.yaml:24", "type 's17' is unknown", "use u16");
        assertThat(catalogue.profile("my-pile").orElseThrow().title()).isEqualTo("Mine");
    }

    @Test
    void onlyWhatWasChangedIsAnotherProfile() throws IOException {
        write("my-pile", heidelberg());
        write("other", heidelberg());
        awaitProfiles(() ->
                catalogue.find("other").isPresent() && catalogue.find("my-pile").isPresent());
        DeviceProfile before = catalogue.profile("my-pile").orElseThrow();
        DeviceProfile shipped = catalogue.profile("keba-kecontact-p30").orElseThrow();

        write("other", heidelberg().replace("title: Heidelberg Energy Control", "title: Mine"));
        awaitProfiles(() -> catalogue.find("other").orElseThrow().title().equals("Mine"));

        assertThat(catalogue.profile("my-pile").orElseThrow()).isSameAs(before);
        assertThat(catalogue.profile("keba-kecontact-p30").orElseThrow()).isSameAs(shipped);
    }

    private void awaitProfiles(java.util.function.BooleanSupplier there) {
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            time.pass(Duration.ofSeconds(3));
            return there.getAsBoolean();
        });
    }

    private void write(String id, String text) throws IOException {
        Path next = folder.resolve(id + ".next");
        Files.writeString(next, text.replace("id: heidelberg-energy-control", "id: " + id));
        Files.move(next, folder.resolve(id + ".yaml"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    private static String heidelberg() throws IOException {
        try (InputStream text =
                ProfileCatalogue.class.getResourceAsStream("/profiles/heidelberg-energy-control.yaml")) {
            return new String(Objects.requireNonNull(text).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
