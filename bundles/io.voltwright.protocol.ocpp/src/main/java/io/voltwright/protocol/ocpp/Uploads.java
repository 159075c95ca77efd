package io.voltwright.protocol.ocpp;

import java.nio.file.Path;
import java.util.concurrent.CompletionException;

/** Transfers inside completion stages, which know unchecked failures only. */
final class Uploads {

    private Uploads() {}

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
