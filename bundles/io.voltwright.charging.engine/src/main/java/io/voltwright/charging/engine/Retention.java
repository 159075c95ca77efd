package io.voltwright.charging.engine;

import io.voltwright.base.api.Outcome;
import io.voltwright.base.api.TokenRef;
import io.voltwright.charging.api.Habits.Rules;
import io.voltwright.users.api.Authorization;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lock of a socket: a cable whose session lost its authorisation stays in it until the same token, or one of its group, is
 * shown, or the car is unplugged where the habits have it opened then (OCPP 1.6 section 4.8, errata v4). Outlives a restart.
 */
final class Retention {

    static final String WORD = "retained";

    private static final Logger log = LoggerFactory.getLogger(Retention.class);
    private static final String NONE = " ";

    private final EvseMachine machine;
    private @Nullable Owner owner;

    /** Whose cable it is. */
    private record Owner(TokenRef token, Optional<TokenRef> group) {

        boolean is(Authorization answer) {
            return answer.token().equals(token)
                    || (group.isPresent() && answer.accepted() && answer.group().equals(group));
        }
    }

    /**
     * @param word whose cable was kept before the restart
     */
    Retention(EvseMachine machine, Optional<String> word) {
        this.machine = machine;
        this.owner = word.map(text -> text.split(NONE, 2))
                .map(parts -> new Owner(
                        new TokenRef(parts[0]),
                        parts.length == 2 ? Optional.of(new TokenRef(parts[1])) : Optional.empty()))
                .orElse(null);
    }

    /** The session of this authorisation lost it while its cable is in the socket. */
    void keep(Grant grant) {
        if (lockable()) {
            owner = new Owner(grant.token(), grant.group());
            String group = grant.group().map(name -> NONE + name).orElse("");
            machine.add(new Effect.Word(WORD, Optional.of(grant.token() + group)));
            log.info("{}: the cable stays locked until its owner shows the token again", machine.evse());
        }
    }

    /** Whether a card is that of the owner, whose cable is free then. */
    boolean opens(Authorization answer) {
        Owner kept = owner;
        boolean his = kept != null && kept.is(answer);
        if (his) {
            forget();
            open();
        }
        return his;
    }

    /** The car of a session that is over was unplugged. */
    void unplugged() {
        if (owner != null
                && machine.habits.rules().filter(Rules::unlockOnUnplug).isPresent()) {
            forget();
            open();
        }
    }

    /** The lock is opened otherwise, or somebody else charges there. */
    void forget() {
        if (owner != null) {
            owner = null;
            machine.add(new Effect.Word(WORD, Optional.empty()));
        }
    }

    private boolean lockable() {
        return machine.look().filter(look -> look.abilities().lock()).isPresent();
    }

    /** Opens the lock where there is one. */
    void open() {
        if (lockable()) {
            CompletableFuture<Outcome> reply = new CompletableFuture<>();
            CompletionStage<Outcome> opened = reply;
            opened.thenAccept(outcome -> {
                if (!outcome.isDone()) {
                    log.warn("{}: the lock did not open: {}", machine.evse(), outcome.reasonOrDone());
                }
            });
            machine.add(new Effect.Unlock(reply));
        }
    }
}
