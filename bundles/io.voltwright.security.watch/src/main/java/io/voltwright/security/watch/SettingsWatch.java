package io.voltwright.security.watch;

import io.voltwright.base.api.Actor;
import io.voltwright.security.api.Audit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.ConfigurationListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a fact of each change of settings: which file and which keys, never the values, for some are secret. */
@Component
public final class SettingsWatch implements ConfigurationListener {

    private static final Logger log = LoggerFactory.getLogger(SettingsWatch.class);

    private final Audit audit;
    private final ConfigurationAdmin settings;
    private final Map<String, Map<String, Integer>> known = new ConcurrentHashMap<>();

    @Activate
    public SettingsWatch(@Reference Audit audit, @Reference ConfigurationAdmin settings) {
        this.audit = audit;
        this.settings = settings;
    }

    @Activate
    void start() throws IOException, InvalidSyntaxException {
        Configuration[] all = settings.listConfigurations(null);
        for (Configuration one : all == null ? new Configuration[0] : all) {
            known.put(one.getPid(), digests(one));
        }
    }

    @Override
    public void configurationEvent(ConfigurationEvent event) {
        String pid = event.getPid();
        if (event.getType() == ConfigurationEvent.CM_DELETED) {
            known.remove(pid);
            record(pid, "deleted");
        } else if (event.getType() == ConfigurationEvent.CM_UPDATED) {
            try {
                Map<String, Integer> now = digests(settings.getConfiguration(pid, null));
                Map<String, Integer> before = known.put(pid, now);
                List<String> changed = changed(before == null ? Map.of() : before, now);
                if (!changed.isEmpty()) {
                    record(pid, (before == null ? "new: " : "changed: ") + String.join(", ", changed));
                }
            } catch (IOException | IllegalStateException e) {
                log.debug("{} went away again", pid, e);
            }
        }
    }

    private void record(String pid, String detail) {
        audit.record(new Audit.Event(Audit.Kind.CONFIGURATION, Actor.station("settings"), "local", pid, detail, false));
    }

    static List<String> changed(Map<String, Integer> before, Map<String, Integer> now) {
        TreeSet<String> keys = new TreeSet<>(before.keySet());
        keys.addAll(now.keySet());
        List<String> changed = new ArrayList<>();
        for (String key : keys) {
            if (!Objects.equals(before.get(key), now.get(key))) {
                changed.add(key);
            }
        }
        return changed;
    }

    private static Map<String, Integer> digests(Configuration one) {
        var properties = one.getProperties();
        Map<String, Integer> digests = new TreeMap<>();
        if (properties != null) {
            for (String key : Collections.list(properties.keys())) {
                if (key.startsWith("service.") || key.startsWith("felix.fileinstall.")) {
                    continue;
                }
                Object value = properties.get(key);
                digests.put(key, value instanceof Object[] list ? List.of(list).hashCode() : value.hashCode());
            }
        }
        return digests;
    }
}
