package io.voltwright.charging.api;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Is told what is true now, conflated per EVSE; register one as a service. For what must not be missed read the journal.
 */
@ConsumerType
public interface ChargingListener {

    /** Must return at once. Called once for each EVSE at registration. */
    void evseChanged(Evse evse);
}
