package io.voltwright.protocol.ocpp;

import io.voltwright.protocol.ocpp.Ocpp16.ClearCacheAnswer;
import io.voltwright.protocol.ocpp.Ocpp16.ClearCacheRequest;
import io.voltwright.protocol.ocpp.Ocpp16.ClearCacheStatus;
import io.voltwright.protocol.ocpp.Ocpp16.GetLocalListVersionAnswer;
import io.voltwright.protocol.ocpp.Ocpp16.GetLocalListVersionRequest;
import io.voltwright.protocol.ocpp.Ocpp16.SendLocalListAnswer;
import io.voltwright.protocol.ocpp.Ocpp16.SendLocalListRequest;
import io.voltwright.protocol.ocpp.Ocpp16.UpdateStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets a back end keep its local list and empty its cache; each has its own, whatever its role. */
final class ListCalls {

    private static final Logger log = LoggerFactory.getLogger(ListCalls.class);

    ListCalls(String backend, Rpc rpc, LocalTokens tokens) {
        rpc.onLater(GetLocalListVersionRequest.class, request -> tokens.version()
                .thenApply(version -> Rpc.Reply.of(new GetLocalListVersionAnswer(version))));
        rpc.onLater(SendLocalListRequest.class, request -> tokens.update(request)
                .exceptionally(failure -> {
                    log.error("{}: the local list could not be kept", backend, failure);
                    return UpdateStatus.FAILED;
                })
                .thenApply(status -> Rpc.Reply.of(new SendLocalListAnswer(status))));
        rpc.onLater(ClearCacheRequest.class, request -> tokens.clearCache()
                .exceptionally(failure -> {
                    log.error("{}: the cache of tokens could not be emptied", backend, failure);
                    return false;
                })
                .thenApply(cleared -> Rpc.Reply.of(
                        new ClearCacheAnswer(cleared ? ClearCacheStatus.ACCEPTED : ClearCacheStatus.REJECTED))));
    }
}
