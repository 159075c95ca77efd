package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.Lane;
import io.voltwright.base.api.SessionId;
import io.voltwright.base.api.Time;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Questions and answers on one connection: at most one of ours is outstanding, theirs are answered whenever they come (R-T05).
 *
 * <p>Knows nothing of a version but its codec. Lives on the lane of its back end; {@link #call} may come from any thread.
 */
final class Rpc {

    private static final Logger log = LoggerFactory.getLogger(Rpc.class);

    /** How far the back end has taken the station in. */
    enum Mode {
        /** There is no connection. */
        OFFLINE,
        /** It rejected the station: nothing is answered and only the boot message may ask (R-B05). */
        SILENT,
        /** It has not accepted the station yet: what it asks is answered (R-B03). */
        PENDING,
        OPEN
    }

    /**
     * What a handler says.
     *
     * @param answer sent at once
     * @param afterwards runs when the answer has left (R-T20)
     * @param anyway whether it runs as well where the connection was lost before the answer could leave
     */
    record Reply<A extends Answer>(A answer, Runnable afterwards, boolean anyway) {

        static <A extends Answer> Reply<A> of(A answer) {
            return new Reply<>(answer, () -> {}, false);
        }

        Reply<A> then(Runnable next) {
            return new Reply<>(answer, next, false);
        }

        /** For what is decided with the answer, and would be left half done where it cannot be told (R-F08). */
        Reply<A> thenAnyway(Runnable next) {
            return new Reply<>(answer, next, true);
        }
    }

    private record Asked<A extends Answer>(
            String id, Request<A> request, boolean anyway, Optional<SessionId> about, CompletableFuture<A> answer) {

        void refused(Frame.Refusal refusal) {
            answer.completeExceptionally(
                    new CallFailure(refusal.code(), request.action() + ": " + refusal.description()));
        }

        void fail(CallFailure.Kind kind, String why) {
            answer.completeExceptionally(new CallFailure(kind, request.action() + ": " + why));
        }
    }

    private final String name;
    private final Lane lane;
    private final Codec codec;
    private final Supplier<Duration> timeout;
    private final Tail tail;
    private final Time time;
    private final Consumer<String> wire;
    private final Map<Class<?>, Function<Request<?>, CompletionStage<? extends Reply<?>>>> handlers = new HashMap<>();
    private final Deque<Asked<?>> waiting = new ArrayDeque<>();
    private Optional<Asked<?>> outstanding = Optional.empty();
    /** Looks whether an answer is overdue; not armed anew for each question, of which there may be thousands in a second. */
    private Optional<Lane.Timer> watch = Optional.empty();

    private Duration watchEnds = Duration.ZERO;
    private Duration deadline = Duration.ZERO;
    private Duration patience = Duration.ZERO;
    private Mode mode = Mode.OFFLINE;
    /** Counts the connections: an answer goes where the question came from. */
    private int connection;

    /**
     * @param timeout after which a question counts as not answered (R-T06)
     * @param wire where texts go while there is a connection
     */
    Rpc(String name, Lane lane, Codec codec, Supplier<Duration> timeout, Tail tail, Time time, Consumer<String> wire) {
        this.name = name;
        this.lane = lane;
        this.codec = codec;
        this.timeout = timeout;
        this.tail = tail;
        this.time = time;
        this.wire = wire;
    }

    /** Says who answers an action; runs on the lane. */
    <A extends Answer, Q extends Request<A>> void on(Class<Q> type, Function<Q, Reply<A>> handler) {
        onLater(type, request -> CompletableFuture.completedFuture(handler.apply(request)));
    }

    /** As {@link #on}, for answers that take their time. */
    <A extends Answer, Q extends Request<A>> void onLater(
            Class<Q> type, Function<Q, CompletionStage<Reply<A>>> handler) {
        handlers.put(type, request -> handler.apply(type.cast(request)));
    }

    Mode mode() {
        return mode;
    }

    void mode(Mode now) {
        mode = now;
        if (now == Mode.OFFLINE) {
            connection++;
            watch.ifPresent(Lane.Timer::cancel);
            watch = Optional.empty();
            outstanding.ifPresent(asked -> asked.fail(CallFailure.Kind.DISCONNECTED, "the connection was lost"));
            outstanding = Optional.empty();
            waiting.forEach(asked -> asked.fail(CallFailure.Kind.DISCONNECTED, "the connection was lost"));
            waiting.clear();
        }
    }

    /** Asks once the station is accepted; fails with {@link CallFailure}. */
    <A extends Answer> CompletionStage<A> call(Request<A> request) {
        return ask(request, false, Optional.empty());
    }

    /** As {@link #call}, about a session. */
    <A extends Answer> CompletionStage<A> call(Request<A> request, SessionId about) {
        return ask(request, false, Optional.of(about));
    }

    /** Asks even before the station is accepted: the boot message, and what the back end triggers. */
    <A extends Answer> CompletionStage<A> callAnyway(Request<A> request) {
        return ask(request, true, Optional.empty());
    }

    /**
     * Does what the back end could have asked for, at somebody else's word, who gets the answer. From any thread.
     *
     * @param payload in JSON
     * @return fails with {@link Violation} where the back end would get a CALLERROR
     */
    CompletionStage<Answer> order(String action, String payload) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        Frame frame = codec.read("[2,\"order\",\"" + action + "\"," + payload + "]");
        if (frame instanceof Frame.Call call) {
            lane.execute(() -> handle(call)
                    .whenCompleteAsync(
                            (done, failure) -> {
                                if (done == null) {
                                    answer.completeExceptionally(cause(failure));
                                } else {
                                    answer.complete(done.answer());
                                    done.afterwards().run();
                                }
                            },
                            lane));
        } else {
            String why = frame instanceof Frame.BadCall bad ? bad.violation().description() : "it is not JSON";
            answer.completeExceptionally(new Violation(ErrorCode.FORMATION_VIOLATION, why));
        }
        return answer;
    }

    /** Questions that wait or are outstanding. */
    int depth() {
        return waiting.size() + (outstanding.isPresent() ? 1 : 0);
    }

    private <A extends Answer> CompletionStage<A> ask(Request<A> request, boolean anyway, Optional<SessionId> about) {
        Asked<A> asked = new Asked<>(UUID.randomUUID().toString(), request, anyway, about, new CompletableFuture<>());
        lane.execute(() -> {
            if (mode == Mode.OFFLINE || (!anyway && mode != Mode.OPEN)) {
                asked.fail(CallFailure.Kind.DISCONNECTED, "the back end has not accepted the station yet");
            } else {
                waiting.add(asked);
                pump();
            }
        });
        return asked.answer();
    }

    private void pump() {
        if (outstanding.isPresent() || waiting.isEmpty()) {
            return;
        }
        Asked<?> next = waiting.remove();
        outstanding = Optional.of(next);
        send(codec.call(next.id(), next.request()), next.about());
        patience = timeout.get();
        deadline = time.sinceBoot().plus(patience);
        if (watch.isEmpty() || watchEnds.compareTo(deadline) > 0) {
            watch.ifPresent(Lane.Timer::cancel);
            watch(patience);
        }
    }

    private void watch(Duration wait) {
        watchEnds = time.sinceBoot().plus(wait);
        watch = Optional.of(lane.after(wait, this::look));
    }

    private void look() {
        watch = Optional.empty();
        Duration left = deadline.minus(time.sinceBoot());
        if (outstanding.isPresent() && !left.isNegative() && !left.isZero()) {
            watch(left);
            return;
        }
        outstanding.ifPresent(asked -> {
            settle();
            asked.fail(CallFailure.Kind.TIMEOUT, "no answer within " + patience.toSeconds() + " s");
        });
    }

    private void settle() {
        outstanding = Optional.empty();
        lane.execute(this::pump);
    }

    private void send(String text) {
        send(text, Optional.empty());
    }

    private void send(String text, Optional<SessionId> about) {
        tail.add(true, text, about);
        wire.accept(text);
    }

    /** Takes one text from the connection. */
    void received(String text) {
        Frame frame = codec.read(text);
        tail.add(false, text, about(frame));
        if (frame instanceof Frame.Call call) {
            answer(call);
        } else if (frame instanceof Frame.BadCall bad) {
            if (mode != Mode.SILENT) {
                log.info(
                        "{}: {} refused: {}",
                        name,
                        bad.action(),
                        bad.violation().description());
                send(codec.error(
                        bad.id(), bad.violation().code(), bad.violation().description()));
            }
        } else if (frame instanceof Frame.Result result) {
            take(result.id(), asked -> complete(asked, result.text()));
        } else if (frame instanceof Frame.Refusal refusal) {
            take(refusal.id(), asked -> asked.refused(refusal));
        } else if (frame instanceof Frame.Noise noise) {
            log.debug("{}: a text was ignored: {}", name, noise.why());
        } else {
            throw new AssertionError(frame);
        }
    }

    private Optional<SessionId> about(Frame frame) {
        String id = frame instanceof Frame.Result result
                ? result.id()
                : frame instanceof Frame.Refusal refusal ? refusal.id() : "";
        return outstanding.filter(asked -> asked.id().equals(id)).flatMap(Asked::about);
    }

    // A late or doubled answer, or one to nobody's question, is not matched to anything (R-T06).
    private void take(String id, Consumer<Asked<?>> use) {
        outstanding.filter(asked -> asked.id().equals(id)).ifPresent(asked -> {
            settle();
            use.accept(asked);
        });
    }

    private <A extends Answer> void complete(Asked<A> asked, String text) {
        try {
            asked.answer().complete(codec.answer(asked.request(), text));
        } catch (Violation e) {
            log.warn("{}: the answer to {} is wrong: {}", name, asked.request().action(), e.description());
            asked.fail(CallFailure.Kind.REFUSED, "wrong answer: " + e.description());
        }
    }

    private void answer(Frame.Call call) {
        if (mode == Mode.SILENT) {
            return;
        }
        int asked = connection;
        handle(call)
                .whenCompleteAsync(
                        (done, failure) -> {
                            if (asked == connection) {
                                answered(call, done, failure);
                            } else if (done != null && done.anyway()) {
                                after(call, done);
                            }
                        },
                        lane);
    }

    private CompletionStage<? extends Reply<?>> handle(Frame.Call call) {
        var handler = handlers.get(call.request().getClass());
        if (handler == null) {
            return CompletableFuture.failedFuture(new Violation(ErrorCode.NOT_SUPPORTED, ""));
        }
        try {
            return handler.apply(call.request());
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static Throwable cause(@Nullable Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause == null ? new IllegalStateException("no answer and no failure") : cause;
    }

    private void after(Frame.Call call, Reply<?> reply) {
        try {
            reply.afterwards().run();
        } catch (RuntimeException e) {
            log.error("{}: what {} was to bring about failed", name, call.action(), e);
        }
    }

    private void answered(Frame.Call call, @Nullable Reply<?> reply, @Nullable Throwable failure) {
        if (reply != null) {
            send(codec.result(call.id(), reply.answer()));
            after(call, reply);
            return;
        }
        Throwable cause = cause(failure);
        if (cause instanceof Violation violation) {
            send(codec.error(call.id(), violation.code(), violation.description()));
        } else {
            log.error("{}: {} could not be handled", name, call.action(), cause);
            send(codec.error(call.id(), ErrorCode.INTERNAL_ERROR, ""));
        }
    }
}
