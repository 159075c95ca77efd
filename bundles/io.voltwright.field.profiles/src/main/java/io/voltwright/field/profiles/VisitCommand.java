package io.voltwright.field.profiles;

import io.voltwright.base.api.Lanes;
import io.voltwright.base.api.Time;
import io.voltwright.field.api.BusDoor;
import java.io.IOException;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.jspecify.annotations.Nullable;

/** What the commands that look at one device have in common. */
abstract class VisitCommand implements Action {

    @Reference(optional = true)
    @Nullable
    ProfileCatalogue catalogue;

    @Reference(optional = true)
    @Nullable
    BusDoor door;

    @Reference(optional = true)
    @Nullable
    Lanes lanes;

    @Reference(optional = true)
    @Nullable
    Time time;

    @Argument(
            name = "address",
            description =
                    "Id of a bus of the site, or tcp:HOST[:PORT], rtuOverTcp:HOST:PORT[:BAUD], rtu:PORT:BAUD:FRAME,"
                            + " ascii:PORT:BAUD:FRAME",
            required = true)
    String address = "";

    @Argument(index = 1, name = "profile", description = "Id of the profile", required = true)
    @Completion(ProfileCompleter.class)
    String id = "";

    @Option(name = "--unit", description = "Unit of the device; that of the profile if left out")
    int unit = -1;

    @Option(name = "--connector", description = "Which connector of the device, from 1")
    int connector = 1;

    /** Why it would be in vain, before anything is asked of the device. */
    Optional<String> refusal() {
        return Optional.empty();
    }

    /** Does what the command is for. */
    abstract void visit(DeviceProfile profile, Visitor visitor) throws IOException;

    @Override
    public @Nullable Object execute() {
        if (catalogue == null || door == null || lanes == null || time == null) {
            System.out.println(catalogue == null ? "field.profiles is not running" : "field.modbus is not running");
            return null;
        }
        Optional<DeviceProfile> profile = catalogue.profile(id);
        if (profile.isEmpty()) {
            System.out.println("There is no profile '" + id + "'; profile:list shows all");
            return null;
        }
        Optional<String> refused = refusal();
        if (refused.isPresent()) {
            System.out.println(refused.get());
            return null;
        }
        try (Visitor visitor = Visitor.open(door, address, profile.get(), unit, connector, lanes, time)) {
            visit(profile.get(), visitor);
        } catch (IOException e) {
            System.out.println(address + ": " + e.getMessage());
        }
        return null;
    }
}
