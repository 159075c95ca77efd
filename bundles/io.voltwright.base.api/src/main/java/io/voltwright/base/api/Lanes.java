package io.voltwright.base.api;

import java.util.concurrent.ThreadFactory;
import org.osgi.annotation.versioning.ProviderType;

/** Opens lanes; who opens one closes it. */
@ProviderType
public interface Lanes {

    /**
     * A new lane on the shared worker threads.
     *
     * @param name for thread dumps and logs, as {@code evse left}
     */
    Lane open(String name);

    /**
     * Threads for work that must block on a wire or a disk; daemon threads named after the lane they serve.
     *
     * @param name for thread dumps, as {@code bus rs485-a}
     */
    ThreadFactory threads(String name);
}
