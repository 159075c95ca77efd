package io.voltwright.field.profiles;

import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Goes on when something has completed. */
final class Async {

    private static final Logger log = LoggerFactory.getLogger(Async.class);

    private Async() {}

    /** What the continuation throws is logged: a future would swallow it. */
    static <T extends @Nullable Object> void then(
            CompletionStage<T> stage, BiConsumer<@Nullable T, @Nullable Throwable> next) {
        var unused = stage.whenComplete((value, failure) -> {
            try {
                next.accept(value, failure);
            } catch (RuntimeException e) {
                log.error("a continuation failed", e);
            }
        });
    }
}
