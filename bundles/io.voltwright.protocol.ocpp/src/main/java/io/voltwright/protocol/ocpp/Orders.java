package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.Actor;
import io.voltwright.security.api.Audit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a back end has done to the station itself, each with its audit entry: keys that are kept, and restarts. */
final class Orders {

    private static final Logger log = LoggerFactory.getLogger(Orders.class);

    private final Settings settings;
    private final House house;
    private final KeyBook keys;
    private final Supplier<SecurityReports> reports;

    Orders(Settings settings, House house, KeyBook keys, Supplier<SecurityReports> reports) {
        this.settings = settings;
        this.house = house;
        this.keys = keys;
        this.reports = reports;
    }

    /** Makes a new value durable; blocks on the store. */
    void keep(Key key, String value) {
        boolean secret = key.access() == Key.Access.WRITE;
        if (secret) {
            house.keys()
                    .get()
                    .orElseThrow(() -> new IllegalStateException("the key store is not there"))
                    .putPassword(settings.password(), value.toCharArray());
        } else if (key.name().equals(GuardKeys.PROFILE)) {
            house.guard().approach().upgrade(Integer.parseInt(value));
        } else {
            house.store().setting(settings.name(), key.name(), value);
        }
        String shown = secret ? "***" : keys.value(key) + " -> " + value;
        audit(Audit.Kind.CONFIGURATION, key.name(), shown);
        log.info("{}: {} = {}", settings.name(), key.name(), secret ? "***" : value);
    }

    /** Of the controller. */
    void restart(String cause) {
        restart(house.restart(), cause);
    }

    /** Of the station that this back end knows, which may be less than the controller. */
    void reset(String cause) {
        restart(house.scope().reset(), cause);
    }

    private void restart(Restart what, String cause) {
        audit(Audit.Kind.COMMAND, "station", cause);
        reports.get().report(SecurityEvent.RESET_OR_REBOOT, cause).whenComplete((kept, failure) -> what.now(cause));
    }

    private void audit(Audit.Kind kind, String object, String detail) {
        house.audit()
                .get()
                .ifPresent(audit -> audit.record(new Audit.Event(
                        kind,
                        Actor.backend(settings.name()),
                        String.valueOf(settings.address().getHost()),
                        object,
                        detail,
                        false)));
    }
}
