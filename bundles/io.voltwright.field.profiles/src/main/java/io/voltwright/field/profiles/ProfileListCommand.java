package io.voltwright.field.profiles;

import java.util.Locale;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.jspecify.annotations.Nullable;

/** {@code profile:list} lists the device profiles at hand. */
@Service
@Command(
        scope = "profile",
        name = "list",
        description = "Lists the device profiles at hand",
        detailedDescription =
                "Profiles come with the station and from the folder etc/profiles, whose files can be pinned by their"
                        + " SHA-256 (profile:pin). Example:\n\n  profile:list")
public final class ProfileListCommand implements Action {

    @Reference(optional = true)
    @Nullable
    ProfileCatalogue catalogue;

    @Override
    public @Nullable Object execute() {
        ProfileCatalogue profiles = catalogue;
        if (profiles == null) {
            System.out.println("field.profiles is not running");
            return null;
        }
        ShellTable table = new ShellTable().emptyTableText("No profiles");
        table.column("Profile");
        table.column("Kind");
        table.column("Reached by");
        table.column("Fail-safe");
        table.column("From");
        table.column("Title");
        profiles.all().forEach(profile -> table.addRow()
                .addContent(
                        profile.id(),
                        profile.kind().name().toLowerCase(Locale.ROOT),
                        String.join(", ", profile.transports()),
                        profile.failSafe() ? "yes" : "-",
                        profiles.origin(profile.id()),
                        profile.title()));
        table.print(System.out);
        profiles.refused().forEach((file, reason) -> System.out.println("left out: " + reason));
        return null;
    }
}
