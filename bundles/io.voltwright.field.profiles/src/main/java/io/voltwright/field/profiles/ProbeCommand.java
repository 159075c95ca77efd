package io.voltwright.field.profiles;

import java.io.IOException;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.jspecify.annotations.Nullable;

/** {@code profile:probe} finds out whether a device is one of a profile. */
@Service
@Command(
        scope = "profile",
        name = "probe",
        description = "Finds out whether the device at an address is one of a profile; reads only",
        detailedDescription =
                """
                Names what it would read first and asks, for some devices end the connection at a register that is not theirs: so it
                tries one model at a time, the one that is named. Where a bus of the site leads to the device, name that bus.

                Examples:

                    profile:probe --unit 255 tcp:192.168.1.20 keba-kecontact-p30
                    profile:probe --yes --unit 3 rs485-a eastron-sdm630""")
public final class ProbeCommand extends VisitCommand {

    @Reference
    @Nullable
    Session session;

    @Option(name = "--yes", description = "Reads without asking")
    boolean yes;

    @Override
    void visit(DeviceProfile profile, Visitor visitor) throws IOException {
        System.out.println("To find out whether this is a " + profile.title() + ", it reads, and writes nothing:");
        visitor.plan().forEach(line -> System.out.println("  " + line));
        if (!yes && !agreed()) {
            System.out.println("Nothing was read.");
            return;
        }
        visitor.identify().forEach((point, value) -> System.out.println("  " + point + " = " + value));
        System.out.println(
                visitor.accepted()
                        ? "It is a " + profile.id() + "; profile:watch " + address + " " + profile.id() + " shows more"
                        : "It is not a " + profile.id() + ": '"
                                + profile.identity().accept().orElseThrow() + "' does not hold");
    }

    private boolean agreed() throws IOException {
        if (session == null) {
            return false;
        }
        String answer = session.readLine("Read them? [y/N] ", null);
        return answer != null && answer.strip().equalsIgnoreCase("y");
    }
}
