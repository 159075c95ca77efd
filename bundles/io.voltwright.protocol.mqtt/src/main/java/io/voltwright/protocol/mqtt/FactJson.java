package io.voltwright.protocol.mqtt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voltwright.journal.api.Entry;
import io.voltwright.journal.api.Fact;
import io.voltwright.journal.api.Payload;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** A fact as JSON; subscribers remove repeats by its position or key. */
final class FactJson {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private FactJson() {}

    static byte[] of(Entry entry) {
        Fact fact = entry.fact();
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("position", entry.position());
        object.put("type", fact.type());
        object.put("version", fact.version());
        object.put("key", fact.key());
        object.put("subject", fact.subject());
        object.put("time", fact.time().utc().toString());
        object.put("payload", plain(fact.payload()));
        return bytes(object);
    }

    static byte[] bytes(Map<String, Object> object) {
        try {
            return MAPPER.writeValueAsBytes(object);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("plain maps are always writable", e);
        }
    }

    private static Object plain(Object value) {
        if (value instanceof Payload payload) {
            Map<String, Object> object = new LinkedHashMap<>();
            payload.values().forEach((name, item) -> object.put(name, plain(item)));
            return object;
        }
        if (value instanceof Collection<?> list) {
            return list.stream().map(FactJson::plain).toList();
        }
        return value;
    }
}
