package io.voltwright.charging.engine;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.IdToken;
import io.voltwright.base.api.Time;
import io.voltwright.charging.api.Reservations;
import io.voltwright.charging.api.Reservations.Request;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;

/** {@code evse:reserve} keeps a charging point free for a token. */
@Service
@Command(
        scope = "evse",
        name = "reserve",
        description = "Keeps a charging point free for a token, or ends that",
        detailedDescription =
                "Others are refused there until a session of the token starts or the time is over. The place 'any'"
                        + " keeps one of all free. The same --id again takes the place of the reservation before.\n\nExamples:\n\n"
                        + "    evse:reserve --minutes 30 left 04A1B2C3\n    evse:reserve --id guest --minutes 60 any 04A1B2C3\n"
                        + "    evse:reserve --cancel guest")
public final class EvseReserveCommand implements Action {

    private static final String OWNER = "operator";

    @Option(name = "--id", description = "Name of the reservation; by default the EVSE's")
    @Nullable
    String id;

    @Option(name = "--minutes", description = "How long it is kept; by default 30")
    int minutes = 30;

    @Option(name = "--cancel", description = "Ends the reservation of this name; takes no other argument")
    @Nullable
    String cancel;

    @Option(name = "--group", description = "A group whose tokens may use it too")
    @Nullable
    String group;

    @Argument(index = 0, name = "evse", description = "Id of the EVSE, or any")
    @Completion(EvseCompleter.class)
    @Nullable
    String evse;

    @Argument(index = 1, name = "token", description = "Token it is kept for")
    @Nullable
    String token;

    @Reference(optional = true)
    @Nullable
    Reservations reservations;

    @Reference(optional = true)
    @Nullable
    Time time;

    @Override
    public @Nullable Object execute() throws Exception {
        Reservations with = reservations;
        if (with == null || time == null) {
            System.out.println("charging.engine is not running");
        } else if (cancel != null) {
            ChargingCommand.tell(with.cancel(OWNER, cancel, Actor.caller()), "Reservation " + cancel + " is ended");
        } else if (evse == null || token == null) {
            System.out.println("Name the EVSE and the token, as in: evse:reserve left 04A1B2C3");
        } else {
            System.out.println(answer(with.reserve(request(evse, token, time), Actor.caller())));
        }
        return null;
    }

    private Request request(String place, String uid, Time clock) {
        return new Request(
                id == null ? place : id,
                OWNER,
                place.equals("any") ? Optional.empty() : Optional.of(new EvseId(place)),
                IdToken.card(uid),
                Optional.ofNullable(group).map(IdToken::card),
                clock.instant().plus(Duration.ofMinutes(minutes)));
    }

    private static String answer(CompletionStage<Reservations.Answer> stage) throws Exception {
        Reservations.Answer answer = stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
        return answer.accepted() ? answer.reason() : "Refused: " + answer.verdict() + ": " + answer.reason();
    }
}
