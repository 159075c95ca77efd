package io.voltwright.field.profiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voltwright.base.api.VirtualTime;
import io.voltwright.security.api.Audit;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** R48: profiles can move contactors, so the files that a site adds can be pinned by their hashes. */
class PinnedProfilesTest {

    private final VirtualTime time = new VirtualTime();
    private final List<Audit.Event> facts = new CopyOnWriteArrayList<>();
    private Optional<ProfileCatalogue> made = Optional.empty();

    @TempDir
    Path folder = Path.of("");

    @AfterEach
    void end() throws InterruptedException {
        catalogue().stop();
    }

    @Test
    void r48AFileWithThePinnedHashIsUsedAndAChangedOneIsRefusedAndTheOldOneStays() throws IOException {
        write("mine", mine("As it was"));
        String good = sha256(mine("As it was"));
        open(List.of("mine = " + good), false);
        DeviceProfile before = catalogue().profile("mine").orElseThrow();

        write("mine", mine("Evil one"));
        awaitThat(() -> !catalogue().refused().isEmpty());

        assertThat(catalogue().refused().values())
                .singleElement()
                .asString()
                .contains("mine.yaml", "'" + good + "'", sha256(mine("Evil one")), "profile:pin mine");
        assertThat(catalogue().profile("mine")).containsSame(before);
        assertThat(catalogue().origin("mine")).isEqualTo("etc/profiles, pinned; its file is refused");
    }

    @Test
    void r48AfterARestartARefusedFileIsLeftOutAndTheShippedProfileOfItsNameCounts() throws IOException {
        write("keba-kecontact-p30", shipped("keba-kecontact-p30").replaceFirst("title: .*", "title: Evil"));
        open(List.of("keba-kecontact-p30 = " + sha256("what it was")), false);

        assertThat(catalogue().find("keba-kecontact-p30").orElseThrow().title()).startsWith("KEBA");
        assertThat(catalogue().origin("keba-kecontact-p30")).isEqualTo("station; the file in etc/profiles is refused");
        assertThat(catalogue().refused()).hasSize(1);
    }

    @Test
    void r48WithOnlyPinnedAFileWithoutPinIsRefusedAndTheShippedOnesStay() throws IOException {
        write("mine", mine("Mine"));
        write("reader", shipped("reader-ascii-line").replaceFirst("id: .*", "id: reader"));
        open(List.of(), true);

        assertThat(catalogue().find("mine")).isEmpty();
        assertThat(catalogue().find("reader")).isEmpty();
        assertThat(catalogue().refused().values()).hasSize(2).anySatisfy(reason -> assertThat(reason)
                .contains("mine.yaml", "not pinned", "onlyPinned", "profile:pin mine"));
        assertThat(catalogue().find("keba-kecontact-p30")).isPresent();
        assertThat(catalogue().origin("keba-kecontact-p30")).isEqualTo("station");
    }

    @Test
    void r48ThePinThatTheCommandPrintsLetsTheFileIn() throws IOException {
        write("mine", mine("Mine"));
        write("other", shipped("heidelberg-energy-control").replaceFirst("id: .*", "id: other"));
        open(List.of("other = " + sha256("what it was")), true);
        String line = catalogue().pinLine("mine").orElseThrow();
        assertThat(line).isEqualTo("pins = mine = " + sha256(mine("Mine")) + ", other = " + sha256("what it was"));

        catalogue().pin(Pins.of(List.of(line.substring("pins = ".length())), true));

        awaitThat(() -> catalogue().find("mine").isPresent());
        assertThat(catalogue().find("other")).isEmpty();
        assertThat(catalogue().pinLine("keba-kecontact-p30")).isEmpty();
    }

    @Test
    void r48AFileThatRunsUnpinnedIsNoLongerAtHandOnceOnlyPinnedIsSet() throws IOException {
        write("mine", mine("Mine"));
        open(List.of(), false);
        assertThat(catalogue().origin("mine")).isEqualTo("etc/profiles, not pinned");

        catalogue().pin(Pins.of(List.of(), true));

        awaitThat(() -> catalogue().find("mine").isEmpty());
    }

    @Test
    void r48APinThatIsNoHashLetsNothingIn() throws IOException {
        write("mine", mine("Mine"));
        open(List.of("mine"), false);

        assertThat(catalogue().find("mine")).isEmpty();
        assertThat(catalogue().refused().values()).singleElement().asString().contains("pin", "''");
    }

    @Test
    void r48AChangeOfAFileIsAFactWithItsOldAndItsNewHash() throws IOException {
        write("mine", mine("Old"));
        open(List.of(), false);
        await().atMost(Duration.ofSeconds(60)).until(() -> facts.size() == 1);
        assertThat(facts.get(0).detail()).isEqualTo("at the start SHA-256 " + sha256(mine("Old")));

        write("mine", mine("Newer"));
        awaitThat(() -> facts.size() == 2);

        Audit.Event fact = facts.get(1);
        assertThat(fact.kind()).isEqualTo(Audit.Kind.CONFIGURATION);
        assertThat(fact.object()).isEqualTo("profile mine");
        assertThat(fact.detail()).isEqualTo("SHA-256 " + sha256(mine("Old")) + " -> " + sha256(mine("Newer")));
        assertThat(fact.refused()).isFalse();

        catalogue().pin(Pins.of(List.of("mine = " + sha256(mine("Newer"))), true));
        awaitThat(() -> catalogue().origin("mine").equals("etc/profiles, pinned"));
        write("mine", mine("Evil one"));
        awaitThat(() -> facts.size() == 3);
        assertThat(facts.get(2).refused()).isTrue();
        assertThat(facts.get(2).detail())
                .startsWith("SHA-256 " + sha256(mine("Newer")) + " -> " + sha256(mine("Evil one")) + ", refused: ");
    }

    @Test
    void r48AFactWaitsForAnAuditThatIsAway() throws IOException {
        write("mine", mine("Old"));
        ProfileCatalogue catalogue = catalogue(Pins.NONE);
        write("mine", mine("Newer"));
        awaitThat(() -> catalogue.find("mine").orElseThrow().title().equals("Newer"));

        catalogue.audit = audit();

        awaitThat(() -> facts.size() == 2);
    }

    private void open(List<String> pins, boolean only) {
        ProfileCatalogue catalogue = catalogue(Pins.of(pins, only));
        catalogue.audit = audit();
        // Nothing else is noticed before.
        time.pass(Duration.ofSeconds(3));
    }

    private ProfileCatalogue catalogue(Pins pins) {
        ProfileCatalogue catalogue = new ProfileCatalogue(
                Optional.of(folder), pins, time.open("profiles"), Executors.newSingleThreadExecutor());
        made = Optional.of(catalogue);
        return catalogue;
    }

    private ProfileCatalogue catalogue() {
        return made.orElseThrow();
    }

    private Audit audit() {
        return event -> {
            facts.add(event);
            return CompletableFuture.completedFuture(null);
        };
    }

    private void awaitThat(BooleanSupplier holds) {
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            time.pass(Duration.ofSeconds(3));
            return holds.getAsBoolean();
        });
    }

    private void write(String id, String text) throws IOException {
        Path next = folder.resolve(id + ".next");
        Files.writeString(next, text);
        Files.move(next, folder.resolve(id + ".yaml"), StandardCopyOption.REPLACE_EXISTING);
    }

    private static String mine(String title) throws IOException {
        return shipped("heidelberg-energy-control")
                .replaceFirst("id: .*", "id: mine")
                .replaceFirst("title: .*", "title: " + title);
    }

    private static String shipped(String id) throws IOException {
        try (InputStream text = ProfileCatalogue.class.getResourceAsStream("/profiles/" + id + ".yaml")) {
            return new String(Objects.requireNonNull(text).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** As {@code sha256sum} prints it. */
    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
