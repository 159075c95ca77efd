package io.voltwright.protocol.ocpp;

import java.util.List;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;

/** {@code ocpp:disconnect} closes the connection to a back end. */
@Service
@Command(
        scope = "ocpp",
        name = "disconnect",
        description = "Closes the connection to a back end",
        detailedDescription =
                "Nothing is lost: transactions wait in the journal. It stays closed until ocpp:connect, a change of its file, or a restart. Examples: ocpp:disconnect acme; of one pile ocpp:disconnect acme.left")
public final class DisconnectCommand implements Action {

    @Argument(required = true, description = "Name of the back end")
    @Completion(BackEndCompleter.class)
    String name = "";

    @Reference(optional = true)
    @Nullable
    List<BackEnd> backEnds;

    @Override
    public @Nullable Object execute() {
        BackEndCommand.some(backEnds, name)
                .forEach(backEnd -> backEnd.conversation().disconnect());
        return null;
    }
}
