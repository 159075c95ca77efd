package io.voltwright.charging.engine;

import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Lane;
import io.voltwright.charging.api.ChargingListener;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells listeners what is true now, the latest of each EVSE only, on a lane of its own so that none holds up a charge. */
final class News {

    private static final Logger log = LoggerFactory.getLogger(News.class);

    private final Lane lane;
    private final List<ChargingListener> listeners = new CopyOnWriteArrayList<>();
    private final Map<EvseId, EvseView> fresh = new LinkedHashMap<>();
    private final Map<EvseId, EvseView> told = new LinkedHashMap<>();
    private final Set<ChargingListener> failing = ConcurrentHashMap.newKeySet();
    private boolean queued;

    News(Lane lane) {
        this.lane = lane;
    }

    void add(ChargingListener listener, Collection<EvseView> now) {
        listeners.add(listener);
        lane.execute(() -> now.forEach(view -> tell(listener, view)));
    }

    void remove(ChargingListener listener) {
        listeners.remove(listener);
        failing.remove(listener);
    }

    void changed(EvseView view) {
        synchronized (fresh) {
            if (view.equals(told.get(view.id()))) {
                return;
            }
            told.put(view.id(), view);
            fresh.put(view.id(), view);
            if (queued) {
                return;
            }
            queued = true;
        }
        lane.execute(this::spread);
    }

    private void spread() {
        List<EvseView> views;
        synchronized (fresh) {
            queued = false;
            views = List.copyOf(fresh.values());
            fresh.clear();
        }
        for (ChargingListener listener : listeners) {
            views.forEach(view -> tell(listener, view));
        }
    }

    @SuppressWarnings("IllegalCatch") // a listener may be anyone's: what it throws must not reach the others
    private void tell(ChargingListener listener, EvseView view) {
        try {
            listener.evseChanged(view);
            failing.remove(listener);
        } catch (RuntimeException e) {
            if (failing.add(listener)) {
                log.warn("a listener fails: {}", listener.getClass().getName(), e);
            }
        }
    }

    void close() {
        lane.close();
    }
}
