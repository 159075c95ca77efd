package io.voltwright.protocol.ocpp;

import io.voltwright.protocol.ocpp.Ocpp16.ChangeConfigurationAnswer;
import io.voltwright.protocol.ocpp.Ocpp16.ChangeConfigurationRequest;
import io.voltwright.protocol.ocpp.Ocpp16.ConfigurationStatus;
import io.voltwright.protocol.ocpp.Ocpp16.GetConfigurationAnswer;
import io.voltwright.protocol.ocpp.Ocpp16.GetConfigurationRequest;
import io.voltwright.protocol.ocpp.Ocpp16.KeyValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets the back end read and change the configuration keys (R-C01, R-C02). */
final class KeyCalls {

    private static final Logger log = LoggerFactory.getLogger(KeyCalls.class);

    /** Makes a value durable; blocks. */
    @FunctionalInterface
    interface Keeper {
        void keep(Key key, String value);
    }

    private final KeyBook book;
    private final boolean controls;
    private final Keeper keeper;
    private final Executor blocking;
    private final Map<String, Runnable> followers = new HashMap<>();

    /**
     * @param controls whether the back end may change keys that are about the station as such
     * @param blocking where the keeper may block
     */
    KeyCalls(Rpc rpc, KeyBook book, boolean controls, Keeper keeper, Executor blocking) {
        this.controls = controls;
        this.book = book;
        this.keeper = keeper;
        this.blocking = blocking;
        rpc.on(GetConfigurationRequest.class, this::read);
        rpc.onLater(ChangeConfigurationRequest.class, this::change);
    }

    /** Runs after the answer that says the key was changed. */
    void whenChanged(String key, Runnable follower) {
        followers.put(key, follower);
    }

    private Rpc.Reply<GetConfigurationAnswer> read(GetConfigurationRequest request) {
        if (request.key().size() > book.number(Keys16.MAX_KEYS)) {
            throw new Violation(
                    ErrorCode.OCCURRENCE_CONSTRAINT_VIOLATION,
                    "at most " + book.text(Keys16.MAX_KEYS) + " keys at once");
        }
        Set<Key> known = new LinkedHashSet<>();
        List<String> unknown = new ArrayList<>();
        if (request.key().isEmpty()) {
            known.addAll(book.keys());
        }
        for (String name : request.key()) {
            book.find(name).ifPresentOrElse(known::add, () -> unknown.add(name));
        }
        List<KeyValue> values = known.stream()
                .filter(key -> key.access() != Key.Access.WRITE)
                .map(key -> new KeyValue(key.name(), key.readOnly(), Optional.of(book.value(key))))
                .toList();
        return Rpc.Reply.of(new GetConfigurationAnswer(values, unknown));
    }

    private CompletionStage<Rpc.Reply<ChangeConfigurationAnswer>> change(ChangeConfigurationRequest request) {
        Optional<Key> found = book.find(request.key());
        if (found.isEmpty()) {
            return CompletableFuture.completedFuture(answer(ConfigurationStatus.NOT_SUPPORTED));
        }
        Key key = found.get();
        String value;
        try {
            value = key.form().apply(request.value());
        } catch (IllegalArgumentException e) {
            log.info("{} was not changed: it takes {}", key.name(), e.getMessage());
            return CompletableFuture.completedFuture(answer(ConfigurationStatus.REJECTED));
        }
        if (key.readOnly() || (key.shared() && !controls)) {
            return CompletableFuture.completedFuture(answer(ConfigurationStatus.REJECTED));
        }
        return CompletableFuture.runAsync(() -> keeper.keep(key, value), blocking)
                .handle((kept, failure) -> {
                    if (failure != null) {
                        log.error("{} could not be kept", key.name(), failure);
                        return answer(ConfigurationStatus.REJECTED);
                    }
                    if (key.access() == Key.Access.READ_WRITE) {
                        book.put(key, value);
                    }
                    return answer(ConfigurationStatus.ACCEPTED)
                            .thenAnyway(followers.getOrDefault(key.name(), () -> {}));
                });
    }

    private static Rpc.Reply<ChangeConfigurationAnswer> answer(ConfigurationStatus status) {
        return Rpc.Reply.of(new ChangeConfigurationAnswer(status));
    }
}
