package io.voltwright.charging.engine;

import io.voltwright.base.api.Actor;
import io.voltwright.charging.api.Charging;
import io.voltwright.charging.api.Session;
import io.voltwright.charging.api.StopReason;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** {@code session:stop} ends a session. */
@Service
@Command(
        scope = "session",
        name = "stop",
        description = "Ends a session, by its id or its EVSE",
        detailedDescription = "Done means that nothing flows any more and the stop register was read.\n\nExample:\n\n"
                + "    session:stop left")
public final class SessionStopCommand extends ChargingCommand {

    @Argument(name = "session", description = "Id of the session, or of its EVSE", required = true)
    @Completion(SessionCompleter.class)
    String name = "";

    @Override
    void run(Charging charging) throws Exception {
        Optional<Session> session = session(charging, name);
        if (session.isEmpty()) {
            System.out.println("There is no open session " + name + "; session:list shows them");
        } else {
            tell(
                    charging.stop(session.orElseThrow().id(), StopReason.REMOTE, Actor.caller()),
                    "Session " + session.orElseThrow().id() + " has stopped");
        }
    }
}
