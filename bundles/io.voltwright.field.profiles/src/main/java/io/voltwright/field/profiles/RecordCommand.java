package io.voltwright.field.profiles;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;

/** {@code profile:record} writes the registers of a device down as a golden sample. */
@Service
@Command(
        scope = "profile",
        name = "record",
        description = "Writes the registers of a device down as a golden sample; reads only",
        detailedDescription =
                """
                Reads all points of the profile once. What it expects is left open: write there what the device itself shows, not what the
                station makes of it, for a sample that was made by the station only shows that it agrees with itself. A file that is there is
                left as it is, unless --overwrite is given.

                Examples:

                    profile:record --unit 255 tcp:192.168.1.20 keba-kecontact-p30 sample.yaml
                    profile:record --overwrite --unit 255 tcp:192.168.1.20 keba-kecontact-p30 sample.yaml""")
public final class RecordCommand extends VisitCommand {

    @Argument(index = 2, name = "file", description = "Where to write it; the screen if left out")
    @Nullable
    String file;

    @Option(name = "--overwrite", description = "Replaces the file if there is one")
    boolean overwrite;

    @Override
    Optional<String> refusal() {
        return Optional.ofNullable(file)
                .filter(path -> !overwrite && Files.exists(Path.of(path), LinkOption.NOFOLLOW_LINKS))
                .map(RecordCommand::isThere);
    }

    private static String isThere(String path) {
        return path + " is there already and stays as it is; name another file, or say --overwrite";
    }

    @Override
    void visit(DeviceProfile profile, Visitor visitor) throws IOException {
        visitor.identify();
        if (!visitor.accepted()) {
            System.out.println("It is not a " + profile.id() + "; see profile:probe");
            return;
        }
        Map<String, String> values = visitor.readAll();
        List<String> lines = new ArrayList<>();
        lines.add("# Recorded from " + address + ", unit "
                + (unit < 0 ? profile.transport().unit() : unit)
                + ". Write under expect what the device shows; this profile reads:");
        lines.add("# state " + visitor.state());
        values.forEach((point, value) -> lines.add("# " + point + " = " + value));
        lines.addAll(visitor.samples());
        if (file == null) {
            lines.forEach(System.out::println);
        } else {
            write(file, lines);
            System.out.println(visitor.samples().size() + " samples written to " + file);
        }
    }

    /** Reading took a while: somebody may have made the file meanwhile. */
    private void write(String path, List<String> lines) throws IOException {
        try {
            if (overwrite) {
                Files.write(Path.of(path), lines);
            } else {
                Files.write(Path.of(path), lines, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            }
        } catch (FileAlreadyExistsException e) {
            throw new IOException(isThere(path), e);
        }
    }
}
