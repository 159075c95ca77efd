package io.voltwright.security.api;

import java.net.InetAddress;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Says whether a peer may speak to a listener now. A listener without this service denies everybody.
 *
 * <p>Budgets are per peer address and listener; banned addresses are refused by all listeners.
 */
@ProviderType
public interface Admission {

    /**
     * Asked at accept, before anything is read. Never blocks.
     *
     * @param listener {@code ssh}, {@code http}, {@code opcua}, ...
     * @return refused means: close without an answer
     */
    boolean admits(String listener, InetAddress peer);
}
