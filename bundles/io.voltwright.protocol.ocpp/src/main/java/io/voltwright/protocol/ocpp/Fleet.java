package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.EvseId;
import io.voltwright.charging.api.Charging;
import io.voltwright.charging.api.Evse;
import io.voltwright.journal.api.FactReader;
import io.voltwright.site.api.Site;
import io.voltwright.users.api.Authorizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The charge points of a back end that knows each pile as a station of its own: one for each EVSE of the site, as they come and
 * go.
 */
final class Fleet {

    private static final Logger log = LoggerFactory.getLogger(Fleet.class);
    private static final long FAREWELL_SECONDS = 10;

    private final String backend;
    private final Parts parts;
    private final Function<EvseId, Optional<Settings>> settings;
    private final Function<FactReader, Runnable> publish;
    private final ExecutorService keeper;
    private volatile Map<EvseId, Member> members = Map.of();

    /** A charge point that runs, and what takes its readers away. */
    private record Member(ChargePoint point, Authorizer authorizer, List<Runnable> readers) {}

    /**
     * @param settings of a pile; empty where the back end does not know it
     * @param publish has the journal drive a reader; what it gives ends that
     */
    Fleet(
            String backend,
            Parts parts,
            Function<EvseId, Optional<Settings>> settings,
            Function<FactReader, Runnable> publish) {
        this.backend = backend;
        this.parts = parts;
        this.settings = settings;
        this.publish = publish;
        this.keeper = Executors.newSingleThreadExecutor(parts.lanes().threads("ocpp " + backend));
    }

    /** In the order of the site. */
    List<ChargePoint> points() {
        return members.values().stream().map(Member::point).toList();
    }

    Map<EvseId, Authorizer> authorizers() {
        return members.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, entry -> entry.getValue().authorizer()));
    }

    /** From any thread. */
    void evseChanged(Evse evse) {
        Optional.ofNullable(members.get(evse.id()))
                .ifPresent(member -> member.point().conversation().evseChanged(new PileEvse(evse)));
    }

    /** Charge points of EVSEs that are new come, those of EVSEs that are gone leave; returns at once. */
    void siteChanged(Site site) {
        later(() -> follow(site.evses().stream().map(one -> one.id()).toList()));
    }

    private void later(Runnable work) {
        try {
            keeper.execute(() -> {
                try {
                    work.run();
                } catch (RuntimeException e) {
                    log.error("{}: its piles cannot be kept as the site has them", backend, e);
                }
            });
        } catch (RejectedExecutionException e) {
            log.debug("{}: stopped", backend, e);
        }
    }

    private void follow(List<EvseId> evses) {
        Map<EvseId, Member> now = new LinkedHashMap<>();
        List<Member> gone = new ArrayList<>();
        members.forEach((evse, member) -> {
            if (!evses.contains(evse)) {
                gone.add(member);
            }
        });
        Set<EvseId> before = members.keySet();
        for (EvseId evse : evses) {
            Optional.ofNullable(members.get(evse))
                    .or(() -> make(evse, false))
                    .ifPresent(member -> now.put(evse, member));
        }
        members = Collections.unmodifiableMap(now);
        gone.forEach(this::end);
        now.forEach((evse, member) -> {
            if (!before.contains(evse)) {
                begin(evse, member);
            }
        });
    }

    // Whatever is wrong with one pile keeps no other one away.
    private Optional<Member> make(EvseId evse, boolean boots) {
        try {
            Optional<Settings> own = settings.apply(evse);
            if (own.isEmpty()) {
                log.warn("{}: EVSE {} has no identity there, so it does not hear of it", backend, evse);
            }
            return own.map(known -> {
                if (boots) {
                    parts.store().accepted(known.name(), "");
                }
                ChargePoint point =
                        new ChargePoint(known, parts, house -> Pile.house(house, evse, cause -> anew(evse, cause)));
                return new Member(point, point.conversation().authorizer(), new ArrayList<>());
            });
        } catch (IllegalArgumentException e) {
            log.error("{}", e.getMessage());
            return Optional.empty();
        } catch (RuntimeException e) {
            log.error("{}: there is no station for EVSE {} until the site changes again", backend, evse, e);
            return Optional.empty();
        }
    }

    private void begin(EvseId evse, Member member) {
        member.point().readers().forEach(reader -> member.readers().add(publish.apply(reader)));
        member.point().start();
        parts.charging().get().flatMap((Charging there) -> there.evse(evse)).ifPresent(this::evseChanged);
    }

    private void end(Member member) {
        member.readers().forEach(Runnable::run);
        try {
            member.point().stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // As if its own controller restarted: it boots again, and nothing of the other piles is touched.
    private void anew(EvseId evse, String cause) {
        later(() -> {
            Member old = members.get(evse);
            if (old == null) {
                return;
            }
            log.info("{}: {} starts anew: {}", backend, evse, cause);
            end(old);
            Map<EvseId, Member> now = new LinkedHashMap<>(members);
            Optional<Member> fresh = make(evse, true);
            fresh.ifPresentOrElse(member -> now.put(evse, member), () -> now.remove(evse));
            members = Collections.unmodifiableMap(now);
            fresh.ifPresent(member -> begin(evse, member));
        });
    }

    void stop() throws InterruptedException {
        later(() -> {
            List<Member> all = List.copyOf(members.values());
            members = Map.of();
            // Together, for each waits for its good-bye.
            all.forEach(member -> member.point().goodbye());
            all.forEach(this::end);
        });
        keeper.shutdown();
        keeper.awaitTermination(FAREWELL_SECONDS, TimeUnit.SECONDS);
    }
}
