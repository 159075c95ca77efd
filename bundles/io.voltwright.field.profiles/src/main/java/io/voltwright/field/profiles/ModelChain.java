package io.voltwright.field.profiles;

import io.voltwright.field.api.BusException;
import io.voltwright.field.profiles.DeviceProfile.Discovery;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Finds a model in a SunSpec device: the mark "SunS", then number and length of one model after another, up to 0xFFFF. */
final class ModelChain {

    /** "SunS". */
    private static final List<Integer> MARK = List.of(0x5375, 0x6e53);

    private static final int END = 0xffff;
    /** More models than any device has: a chain that does not end is none. */
    private static final int MOST = 64;

    /** Reads registers; empty if the device says that they are not there. */
    interface Registers {

        CompletableFuture<Optional<List<Integer>>> read(int at, int count);
    }

    private final Discovery discovery;
    private final Registers registers;

    ModelChain(Discovery discovery, Registers registers) {
        this.discovery = discovery;
        this.registers = registers;
    }

    /** The address of the number of the first model that is wanted; fails with a {@link BusException} if there is none. */
    CompletableFuture<Integer> find() {
        return tryBase(0);
    }

    private CompletableFuture<Integer> tryBase(int which) {
        if (which == discovery.bases().size()) {
            return none("no SunSpec mark at " + discovery.bases());
        }
        int base = discovery.bases().get(which);
        return registers.read(base, 2).thenCompose(found -> found.filter(MARK::equals)
                .map(mark -> walk(base + 2, 0, ""))
                .orElseGet(() -> tryBase(which + 1)));
    }

    private CompletableFuture<Integer> walk(int at, int seen, String models) {
        return registers.read(at, 2).thenCompose(head -> {
            int model = head.map(words -> words.get(0)).orElse(END);
            if (discovery.models().contains(model)) {
                return CompletableFuture.completedFuture(at);
            }
            int next = at + 2 + head.map(words -> words.get(1)).orElse(0);
            if (model == END || seen == MOST || next > 65_534) {
                return none("no SunSpec model of " + discovery.models() + ", it has"
                        + (models.isEmpty() ? " none" : models));
            }
            return walk(next, seen + 1, models + " " + model);
        });
    }

    private static CompletableFuture<Integer> none(String why) {
        return CompletableFuture.failedFuture(new BusException(BusException.Cause.EXCEPTION, 0, why));
    }
}
