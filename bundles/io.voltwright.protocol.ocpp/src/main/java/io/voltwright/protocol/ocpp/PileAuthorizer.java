package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.IdToken;
import io.voltwright.users.api.Authorizer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Says for a back end that knows each pile as a station of its own whether a token may charge: the pile's own station asks.
 *
 * @param backend name of the back end
 * @param bills whether it bills what it authorises
 * @param piles the authorizers of the piles that it knows now
 */
record PileAuthorizer(String backend, boolean bills, Supplier<Map<EvseId, Authorizer>> piles) implements Authorizer {

    @Override
    public boolean reachable() {
        return piles.get().values().stream().anyMatch(Authorizer::reachable);
    }

    @Override
    public CompletionStage<Answer> ask(IdToken token, EvseId evse) {
        return pile(evse)
                .map(pile -> pile.ask(token, evse))
                .orElseGet(() ->
                        CompletableFuture.failedFuture(new IllegalStateException(backend + " does not know " + evse)));
    }

    @Override
    public CompletionStage<Optional<Answer>> recall(IdToken token, EvseId evse) {
        return pile(evse)
                .map(pile -> pile.recall(token, evse))
                .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty()));
    }

    private Optional<Authorizer> pile(EvseId evse) {
        return Optional.ofNullable(piles.get().get(evse));
    }
}
