package io.voltwright.charging.engine;

import io.voltwright.charging.api.PowerControl;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.jspecify.annotations.Nullable;

/** What the commands about the sharing of power have in common. */
abstract class PowerCommand implements Action {

    @Reference(optional = true)
    @Nullable
    PowerControl power;

    @Override
    public final @Nullable Object execute() throws Exception {
        if (power == null) {
            System.out.println("charging.engine is not running");
        } else {
            run(power);
        }
        return null;
    }

    abstract void run(PowerControl control) throws Exception;
}
