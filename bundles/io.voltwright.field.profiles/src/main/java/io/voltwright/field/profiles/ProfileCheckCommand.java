package io.voltwright.field.profiles;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.completers.FileCompleter;
import org.jspecify.annotations.Nullable;

/** {@code profile:check} reads a profile file as the station would, and says what is wrong with it. */
@Service
@Command(
        scope = "profile",
        name = "check",
        description = "Checks a profile file without using it",
        detailedDescription =
                "Checks keys, registers, units, the state table, actions, the fail-safe and the golden samples;"
                        + " names file, line, value and remedy. Example:\n\n  profile:check etc/profiles/my-pile.yaml")
public final class ProfileCheckCommand implements Action {

    @Argument(name = "file", description = "The profile file", required = true)
    @Completion(FileCompleter.class)
    String file = "";

    @Override
    public @Nullable Object execute() {
        try (Reader text = Files.newBufferedReader(Path.of(file))) {
            Item.Mapping read = Item.read(file, text);
            if (ReaderParser.isReader(read)) {
                System.out.println(ReaderParser.read(file, read).id() + " is good: a card reader");
                return null;
            }
            DeviceProfile profile = ProfileParser.read(file, read);
            System.out.println(profile.id() + " is good: " + profile.points().size() + " points, "
                    + profile.states().rows().size() + " states, "
                    + profile.actions().size() + " actions");
        } catch (ProfileException e) {
            System.out.println(e.getMessage());
        } catch (IOException e) {
            System.out.println(file + " cannot be read: " + e.getMessage());
        }
        return null;
    }
}
