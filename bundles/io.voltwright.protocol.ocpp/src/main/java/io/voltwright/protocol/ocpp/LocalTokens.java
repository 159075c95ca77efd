package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.Time;
import io.voltwright.protocol.ocpp.Ocpp16.AuthorizationData;
import io.voltwright.protocol.ocpp.Ocpp16.IdTagInfo;
import io.voltwright.protocol.ocpp.Ocpp16.SendLocalListRequest;
import io.voltwright.protocol.ocpp.Ocpp16.UpdateStatus;
import io.voltwright.protocol.ocpp.Ocpp16.UpdateType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one back end has the station know of tokens: its local authorisation list (R-L01 to R-L08) and the cache of its answers
 * (R-A05 to R-A08).
 *
 * <p>May be asked from any thread; everything happens one after another, away from the lane.
 */
final class LocalTokens {

    /** Entries of a local list. */
    static final int MOST_LISTED = 10_000;

    /** Entries of one SendLocalList. */
    static final int MOST_SENT = 500;

    /** What GetLocalListVersion says where lists are not supported. */
    static final int NO_LIST = -1;

    private static final Logger log = LoggerFactory.getLogger(LocalTokens.class);
    private static final int MOST_CACHED = 10_000;

    private final String backend;
    private final TokenStore store;
    private final KeyBook keys;
    private final Time time;
    private final InOrder work;
    private final int mostCached;

    LocalTokens(String backend, TokenStore store, KeyBook keys, Time time, Executor blocking) {
        this(backend, store, keys, time, blocking, MOST_CACHED);
    }

    LocalTokens(String backend, TokenStore store, KeyBook keys, Time time, Executor blocking, int mostCached) {
        this.backend = backend;
        this.store = store;
        this.keys = keys;
        this.time = time;
        this.work = new InOrder(blocking);
        this.mostCached = mostCached;
    }

    private boolean lists() {
        return keys.flag(Keys16.LIST_ENABLED);
    }

    private boolean caches() {
        return keys.flag(Keys16.CACHE_ENABLED);
    }

    /** What is known of a token: the list goes before the cache. */
    CompletionStage<Optional<KnownToken>> find(String idTag) {
        return work.run(() -> known(idTag));
    }

    private Optional<KnownToken> known(String idTag) {
        Optional<KnownToken> listed = lists() ? store.listed(backend, idTag) : Optional.empty();
        return listed.isPresent() || !caches()
                ? listed
                : store.cached(backend, idTag).filter(this::young);
    }

    // What was said too long ago counts as never said (R-A07).
    private boolean young(KnownToken cached) {
        Duration most = keys.seconds(Keys16.CACHE_LIFE_TIME);
        return most.isZero() || time.instant().isBefore(cached.heard().plus(most));
    }

    /**
     * Takes an answer of the back end.
     *
     * @return whether the list says otherwise
     */
    CompletionStage<Boolean> heard(String idTag, IdTagInfo info) {
        return work.run(() -> {
            Instant now = time.instant();
            Optional<KnownToken> listed = lists() ? store.listed(backend, idTag) : Optional.empty();
            if (listed.isEmpty() && caches()) {
                store.cache(backend, new KnownToken(idTag, info, false, now), mostCached);
            }
            return listed.filter(entry -> entry.contradicts(info, now)).isPresent();
        });
    }

    /** The version of the list: 0 while it is empty, -1 while lists are switched off (R-L05). */
    CompletionStage<Integer> version() {
        return work.run(() -> {
            if (!lists()) {
                return NO_LIST;
            }
            return store.count(backend, true) == 0 ? 0 : store.version(backend);
        });
    }

    CompletionStage<UpdateStatus> update(SendLocalListRequest request) {
        return work.run(() -> {
            UpdateStatus status = apply(request);
            log.info(
                    "{}: local list, {} with {} entries as version {}: {}",
                    backend,
                    request.updateType().text(),
                    request.localAuthorizationList().size(),
                    request.listVersion(),
                    status.text());
            return status;
        });
    }

    private UpdateStatus apply(SendLocalListRequest request) {
        if (!lists()) {
            return UpdateStatus.NOT_SUPPORTED;
        }
        boolean full = request.updateType() == UpdateType.FULL;
        if (!full && request.listVersion() <= store.version(backend)) {
            return UpdateStatus.VERSION_MISMATCH;
        }
        List<AuthorizationData> entries = request.localAuthorizationList();
        boolean incomplete =
                full && entries.stream().anyMatch(entry -> entry.idTagInfo().isEmpty());
        if (incomplete || entries.size() > MOST_SENT || doubled(entries)) {
            return UpdateStatus.FAILED;
        }
        List<KnownToken> put = new ArrayList<>();
        List<String> remove = new ArrayList<>();
        for (AuthorizationData entry : entries) {
            entry.idTagInfo()
                    .ifPresentOrElse(
                            info -> put.add(new KnownToken(entry.idTag(), info, true, time.instant())),
                            () -> remove.add(entry.idTag()));
        }
        return store.change(backend, request.listVersion(), full, put, remove, MOST_LISTED)
                ? UpdateStatus.ACCEPTED
                : UpdateStatus.FAILED;
    }

    private static boolean doubled(List<AuthorizationData> entries) {
        Set<String> tags = new HashSet<>();
        return entries.stream().anyMatch(entry -> !tags.add(entry.idTag().toUpperCase(Locale.ROOT)));
    }

    /** Empties the cache; false where there is none (R-A08). */
    CompletionStage<Boolean> clearCache() {
        return work.run(() -> {
            if (caches()) {
                store.clearCache(backend);
            }
            return caches();
        });
    }

    /** What the cache held must not come back old when it is switched on again. */
    void cacheSwitched() {
        work.run(() -> {
                    if (!caches()) {
                        store.clearCache(backend);
                    }
                    return true;
                })
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        log.warn("{}: the cache of tokens was not emptied", backend, failure);
                    }
                });
    }

    /** The list, or the cache; blocks on the store. */
    List<KnownToken> all(boolean listed) {
        List<KnownToken> all = store.all(backend, listed);
        return listed ? all : all.stream().filter(this::young).toList();
    }

    /** Blocks on the store. */
    int listVersion() {
        return store.version(backend);
    }
}
