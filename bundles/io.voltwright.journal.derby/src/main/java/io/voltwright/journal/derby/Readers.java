package io.voltwright.journal.derby;

import io.voltwright.base.api.Lanes;
import io.voltwright.base.api.Time;
import io.voltwright.journal.api.FactReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The readers that are here, each led by a driver of its own. */
final class Readers implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Readers.class);

    private final ReaderTable places;
    private final ReaderDriver.Spine spine;
    private final Time time;
    private final Lanes lanes;
    private final Map<FactReader, String> present = new LinkedHashMap<>();
    private final Map<String, ReaderDriver> drivers = new ConcurrentHashMap<>();
    private boolean running;

    Readers(ReaderTable places, ReaderDriver.Spine spine, Time time, Lanes lanes) {
        this.places = places;
        this.spine = spine;
        this.time = time;
        this.lanes = lanes;
    }

    synchronized void start() {
        running = true;
        present.forEach((reader, name) -> lead(reader, name));
    }

    synchronized void add(FactReader reader) {
        String name = reader.name();
        if (name.isEmpty() || name.length() > 64) {
            log.error("a reader's name has 1 to 64 characters, so this one reads nothing: '{}'", name);
            return;
        }
        present.put(reader, name);
        lead(reader, name);
    }

    private void lead(FactReader reader, String name) {
        if (!running) {
            return;
        }
        if (drivers.containsKey(name)) {
            log.warn("there are two readers named {}: the second waits until the first has gone", name);
            return;
        }
        ThreadPoolExecutor thread = new ThreadPoolExecutor(
                1, 1, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), lanes.threads("reader " + name));
        thread.allowCoreThreadTimeOut(true);
        ReaderDriver driver = new ReaderDriver(reader, name, places, spine, time, thread, lanes.open("reader " + name));
        drivers.put(name, driver);
        driver.start();
    }

    void remove(FactReader reader) {
        Optional<ReaderDriver> gone = forget(reader);
        // Outside of the lock: it waits for the reader, which may be at work.
        gone.ifPresent(ReaderDriver::close);
        gone.ifPresent(driver -> successor(reader));
    }

    private synchronized Optional<ReaderDriver> forget(FactReader reader) {
        String name = present.remove(reader);
        ReaderDriver driver = name == null ? null : drivers.get(name);
        return driver != null && driver.reader() == reader ? Optional.of(driver) : Optional.empty();
    }

    private synchronized void successor(FactReader gone) {
        drivers.values().removeIf(driver -> driver.reader() == gone);
        present.forEach((reader, name) -> {
            if (!drivers.containsKey(name)) {
                lead(reader, name);
            }
        });
    }

    void grown() {
        drivers.values().forEach(ReaderDriver::grown);
    }

    Optional<ReaderDriver> driver(String name) {
        return Optional.ofNullable(drivers.get(name));
    }

    @Override
    public void close() {
        List<ReaderDriver> leaving;
        synchronized (this) {
            running = false;
            leaving = new ArrayList<>(drivers.values());
        }
        leaving.forEach(ReaderDriver::close);
        drivers.clear();
    }
}
