package io.voltwright.users.directory;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.IdToken;
import io.voltwright.users.api.Biller;
import io.voltwright.users.api.Tokens;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** {@code token:add} lets a card charge here. */
@Service
@Command(
        scope = "token",
        name = "add",
        description = "Lets a token charge here, or changes how",
        detailedDescription = "Tokens of one group may stop each other's sessions. The biller is local, free or"
                + " backend:NAME.\n\nExamples:\n\n    token:add --label \"Anna, pool car\" --group pool 04A2B3C4D5E6F7\n"
                + "    token:add --until 2027-01-31 --biller free 04A2B3C4D5E6F8")
public final class TokenAddCommand extends TokenCommand {

    @Argument(name = "token", description = "What the card or the driver shows, as the card's UID", required = true)
    String value = "";

    @Option(name = "--type", description = "Kind of token")
    @Completion(TokenTypeCompleter.class)
    String type = IdToken.Type.ISO14443.name();

    @Option(name = "--label", description = "For people")
    String label = "";

    @Option(name = "--group", description = "Name of its group")
    String group = "";

    @Option(name = "--until", description = "Last day, as 2027-01-31 (UTC), or a time as 2027-01-31T18:00:00Z")
    String until = "";

    @Option(name = "--biller", description = "local, free or backend:NAME; by default the site's setting decides")
    String biller = "";

    @Override
    void run(Tokens tokens) {
        IdToken token = new IdToken(value, type());
        var outcome = tokens.add(
                token,
                label,
                given(group),
                given(until).map(TokenAddCommand::end),
                given(biller).map(TokenAddCommand::biller),
                Actor.caller());
        UserCommand.tell(outcome, SiteTokens.masked(token) + " may charge");
    }

    private IdToken.Type type() {
        try {
            return IdToken.Type.valueOf(type.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("there is no kind of token '" + type + "'", e);
        }
    }

    private static Biller biller(String text) {
        try {
            return Biller.of(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("a biller is local, free or backend:NAME, not '" + text + "'", e);
        }
    }

    private static Instant end(String text) {
        try {
            return text.contains("T")
                    ? Instant.parse(text)
                    : LocalDate.parse(text)
                            .plusDays(1)
                            .atStartOfDay(ZoneOffset.UTC)
                            .toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "--until is a day as 2027-01-31 or a time as 2027-01-31T18:00:00Z, not '" + text + "'", e);
        }
    }

    private static Optional<String> given(String text) {
        return text.isBlank() ? Optional.empty() : Optional.of(text.strip());
    }
}
