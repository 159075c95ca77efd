package io.voltwright.site.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.Current;
import io.voltwright.base.api.VirtualTime;
import io.voltwright.field.api.Profiles;
import io.voltwright.security.api.Audit;
import io.voltwright.site.api.Site;
import io.voltwright.site.api.SiteSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SiteFileTest {

    static final Profiles PROFILES = () -> Fixture.PROFILES;

    final VirtualTime time = new VirtualTime();
    final List<SiteSource> published = new ArrayList<>();
    final List<Site> heard = new ArrayList<>();
    final List<Audit.Event> audited = new ArrayList<>();

    @TempDir
    Path folder;

    Path file = Path.of("");
    SiteFile site = make();

    @BeforeEach
    void start() throws IOException {
        file = folder.resolve("site.yaml");
        site = make();
        write(Fixture.SITE);
    }

    @Test
    void theSiteIsPublishedOnceItIsValid() throws IOException {
        write("site: Yard\n");
        site.setProfiles(PROFILES);
        assertThat(published).isEmpty();

        write(Fixture.SITE);
        time.pass(Duration.ofSeconds(5));

        assertThat(published).hasSize(1);
        assertThat(published.get(0).site().name()).isEqualTo("Yard");
    }

    @Test
    void nothingIsJudgedWithoutProfiles() {
        time.pass(Duration.ofSeconds(10));

        assertThat(published).isEmpty();
        assertThat(audited).isEmpty();
    }

    @Test
    void aChangeComesIntoForceWhileRunningAndIsAudited() throws IOException {
        site.setProfiles(PROFILES);
        site.addListener(heard::add);

        write(Fixture.SITE.replace("limit: 20 A", "limit: 24 A"));
        time.pass(Duration.ofSeconds(5));

        assertThat(heard).hasSize(2);
        assertThat(heard.get(1).grid().children().get(0).limit()).isEqualTo(Current.amperes(24));
        assertThat(audited).hasSize(2);
        assertThat(audited.get(1).detail()).isEqualTo("node yard from 20 A to 24 A");
        assertThat(audited.get(1).kind()).isEqualTo(Audit.Kind.CONFIGURATION);
    }

    @Test
    void aRefusedFileLeavesTheSiteInForceAndSaysWhy() throws IOException {
        site.setProfiles(PROFILES);
        site.addListener(heard::add);

        write(Fixture.SITE.replace("limit: 20 A", "limit: 99 A"));
        time.pass(Duration.ofSeconds(20));

        assertThat(heard).hasSize(1);
        assertThat(published.get(0).site().grid().children().get(0).limit()).isEqualTo(Current.amperes(20));
        assertThat(published.get(0).refused().orElseThrow()).contains("site.yaml:14", "99 A", "lower it");
        assertThat(audited).hasSize(2);
        assertThat(audited.get(1).refused()).isTrue();

        write(Fixture.SITE);
        time.pass(Duration.ofSeconds(5));
        assertThat(published.get(0).refused()).isEmpty();
        assertThat(heard).hasSize(1);
    }

    @Test
    void aFileThatIsStillBeingWrittenIsNotRead() throws IOException {
        site.setProfiles(PROFILES);
        site.addListener(heard::add);

        write(Fixture.SITE.substring(0, Fixture.SITE.indexOf("        right:")));
        time.pass(Duration.ofMillis(2_100));
        write(Fixture.SITE);
        time.pass(Duration.ofSeconds(5));

        assertThat(heard).hasSize(1);
    }

    @Test
    void aFileThatVanishesChangesNothing() throws IOException {
        site.setProfiles(PROFILES);
        Files.delete(file);
        time.pass(Duration.ofSeconds(10));

        assertThat(published.get(0).site().evses()).hasSize(2);
    }

    @Test
    void aListenerThatFailsDoesNotKeepTheSiteFromOthers() {
        site.addListener(next -> {
            throw new IllegalStateException("on purpose");
        });
        site.addListener(heard::add);
        site.setProfiles(PROFILES);

        assertThat(heard).hasSize(1);
    }

    @Test
    void reloadNamesWhoAskedForIt() {
        site.setProfiles(PROFILES);
        assertThat(site.reload(Actor.operator("ada"))
                        .toCompletableFuture()
                        .join()
                        .isDone())
                .isTrue();
        assertThat(audited).hasSize(1);
    }

    @Test
    void checkingAFileAppliesNothing() throws IOException {
        site.setProfiles(PROFILES);
        Path other = folder.resolve("other.yaml");
        Files.writeString(other, Fixture.SITE.replace("zone: Europe/Berlin", "zone: Mars"));

        assertThat(site.check(other)).singleElement().asString().startsWith("other.yaml:2: zone 'Mars'");
        assertThat(site.check(folder.resolve("none.yaml")))
                .singleElement()
                .asString()
                .startsWith("none.yaml:1: there is no ");
        assertThat(published.get(0).refused()).isEmpty();
    }

    private SiteFile make() {
        var made = new SiteFile(file, time.open("site"), Runnable::run, name -> Optional.empty(), source -> {
            published.add(source);
            return () -> published.remove(source);
        });
        made.audit = event -> {
            audited.add(event);
            return CompletableFuture.completedFuture(null);
        };
        made.start();
        return made;
    }

    private void write(String text) throws IOException {
        Files.writeString(file, text);
    }
}
