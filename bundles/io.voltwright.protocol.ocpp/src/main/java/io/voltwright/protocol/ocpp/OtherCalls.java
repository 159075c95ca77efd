package io.voltwright.protocol.ocpp;

import io.voltwright.protocol.ocpp.Ocpp16.DataTransferAnswer;
import io.voltwright.protocol.ocpp.Ocpp16.DataTransferRequest;
import io.voltwright.protocol.ocpp.Ocpp16.DataTransferStatus;
import java.util.Optional;

/** Answers what needs no more than a line: vendors' extensions. */
final class OtherCalls {

    OtherCalls(Rpc rpc) {
        rpc.on(DataTransferRequest.class, request -> dataTransfer());
    }

    /** No vendor's extension is known (R-P01). */
    private static Rpc.Reply<DataTransferAnswer> dataTransfer() {
        return Rpc.Reply.of(new DataTransferAnswer(DataTransferStatus.UNKNOWN_VENDOR_ID, Optional.empty()));
    }
}
