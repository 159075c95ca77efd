package io.voltwright.field.profiles;

import io.voltwright.base.api.Moment;
import io.voltwright.base.api.Outcome;
import io.voltwright.field.api.SignedAnswer;
import io.voltwright.field.api.SignedRecord;
import io.voltwright.field.profiles.SignedSpec.Blob;
import io.voltwright.field.profiles.SignedSpec.Identification;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Lets a meter begin and end signed transactions and fetches what it signed (P20), one procedure at a time, on the meter's lane. */
final class Signer {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(300);
    /** What one frame takes, Modbus application protocol V1.1b3, 6.3 and 6.12. */
    private static final int MOST_READ = 125;

    private static final int MOST_WRITTEN = 123;

    private final String who;
    private final Device device;
    private final SignedSpec spec;
    private final BooleanSupplier there;
    private final Set<Consumer<String>> pending = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;
    private boolean busy;

    /** Why a procedure cannot go on. */
    private static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1;

        Refusal(String reason) {
            super(reason, null, false, false);
        }
    }

    private record Put(int at, List<Integer> words) {}

    /**
     * @param there whether the meter answers
     */
    Signer(String who, Device device, SignedSpec spec, BooleanSupplier there) {
        this.who = who;
        this.device = device;
        this.spec = spec;
        this.there = there;
    }

    boolean isFree() {
        return pending.isEmpty();
    }

    /** After the lane: nobody waits for an answer that cannot come any more. */
    void close() {
        closed = true;
        pending.forEach(each -> each.accept("its driver ended; ask the next one"));
    }

    CompletionStage<Outcome> start(String identification) {
        return run(() -> begin(identification), Outcome::refused);
    }

    CompletionStage<SignedAnswer> stop() {
        return run(this::end, SignedAnswer.Refused::new);
    }

    private <T> CompletionStage<T> run(Supplier<CompletableFuture<T>> procedure, Function<String, T> refused) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        Consumer<String> refuse = reason -> answer.complete(refused.apply(who + ": " + reason));
        pending.add(refuse);
        Async.then(answer, (value, failure) -> pending.remove(refuse));
        if (closed) {
            refuse.accept("its driver ended; ask the next one");
        }
        device.lane().execute(() -> {
            if (busy) {
                refuse.accept("another signed procedure is under way; ask again when it has ended");
            } else if (!there.getAsBoolean()) {
                refuse.accept("does not answer");
            } else {
                busy = true;
                Async.then(procedure.get(), (value, failure) -> {
                    busy = false;
                    if (failure == null) {
                        answer.complete(Objects.requireNonNull(value));
                    } else {
                        refuse.accept(reason(failure));
                    }
                });
            }
        });
        return answer;
    }

    private CompletableFuture<Outcome> begin(String identification) {
        if (!identification.matches("[ !#-\\[\\]-{}~]+")) {
            return refused("the identification is empty or has other than printable ASCII without \" \\ |");
        }
        byte[] text = spec.identification()
                .text()
                .replace(Identification.HOLE, identification)
                .getBytes(StandardCharsets.US_ASCII);
        if (text.length > spec.identification().most()) {
            return refused("the identification makes " + text.length + " bytes, "
                    + spec.identification().most() + " fit");
        }
        return word(spec.state().at())
                .thenCompose(state -> state == spec.state().idle()
                        ? putAll(preparation(text))
                                .thenCompose(done -> command(
                                        spec.command().start(), spec.state().active()))
                                .thenApply(done -> Outcome.done())
                        : refused("a transaction runs already (state " + state + "); stop it first"));
    }

    private Deque<Put> preparation(byte[] text) {
        Moment now = device.time().moment();
        long seconds = now.utc().getEpochSecond();
        Deque<Put> puts = new ArrayDeque<>();
        puts.add(new Put(spec.clock().at(), List.of((int) (seconds >>> 16) & 0xffff, (int) seconds & 0xffff)));
        spec.prepare().forEach((at, word) -> puts.add(new Put(at, List.of(word))));
        if (now.clock() == Moment.ClockState.SYNCHRONISED) {
            spec.clock().sure().forEach((at, word) -> puts.add(new Put(at, List.of(word))));
        }
        List<Integer> words = new ArrayList<>();
        for (int i = 0; i < text.length; i += 2) {
            words.add((text[i] & 0xff) << 8 | (i + 1 < text.length ? text[i + 1] & 0xff : 0));
        }
        for (int from = 0; from < words.size(); from += MOST_WRITTEN) {
            int to = Math.min(words.size(), from + MOST_WRITTEN);
            puts.add(new Put(spec.identification().at() + from, words.subList(from, to)));
        }
        puts.add(new Put(spec.identification().length(), List.of(text.length)));
        return puts;
    }

    private CompletableFuture<Void> putAll(Deque<Put> puts) {
        Put put = puts.poll();
        return put == null
                ? CompletableFuture.completedFuture(null)
                : device.put(put.at(), put.words()).thenCompose(done -> putAll(puts));
    }

    /** The status is read before as well: an error of an earlier command is none of this one. */
    private CompletableFuture<Void> command(int word, int wanted) {
        return word(spec.status().at())
                .thenCompose(before -> device.put(spec.command().at(), List.of(word))
                        .thenCompose(done -> await(
                                wanted, before, device.now().plus(spec.status().within()))));
    }

    private CompletableFuture<Void> await(int wanted, int before, Duration deadline) {
        return word(spec.state().at())
                .thenCompose(state -> word(spec.status().at()).thenCompose(status -> {
                    if (state == wanted && status == spec.status().done()) {
                        return CompletableFuture.completedFuture(null);
                    }
                    boolean failed = spec.status().isError(status) && status != before;
                    if (failed || device.now().compareTo(deadline) >= 0) {
                        return refused("the command " + (failed ? "failed" : "did not end in time") + ": state " + state
                                + ", status " + spec.status().title(status));
                    }
                    CompletableFuture<Void> later = new CompletableFuture<>();
                    device.lane().after(LOOK_AGAIN, () -> later.complete(null));
                    return later.thenCompose(done -> await(wanted, before, deadline));
                }));
    }

    private CompletableFuture<SignedAnswer> end() {
        int idle = spec.state().idle();
        return word(spec.state().at())
                .thenCompose(state -> state == idle
                        ? CompletableFuture.<Void>completedFuture(null)
                        : command(spec.command().stop(), idle))
                .thenCompose(done -> lengths())
                .thenCompose(before -> record(before.get(0), before.get(1)).thenCompose(record -> lengths()
                        .thenCompose(after -> after.equals(before)
                                ? CompletableFuture.<SignedAnswer>completedFuture(new SignedAnswer.Given(record))
                                : refused("the record changed while it was read; ask again"))));
    }

    /** Of payload and signature, in bytes, while the meter says that there is a record. */
    private CompletableFuture<List<Integer>> lengths() {
        return word(spec.status().at())
                .thenCompose(status -> status == spec.status().done()
                        ? length("payload", spec.payload()).thenCompose(payload -> length("signature", spec.signature())
                                .thenApply(signature -> List.of(payload, signature)))
                        : refused("there is no record: status " + spec.status().title(status)));
    }

    private CompletableFuture<Integer> length(String name, Blob blob) {
        return word(blob.length())
                .thenCompose(length -> length > 0 && length <= blob.most()
                        ? CompletableFuture.completedFuture(length)
                        : refused("the " + name + " is said to have " + length + " bytes; 1 to " + blob.most()
                                + " can be"));
    }

    private CompletableFuture<SignedRecord> record(int payload, int signature) {
        return bytes(spec.payload().at(), payload)
                .thenCompose(signed -> bytes(spec.key().at(), 2 * spec.key().count())
                        .thenCompose(key -> bytes(spec.signature().at(), signature)
                                .thenApply(seal -> new SignedRecord(signed, seal, key))));
    }

    private CompletableFuture<byte[]> bytes(int at, int length) {
        return words(at, (length + 1) / 2, new ArrayList<>()).thenApply(words -> {
            byte[] bytes = new byte[2 * words.size()];
            for (int i = 0; i < words.size(); i++) {
                bytes[2 * i] = (byte) (words.get(i) >> 8);
                bytes[2 * i + 1] = words.get(i).byteValue();
            }
            return Arrays.copyOf(bytes, length);
        });
    }

    private CompletableFuture<List<Integer>> words(int at, int count, List<Integer> read) {
        int more = Math.min(
                count - read.size(),
                Math.min(MOST_READ, device.profile().rules().most()));
        return more == 0
                ? CompletableFuture.completedFuture(read)
                : device.fetch(at + read.size(), more).thenCompose(words -> {
                    read.addAll(words);
                    return words(at, count, read);
                });
    }

    private CompletableFuture<Integer> word(int at) {
        return device.fetch(at, 1).thenApply(words -> words.get(0));
    }

    private static <T> CompletableFuture<T> refused(String reason) {
        return CompletableFuture.failedFuture(new Refusal(reason));
    }

    private static String reason(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        String said =
                Objects.requireNonNullElse(cause.getMessage(), cause.getClass().getSimpleName());
        return cause instanceof Refusal ? said : "the procedure broke off: " + said;
    }
}
