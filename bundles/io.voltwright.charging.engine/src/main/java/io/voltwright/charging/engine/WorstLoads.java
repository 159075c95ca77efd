package io.voltwright.charging.engine;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.Phase;
import io.voltwright.base.api.PhaseCurrents;
import io.voltwright.journal.api.Journal;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The worst load that each meter has shown, found again after a restart, so that a meter that is lost then is not taken for none (R39). */
final class WorstLoads {

    /** A rising load is not worth a write each second. */
    static final Duration PAUSE = Duration.ofSeconds(60);

    private static final String WORD = "worst.";
    private static final int NAME = 40;
    private static final Logger log = LoggerFactory.getLogger(WorstLoads.class);

    private final Supplier<Optional<Journal>> journal;
    private final Map<String, PhaseCurrents> kept = new ConcurrentHashMap<>();
    private final Map<String, Duration> written = new HashMap<>();

    WorstLoads(Supplier<Optional<Journal>> journal) {
        this.journal = journal;
    }

    /** What the station remembers. */
    void load(Map<String, String> words) {
        words.forEach((name, word) -> {
            if (name.startsWith(WORD)) {
                List<Current> lines = Arrays.stream(word.split(",", -1))
                        .map(text -> Current.milliamperes(Integer.parseInt(text)))
                        .toList();
                kept.put(name, new PhaseCurrents(lines.get(0), lines.get(1), lines.get(2)));
            }
        });
    }

    PhaseCurrents of(String node) {
        return kept.getOrDefault(word(node), PhaseCurrents.ZERO);
    }

    /** Each second: writes what is worse than what is kept. */
    void see(String node, PhaseCurrents worst, Duration now) {
        String word = word(node);
        Duration before = written.get(word);
        boolean soon = before != null && now.minus(before).compareTo(PAUSE) < 0;
        Optional<Journal> to = journal.get().filter(Journal::accepting);
        if (soon || to.isEmpty() || !exceeds(worst, of(node))) {
            return;
        }
        written.put(word, now);
        String text = worst.l1().milliamperes() + "," + worst.l2().milliamperes() + ","
                + worst.l3().milliamperes();
        to.orElseThrow().append(List.of(), Rows.word(word, text)).whenComplete((positions, failure) -> {
            if (failure == null) {
                kept.put(word, worst);
            } else {
                log.debug("the worst load of {} is not on disk", node, failure);
            }
        });
    }

    private static boolean exceeds(PhaseCurrents one, PhaseCurrents other) {
        return Arrays.stream(Phase.values()).anyMatch(phase -> one.on(phase).exceeds(other.on(phase)));
    }

    private static String word(String node) {
        String word = WORD + node;
        return word.length() <= NAME
                ? word
                : WORD + Integer.toHexString(node.hashCode()) + word.substring(word.length() - 25);
    }
}
