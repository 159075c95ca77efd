package io.voltwright.users.directory;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.IdToken;
import io.voltwright.base.api.Outcome;
import io.voltwright.base.api.TokenRef;
import io.voltwright.users.api.Tokens;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** {@code token:block} refuses a token from now on, or no longer. */
@Service
@Command(
        scope = "token",
        name = "block",
        description = "Refuses a token, or no longer",
        detailedDescription = "Takes the card's UID or its reference from token:list. A token nobody knows yet can be"
                + " blocked too. It outranks every back end.\n\nExamples:\n\n    token:block 04A2B3C4D5E6F7\n"
                + "    token:block --undo t-5c3f0b7a91d2e4c6a8b0")
public final class TokenBlockCommand extends TokenCommand {

    @Argument(name = "token", description = "UID or reference", required = true)
    @Completion(TokenCompleter.class)
    String token = "";

    @Option(name = "--undo", description = "Does not refuse it any more")
    boolean undo;

    @Override
    void run(Tokens tokens) {
        Outcome outcome = token.matches("t-[0-9a-f]{20}")
                ? tokens.block(new TokenRef(token), !undo, Actor.caller())
                : tokens.block(IdToken.card(token), !undo, Actor.caller());
        UserCommand.tell(outcome, undo ? "The token is no longer blocked" : "The token is blocked");
    }
}
