package io.voltwright.field.profiles;

import io.voltwright.field.profiles.Units.Unit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.jspecify.annotations.Nullable;

/** {@code profile:show} shows the registers of a profile and what they mean. */
@Service
@Command(
        scope = "profile",
        name = "show",
        description = "Shows the registers, states and fail-safe of a device profile",
        detailedDescription =
                "Lay it beside the vendor's register table. Example:\n\n  profile:show keba-kecontact-p30")
public final class ProfileShowCommand implements Action {

    @Reference(optional = true)
    @Nullable
    ProfileCatalogue catalogue;

    @Argument(name = "profile", description = "Id of the profile", required = true)
    @Completion(ProfileCompleter.class)
    String id = "";

    @Override
    public @Nullable Object execute() {
        ProfileCatalogue profiles = catalogue;
        if (profiles == null) {
            System.out.println("field.profiles is not running");
            return null;
        }
        profiles.profile(id)
                .ifPresentOrElse(
                        ProfileShowCommand::show,
                        () -> System.out.println("There is no profile '" + id + "'; profile:list shows all"));
        return null;
    }

    private static void show(DeviceProfile profile) {
        System.out.println(profile.title());
        System.out.println();
        ShellTable points = new ShellTable();
        points.column("Point");
        points.column("Table");
        points.column("Address").alignRight();
        points.column("Type");
        points.column("Unit");
        points.column("Access");
        points.column("Poll");
        points.column("When");
        profile.points().values().stream().flatMap(List::stream).forEach(point -> points.addRow()
                .addContent(
                        point.name(),
                        point.table().name().toLowerCase(Locale.ROOT),
                        point.at(),
                        point.type().key(),
                        point.unit().map(Unit::name).orElse(""),
                        point.access().name().toLowerCase(Locale.ROOT),
                        point.poll().orElse(""),
                        point.when().map(Expression::source).orElse("")));
        points.print(System.out);
        System.out.println();
        profile.states()
                .rows()
                .forEach(row -> System.out.println("  " + row.title() + "  " + row.when() + "  " + row.reason()));
        FailSafe failSafe = profile.failSafe();
        if (failSafe.exists()) {
            System.out.println("  fail-safe: " + failSafe.style().name().toLowerCase(Locale.ROOT)
                    + failSafe.register().map(register -> " of " + register).orElse("") + ", "
                    + failSafe.least().toSeconds() + " to " + failSafe.most().toSeconds() + " s"
                    + Optional.of(", a trip can switch it on")
                            .filter(text -> failSafe.tripEnergises())
                            .orElse(""));
        }
    }
}
