package io.voltwright.field.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The driver suite against slaves by other authors, whose codec is not ours: eight piles on four kinds of wire. They mostly wait, so all
 * run at the same time.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForeignPileTest {

    private final ExecutorService runners = Executors.newCachedThreadPool();
    private final Map<String, Future<Optional<String>>> running = new ConcurrentHashMap<>();

    @BeforeAll
    void begin(@TempDir Path folder) throws Exception {
        for (ForeignPile pile : ForeignPile.all()) {
            Path own = Files.createDirectory(folder.resolve(pile.profile()));
            running.put(pile.profile(), runners.submit(() -> suite(pile, own)));
        }
    }

    @AfterAll
    void end() throws InterruptedException {
        runners.shutdownNow();
        assertThat(runners.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }

    static Stream<ForeignPile> piles() {
        return ForeignPile.all().stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("piles")
    @DisplayName(
            "R34, R4, R35, R37: identified, armed, raised, lowered, fed, lost and found, switched off, its fault told")
    void theDriverSuite(ForeignPile pile) throws Exception {
        Optional<String> missing =
                Objects.requireNonNull(running.get(pile.profile())).get(15, TimeUnit.MINUTES);
        assumeTrue(missing.isEmpty(), () -> missing.orElse("") + " is not installed");
    }

    /**
     * @return what is not installed
     */
    private static Optional<String> suite(ForeignPile pile, Path folder) throws Exception {
        ForeignYard yard = new ForeignYard(pile, folder);
        try {
            Optional<String> missing = yard.start(pile.empty().get());
            if (missing.isPresent()) {
                return missing;
            }
            isFoundAndArmed(yard, pile);
            isRaisedAndLowered(yard, pile);
            isLostAndFound(yard, pile);
            isFed(yard, pile);
            isSwitchedOff(yard, pile);
            tellsItsFault(yard, pile);
            return Optional.empty();
        } finally {
            yard.end();
        }
    }

    private static void isFoundAndArmed(ForeignYard yard, ForeignPile pile) {
        yard.awaitGood();
        assertThat(yard.pile().abilities().model()).isEqualTo(pile.model());
        yard.awaitState("A");
        // With 0 A as long as nobody may charge, where falling to it could switch it on.
        pile.failSafe().stream().skip(1).forEach(write -> armed(yard, write));
        assertThat(yard.slave().written(pile.set()))
                .as("R38: nothing is switched on unasked")
                .doesNotContain(pile.word().apply(16));
    }

    private static void armed(ForeignYard yard, List<Integer> write) {
        await("R34: armed at " + write.get(0))
                .atMost(60, TimeUnit.SECONDS)
                .until(() -> yard.slave().written(write.get(0)).contains(write.get(1)));
    }

    private static void isRaisedAndLowered(ForeignYard yard, ForeignPile pile) throws Exception {
        yard.put(pile.plugged().get());
        yard.awaitState("B");
        yard.offered(16);
        pile.failSafe().forEach(write -> armed(yard, write));
        yard.put(pile.charging().apply(16));
        yard.awaitState("C");
        yard.awaitCurrent(16);
        pile.wattHours().ifPresent(yard::awaitRegister);

        yard.put(pile.charging().apply(10));
        yard.offered(10);
        var raise = yard.offer(14);
        yard.put(pile.charging().apply(8));
        yard.offered(8);
        await("R4: the raise is over, done or overtaken")
                .atMost(60, TimeUnit.SECONDS)
                .until(raise::isDone);
        // What it was asked is known here a little after its answer.
        await().atMost(60, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(yard.slave().written(pile.set()))
                        .containsSubsequence(
                                pile.word().apply(16),
                                pile.word().apply(10),
                                pile.word().apply(8))
                        .endsWith(pile.word().apply(8)));
    }

    private static void isLostAndFound(ForeignYard yard, ForeignPile pile) throws Exception {
        yard.slave().close();
        yard.awaitLost();
        assertThat(yard.pile().status().armed()).isFalse();
        assertThat(yard.pile().status().currents()).as("nothing stale counts").isEmpty();

        assertThat(yard.start(pile.empty().get())).isEmpty();
        yard.put(pile.charging().apply(8));
        yard.awaitGood();
        pile.failSafe().forEach(write -> armed(yard, write));
        await().atMost(60, TimeUnit.SECONDS)
                .until(() ->
                        yard.slave().written(pile.set()).contains(pile.word().apply(8)));
    }

    private static void isFed(ForeignYard yard, ForeignPile pile) {
        pile.fed().ifPresent(register -> {
            int before = yard.slave().written(register).size();
            await().atMost(60, TimeUnit.SECONDS)
                    .until(() -> yard.slave().written(register).size() > before + 1);
        });
    }

    private static void isSwitchedOff(ForeignYard yard, ForeignPile pile) throws Exception {
        yard.put(pile.plugged().get());
        yard.offered(0);
        await().atMost(60, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(yard.slave().written(pile.off().get(0)))
                        .endsWith(pile.off().get(1)));
    }

    private static void tellsItsFault(ForeignYard yard, ForeignPile pile) throws Exception {
        yard.put(pile.broken().get());
        await().atMost(60, TimeUnit.SECONDS).until(() -> yard.pile()
                .status()
                .fault()
                .filter(fault -> fault.code().equals(pile.fault()))
                .isPresent());
    }
}
