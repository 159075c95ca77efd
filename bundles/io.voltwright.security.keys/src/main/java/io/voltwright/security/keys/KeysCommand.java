package io.voltwright.security.keys;

import io.voltwright.security.api.Keys;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.jspecify.annotations.Nullable;

/** {@code security:keys} lists what lies in the key store, never the secrets themselves. */
@Service
@Command(
        scope = "security",
        name = "keys",
        description = "Lists the entries of the key store and when certificates expire",
        detailedDescription = "Secrets and passwords are named, never shown.\n\nExample:\n\n    security:keys")
public final class KeysCommand implements Action {

    @Reference(optional = true)
    @Nullable
    Keys keys;

    @Override
    public @Nullable Object execute() {
        if (keys == null) {
            System.out.println("security.keys is not running");
            return null;
        }
        ShellTable table = new ShellTable().emptyTableText("The key store is empty");
        table.column("Name");
        table.column("Kind");
        table.column("Expires");
        for (Keys.Held held : keys.held()) {
            table.addRow()
                    .addContent(
                            held.name(),
                            held.kind(),
                            held.expires().map(KeysCommand::day).orElse("-"));
        }
        table.print(System.out);
        return null;
    }

    private static String day(Instant instant) {
        return instant.truncatedTo(ChronoUnit.DAYS).toString().substring(0, 10);
    }
}
