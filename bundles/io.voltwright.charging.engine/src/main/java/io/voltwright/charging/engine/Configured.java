package io.voltwright.charging.engine;

import io.voltwright.base.api.DeviceId;
import io.voltwright.base.api.EvseId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Turns configuration into values, or says in a sentence what is wrong with it. */
final class Configured {

    private static final String PID = "io.voltwright.charging.engine";

    private Configured() {}

    static Settings settings(ChargingConfig config) {
        String after = config.session_afterPowerLoss();
        if (!after.equals("resume") && !after.equals("stop")) {
            throw new IllegalArgumentException(
                    PID + ".cfg: session.afterPowerLoss = '" + after + "': use resume or stop");
        }
        return new Settings(
                seconds("authorization.timeout.seconds", config.authorization_timeout_seconds(), 1),
                seconds("session.plugWait.seconds", config.session_plugWait_seconds(), 5),
                after.equals("resume"),
                seconds("starts.spacing.seconds", config.starts_spacing_seconds(), 0),
                least("starts.perHour", config.starts_perHour(), 1),
                least("starts.perDay", config.starts_perDay(), 1),
                least("backlog.facts", config.backlog_facts(), 100),
                new Supervision(
                        seconds("session.blip.seconds", config.session_blip_seconds(), 1),
                        Set.copyOf(words(config.ventilated(), ",")),
                        words(config.emergency_zones(), ";").stream()
                                .map(Configured::zone)
                                .toList(),
                        least("phases.perSession", config.phases_perSession(), 0),
                        inputs(words(config.emergency_inputs(), ","))));
    }

    private static Map<DeviceId, String> inputs(List<String> texts) {
        Map<DeviceId, String> all = new HashMap<>();
        for (String text : texts) {
            Map.Entry<DeviceId, String> input = input(text);
            if (all.put(input.getKey(), input.getValue()) != null) {
                throw new IllegalArgumentException(PID + ".cfg: emergency.inputs = '" + text + "': " + input.getKey()
                        + " is there twice; give it one zone");
            }
        }
        return all;
    }

    private static Map.Entry<DeviceId, String> input(String text) {
        int sign = text.indexOf('=');
        try {
            return Map.entry(
                    new DeviceId(sign < 0 ? text : text.substring(0, sign).strip()),
                    sign < 0 ? "" : text.substring(sign + 1).strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(PID + ".cfg: emergency.inputs = '" + text + "': " + e.getMessage(), e);
        }
    }

    private static Set<EvseId> zone(String text) {
        try {
            return words(text, ",").stream().map(EvseId::new).collect(Collectors.toSet());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(PID + ".cfg: emergency.zones = '" + text + "': " + e.getMessage(), e);
        }
    }

    private static List<String> words(String text, String separator) {
        return Stream.of(text.split(separator, -1))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static Duration seconds(String key, int value, int least) {
        return Duration.ofSeconds(least(key, value, least));
    }

    private static int least(String key, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(PID + ".cfg: " + key + " = " + value + ": use " + least + " or more");
        }
        return value;
    }
}
