package io.voltwright.protocol.ocpp;

import io.voltwright.protocol.ocpp.Ocpp16.ChangeConfigurationAnswer;
import io.voltwright.protocol.ocpp.Ocpp16.ChangeConfigurationRequest;
import io.voltwright.protocol.ocpp.Ocpp16.ConfigurationStatus;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.jspecify.annotations.Nullable;

/** {@code ocpp:keys} shows and changes the configuration keys. */
@Service
@Command(
        scope = "ocpp",
        name = "keys",
        description = "Shows the configuration keys of a back end, or changes one",
        detailedDescription =
                "Changes what ChangeConfiguration could change, with the same checks; secrets are not shown. The last column names the variable"
                        + " of the device model of OCPP 2.0.1 that a key stands for. KEY may be"
                        + " a part of the name. Examples: ocpp:keys acme; ocpp:keys acme interval; ocpp:keys acme MeterValueSampleInterval 30")
public final class KeysCommand implements Action {

    @Argument(index = 0, required = true, description = "Name of the back end")
    @Completion(BackEndCompleter.class)
    String name = "";

    @Argument(index = 1, description = "Name of the key, or a part of it")
    @Completion(KeyCompleter.class)
    String key = "";

    @Argument(index = 2, description = "Its new value")
    @Nullable
    String value;

    @Reference(optional = true)
    @Nullable
    List<BackEnd> backEnds;

    @Override
    public @Nullable Object execute() throws Exception {
        Optional<ChargePoint> backEnd = BackEndCommand.find(backEnds, name);
        if (backEnd.isPresent() && value != null) {
            change(backEnd.get(), value);
        } else if (backEnd.isPresent()) {
            show(backEnd.get().conversation().keys());
        }
        return null;
    }

    private void change(ChargePoint backEnd, String wanted) throws Exception {
        ChangeConfigurationAnswer answer = (ChangeConfigurationAnswer) backEnd.conversation()
                .rpc()
                .order("ChangeConfiguration", Codec.payload(new ChangeConfigurationRequest(key, wanted)))
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
        String why = why(backEnd, wanted);
        boolean taken = answer.status() == ConfigurationStatus.ACCEPTED || why.isEmpty();
        System.out.println(answer.status().text() + (taken ? "" : ": " + why));
    }

    // The back end is told no more than the word.
    private String why(ChargePoint backEnd, String wanted) {
        Optional<Key> found = backEnd.conversation().keys().find(key);
        if (found.isEmpty()) {
            return "there is no key " + key;
        }
        Key known = found.get();
        if (known.readOnly()) {
            return known.name() + " cannot be changed";
        }
        Optional<String> objection = known.objection(wanted);
        if (objection.isPresent()) {
            return known.name() + " takes " + objection.get();
        }
        boolean others = known.shared() && !backEnd.settings().roles().controls();
        return others ? known.name() + " belongs to the back end that controls the station" : "";
    }

    private void show(KeyBook book) {
        ShellTable table = new ShellTable().emptyTableText("No such key");
        table.column("Key");
        table.column("Value");
        table.column("Access");
        table.column("In 2.0.1");
        String part = key.toLowerCase(Locale.ROOT);
        book.keys().stream()
                .filter(one -> one.name().toLowerCase(Locale.ROOT).contains(part))
                .sorted(Comparator.comparing(Key::name))
                .forEach(one -> table.addRow()
                        .addContent(
                                one.name(),
                                one.access() == Key.Access.WRITE ? "***" : book.value(one),
                                one.access().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                                Variable.of(one).map(Variable::toString).orElse("-")));
        table.print(System.out);
    }
}
