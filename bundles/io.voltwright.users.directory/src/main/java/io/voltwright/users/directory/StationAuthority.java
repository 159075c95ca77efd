package io.voltwright.users.directory;

import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.IdToken;
import io.voltwright.base.api.Lane;
import io.voltwright.base.api.Lanes;
import io.voltwright.base.api.Time;
import io.voltwright.base.api.TokenRef;
import io.voltwright.security.api.Keys;
import io.voltwright.site.api.SiteSource;
import io.voltwright.users.api.Authority;
import io.voltwright.users.api.Authorization;
import io.voltwright.users.api.Authorization.Verdict;
import io.voltwright.users.api.Authorizer;
import io.voltwright.users.api.Biller;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
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

/** Decides on tokens by the own store, and lets the back end that the routing names decide on the others. */
@Component(immediate = true, configurationPid = "io.voltwright.users.directory")
public final class StationAuthority implements Authority {

    /**
     * How it decides.
     *
     * @param biller who bills what no back end does
     * @param seenKept how long a token that was only seen is kept
     */
    record Policy(RouteRules routes, Biller biller, Duration seenKept) {}

    private static final Logger log = LoggerFactory.getLogger(StationAuthority.class);
    private static final int QUEUE = 1000;
    private static final Duration CLEANING = Duration.ofDays(1);

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable SiteSource site;

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
                startFor(question, row, question.asking().get());
            } else {
                decide(question, row, route(question, row, now));
            }
        } catch (RuntimeException e) {
            log.warn("token {} cannot be decided on", question.ref(), e);
            question.answer(Verdict.UNKNOWN, "failure");
        }
    }

    private Optional<String> route(Question question, TokenRows.Row row, Instant now) {
        var there = site;
        ZoneId zone = there == null ? ZoneOffset.UTC : there.site().zone();
        Optional<String> group = row.own() ? row.group() : Optional.empty();
        var asked = new RouteRules.Asked(question.token(), question.evse(), group, now.atZone(zone));
        return policy.routes().backend(asked, row.own());
    }

    private void decide(Question question, TokenRows.Row row, Optional<String> route) {
        if (route.isEmpty()) {
            withoutBackEnd(question, row, "local");
            return;
        }
        String backend = route.get();
        Authorizer authorizer = backends.get(backend);
        if (authorizer == null) {
            withoutBackEnd(question, row, backend + " is away");
            return;
        }
        authorizer
                .ask(question.token(), question.evse())
                .whenComplete((said, failure) -> answered(question, row, authorizer, said, failure));
    }

    // The site knows its own; on others only a back end can decide.
    private void withoutBackEnd(Question question, TokenRows.Row row, String why) {
        if (row.own()) {
            question.answer(Verdict.ACCEPTED, row.biller().orElse(policy.biller()), "local");
        } else {
            question.answer(Verdict.UNKNOWN, why);
        }
    }

    // The back end has decided; what is known of the group lets its other tokens stop the session.
    private void startFor(Question question, TokenRows.Row row, String backend) {
        Biller biller = Biller.backend(backend);
        Authorizer authorizer = backends.get(backend);
        if (authorizer == null) {
            question.answer(Verdict.ACCEPTED, biller, backend);
            return;
        }
        authorizer.recall(question.token(), question.evse()).whenComplete((known, failure) -> {
            if (failure == null && known != null) {
                known.flatMap(Authorizer.Answer::group)
                        .ifPresent(group ->
                                question.known(row.ref(), Optional.of(rows.group(group.value())), row.validUntil()));
            }
            question.answer(Verdict.ACCEPTED, biller, backend);
        });
    }

    private void answered(
            Question question,
            TokenRows.Row row,
            Authorizer authorizer,
            Authorizer.@Nullable Answer said,
            @Nullable Throwable failure) {
        String backend = authorizer.backend();
        if (question.isAnswered()) {
            log.info("{} answered too late on token {}; its answer is discarded", backend, row.ref());
        } else if (said == null) {
            log.warn("{} could not be asked about token {}: {}", backend, row.ref(), String.valueOf(failure));
            withoutBackEnd(question, row, backend + " is away");
        } else {
            Optional<TokenRef> group = said.group().map(name -> rows.group(name.value()));
            question.known(row.ref(), group.or(() -> row.group().map(rows::group)), said.validUntil());
            question.answer(
                    said.verdict(),
                    authorizer.bills() ? Biller.backend(backend) : policy.biller(),
                    said.source().isEmpty() ? backend : backend + ": " + said.source());
        }
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
