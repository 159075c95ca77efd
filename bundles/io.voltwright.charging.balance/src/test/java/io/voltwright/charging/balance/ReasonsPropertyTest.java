package io.voltwright.charging.balance;

import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.EvseId;
import io.voltwright.charging.api.PowerPolicy.Demand;
import io.voltwright.charging.api.PowerPolicy.Limit;
import io.voltwright.charging.api.PowerPolicy.Problem;
import io.voltwright.charging.api.PowerPolicy.Share;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** 4.2.10: whatever the site, each share says in one sentence what holds it, and that is what does hold it. */
class ReasonsPropertyTest {

    private static final Pattern FULL = Pattern.compile(
            "(L[123]) of (\\S+?)(?: \\(limited by (.+?)\\))? is full(?:; (\\d+) cars share it)?(?:; .* is set aside .*)?");
    private static final Pattern LESS = Pattern.compile(
            "(L[123]) of (\\S+?)(?: \\(limited by (.+?)\\))? allows (\\S+ A), less than the (\\S+ A) it needs");
    private static final Pattern WAITS =
            Pattern.compile("waits for (\\S+), (?:next in line|1 car before it|\\d+ cars before it)");
    private static final Pattern USED = Pattern.compile("capped by (.+)|all it can use");
    private static final Pattern NOTHING = Pattern.compile("wants nothing|can use only .*|capped by .*");
    private static final Pattern PLACE = Pattern.compile("(?:waits for )?(L[123] of \\S+?)(?: is full.*|, .*|;.*|)");

    private final FairShare policy = new FairShare(Duration.ofMinutes(15));
    private final long seed = Long.getLong("voltwright.seed", System.nanoTime());

    @Test
    @DisplayName(
            "4.2.10: a share names the line that is full, who limits it, and how many share it; or what else bounds it")
    void theSentenceNamesWhatBinds() {
        int[] seen = new int[4];
        for (int run = 0; run < FairSharePropertyTest.RUNS; run++) {
            Random random = new Random(seed + run);
            Problem asked = FairSharePropertyTest.random(random, run % 2 == 0);
            Problem problem = new Problem(owned(random, asked.grid()), asked.demands());
            Map<EvseId, Share> shares = policy.share(problem);
            for (Demand demand : problem.demands()) {
                Share share = Objects.requireNonNull(shares.get(demand.evse()));
                String at = "seed " + (seed + run) + ": " + demand.evse() + ": " + share.reason();
                assertThat(share.reason()).as(at).startsWith(share.current() + ": ");
                seen[judge(at, problem, demand, shares, said(share))]++;
            }
        }
        assertThat(seen).as("full, at its most, waiting, without use").doesNotContain(0);
    }

    private static String said(Share share) {
        return share.reason().substring(share.current().toString().length() + 2);
    }

    private static int judge(String at, Problem problem, Demand demand, Map<EvseId, Share> shares, String said) {
        if (Row.current(shares, demand) == 0) {
            return judgeNothing(at, problem, demand, shares, said);
        }
        int share = Row.current(shares, demand);
        int most = demand.most().milliamperes();
        int next = Ladder.of(demand).next(share, Row.PIECE, most);
        Matcher full = FULL.matcher(said);
        if (full.matches()) {
            Row row = row(problem, full.group(2) + full.group(1));
            assertThat(row.loads(demand)).as(at).isTrue();
            assertThat(row.hasNoRoom(demand, next - share, shares)).as(at).isTrue();
            assertThat(full.group(3)).as(at).isEqualTo(owner(problem, full.group(2)));
            long sharing = row.below().stream()
                    .filter(other -> Row.current(shares, other) > 0)
                    .count();
            assertThat(full.group(4)).as(at).isEqualTo(sharing > 1 ? "" + sharing : null);
            return 0;
        }
        Matcher used = USED.matcher(said);
        assertThat(used.matches()).as(at).isTrue();
        assertThat(next).as(at + " although it could have more").isEqualTo(share);
        assertThat(used.group(1)).as(at).isEqualTo(demand.cap().orElse(null));
        return 1;
    }

    private static int judgeNothing(String at, Problem problem, Demand demand, Map<EvseId, Share> shares, String said) {
        Matcher less = LESS.matcher(said);
        Matcher waits = WAITS.matcher(said);
        if (less.matches()) {
            Row row = row(problem, less.group(2) + less.group(1));
            assertThat(row.loads(demand)).as(at).isTrue();
            assertThat(row.available()).as(at).isLessThan(demand.least().milliamperes());
            assertThat(less.group(4))
                    .as(at)
                    .isEqualTo(Current.milliamperes((int) row.available()).toString());
            assertThat(less.group(5)).as(at).isEqualTo(demand.least().toString());
            return 2;
        }
        if (waits.matches()) {
            boolean reserves =
                    problem.demands().stream().anyMatch(d -> d.reserved().isPositive());
            assertThat(Row.all(problem).stream()
                            .filter(row -> row.name().matches(Pattern.quote(waits.group(1)) + "L[123]"))
                            .anyMatch(row -> row.loads(demand) && (reserves || row.isFullAtMinima(shares, demand))))
                    .as(at)
                    .isTrue();
            return 2;
        }
        assertThat(NOTHING.matcher(said).matches()).as(at).isTrue();
        assertThat(demand.least().exceeds(demand.most()) || demand.most().isZero())
                .as(at)
                .isTrue();
        return 3;
    }

    @Test
    @DisplayName(
            "4.2.10: behind transformers and by departure too: one piece more would be too much for the line it names")
    void theLineThatIsNamedIsFull() {
        int named = 0;
        for (int run = 0; run < MixedSharePropertyTest.RUNS; run++) {
            Problem problem = MixedSharePropertyTest.random(new Random(seed + run));
            Map<EvseId, Share> shares = policy.share(problem);
            for (Demand demand : problem.demands()) {
                Share share = Objects.requireNonNull(shares.get(demand.evse()));
                assertThat(share.reason()).startsWith(share.current() + ": ");
                Matcher place = PLACE.matcher(said(share));
                if (place.matches()) {
                    named++;
                    String at = "seed " + (seed + run) + ": " + demand + ": " + share.reason();
                    assertFull(at, problem, demand, shares, place.group(1));
                }
            }
        }
        assertThat(named).isPositive();
    }

    private static void assertFull(String at, Problem problem, Demand demand, Map<EvseId, Share> shares, String place) {
        int share = Row.current(shares, demand);
        int step = Math.max(Row.PIECE, demand.step().milliamperes());
        int more = share == 0 ? demand.least().milliamperes() : share + step;
        Map<EvseId, Double> draws = MixedSharePropertyTest.mayDraw(problem, shares);
        draws.merge(demand.evse(), more / 1000.0, Math::max);
        AtomicBoolean full = new AtomicBoolean();
        MixedSharePropertyTest.visit(problem, draws, (where, limit, now, reserved) -> {
            boolean over = now > limit - MixedSharePropertyTest.CLOSE || reserved > limit;
            full.set(full.get() || (where.equals(place) && over));
        });
        assertThat(full).as(at).isTrue();
    }

    private static Limit owned(Random random, Limit limit) {
        return new Limit(
                limit.node(),
                limit.available(),
                random.nextBoolean() ? "fuse" : "dso until 20:00",
                limit.evses(),
                limit.children().stream().map(child -> owned(random, child)).toList());
    }

    private static @org.jspecify.annotations.Nullable String owner(Problem problem, String node) {
        return nodes(problem.grid())
                .filter(each -> each.node().equals(node))
                .map(Limit::why)
                .filter(why -> !why.equals("fuse"))
                .findFirst()
                .orElse(null);
    }

    private static Stream<Limit> nodes(Limit node) {
        return Stream.concat(Stream.of(node), node.children().stream().flatMap(ReasonsPropertyTest::nodes));
    }

    private static Row row(Problem problem, String name) {
        List<Row> rows =
                Row.all(problem).stream().filter(row -> row.name().equals(name)).toList();
        assertThat(rows).as(name).isNotEmpty();
        return rows.get(0);
    }
}
