package io.voltwright.field.profiles;

import io.voltwright.field.api.FieldListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All who hear from the drivers; one that fails does not keep the others from hearing. */
final class Listeners {

    private static final Logger log = LoggerFactory.getLogger(Listeners.class);

    private final List<FieldListener> listeners = new CopyOnWriteArrayList<>();

    void add(FieldListener listener) {
        listeners.add(listener);
    }

    void remove(FieldListener listener) {
        listeners.remove(listener);
    }

    void tell(Consumer<FieldListener> news) {
        for (FieldListener listener : listeners) {
            try {
                news.accept(listener);
            } catch (RuntimeException e) {
                log.error("a listener failed", e);
            }
        }
    }
}
