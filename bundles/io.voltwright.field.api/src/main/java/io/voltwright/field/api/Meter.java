package io.voltwright.field.api;

import io.voltwright.base.api.DeviceId;
import io.voltwright.base.api.Phase;
import io.voltwright.base.api.Point;
import io.voltwright.base.api.Reading;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/** An energy meter as its driver sees it; a service with the property {@code meter}. */
@ProviderType
public interface Meter {

    DeviceId id();

    /** The latest reading of each point; ages are judged when asked. Never blocks. */
    Map<Point, Reading> readings();

    /** The grid phase at its first terminal (P19); the current there is known of every meter. */
    default Phase first() {
        return Phase.L1;
    }
}
