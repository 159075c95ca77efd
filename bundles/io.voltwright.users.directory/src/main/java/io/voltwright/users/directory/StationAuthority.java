package io.voltwright.users.directory;

import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.IdToken;
import io.voltwright.base.api.Lane;
import io.voltwright.base.api.Lanes;
import io.voltwright.base.api.Time;
import io.voltwright.base.api.TokenRef;
import io.voltwright.security.api.Keys;
import io.voltwright.users.api.Authority;
import io.voltwright.users.api.Authorization;
import io.voltwright.users.api.Authorization.Verdict;
import io.voltwright.users.api.Authorizer;
import io.voltwright.users.api.Biller;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides on tokens from the own store, then from what back ends said, then by asking the one that the routing names. */
@Component(immediate = true, configurationPid = "io.voltwright.users.directory")
public final class StationAuthority implements Authority {

    /**
     * How it decides.
     *
     * @param biller who bills the site's own tokens
     * @param preauthorize whether a fresh acceptance is used while the back end is there
     * @param offlineCached whether it is used while the back end is away
     * @param fresh how long an answer is
     * @param seenKept how long a token that was only seen is kept
     */
    record Policy(
            RouteRules routes,
            Biller biller,
            boolean preauthorize,
            boolean offlineCached,
            Duration fresh,
            Duration seenKept) {}

    private static final Logger log = LoggerFactory.getLogger(StationAuthority.class);
    private static final int QUEUE = 1000;
    private static final Duration CLEANING = Duration.ofDays(1);

    private final TokenRows rows;
    private final Time time;
    private final Policy policy;
    private final Lane lane;
    private final ExecutorService worker;
    private final Map<String, Authorizer> backends = new ConcurrentHashMap<>();
    private final Set<Question> open = ConcurrentHashMap.newKeySet();

    @Activate
    public StationAuthority(
            DirectoryConfig config,
            @Reference(target = "(schema=users)") DataSource store,
            @Reference Keys keys,
            @Reference Time time,
            @Reference Lanes lanes) {
        this(
                new TokenRows(store, keys),
                time,
                lanes,
                new Policy(
                        new RouteRules(List.of(config.route())),
                        Biller.of(config.biller()),
                        config.preauthorize(),
                        config.offline().equals("cached"),
                        Duration.ofMinutes(config.cache_minutes()),
                        Duration.ofDays(config.seen_days())));
    }

    StationAuthority(TokenRows rows, Time time, Lanes lanes, Policy policy) {
        this.rows = rows;
        this.time = time;
        this.policy = policy;
        this.lane = lanes.open("users");
        this.worker = new ThreadPoolExecutor(
                1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(QUEUE), lanes.threads("users"));
    }

    @Activate
    void start() {
        Runnable clean = () -> work(() -> rows.forgetSeenBefore(time.instant().minus(policy.seenKept())));
        clean.run();
        lane.every(CLEANING, clean);
    }

    @Deactivate
    void stop() throws InterruptedException {
        lane.close();
        worker.shutdown();
        if (!worker.awaitTermination(5, TimeUnit.SECONDS)) {
            log.warn("users: the store did not answer in time; open questions are refused");
        }
        open.forEach(question -> question.answer(Verdict.UNKNOWN, "shutdown"));
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addAuthorizer(Authorizer authorizer) {
        backends.put(authorizer.backend(), authorizer);
    }

    void removeAuthorizer(Authorizer authorizer) {
        backends.values().removeIf(known -> known == authorizer);
    }

    @Override
    public CompletionStage<Authorization> authorize(IdToken token, EvseId evse, Duration deadline) {
        return ask(token, evse, deadline, Optional.empty());
    }

    @Override
    public CompletionStage<Authorization> authorizeFor(String backend, IdToken token, EvseId evse, Duration deadline) {
        return ask(token, evse, deadline, Optional.of(backend));
    }

    private CompletionStage<Authorization> ask(IdToken token, EvseId evse, Duration deadline, Optional<String> asking) {
        Question question = new Question(token, evse, asking, rows.newRef());
        open.add(question);
        Lane.Timer timer = lane.after(deadline, () -> question.answer(Verdict.UNKNOWN, "deadline"));
        question.onAnswer(() -> {
            timer.cancel();
            open.remove(question);
        });
        try {
            worker.execute(() -> decide(question));
        } catch (RejectedExecutionException e) {
            question.answer(Verdict.UNKNOWN, "overload");
        }
        return question.stage();
    }

    // Runs on the worker, which may block on the store.
    private void decide(Question question) {
        try {
            if (question.isAnswered()) {
                return;
            }
            Instant now = time.instant();
            TokenRows.Row row = rows.seen(question.token(), now);
            question.known(row.ref(), row.group().map(rows::group), row.validUntil());
            if (row.blocked()) {
                question.answer(Verdict.BLOCKED, "local");
            } else if (row.validUntil().filter(end -> !now.isBefore(end)).isPresent()) {
                question.answer(Verdict.EXPIRED, "local");
            } else if (question.asking().isPresent()) {
                String backend = question.asking().get();
                question.answer(Verdict.ACCEPTED, Biller.backend(backend), backend);
            } else if (row.own()) {
                question.answer(Verdict.ACCEPTED, row.biller().orElse(policy.biller()), "local");
            } else {
                decideByBackend(question, row.ref(), now);
            }
        } catch (RuntimeException e) {
            log.warn("token {} cannot be decided on", question.ref(), e);
            question.answer(Verdict.UNKNOWN, "failure");
        }
    }

    private void decideByBackend(Question question, TokenRef ref, Instant now) {
        Optional<String> route = policy.routes().backend(question.evse());
        if (route.isEmpty()) {
            question.answer(Verdict.UNKNOWN, "local");
            return;
        }
        String backend = route.get();
        Authorizer authorizer = backends.get(backend);
        if (authorizer == null || !authorizer.reachable()) {
            decideOffline(question, ref, backend);
        } else if (policy.preauthorize() && freshAcceptance(ref, backend, now).isPresent()) {
            accept(question, backend, freshAcceptance(ref, backend, now).get());
        } else {
            authorizer
                    .ask(question.token(), question.evse())
                    .whenComplete((said, failure) -> work(() -> answered(question, ref, backend, said, failure)));
        }
    }

    private void answered(
            Question question,
            TokenRef ref,
            String backend,
            Authorizer.@Nullable Answer said,
            @Nullable Throwable failure) {
        if (question.isAnswered()) {
            log.info("{} answered too late on token {}; its answer is discarded", backend, ref);
        } else if (said == null) {
            log.warn("{} could not be asked about token {}: {}", backend, ref, String.valueOf(failure));
            decideOffline(question, ref, backend);
        } else {
            TokenRows.Said kept = keep(ref, backend, said);
            question.known(ref, kept.group(), kept.validUntil());
            question.answer(said.verdict(), Biller.backend(backend), backend);
        }
    }

    private void decideOffline(Question question, TokenRef ref, String backend) {
        Optional<TokenRows.Said> fresh =
                policy.offlineCached() ? freshAcceptance(ref, backend, time.instant()) : Optional.empty();
        if (fresh.isPresent()) {
            accept(question, backend, fresh.get());
        } else {
            question.answer(Verdict.UNKNOWN, Biller.backend(backend), backend + " is away");
        }
    }

    private static void accept(Question question, String backend, TokenRows.Said said) {
        question.known(question.ref(), said.group(), said.validUntil());
        question.answer(Verdict.ACCEPTED, Biller.backend(backend), "cache");
    }

    private Optional<TokenRows.Said> freshAcceptance(TokenRef ref, String backend, Instant now) {
        return rows.said(ref, backend)
                .filter(said -> said.verdict() == Verdict.ACCEPTED)
                .filter(said -> now.isBefore(said.given().plus(policy.fresh())))
                // A clock set back must not make an old answer young.
                .filter(said -> !now.isBefore(said.given()))
                .filter(said ->
                        said.validUntil().filter(end -> !now.isBefore(end)).isEmpty());
    }

    private TokenRows.Said keep(TokenRef ref, String backend, Authorizer.Answer answer) {
        var said = new TokenRows.Said(
                answer.verdict(),
                answer.group().map(group -> rows.group(group.value())),
                answer.validUntil(),
                time.instant());
        rows.remember(ref, backend, said);
        return said;
    }

    @Override
    public void remember(String backend, IdToken token, Authorizer.Answer answer) {
        work(() -> keep(rows.seen(token, time.instant()).ref(), backend, answer));
    }

    @Override
    public void forget(String backend) {
        work(() -> rows.forgetAnswers(backend));
    }

    @Override
    public CompletionStage<TokenRef> refer(IdToken token) {
        try {
            return CompletableFuture.supplyAsync(
                    () -> rows.seen(token, time.instant()).ref(), worker);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public TokenRef referGroup(IdToken group) {
        return rows.group(group.value());
    }

    @Override
    public Optional<IdToken> reveal(TokenRef ref) {
        return rows.find(ref).map(TokenRows.Row::token);
    }

    private void work(Runnable task) {
        try {
            worker.execute(() -> {
                try {
                    task.run();
                } catch (RuntimeException e) {
                    log.warn("users: a row was not written", e);
                }
            });
        } catch (RejectedExecutionException e) {
            log.debug("users: too much to do, or stopped", e);
        }
    }
}
