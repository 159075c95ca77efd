package io.voltwright.store.derby;

import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.util.tracker.BundleTracker;

/** Where a bundle with a schema waits, while it starts, until the store is open or known not to open. */
final class Threshold extends BundleTracker<Bundle> {

    private volatile @Nullable Thread opener;

    Threshold(BundleContext context) {
        super(context, Bundle.STARTING | Bundle.ACTIVE, null);
    }

    /** Holds up whoever has a schema, those that run already included, until this thread has ended. */
    void open(Thread opener) {
        this.opener = opener;
        open();
    }

    @Override
    public @Nullable Bundle addingBundle(Bundle bundle, @Nullable BundleEvent event) {
        Thread opening = opener;
        if (opening != null && opening.isAlive() && bundle.getHeaders("").get(SchemaExtender.HEADER) != null) {
            try {
                opening.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return null;
    }
}
