package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.EvseId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.jspecify.annotations.Nullable;

/** {@code ocpp:tail} prints the last frames, and with -f those that follow. */
@Service
@Command(
        scope = "ocpp",
        name = "tail",
        description = "Prints the last frames that went to and came from a back end, and with -f those that follow",
        detailedDescription =
                "Lines with > went out, lines with < came in. Tokens, keys and logins are masked. With -f it"
                        + " goes on until Ctrl-C. Examples: ocpp:tail -n 50 acme; ocpp:tail -f -a StartTransaction -d out acme;"
                        + " ocpp:tail -f -e left")
public final class TailCommand implements Action {

    @Option(name = "-n", description = "How many frames, at most 500", valueToShowInHelp = "20")
    int count = 20;

    @Option(name = "-f", aliases = "--follow", description = "Goes on until Ctrl-C")
    boolean follow;

    @Option(name = "-a", aliases = "--action", description = "Only this action and the answers to it")
    @Completion(ActionCompleter.class)
    @Nullable
    String action;

    @Option(name = "-e", aliases = "--evse", description = "Only what is about this EVSE, and the answers to it")
    @Completion(EvseCompleter.class)
    @Nullable
    String evse;

    @Option(name = "-d", aliases = "--direction", description = "Only what went out, or what came in")
    @Completion(
            value = StringsCompleter.class,
            values = {"in", "out"})
    @Nullable
    String direction;

    @Argument(description = "Name of the back end; all where it is left out")
    @Completion(BackEndCompleter.class)
    @Nullable
    String name;

    @Reference(optional = true)
    @Nullable
    List<BackEnd> backEnds;

    @Override
    public @Nullable Object execute() throws InterruptedException {
        Map<String, Tail> tails = new LinkedHashMap<>();
        for (ChargePoint backEnd : BackEndCommand.named(backEnds, name)) {
            tails.put(backEnd.settings().name(), backEnd.conversation().tail());
        }
        if (tails.isEmpty()) {
            System.out.println(name == null ? "No back end is running" : "No back end '" + name + "' is running");
            return null;
        }
        print(tails);
        return null;
    }

    /** Prints what these back ends say. */
    void print(Map<String, Tail> tails) throws InterruptedException {
        if (direction != null && !direction.equalsIgnoreCase("in") && !direction.equalsIgnoreCase("out")) {
            System.out.println("-d is 'in' or 'out'");
            return;
        }
        int wanted = Math.max(0, count);
        Tail.Filter filter = new Tail.Filter(
                Optional.ofNullable(action),
                Optional.ofNullable(direction).map(word -> word.equalsIgnoreCase("out")),
                Optional.ofNullable(evse).map(EvseId::new));
        if (follow) {
            LiveTail.follow(tails, wanted, filter);
            return;
        }
        tails.forEach((backEnd, tail) ->
                tail.last(wanted, filter).forEach(line -> System.out.println(LiveTail.text(backEnd, line))));
    }
}
