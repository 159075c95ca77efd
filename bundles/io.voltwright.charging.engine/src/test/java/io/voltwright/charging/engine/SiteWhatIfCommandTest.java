package io.voltwright.charging.engine;

import static io.voltwright.charging.engine.Scene.LEFT;
import static io.voltwright.charging.engine.Scene.RIGHT;
import static io.voltwright.charging.engine.Shell.printed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voltwright.base.api.Current;
import io.voltwright.site.api.Node;
import io.voltwright.site.api.Site;
import io.voltwright.site.api.SiteJudge;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A change is tried in the shell before it is made. */
class SiteWhatIfCommandTest {

    final Scene scene = Scene.two().charge(LEFT);
    final List<String> judged = new ArrayList<>();

    @TempDir
    Path folder;

    @Test
    void anotherSiteFileIsTriedWithTheCarsOfNow() throws Exception {
        Current before = scene.evse(LEFT).offer();
        assertThat(run(site(false), valid(20)))
                .containsPattern("left +\\| +32 A +\\| +20 A +\\| +20 A: 1 share fuse")
                .doesNotContainPattern("right +\\| +[0-9]+ A +\\| +[1-9]");
        assertThat(judged).containsExactly("site-new.yaml: site: new");
        scene.pass(5);
        assertThat(scene.evse(LEFT).offer()).as("nothing is applied").isEqualTo(before);
    }

    @Test
    void anotherSiteFileIsTriedWithACarAtEachEvse() throws Exception {
        assertThat(run(site(true), valid(20)))
                .containsPattern("left +\\| +32 A +\\| +10 A +\\| +10 A: 2 share fuse")
                .containsPattern("right +\\| +0 A +\\| +10 A +\\| +10 A: 1 share fuse");
        assertThat(scene.evse(RIGHT).offer()).isEqualTo(Current.ZERO);
    }

    @Test
    void anEvseThatTheFileLeavesOutIsNamed() throws Exception {
        scene.wirings.removeIf(wiring -> wiring.id().equals(LEFT));
        assertThat(run(site(false), valid(32))).containsPattern("left +\\| +32 A +\\| +- +\\| +not there any more");
    }

    @Test
    void aFileThatIsRefusedSaysWhyAndTriesNothing() throws Exception {
        String problem = "site-new.yaml:7: node 'yard' has limit 40 A, over the 32 A of its parent node 'grid'";
        assertThat(run(site(false), (name, text) -> new SiteJudge.Refused(List.of(problem))))
                .isEqualToIgnoringNewLines(problem);
    }

    @Test
    void aFileThatIsNotThereIsNamed() throws Exception {
        SiteWhatIfCommand command = site(false);
        command.words = List.of(folder.resolve("nowhere.yaml").toString());
        assertThatThrownBy(() -> run(command, valid(20)))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("nowhere.yaml");
    }

    @Test
    void whoIsAwayIsNamed() throws Exception {
        assertThat(run(site(false), null)).contains("site.config is not running");
        assertThat(printed(new SiteWhatIfCommand())).contains("charging.engine is not running");
    }

    @Test
    void wordsThatAreMissingAreAskedFor() {
        SiteWhatIfCommand command = new SiteWhatIfCommand();
        command.limit = true;
        command.words = List.of("grid");
        assertThatThrownBy(() -> run(command, valid(20)))
                .hasMessage("use --limit NODE AMPERES, --add ID NODE AMPERES, or --site FILE");
    }

    private SiteWhatIfCommand site(boolean busy) throws Exception {
        SiteWhatIfCommand command = new SiteWhatIfCommand();
        command.site = true;
        command.busy = busy;
        command.words = List.of(
                Files.writeString(folder.resolve("site-new.yaml"), "site: new").toString());
        return command;
    }

    /** The scene's site behind another fuse. */
    private SiteJudge valid(double amperes) {
        return (name, text) -> {
            judged.add(name + ": " + text);
            Site now = scene.site();
            Node grid = new Node(
                    "grid",
                    Current.amperes(amperes),
                    Optional.empty(),
                    now.grid().evses(),
                    List.of());
            return new SiteJudge.Valid(new Site(
                    now.name(), now.zone(), now.voltage(), grid, List.of(), now.evses(), List.of(), List.of()));
        };
    }

    private String run(SiteWhatIfCommand command, @org.jspecify.annotations.Nullable SiteJudge judge) throws Exception {
        command.power = new PowerDesk(scene.engine, scene.time);
        command.judge = judge;
        return printed(command);
    }
}
