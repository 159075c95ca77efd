package io.voltwright.users.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.IdToken;
import io.voltwright.base.api.TokenRef;
import io.voltwright.base.api.VirtualTime;
import io.voltwright.journal.api.MemoryJournal;
import io.voltwright.store.derby.TestStore;
import io.voltwright.users.api.Authorization;
import io.voltwright.users.api.Authorization.Verdict;
import io.voltwright.users.api.Authorizer;
import io.voltwright.users.api.Biller;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StationAuthorityTest {

    static final EvseId LEFT = new EvseId("left");
    static final Actor ROOT = Actor.operator("root");
    static final IdToken CARD = IdToken.card("04A2B3C4D5E6F7");
    static final Duration DEADLINE = Duration.ofSeconds(10);
    static final Biller ACME = Biller.backend("acme");

    static final TestStore STORE = TestStore.inMemory();

    final VirtualTime time = new VirtualTime();
    final Backend acme = new Backend();
    TestStore store = STORE;
    SiteTokens tokens;
    StationAuthority authority;
    MemoryJournal journal;

    @BeforeEach
    void open() {
        var rows = store.schema("users", StationAuthority.class);
        new AccountRows(rows).update("DELETE FROM USERS.TOKEN");
        journal = new MemoryJournal(rows);
        tokens = new SiteTokens(rows, journal, new FixedKeys(), time);
        authority = started();
    }

    @AfterEach
    void close() throws InterruptedException {
        authority.stop();
    }

    @AfterAll
    static void closeStore() {
        STORE.close();
    }

    @Test
    void whatStandsForATokenAndItsGroupIsWhatAnAuthorizationNames() throws Exception {
        add(CARD, Optional.of("pool"), Optional.empty(), Optional.empty());
        TokenRef unknown =
                authority.refer(IdToken.card("04FFEE01")).toCompletableFuture().get(60, TimeUnit.SECONDS);
        TokenRef ref = authority.refer(CARD).toCompletableFuture().get(60, TimeUnit.SECONDS);
        Authorization answer =
                authority.authorize(CARD, LEFT, DEADLINE).toCompletableFuture().get(60, TimeUnit.SECONDS);

        assertThat(answer.token()).isEqualTo(ref).isNotEqualTo(unknown);
        assertThat(answer.group()).contains(authority.referGroup(IdToken.card("Pool")));
    }

    @Test
    void anOwnTokenIsAcceptedWithItsGroupValidityAndBiller() {
        Instant until = time.instant().plus(Duration.ofDays(1));
        add(CARD, Optional.of("pool"), Optional.of(until), Optional.of(Biller.free()));

        Authorization answer = ask(CARD);

        assertThat(answer.accepted()).isTrue();
        assertThat(answer.validUntil()).hasValue(until);
        assertThat(answer.biller()).isEqualTo(Biller.free());
        assertThat(answer.decidedBy()).isEqualTo("local");
        add(IdToken.card("0011223344"), Optional.of("POOL"), Optional.empty(), Optional.empty());
        assertThat(ask(IdToken.card("0011223344")).group())
                .isEqualTo(answer.group())
                .isPresent();
        assertThat(acme.asked).isEmpty();
    }

    @Test
    void anOwnTokenExpires() {
        add(CARD, Optional.empty(), Optional.of(time.instant().plus(Duration.ofHours(1))), Optional.empty());
        assertThat(ask(CARD).verdict()).isEqualTo(Verdict.ACCEPTED);

        time.pass(Duration.ofHours(1));

        assertThat(ask(CARD).verdict()).isEqualTo(Verdict.EXPIRED);
    }

    @Test
    void aBlockedTokenIsRefusedWhateverABackEndSays() {
        assertThat(tokens.block(CARD, true, ROOT).isDone()).isTrue();

        assertThat(ask(CARD).verdict()).isEqualTo(Verdict.BLOCKED);
        assertThat(await(authority.authorizeFor("acme", CARD, LEFT, DEADLINE)).verdict())
                .isEqualTo(Verdict.BLOCKED);
        assertThat(acme.asked).isEmpty();
    }

    @Test
    void unblockingATokenThatWasNeverAddedDoesNotAddIt() {
        authority.removeAuthorizer(acme);
        tokens.block(CARD, true, ROOT);
        tokens.block(CARD, false, ROOT);

        assertThat(ask(CARD).accepted()).isFalse();
        assertThat(tokens.tokens()).isEmpty();
    }

    @Test
    void anUnknownTokenHasOneReferenceForEverThatTheWireCanTurnBack() {
        acme.says(Verdict.UNKNOWN);
        TokenRef first = ask(CARD).token();

        assertThat(ask(IdToken.card("04:a2:b3:c4:d5:e6:f7")).token()).isEqualTo(first);
        assertThat(authority.reveal(first)).hasValue(CARD);
        add(CARD, Optional.empty(), Optional.empty(), Optional.empty());
        assertThat(ask(CARD).token()).isEqualTo(first);
        assertThat(authority.reveal(new TokenRef("t-none"))).isEmpty();
    }

    @Test
    void theBackEndOfTheRouteDecidesOnUnknownTokensAndBillsThem() {
        acme.says(Verdict.ACCEPTED);

        Authorization answer = ask(CARD);

        assertThat(answer.accepted()).isTrue();
        assertThat(answer.biller()).isEqualTo(ACME);
        assertThat(answer.decidedBy()).isEqualTo("acme");
        assertThat(answer.group()).isPresent();
        assertThat(answer.token()).isNotEqualTo(new TokenRef("x"));
    }

    @Test
    void withoutARouteAnUnknownTokenIsUnknown() {
        assertThat(await(authority.authorize(CARD, new EvseId("other"), DEADLINE))
                        .verdict())
                .isEqualTo(Verdict.UNKNOWN);
        assertThat(acme.asked).isEmpty();
    }

    @Test
    @DisplayName("a late acceptance is discarded: the deadline has answered UNKNOWN")
    void aLateAcceptanceIsDiscarded() {
        CompletionStage<Authorization> answer = authority.authorize(CARD, LEFT, DEADLINE);
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> acme.asked.size() == 1);

        time.pass(DEADLINE);
        assertThat(await(answer).verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(await(answer).decidedBy()).isEqualTo("deadline");

        acme.pending.get(0).complete(accepted());
        assertThat(await(answer).accepted()).isFalse();
    }

    @Test
    void aBackEndThatFailsCountsAsAway() {
        acme.fails = true;

        assertThat(ask(CARD).decidedBy()).isEqualTo("acme is away");
    }

    @Test
    @DisplayName("what a back end decided from its list or cache says so, and is its session all the same")
    void whatWasDecidedInItsNameSaysSo() {
        acme.says(Verdict.ACCEPTED);
        acme.source = "cache";
        acme.reachable = false;

        assertThat(ask(CARD).decidedBy()).isEqualTo("acme: cache");
        assertThat(ask(CARD).biller()).isEqualTo(ACME);
    }

    @Test
    void whatABackEndAuthorisesWithoutBillingTheSiteBills() {
        acme.says(Verdict.ACCEPTED);
        acme.bills = false;

        assertThat(ask(CARD).biller()).isEqualTo(Biller.local());
        assertThat(ask(CARD).decidedBy()).isEqualTo("acme");
    }

    @Test
    @DisplayName("an own token whose group has a route is the back end's to decide on, and the site's while it is away")
    void aGroupIsRouted() throws InterruptedException {
        authority.stop();
        authority = started("group:fleet = acme", "*=zeta");
        add(CARD, Optional.of("Fleet"), Optional.empty(), Optional.empty());
        acme.says(Verdict.BLOCKED);
        assertThat(ask(CARD).verdict()).isEqualTo(Verdict.BLOCKED);

        acme.fails = true;
        assertThat(ask(CARD).decidedBy()).isEqualTo("local");
        assertThat(ask(CARD).biller()).isEqualTo(Biller.local());
        IdToken other = IdToken.card("0011223344");
        add(other, Optional.empty(), Optional.empty(), Optional.empty());
        assertThat(ask(other).decidedBy())
                .describedAs("other rules are not for the site's own")
                .isEqualTo("local");
    }

    @Test
    void theGroupThatIsRememberedOfATokenGoesWithARemoteStart() {
        acme.known = Optional.of(accepted());
        acme.says(Verdict.ACCEPTED);

        assertThat(await(authority.authorizeFor("acme", CARD, LEFT, DEADLINE)).group())
                .isPresent()
                .isEqualTo(ask(CARD).group());
    }

    @Test
    void aBackEndThatStartsItselfIsTheBillerAndIsNotAsked() {
        Authorization answer = await(authority.authorizeFor("acme", CARD, LEFT, DEADLINE));

        assertThat(answer.accepted()).isTrue();
        assertThat(answer.biller()).isEqualTo(ACME);
        assertThat(acme.asked).isEmpty();
    }

    @Test
    void whatIsOpenWhenItStopsIsRefused() throws InterruptedException {
        CompletionStage<Authorization> answer = authority.authorize(CARD, LEFT, DEADLINE);
        authority.stop();

        assertThat(await(answer).accepted()).isFalse();
    }

    @Test
    void aStoreThatFailsRefuses() throws InterruptedException {
        authority.stop();
        store = TestStore.inMemory();
        store.schema("users", StationAuthority.class);
        authority = started();
        store.close();

        assertThat(ask(CARD).verdict()).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void tokensThatWereOnlySeenAreErasedInTime() {
        acme.says(Verdict.UNKNOWN);
        TokenRef seen = ask(CARD).token();
        add(IdToken.card("0011223344"), Optional.empty(), Optional.empty(), Optional.empty());
        TokenRef own = ask(IdToken.card("0011223344")).token();

        time.pass(Duration.ofDays(32));
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> authority.reveal(seen).isEmpty());

        assertThat(authority.reveal(own)).isPresent();
    }

    @Test
    @DisplayName("trust 1.2, abuse case 52: a token is in no log, no fact and, on disk, in no file")
    void aTokenIsNowhereInClear(@TempDir Path folder) throws Exception {
        List<String> logged = Collections.synchronizedList(new ArrayList<>());
        Handler handler = collecting(logged);
        Logger root = Logger.getLogger("");
        root.addHandler(handler);
        try (TestStore disk = TestStore.onDisk(folder.resolve("db"))) {
            var rows = disk.schema("users", StationAuthority.class);
            MemoryJournal facts = new MemoryJournal(rows);
            SiteTokens own = new SiteTokens(rows, facts, new FixedKeys(), time);
            StationAuthority other = started(new TokenRows(rows, new FixedKeys()), List.of("le*=acme"));
            other.addAuthorizer(acme);
            own.add(CARD, "Planted Label", Optional.empty(), Optional.empty(), Optional.empty(), ROOT);
            acme.fails = true;
            await(other.authorize(IdToken.card("PLANTED0TOKEN1"), LEFT, DEADLINE));
            await(other.authorize(CARD, LEFT, DEADLINE));
            other.stop();
            assertThat(facts.read(0, 100).toString())
                    .doesNotContain(CARD.value())
                    .doesNotContain("Planted");
        } finally {
            root.removeHandler(handler);
        }
        assertThat(logged.toString()).doesNotContain("PLANTED0TOKEN1").doesNotContain(CARD.value());
        try (var files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                String wide = new String(Files.readAllBytes(file), StandardCharsets.UTF_16BE);
                for (String canary : List.of("PLANTED0TOKEN1", CARD.value(), "Planted Label")) {
                    assertThat(content.contains(canary) || wide.contains(canary))
                            .describedAs("%s in %s", canary, file)
                            .isFalse();
                }
            }
        }
    }

    static Handler collecting(List<String> logged) {
        return new Handler() {
            @Override
            public void publish(LogRecord line) {
                logged.add(line.getMessage() + " " + line.getThrown());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }

    void add(IdToken token, Optional<String> group, Optional<Instant> until, Optional<Biller> biller) {
        assertThat(tokens.add(token, "", group, until, biller, ROOT).isDone()).isTrue();
    }

    Authorization ask(IdToken token) {
        return await(authority.authorize(token, LEFT, DEADLINE));
    }

    static Authorization await(CompletionStage<Authorization> answer) {
        return answer.toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
    }

    StationAuthority started(String... routes) {
        StationAuthority started = started(
                new TokenRows(store.connections(), new FixedKeys()),
                routes.length == 0 ? List.of("le*=acme") : List.of(routes));
        started.addAuthorizer(acme);
        return started;
    }

    StationAuthority started(TokenRows rows, List<String> routes) {
        var policy = new StationAuthority.Policy(new RouteRules(routes), Biller.local(), Duration.ofDays(30));
        StationAuthority started = new StationAuthority(rows, time, time, policy);
        started.start();
        return started;
    }

    static Authorizer.Answer accepted() {
        return new Authorizer.Answer(Verdict.ACCEPTED, Optional.of(IdToken.card("PARENT")), Optional.empty(), "");
    }

    /** A back end that a test answers for. */
    static final class Backend implements Authorizer {

        final List<IdToken> asked = Collections.synchronizedList(new ArrayList<>());
        final List<CompletableFuture<Answer>> pending = Collections.synchronizedList(new ArrayList<>());
        volatile boolean reachable = true;
        volatile boolean fails;
        volatile boolean bills = true;
        volatile String source = "";
        volatile Optional<Answer> known = Optional.empty();
        private volatile Optional<Verdict> verdict = Optional.empty();

        void says(Verdict answer) {
            verdict = Optional.of(answer);
        }

        @Override
        public String backend() {
            return "acme";
        }

        @Override
        public boolean reachable() {
            return reachable;
        }

        @Override
        public CompletionStage<Answer> ask(IdToken token, EvseId evse) {
            CompletableFuture<Answer> answer = new CompletableFuture<>();
            pending.add(answer);
            asked.add(token);
            if (fails) {
                answer.completeExceptionally(new java.io.IOException("line is down"));
            }
            verdict.map(said -> new Answer(said, accepted().group(), Optional.empty(), source))
                    .ifPresent(answer::complete);
            return answer;
        }

        @Override
        public boolean bills() {
            return bills;
        }

        @Override
        public CompletionStage<Optional<Answer>> recall(IdToken token) {
            return CompletableFuture.completedFuture(known);
        }
    }
}
