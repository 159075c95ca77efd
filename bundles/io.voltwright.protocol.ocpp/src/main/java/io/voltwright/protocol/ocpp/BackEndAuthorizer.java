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

/** Asks one back end about tokens. */
final class BackEndAuthorizer implements Authorizer {

    /** The longest idTag of OCPP 1.6 (R-A17). */
    private static final int MOST_TAG = 20;

    private final String backend;
    private final Rpc rpc;
    private final BooleanSupplier reachable;
    private final Supplier<Instant> now;

    BackEndAuthorizer(String backend, Rpc rpc, BooleanSupplier reachable, Supplier<Instant> now) {
        this.backend = backend;
        this.rpc = rpc;
        this.reachable = reachable;
        this.now = now;
    }

    @Override
    public String backend() {
        return backend;
    }

    @Override
    public boolean reachable() {
        return reachable.getAsBoolean();
    }

    @Override
    public CompletionStage<Answer> ask(IdToken token, EvseId evse) {
        if (token.value().length() > MOST_TAG) {
            // It cannot be asked about, so it is not known there.
            return CompletableFuture.completedFuture(new Answer(Verdict.UNKNOWN, Optional.empty(), Optional.empty()));
        }
        return rpc.call(new AuthorizeRequest(token.value())).thenApply(answer -> answer(answer.idTagInfo(), now.get()));
    }

    /** What the back end said, in the words of the users module. */
    static Answer answer(IdTagInfo info, Instant now) {
        // That another transaction runs says nothing about the next time (R-A18).
        Optional<Instant> until =
                info.status() == AuthorizationStatus.CONCURRENT_TX ? Optional.of(now) : info.expiryDate();
        return new Answer(verdict(info.status()), info.parentIdTag().map(IdToken::card), until);
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
