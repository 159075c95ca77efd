package io.voltwright.charging.engine;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.EvseId;
import io.voltwright.charging.api.PowerControl;
import io.voltwright.charging.api.PowerControl.Change;
import io.voltwright.site.api.SiteJudge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.jspecify.annotations.Nullable;

/** {@code site:whatif} shows what each EVSE would get after a change, before it is applied. */
@Service
@Command(
        scope = "site",
        name = "whatif",
        description = "Shows what each EVSE would get after a change; nothing is applied",
        detailedDescription = "The change is one of: another limit of a node, one more EVSE at a node, another site"
                + " file. The policy that shares now is asked, with the cars, limits and loads of now.\n\nExamples:\n\n"
                + "    site:whatif --limit grid 20\n    site:whatif --add new-evse grid 32\n"
                + "    site:whatif --site /tmp/site-new.yaml\n    site:whatif --busy --site /tmp/site-new.yaml")
public final class SiteWhatIfCommand extends PowerCommand {

    @Option(name = "--limit", description = "Another limit: NODE AMPERES")
    boolean limit;

    @Option(name = "--add", description = "One more EVSE with a car: ID NODE AMPERES")
    boolean add;

    @Option(name = "--site", description = "Another site file: FILE")
    boolean site;

    @Option(name = "--busy", description = "With --site: as if a car charged at each EVSE of the file")
    boolean busy;

    @Argument(index = 0, name = "words", description = "What the option needs", required = true, multiValued = true)
    List<String> words = new ArrayList<>();

    @Reference(optional = true)
    @Nullable
    SiteJudge judge;

    @Override
    void run(PowerControl control) throws IOException {
        Optional<Change> change = change();
        if (change.isPresent()) {
            print(control.whatIf(change.orElseThrow()));
        }
    }

    private Optional<Change> change() throws IOException {
        if (limit && words.size() == 2) {
            return Optional.of(new PowerControl.NewLimit(words.get(0), EvseLimitCommand.current(words.get(1))));
        }
        if (add && words.size() == 3) {
            EvseId evse = new EvseId(words.get(0));
            Current most = EvseLimitCommand.current(words.get(2));
            return Optional.of(new PowerControl.NewEvse(evse, words.get(1), most));
        }
        if (site && words.size() == 1) {
            return file(Path.of(words.get(0)));
        }
        throw new IllegalArgumentException("use --limit NODE AMPERES, --add ID NODE AMPERES, or --site FILE");
    }

    private Optional<Change> file(Path file) throws IOException {
        SiteJudge by = judge;
        if (by == null) {
            System.out.println("site.config is not running");
            return Optional.empty();
        }
        SiteJudge.Judgement judgement = by.judge(file.getFileName().toString(), Files.readString(file));
        if (judgement instanceof SiteJudge.Valid valid) {
            return Optional.of(new PowerControl.NewSite(valid.site(), busy));
        }
        if (judgement instanceof SiteJudge.Refused refused) {
            refused.problems().forEach(System.out::println);
        }
        return Optional.empty();
    }

    private static void print(List<PowerControl.Prospect> prospects) {
        ShellTable table = new ShellTable().emptyTableText("Nothing is shared yet");
        table.column("EVSE");
        table.column("Now").alignRight();
        table.column("Then").alignRight();
        table.column("Reason");
        for (PowerControl.Prospect prospect : prospects) {
            table.addRow()
                    .addContent(
                            prospect.evse(),
                            prospect.now().map(Current::toString).orElse("-"),
                            prospect.then().map(Current::toString).orElse("-"),
                            prospect.reason());
        }
        table.print(System.out);
    }
}
