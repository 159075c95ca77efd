package io.voltwright.field.profiles;

import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;

/** {@code profile:pin} prints the line of the configuration that pins a profile file as it is now. */
@Service
@Command(
        scope = "profile",
        name = "pin",
        description = "Prints the line of the configuration that pins a profile file; changes nothing",
        detailedDescription = "A pinned file of etc/profiles is used only while its SHA-256 is the pinned one. The line"
                + " belongs into etc/io.voltwright.field.profiles.cfg. Example:\n\n  profile:pin mine")
public final class ProfilePinCommand implements Action {

    @Reference(optional = true)
    @Nullable
    ProfileCatalogue catalogue;

    @Argument(name = "profile", description = "Id of a profile in etc/profiles", required = true)
    @Completion(ProfileCompleter.class)
    String id = "";

    @Override
    public @Nullable Object execute() {
        ProfileCatalogue profiles = catalogue;
        if (profiles == null) {
            System.out.println("field.profiles is not running");
        } else if (profiles.pinLine(id).isPresent()) {
            System.out.println("Look at etc/profiles/" + id + ".yaml before you pin it (profile:check). In"
                    + " etc/io.voltwright.field.profiles.cfg, instead of the line that is there:");
            System.out.println();
            System.out.println(profiles.pinLine(id).get());
        } else if (profiles.find(id).isPresent()) {
            System.out.println("'" + id + "' comes with the station and needs no pin");
        } else {
            System.out.println("There is no file etc/profiles/" + id + ".yaml");
        }
        return null;
    }
}
