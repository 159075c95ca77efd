package io.voltwright.store.derby;

import java.nio.file.Path;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.completers.FileCompleter;
import org.jspecify.annotations.Nullable;

/** {@code store:backup} copies the whole store while the station works. */
@Service
@Command(
        scope = "store",
        name = "backup",
        description = "Copies the store, journal and all, while the station works",
        detailedDescription = "Writes a copy into a new folder, named after the time, and opens it once to check it."
                + " Example: store:backup /var/backups/voltwright")
public final class BackupCommand implements Action {

    @Reference(optional = true)
    @Nullable
    DerbyStore store;

    @Argument(name = "folder", description = "Where the copy's folder is made", required = true)
    @Completion(FileCompleter.class)
    String folder = "";

    @Override
    public @Nullable Object execute() {
        if (store == null) {
            System.out.println("store is not running");
            return null;
        }
        try {
            System.out.println("backup written to " + store.backUp(Path.of(folder)));
        } catch (StoreException e) {
            System.out.println(e.getMessage());
        }
        return null;
    }
}
