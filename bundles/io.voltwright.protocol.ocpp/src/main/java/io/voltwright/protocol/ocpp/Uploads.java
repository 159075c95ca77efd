package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.Lane;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Transfers inside completion stages, which know unchecked failures only. */
final class Uploads {

    private Uploads() {}

    /** Does one try elsewhere, and gives it up when it has taken as long as one may. */
    static CompletionStage<Void> within(Lane lane, Executor blocking, Transfer transfer, Runnable work) {
        Lane.Timer limit = lane.after(Transfer.MOST_TIME, transfer::cancel);
        return CompletableFuture.runAsync(work, blocking).whenComplete((nothing, failure) -> limit.cancel());
    }

    static void send(Transfer transfer, String to, Path file) {
        try {
            transfer.send(to, file, String.valueOf(file.getFileName()));
        } catch (TransferTrouble e) {
            throw new CompletionException(e);
        }
    }

    static void fetch(Transfer transfer, String from, PartialFile file) {
        try {
            transfer.fetch(from, file);
        } catch (TransferTrouble e) {
            throw new CompletionException(e);
        }
    }

    /** The trouble inside what a completion stage reports. */
    static TransferTrouble trouble(Throwable reported) {
        Throwable cause =
                reported instanceof CompletionException && reported.getCause() != null ? reported.getCause() : reported;
        return cause instanceof TransferTrouble trouble
                ? trouble
                : new TransferTrouble(TransferTrouble.Kind.FAILED, String.valueOf(cause), cause);
    }
}
