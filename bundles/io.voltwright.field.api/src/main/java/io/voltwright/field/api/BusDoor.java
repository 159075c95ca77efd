package io.voltwright.field.api;

import java.io.IOException;
import org.osgi.annotation.versioning.ProviderType;

/** Gives engineers a bus to look at a device: one of the site, or one beside it for the time of the visit. */
@ProviderType
public interface BusDoor {

    /**
     * Opens the way to an address; nothing is sent.
     *
     * @param address id of a bus of the site, or {@code tcp:HOST[:PORT]}, {@code rtuOverTcp:HOST:PORT[:BAUD]},
     *     {@code rtu:PORT:BAUD:FRAME}, {@code ascii:PORT:BAUD:FRAME}
     * @throws IOException if it is no address, or leads where a bus of the site is already: the message says what to write instead
     */
    Visit visit(String address) throws IOException;

    /** Ends the visit: a bus of its own is closed, one of the site goes on. */
    interface Visit extends AutoCloseable {

        RegisterBus bus();

        /** {@code tcp}, {@code rtu}, {@code rtuOverTcp} or {@code ascii}. */
        String transport();

        @Override
        void close();
    }
}
