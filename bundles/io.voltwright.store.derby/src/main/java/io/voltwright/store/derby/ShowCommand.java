package io.voltwright.store.derby;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.jspecify.annotations.Nullable;

/** {@code store:show} tells where the store is, how big, and which schemas it holds. */
@Service
@Command(
        scope = "store",
        name = "show",
        description = "Shows the store and the schemas of the modules",
        detailedDescription = "Names the database, the disk it has left, and per module the newest step of its schema"
                + " or why it was refused. Example: store:show")
public final class ShowCommand implements Action {

    @Reference(optional = true)
    @Nullable
    DerbyStore store;

    @Override
    public @Nullable Object execute() throws SQLException, IOException {
        if (store == null) {
            System.out.println("store is not running");
            return null;
        }
        store.refusal().ifPresent(reason -> System.out.println("the store is not open: " + reason));
        Optional<Database> database = store.database();
        if (database.isPresent()) {
            for (String[] line : database.get().describe()) {
                System.out.println("%-20s %s".formatted(line[0], line[1]));
            }
            System.out.println();
        }
        ShellTable table = new ShellTable().emptyTableText("No module has a schema");
        table.column("Schema");
        table.column("Step").alignRight();
        table.column("Bundle");
        table.column("State");
        List<SchemaExtender.Schema> schemas =
                store.extender().map(SchemaExtender::schemas).orElse(List.of());
        schemas.stream()
                .sorted(Comparator.comparing(SchemaExtender.Schema::name))
                .forEach(schema -> table.addRow()
                        .addContent(
                                schema.name(),
                                schema.step(),
                                schema.bundle(),
                                schema.refusal().orElse("ready")));
        table.print(System.out);
        return null;
    }
}
