package io.voltwright.transactions.api;

import io.voltwright.base.api.SessionId;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** What people get to read: receipts and reports. All methods block on the store. */
@ProviderType
public interface Documents {

    /** The receipt as text of at most 64 columns; empty if there is no such finished transaction. */
    Optional<String> receiptText(SessionId session);

    /** The receipt as JSON; empty if there is no such finished transaction. */
    Optional<String> receiptJson(SessionId session);

    /**
     * All transactions that started in a period, as CSV (RFC 4180) with a header row, streamed.
     *
     * @param from inclusive
     * @param to exclusive
     * @return rows written, without the header
     * @throws IOException if the writer fails
     */
    long csv(Instant from, Instant to, Writer out) throws IOException;
}
