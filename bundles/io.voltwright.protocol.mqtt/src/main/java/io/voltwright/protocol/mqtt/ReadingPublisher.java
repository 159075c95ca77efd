package io.voltwright.protocol.mqtt;

import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Lane;
import io.voltwright.base.api.Reading;
import io.voltwright.charging.api.Evse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Shows each EVSE on its own retained topic, at most once a second. */
final class ReadingPublisher {

    private static final Duration PACE = Duration.ofSeconds(1);

    private final String topic;
    private final Broker broker;
    private final Lane lane;
    private final Map<EvseId, Evse> waiting = new LinkedHashMap<>();

    ReadingPublisher(String topic, Broker broker, Lane lane) {
        this.topic = topic;
        this.broker = broker;
        this.lane = lane;
        lane.every(PACE, this::publish);
    }

    void changed(Evse evse) {
        lane.execute(() -> waiting.put(evse.id(), evse));
    }

    private void publish() {
        waiting.values().removeIf(evse -> broker.show(topic + "/evses/" + evse.id(), FactJson.bytes(json(evse))));
    }

    private static Map<String, Object> json(Evse evse) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("evse", evse.id().value());
        object.put("status", evse.status().name());
        object.put("plugged", evse.plugged());
        object.put("offer_a", evse.offer().amperes());
        object.put("reason", evse.reason());
        evse.session().ifPresent(session -> object.put("session", session.id().value()));
        object.put("quality", evse.quality().name());
        List<Map<String, Object>> readings =
                evse.readings().stream().map(ReadingPublisher::json).toList();
        object.put("readings", readings);
        return object;
    }

    private static Map<String, Object> json(Reading reading) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("point", reading.point().key());
        object.put("value", reading.value());
        object.put("unit", reading.point().unit());
        object.put("time", reading.requested().utc().toString());
        object.put("quality", reading.quality().name());
        return object;
    }
}
