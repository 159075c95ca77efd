package io.voltwright.protocol.ocpp;

import java.util.List;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;

/** {@code ocpp:connect} connects to a back end again. */
@Service
@Command(
        scope = "ocpp",
        name = "connect",
        description = "Connects to a back end again",
        detailedDescription =
                "The counterpart of ocpp:disconnect. Examples: ocpp:connect acme; of one pile ocpp:connect acme.left")
public final class ConnectCommand implements Action {

    @Argument(required = true, description = "Name of the back end")
    @Completion(BackEndCompleter.class)
    String name = "";

    @Reference(optional = true)
    @Nullable
    List<BackEnd> backEnds;

    @Override
    public @Nullable Object execute() {
        BackEndCommand.some(backEnds, name)
                .forEach(backEnd -> backEnd.conversation().connect());
        return null;
    }
}
