package io.voltwright.field.api;

import io.voltwright.base.api.DeviceId;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.IdToken;
import org.osgi.annotation.versioning.ConsumerType;

/** Hears from the drivers; register one as a service. Each call must return at once. */
@ConsumerType
public interface FieldListener {

    /** A pile's state, fault, quality or reading changed, or was confirmed by a poll. */
    void pileChanged(EvseId pile, PileStatus status);

    /** A meter was read. */
    default void meterChanged(DeviceId meter) {}

    /** A card was shown at a pile's own reader; debounced and normalised. */
    void cardShown(EvseId pile, IdToken token);

    /** A card was shown at a reader of its own; debounced and normalised. */
    default void cardShownAt(DeviceId reader, IdToken token) {}
}
