package io.voltwright.charging.engine;

import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Outcome;
import io.voltwright.base.api.PhaseCurrents;
import io.voltwright.base.api.SessionId;
import io.voltwright.charging.api.Charging;
import io.voltwright.charging.api.Session;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.jspecify.annotations.Nullable;

/** What the commands of charging share. */
abstract class ChargingCommand implements Action {

    private static final int PATIENCE_SECONDS = 60;

    @Reference(optional = true)
    @Nullable
    Charging charging;

    @Override
    public final @Nullable Object execute() throws Exception {
        if (charging == null) {
            System.out.println("charging.engine is not running");
        } else {
            run(charging);
        }
        return null;
    }

    abstract void run(Charging charging) throws Exception;

    static void tell(CompletionStage<Outcome> answer, String done) throws InterruptedException, ExecutionException {
        try {
            Outcome outcome = answer.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            System.out.println(outcome.isDone() ? done : "Refused: " + outcome.reasonOrDone());
        } catch (TimeoutException e) {
            System.out.println("Not done yet after " + PATIENCE_SECONDS + " s; see evse:list for what becomes of it");
        }
    }

    /** The open session with this id, or the one at this EVSE. */
    static Optional<Session> session(Charging charging, String name) {
        if (name.length() == 36) {
            try {
                Optional<Session> byId = charging.session(new SessionId(name));
                if (byId.isPresent()) {
                    return byId;
                }
            } catch (IllegalArgumentException e) {
                // Not a session's id: an EVSE may have a name as long.
                return charging.evse(new EvseId(name)).flatMap(evse -> evse.session());
            }
        }
        return charging.evse(new EvseId(name)).flatMap(evse -> evse.session());
    }

    /** One figure where all phases agree. */
    static String phases(PhaseCurrents currents) {
        boolean same = currents.l1().equals(currents.l2()) && currents.l2().equals(currents.l3());
        return same
                ? String.format(Locale.ROOT, "3 x %.1f A", currents.l1().amperes())
                : String.format(
                        Locale.ROOT,
                        "%.1f / %.1f / %.1f A",
                        currents.l1().amperes(),
                        currents.l2().amperes(),
                        currents.l3().amperes());
    }
}
