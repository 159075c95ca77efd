package io.voltwright.field.profiles;

import io.voltwright.base.api.Lane;
import io.voltwright.base.api.Lanes;
import io.voltwright.base.api.Time;
import io.voltwright.field.api.BusDoor;
import io.voltwright.field.api.RegisterBus.Priority;
import io.voltwright.field.profiles.ReadPlan.Block;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Looks at one device by one profile, for an engineer; reads only. */
final class Visitor implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 60;

    private final BusDoor.Visit visit;
    private final Lane lane;
    private final DeviceProfile profile;
    private final Device device;
    private final Recorder recorder;

    private Visitor(BusDoor.Visit visit, Lane lane, Time time, DeviceProfile profile, int unit, int instance) {
        this.visit = visit;
        this.lane = lane;
        this.profile = profile;
        this.recorder = new Recorder(visit.bus());
        this.device = new Device(profile, visit.transport(), unit, instance, lane, time);
        device.use(Optional.of(recorder));
    }

    /**
     * @param unit -1 for that of the profile
     * @throws IOException if the address leads nowhere, or the profile does not speak on such a line
     */
    static Visitor open(
            BusDoor door, String address, DeviceProfile profile, int unit, int instance, Lanes lanes, Time time)
            throws IOException {
        BusDoor.Visit visit = door.visit(address);
        boolean gateway =
                visit.transport().equals("rtuOverTcp") && profile.transports().containsKey("rtu");
        if (!gateway && !profile.transports().containsKey(visit.transport())) {
            visit.close();
            throw new IOException(profile.id() + " speaks "
                    + String.join(", ", profile.transports().keySet()) + ", not " + visit.transport());
        }
        int asked = unit < 0 ? profile.transport().unit() : unit;
        return new Visitor(visit, lanes.open("visit"), time, profile, asked, instance);
    }

    /** What would be read first, as unit, table, address, count and points. */
    List<String> plan() {
        List<String> plan = new ArrayList<>();
        profile.discovery()
                .ifPresent(chain -> plan.add("a SunSpec chain: 2 registers at " + chain.bases()
                        + ", then 2 at the head of each model up to one of " + chain.models()));
        for (Block block : device.blocks(probe())) {
            plan.add(String.format(
                    Locale.ROOT,
                    "unit %d, %s %d (%d): %s",
                    block.unit(),
                    block.table().name().toLowerCase(Locale.ROOT),
                    block.at(),
                    block.count(),
                    String.join(
                            ", ",
                            block.points().stream().map(p -> p.spec().name()).toList())));
        }
        return plan;
    }

    private List<String> probe() {
        return profile.identity().probe();
    }

    /** Reads what identifies it; the names of the points with their values. */
    Map<String, String> identify() throws IOException {
        return answer(() -> device.discover().thenCompose(done -> device.read(probe(), Priority.POLL)), probe());
    }

    /** Whether what was read is what the profile accepts. */
    boolean accepted() {
        return profile.identity()
                .accept()
                .map(accept -> accept.holds(device.knowledge().scope()))
                .orElse(true);
    }

    /** Reads all points that can be read; where a device of this identity has them. */
    Map<String, String> readAll() throws IOException {
        List<String> names = profile.points().entrySet().stream()
                .filter(entry -> entry.getValue().get(0).access().reads())
                .map(Map.Entry::getKey)
                .toList();
        return answer(() -> device.read(names, Priority.POLL), names);
    }

    /** The state that follows from what was read. */
    String state() {
        return profile.states()
                .row(device.knowledge().scope())
                .map(StateTable.Row::title)
                .orElse("-");
    }

    /** What came over the wire, as golden samples. */
    List<String> samples() {
        return recorder.samples();
    }

    private Map<String, String> answer(Supplier<CompletableFuture<Void>> read, Collection<String> names)
            throws IOException {
        CompletableFuture<Void> done = new CompletableFuture<>();
        lane.execute(() -> Async.then(read.get(), (ok, failure) -> {
            if (failure == null) {
                done.complete(null);
            } else {
                done.completeExceptionally(failure);
            }
        }));
        try {
            done.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IOException(Objects.requireNonNullElse(e.getCause(), e).getMessage(), e);
        } catch (TimeoutException e) {
            throw new IOException("no answer within " + PATIENCE_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        Map<String, String> values = new TreeMap<>();
        for (String name : names) {
            device.knowledge()
                    .held(name)
                    .ifPresent(held -> values.put(
                            name, held.value().map(value -> shown(name, value)).orElse("none")));
        }
        return values;
    }

    private String shown(String name, Value value) {
        String unit = profile.point(name)
                .flatMap(PointSpec::unit)
                .map(u -> " " + u.dimension().canonical())
                .orElse("");
        return value + unit;
    }

    @Override
    public void close() {
        lane.close();
        visit.close();
    }
}
