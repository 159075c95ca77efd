package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.IdToken;
import io.voltwright.protocol.ocpp.Ocpp16.AuthorizationStatus;
import io.voltwright.protocol.ocpp.Ocpp16.AuthorizeRequest;
import io.voltwright.protocol.ocpp.Ocpp16.IdTagInfo;
import io.voltwright.users.api.Authorization.Verdict;
import io.voltwright.users.api.Authorizer;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says for one back end whether a token may charge: by asking it; or by its local list and the cache of its answers, where its keys
 * have the station do so (R-A04, R-A05, R-A09).
 */
final class BackEndAuthorizer implements Authorizer {

    private static final Logger log = LoggerFactory.getLogger(BackEndAuthorizer.class);

    /** The longest idTag of OCPP 1.6 (R-A17). */
    private static final int MOST_TAG = 20;

    private final String backend;
    private final boolean bills;
    private final Rpc rpc;
    private final BooleanSupplier reachable;
    private final KeyBook keys;
    private final LocalTokens tokens;
    private final Runnable conflict;
    private final Supplier<Instant> now;

    /**
     * @param conflict is run where an answer contradicts the local list
     */
    BackEndAuthorizer(
            String backend,
            boolean bills,
            Rpc rpc,
            BooleanSupplier reachable,
            KeyBook keys,
            LocalTokens tokens,
            Runnable conflict,
            Supplier<Instant> now) {
        this.backend = backend;
        this.bills = bills;
        this.rpc = rpc;
        this.reachable = reachable;
        this.keys = keys;
        this.tokens = tokens;
        this.conflict = conflict;
        this.now = now;
    }

    @Override
    public String backend() {
        return backend;
    }

    @Override
    public boolean bills() {
        return bills;
    }

    @Override
    public boolean reachable() {
        return reachable.getAsBoolean();
    }

    @Override
    public CompletionStage<Answer> ask(IdToken token, EvseId evse) {
        if (token.value().length() > MOST_TAG) {
            // It cannot be asked about, so it is not known there.
            return CompletableFuture.completedFuture(
                    new Answer(Verdict.UNKNOWN, Optional.empty(), Optional.empty(), ""));
        }
        return tokens.find(token.value()).thenCompose(known -> decide(token.value(), known));
    }

    @Override
    public CompletionStage<Optional<Answer>> recall(IdToken token) {
        return token.value().length() > MOST_TAG
                ? CompletableFuture.completedFuture(Optional.empty())
                : tokens.find(token.value())
                        .thenApply(known ->
                                known.map(entry -> answer(entry.offline(now.get()), now.get(), source(entry))));
    }

    private CompletionStage<Answer> decide(String idTag, Optional<KnownToken> known) {
        if (!reachable()) {
            return offline(known);
        }
        if (keys.flag(Keys16.LOCAL_PRE_AUTHORIZE)
                && known.filter(entry -> entry.acceptedAt(now.get())).isPresent()) {
            return CompletableFuture.completedFuture(local(known.get()));
        }
        return rpc.call(new AuthorizeRequest(idTag))
                .handle((answer, failure) -> {
                    if (failure == null) {
                        return heard(idTag, answer.idTagInfo());
                    }
                    // The line went, or the back end is too slow to be called there.
                    return CallFailure.in(failure).kind() == CallFailure.Kind.REFUSED
                            ? CompletableFuture.<Answer>failedFuture(failure)
                            : offline(known);
                })
                .thenCompose(answer -> answer);
    }

    private CompletionStage<Answer> heard(String idTag, IdTagInfo info) {
        return tokens.heard(idTag, info).handle((contradicts, failure) -> {
            if (failure != null) {
                log.warn("{}: an answer was not kept", backend, failure);
            } else if (contradicts) {
                conflict.run();
            }
            return answer(info, now.get(), "");
        });
    }

    private CompletionStage<Answer> offline(Optional<KnownToken> known) {
        Instant at = now.get();
        if (known.isPresent() && !known.get().acceptedAt(at)) {
            return CompletableFuture.completedFuture(local(known.get()));
        }
        if (known.isPresent() && keys.flag(Keys16.LOCAL_AUTHORIZE_OFFLINE)) {
            return CompletableFuture.completedFuture(local(known.get()));
        }
        if (keys.flag(Keys16.UNKNOWN_OFFLINE)) {
            // Nobody has accepted it yet, so it is not remembered (R-A07).
            return CompletableFuture.completedFuture(
                    new Answer(Verdict.ACCEPTED, Optional.empty(), Optional.empty(), "unknown, offline"));
        }
        return CompletableFuture.failedFuture(
                new IllegalStateException(backend + " is away, and its keys do not let the station decide"));
    }

    private Answer local(KnownToken known) {
        return answer(known.offline(now.get()), now.get(), source(known));
    }

    private static String source(KnownToken known) {
        return known.listed() ? "list" : "cache";
    }

    /** What the back end said, in the words of the users module. */
    private static Answer answer(IdTagInfo info, Instant now, String source) {
        // That another transaction runs says nothing about the next time (R-A18).
        Optional<Instant> until =
                info.status() == AuthorizationStatus.CONCURRENT_TX ? Optional.of(now) : info.expiryDate();
        return new Answer(verdict(info.status()), parent(info), until, source);
    }

    // Some say "" for none.
    private static Optional<IdToken> parent(IdTagInfo info) {
        return info.parentIdTag()
                .filter(tag -> tag.matches("[ -~]*[!-~][ -~]*"))
                .map(IdToken::card);
    }

    private static Verdict verdict(AuthorizationStatus status) {
        return switch (status) {
            case ACCEPTED -> Verdict.ACCEPTED;
            case BLOCKED, CONCURRENT_TX -> Verdict.BLOCKED;
            case EXPIRED -> Verdict.EXPIRED;
            case INVALID -> Verdict.UNKNOWN;
        };
    }
}
