package io.voltwright.security.watch;

import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.jspecify.annotations.Nullable;

/** What the commands of the watch share. */
abstract class WatchCommand implements Action {

    @Reference(optional = true)
    @Nullable
    Watch watch;

    @Override
    public final @Nullable Object execute() {
        if (watch == null) {
            System.out.println("security.watch is not running");
        } else {
            run(watch);
        }
        return null;
    }

    abstract void run(Watch watch);
}
