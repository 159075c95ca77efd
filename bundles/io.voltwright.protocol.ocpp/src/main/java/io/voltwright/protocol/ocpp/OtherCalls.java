package io.voltwright.protocol.ocpp;

import io.voltwright.protocol.ocpp.Ocpp16.ClearCacheAnswer;
import io.voltwright.protocol.ocpp.Ocpp16.ClearCacheRequest;
import io.voltwright.protocol.ocpp.Ocpp16.ClearCacheStatus;
import io.voltwright.protocol.ocpp.Ocpp16.DataTransferAnswer;
import io.voltwright.protocol.ocpp.Ocpp16.DataTransferRequest;
import io.voltwright.protocol.ocpp.Ocpp16.DataTransferStatus;
import io.voltwright.users.api.Authority;
import java.util.Optional;
import java.util.function.Supplier;

/** Answers what needs no more than a line: vendors' extensions and the cache of answers. */
final class OtherCalls {

    private final String backend;
    private final Supplier<Optional<Authority>> authority;

    OtherCalls(String backend, Rpc rpc, Supplier<Optional<Authority>> authority) {
        this.backend = backend;
        this.authority = authority;
        rpc.on(DataTransferRequest.class, request -> dataTransfer());
        rpc.on(ClearCacheRequest.class, request -> clearCache());
    }

    /** No vendor's extension is known (R-P01). */
    private static Rpc.Reply<DataTransferAnswer> dataTransfer() {
        return Rpc.Reply.of(new DataTransferAnswer(DataTransferStatus.UNKNOWN_VENDOR_ID, Optional.empty()));
    }

    /** Rejected while nobody is there who remembers answers (R-A08). */
    private Rpc.Reply<ClearCacheAnswer> clearCache() {
        Optional<Authority> users = authority.get();
        users.ifPresent(there -> there.forget(backend));
        return Rpc.Reply.of(
                new ClearCacheAnswer(users.isPresent() ? ClearCacheStatus.ACCEPTED : ClearCacheStatus.REJECTED));
    }
}
