package io.voltwright.charging.engine;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.IdToken;
import io.voltwright.charging.api.Charging;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** {@code session:start} starts a session for a token. */
@Service
@Command(
        scope = "session",
        name = "start",
        description = "Starts a session for a token",
        detailedDescription = "Done means that it runs, or waits a minute for the car.\n\nExample:\n\n"
                + "    session:start left 04A1B2C3")
public final class SessionStartCommand extends ChargingCommand {

    @Argument(index = 0, name = "evse", description = "Id of the EVSE", required = true)
    @Completion(EvseCompleter.class)
    String evse = "";

    @Argument(index = 1, name = "token", description = "Whom to bill: what the card says", required = true)
    String token = "";

    @Override
    void run(Charging charging) throws Exception {
        tell(
                charging.start(new EvseId(evse), IdToken.card(token), Optional.empty(), Actor.caller()),
                "The token may charge at " + evse);
    }
}
