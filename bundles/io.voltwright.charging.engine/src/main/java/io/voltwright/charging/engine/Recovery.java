package io.voltwright.charging.engine;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Lane;
import io.voltwright.base.api.Moment;
import io.voltwright.base.api.Outcome;
import io.voltwright.charging.api.ChargingFact;
import io.voltwright.charging.api.ChargingFact.StationRecovered;
import io.voltwright.charging.api.ChargingFact.SupplyChanged;
import io.voltwright.charging.api.RecoveryReport;
import io.voltwright.charging.api.RecoveryReport.Action;
import io.voltwright.charging.api.RecoveryReport.Cause;
import io.voltwright.charging.api.RecoveryReport.Finding;
import io.voltwright.journal.api.Effects;
import io.voltwright.journal.api.Journal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells a loss of power from a crash, a swap and an upgrade, and says what became of the sessions that were open. */
final class Recovery {

    static final String BOOT = "os.boot";
    static final String PROCESS = "process";
    static final String CLEAN = "stop.clean";
    static final String FAILS = "supply.fails";

    /** Piles that have not answered by then are told of as waiting. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration GOODBYE = Duration.ofSeconds(2);
    private static final Logger log = LoggerFactory.getLogger(Recovery.class);

    private final Lane lane;
    private final Station station;
    private final Host host;
    private final Map<EvseId, Finding> findings = new TreeMap<>();
    private volatile @Nullable RecoveryReport report;
    private volatile boolean failing;
    private EvseId grid = new EvseId("grid");
    private boolean kept;
    private boolean told;

    /**
     * @param host what charging runs in; a crash of ours does not change its boot
     */
    Recovery(Lane lane, Station station, Host host) {
        this.lane = lane;
        this.station = station;
        this.host = host;
    }

    /** The rows are there; on the site's lane. */
    void read(Stored rows) {
        rows.sessions().values().forEach(row -> {
            boolean started = row.started().isPresent();
            findings.put(
                    row.evse(),
                    new Finding(
                            row.evse(),
                            row.id(),
                            started ? Action.WAITING : Action.NOT_STARTED,
                            started ? "waits for its pile" : row.grant().isPresent() ? "authorised" : "plugged"));
        });
        Moment now = station.time().moment();
        report = new RecoveryReport(cause(rows.words()), now, away(rows, now), List.copyOf(findings.values()));
    }

    private Cause cause(Map<String, String> words) {
        String boot = words.get(BOOT);
        boolean clean = words.containsKey(CLEAN);
        if (words.containsKey(FAILS)) {
            return Cause.POWER_LOSS;
        }
        if (boot == null) {
            return Cause.FIRST_START;
        }
        if (host.boot().isEmpty() || boot.isEmpty() || boot.equals(host.boot())) {
            // In one process it cannot have crashed: the journal was swapped with it, and went before it could sign
            // off.
            return clean || host.sameProcess(words.getOrDefault(PROCESS, "")) ? Cause.RESTART : Cause.CRASH;
        }
        return clean ? Cause.REBOOT : Cause.POWER_LOSS;
    }

    private static Optional<Duration> away(Stored rows, Moment now) {
        Optional<Moment> left = Optional.ofNullable(rows.words().get(CLEAN)).map(MomentText::parse);
        Optional<Duration> since = left.map(moment -> MomentText.between(moment, now));
        return since.or(() -> rows.sessions().values().stream()
                .flatMap(row -> row.last().stream())
                .map(last -> MomentText.between(last.requested(), now))
                .min(Duration::compareTo));
    }

    /** Whether the machine was without power since the rows were written. */
    boolean powerLost() {
        RecoveryReport known = report;
        return known != null && known.cause() == Cause.POWER_LOSS;
    }

    boolean failing() {
        return failing;
    }

    Optional<RecoveryReport> report() {
        return Optional.ofNullable(report);
    }

    void grid(EvseId name) {
        grid = name;
    }

    /** What became of a session; from any lane. */
    void found(Finding finding) {
        lane.execute(() -> {
            RecoveryReport known = report;
            if (known != null && findings.containsKey(finding.evse())) {
                findings.put(finding.evse(), finding);
                report = new RecoveryReport(
                        known.cause(), known.started(), known.away(), List.copyOf(findings.values()));
            }
        });
    }

    // --- each second ---

    void tick() {
        RecoveryReport known = report;
        Optional<Journal> journal = station.journal().filter(Journal::accepting);
        if (known == null || journal.isEmpty()) {
            return;
        }
        if (!kept && !failing) {
            kept = true;
            Effects words = Rows.word(BOOT, host.boot())
                    .then(Rows.word(PROCESS, host.process()))
                    .then(Rows.noWord(CLEAN))
                    .then(Rows.noWord(FAILS));
            journal.orElseThrow()
                    .append(List.of(), words)
                    .whenComplete((positions, failure) -> lane.execute(() -> kept = failure == null));
        }
        boolean late =
                MomentText.between(known.started(), station.time().moment()).compareTo(PATIENCE) >= 0;
        boolean nothing = known.cause() == Cause.FIRST_START && findings.isEmpty();
        if (!told && !nothing && (late || count(Action.WAITING) == 0)) {
            told = true;
            tell(known, journal.orElseThrow());
        }
    }

    private void tell(RecoveryReport known, Journal journal) {
        String lines = findings.values().stream()
                .map(finding ->
                        finding.evse() + " " + finding.session() + ": " + finding.action() + ", " + finding.found())
                .collect(Collectors.joining("\n"));
        if (!findings.isEmpty()) {
            log.info("after {}: {} sessions were open\n{}", known.cause(), findings.size(), lines);
        }
        StationRecovered fact = new StationRecovered(
                grid, known.cause(), count(Action.RESUMED), count(Action.STOPPED), count(Action.WAITING), lines);
        append(journal, fact, Effects.NONE).whenComplete((positions, failure) -> {
            if (failure != null) {
                lane.execute(() -> told = false);
            }
        });
    }

    private int count(Action action) {
        return Math.toIntExact(findings.values().stream()
                .filter(finding -> finding.action() == action)
                .count());
    }

    private CompletionStage<List<Long>> append(Journal journal, ChargingFact fact, Effects effects) {
        return journal.append(List.of(Notes.fact(fact, null, station.time().moment())), effects);
    }

    // --- the supply ---

    /**
     * @param flushed done when each session's rows are on disk
     */
    CompletableFuture<Outcome> powerFailing(Actor by, CompletableFuture<?> flushed) {
        failing = true;
        log.warn("the supply fails, says {}: nothing is started or raised until it is back", by);
        String now = MomentText.of(station.time().moment());
        return supply(by, true, Rows.word(FAILS, now))
                .thenCombine(flushed, (outcome, nothing) -> outcome)
                .exceptionally(failure -> Outcome.refused("not all is on disk: " + failure.getMessage()));
    }

    CompletableFuture<Outcome> powerReturned(Actor by) {
        failing = false;
        log.info("the supply is back, says {}", by);
        return supply(by, false, Rows.noWord(FAILS));
    }

    private CompletableFuture<Outcome> supply(Actor by, boolean fails, Effects word) {
        Optional<Journal> journal = station.journal().filter(Journal::accepting);
        return journal.isEmpty()
                ? CompletableFuture.completedFuture(Outcome.refused("the journal takes no facts now"))
                : append(journal.orElseThrow(), new SupplyChanged(grid, fails, by.toString()), word)
                        .thenApply(positions -> Outcome.done())
                        .exceptionally(failure -> Outcome.refused("the journal did not take it: " + failure))
                        .toCompletableFuture();
    }

    /** Writes down that charging was stopped in order; waits for the disk, but not for long. */
    void goodbye() {
        Optional<Journal> journal = station.journal().filter(Journal::accepting);
        if (report == null || journal.isEmpty()) {
            return;
        }
        Effects clean = Rows.word(CLEAN, MomentText.of(station.time().moment()));
        try {
            journal.orElseThrow()
                    .append(List.of(), clean)
                    .toCompletableFuture()
                    .get(GOODBYE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            log.warn("that charging was stopped in order is not on disk; the next start takes it for a crash", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
