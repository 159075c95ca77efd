package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.EvseId;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.jspecify.annotations.Nullable;

/** {@code ocpp:profiles} lists the charging profiles that back ends have set. */
@Service
@Command(
        scope = "ocpp",
        name = "profiles",
        description = "Lists the charging profiles that back ends have set",
        detailedDescription =
                "Per purpose and EVSE the highest level that has a period leads. Periods are shown as the second at"
                        + " which they start, and the limit: amperes per phase (A) or watts in total (W)."
                        + " Example: ocpp:profiles acme")
public final class ProfilesCommand implements Action {

    private static final int MOST_SHOWN = 6;

    @Argument(description = "Name of the back end; all where it is left out")
    @Completion(BackEndCompleter.class)
    @Nullable
    String name;

    @Reference(optional = true)
    @Nullable
    List<BackEnd> backEnds;

    @Override
    public @Nullable Object execute() {
        List<ChargePoint> wanted = name == null ? BackEndCommand.all(backEnds) : BackEndCommand.some(backEnds, name);
        if (name != null && wanted.isEmpty()) {
            return null;
        }
        ShellTable table = new ShellTable().emptyTableText("No back end has set a charging profile");
        for (String column : List.of(
                "Back end",
                "Id",
                "Purpose",
                "EVSE",
                "Level",
                "Kind",
                "Start",
                "Seconds",
                "Valid from",
                "Valid to",
                "Session",
                "Periods")) {
            table.column(column);
        }
        for (ChargePoint backEnd : wanted) {
            String backend = backEnd.settings().name();
            backEnd.conversation().smartCharging().profiles().stream()
                    .sorted(Comparator.comparing(Profile::purpose)
                            .thenComparing(
                                    profile -> profile.evse().map(EvseId::value).orElse(""))
                            .thenComparing(
                                    Comparator.comparing(Profile::stackLevel).reversed()))
                    .forEach(profile -> add(table, backend, profile));
        }
        table.print(System.out);
        return null;
    }

    private static void add(ShellTable table, String backend, Profile profile) {
        Schedule schedule = profile.schedule();
        table.addRow()
                .addContent(
                        backend,
                        profile.id(),
                        profile.purpose().text(),
                        profile.evse().map(EvseId::value).orElse("all"),
                        profile.stackLevel(),
                        schedule.kind().name().toLowerCase(Locale.ROOT),
                        schedule.start().map(Instant::toString).orElse("transaction"),
                        schedule.duration()
                                .map(Duration::toSeconds)
                                .map(String::valueOf)
                                .orElse(""),
                        profile.validFrom().map(Instant::toString).orElse(""),
                        profile.validTo().map(Instant::toString).orElse(""),
                        profile.session().map(session -> session.value()).orElse(""),
                        periods(schedule));
    }

    private static String periods(Schedule schedule) {
        String shown = schedule.periods().stream()
                .limit(MOST_SHOWN)
                .map(period ->
                        period.start().toSeconds() + ": " + period.limit().toPlainString() + " " + schedule.unit())
                .collect(Collectors.joining(", "));
        int more = schedule.periods().size() - MOST_SHOWN;
        return more > 0 ? shown + ", and " + more + " more" : shown;
    }
}
