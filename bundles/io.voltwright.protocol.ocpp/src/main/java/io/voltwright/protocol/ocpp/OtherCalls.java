package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.Outcome;
import io.voltwright.protocol.ocpp.Ocpp16.ClearCacheAnswer;
import io.voltwright.protocol.ocpp.Ocpp16.ClearCacheRequest;
import io.voltwright.protocol.ocpp.Ocpp16.ClearCacheStatus;
import io.voltwright.protocol.ocpp.Ocpp16.DataTransferAnswer;
import io.voltwright.protocol.ocpp.Ocpp16.DataTransferRequest;
import io.voltwright.protocol.ocpp.Ocpp16.DataTransferStatus;
import io.voltwright.users.api.AuthorizationCache;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Answers what needs no more than a line: vendors' extensions and the cache of answers. */
final class OtherCalls {

    private final String backend;
    private final Supplier<Optional<AuthorizationCache>> cache;

    OtherCalls(String backend, Rpc rpc, Supplier<Optional<AuthorizationCache>> cache) {
        this.backend = backend;
        this.cache = cache;
        rpc.on(DataTransferRequest.class, request -> dataTransfer());
        rpc.onLater(ClearCacheRequest.class, request -> clearCache());
    }

    /** No vendor's extension is known (R-P01). */
    private static Rpc.Reply<DataTransferAnswer> dataTransfer() {
        return Rpc.Reply.of(new DataTransferAnswer(DataTransferStatus.UNKNOWN_VENDOR_ID, Optional.empty()));
    }

    /** Rejected where answers are not remembered (R-A08). */
    private CompletionStage<Rpc.Reply<ClearCacheAnswer>> clearCache() {
        return cache.get()
                .map(remembered -> remembered.clear(backend).thenApply(Outcome::isDone))
                .orElse(CompletableFuture.completedFuture(false))
                .thenApply(cleared -> Rpc.Reply.of(
                        new ClearCacheAnswer(cleared ? ClearCacheStatus.ACCEPTED : ClearCacheStatus.REJECTED)));
    }
}
