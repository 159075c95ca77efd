package io.voltwright.protocol.ocpp;

import java.util.List;
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

/** {@code ocpp:tail} prints the last frames. */
@Service
@Command(
        scope = "ocpp",
        name = "tail",
        description = "Prints the last frames that went to and came from a back end",
        detailedDescription = "Lines with > went out, lines with < came in. Tokens and secrets are masked."
                + " Examples: ocpp:tail -n 50 acme; ocpp:tail -a StartTransaction -d out acme")
public final class TailCommand implements Action {

    @Option(name = "-n", description = "How many frames, at most 500")
    int count = 20;

    @Option(name = "-a", aliases = "--action", description = "Only this action and the answers to it")
    @Completion(ActionCompleter.class)
    @Nullable
    String action;

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
    public @Nullable Object execute() {
        Tail.Filter filter = new Tail.Filter(
                Optional.ofNullable(action), Optional.ofNullable(direction).map(word -> word.equalsIgnoreCase("out")));
        for (BackEnd backEnd : Optional.ofNullable(backEnds).orElse(List.of())) {
            String backend = backEnd.settings().name();
            if (name == null || name.equals(backend)) {
                backEnd.conversation()
                        .tail()
                        .last(Math.max(0, count), filter)
                        .forEach(line -> System.out.println(
                                line.time() + " " + backend + (line.sent() ? " > " : " < ") + line.text()));
            }
        }
        return null;
    }
}
