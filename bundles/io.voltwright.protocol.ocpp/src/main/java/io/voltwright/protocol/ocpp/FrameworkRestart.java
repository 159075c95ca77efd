package io.voltwright.protocol.ocpp;

import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stops the framework and lets Karaf end the process with exit code 10, which means: start me again. */
final class FrameworkRestart implements Restart {

    private static final Logger log = LoggerFactory.getLogger(FrameworkRestart.class);

    private final BundleContext context;

    FrameworkRestart(BundleContext context) {
        this.context = context;
    }

    @Override
    public void now(String cause) {
        log.warn("restarting: {}", cause);
        System.setProperty("karaf.restart", "true");
        System.setProperty("karaf.restart.jvm", "true");
        try {
            // Asynchronous by the OSGi specification (section 4.4.9): the system bundle stops on a thread of its own.
            context.getBundle(0).stop();
        } catch (BundleException e) {
            log.error("the framework does not stop", e);
        }
    }
}
