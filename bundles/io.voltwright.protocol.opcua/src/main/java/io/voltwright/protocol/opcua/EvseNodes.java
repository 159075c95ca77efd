package io.voltwright.protocol.opcua;

import io.voltwright.base.api.Point;
import io.voltwright.base.api.Quality;
import io.voltwright.base.api.Reading;
import io.voltwright.charging.api.Evse;
import io.voltwright.charging.api.Session;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The variables of one EVSE. */
final class EvseNodes {

    private final SiteSpace.Folder folder;
    private final Value status;
    private final Value plugged;
    private final Value operative;
    private final Value fault;
    private final Value offer;
    private final Value reason;
    private final Value register;
    private final Value session;
    private final Value delivered;
    private final Value device;
    private final Map<Point, Value> readings = new EnumMap<>(Point.class);

    EvseNodes(SiteSpace.Folder folder) {
        this.folder = folder;
        status = Value.text(folder, "Status", "What it is doing: AVAILABLE, PREPARING, CHARGING, SUSPENDED_EV, ...");
        plugged = Value.flag(folder, "Plugged", "Whether a vehicle is plugged");
        operative = Value.flag(folder, "Operative", "False while someone took it out of service");
        fault = Value.text(folder, "Fault", "Code of the fault it suffers from; empty without one");
        offer = Value.number(folder, "Offer", "Current offered per phase, A");
        reason = Value.text(folder, "Reason", "One sentence that explains the offer");
        register = Value.number(folder, "Register", "Energy register that counts for money, Wh");
        session = Value.text(folder, "Session", "Id of the session; empty without one");
        delivered = Value.number(folder, "Delivered", "Energy delivered in the session, Wh");
        device = Value.text(folder, "Device", "Model, serial number and firmware");
    }

    void show(Evse evse) {
        Instant now = evse.readings().stream()
                .map(reading -> reading.requested().utc())
                .max(Instant::compareTo)
                .orElse(evse.since().utc());
        status.show(evse.status().name(), evse.since().utc(), evse.quality());
        plugged.show(evse.plugged(), now, evse.quality());
        operative.show(evse.operative(), now, Quality.GOOD);
        fault.show(evse.fault().orElse(""), now, evse.quality());
        offer.show(evse.offer().amperes(), now, Quality.GOOD);
        reason.show(evse.reason(), now, Quality.GOOD);
        evse.register().ifPresentOrElse(value -> register.show(value.wattHours(), now, Quality.GOOD), register::silent);
        session.show(evse.session().map(Session::id).map(Object::toString).orElse(""), now, Quality.GOOD);
        delivered.show(
                evse.session()
                        .map(Session::delivered)
                        .map(energy -> energy.wattHours())
                        .orElse(0.0),
                now,
                evse.quality());
        device.show(evse.device(), now, Quality.GOOD);
        for (Reading reading : evse.readings()) {
            readings.computeIfAbsent(reading.point(), this::variable)
                    .show(reading.value(), reading.requested().utc(), reading.quality());
        }
    }

    private Value variable(Point point) {
        return Value.number(folder, name(point), point.key() + ", " + point.unit());
    }

    /** {@code CURRENT_L1} becomes {@code CurrentL1}. */
    static String name(Point point) {
        StringBuilder name = new StringBuilder();
        for (String word : point.name().split("_", -1)) {
            name.append(word.charAt(0)).append(word.substring(1).toLowerCase(java.util.Locale.ROOT));
        }
        return name.toString();
    }

    void nobodyKnows() {
        List.of(status, plugged, operative, fault, offer, reason, register, session, delivered, device)
                .forEach(Value::silent);
        readings.values().forEach(Value::silent);
    }
}
