package io.voltwright.field.api;

import io.voltwright.base.api.Current;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** The device profiles at hand. */
@ProviderType
public interface Profiles {

    /** Sorted by id. To look one up, {@link #find} is cheaper: it reads only that. */
    List<Profile> all();

    default Optional<Profile> find(String id) {
        return all().stream().filter(profile -> profile.id().equals(id)).findFirst();
    }

    /**
     * What polling a device asks of its wire.
     *
     * @return empty where nothing is known of it
     */
    default Optional<Demand> demand(String id) {
        return Optional.empty();
    }

    /**
     * How a card reader speaks.
     *
     * @return empty if there is no such profile, or it is of another kind
     */
    default Optional<CardFormat> cardFormat(String id) {
        return Optional.empty();
    }

    /**
     * What polling one device asks of its wire.
     *
     * @param requests a second
     * @param characters a second on a serial line, requests and answers together
     * @param gap silence it needs between two requests
     * @param fastest its shortest period
     */
    record Demand(double requests, double characters, Duration gap, Duration fastest) {}

    /** What a device is. */
    enum Kind {
        EVSE,
        METER,
        READER
    }

    /**
     * What the site needs to know of a profile before a device is there.
     *
     * @param id as {@code site.yaml} names it
     * @param kind what it drives
     * @param title for people
     * @param transports {@code tcp}, {@code rtu}, {@code rtuOverTcp}, {@code ascii}
     * @param port default TCP port, or 0
     * @param baud default of the line, or 0
     * @param frame default frame of the line, as {@code 8E1}; may be empty
     * @param unit default unit
     * @param most the hardware limit it is built for, where the profile states one
     * @param failSafe whether it falls to a safe current by itself
     * @param failSafeLeast shortest watchdog time it takes
     * @param failSafeMost longest watchdog time it takes
     */
    record Profile(
            String id,
            Kind kind,
            String title,
            List<String> transports,
            int port,
            int baud,
            String frame,
            int unit,
            Optional<Current> most,
            boolean failSafe,
            Duration failSafeLeast,
            Duration failSafeMost) {}
}
