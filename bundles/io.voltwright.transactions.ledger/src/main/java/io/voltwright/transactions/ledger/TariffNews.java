package io.voltwright.transactions.ledger;

import io.voltwright.base.api.Actor;
import io.voltwright.security.api.Audit;
import io.voltwright.transactions.api.Tariff;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the audit of changes of tariffs; what it cannot hear yet waits. */
final class TariffNews {

    private static final Logger log = LoggerFactory.getLogger(TariffNews.class);
    private static final Actor BY = Actor.station("tariff-file");
    private static final int MOST = 100;
    private static final int SHORT = 12;

    private final Supplier<Optional<Audit>> audit;
    private final Deque<Audit.Event> waiting = new ArrayDeque<>();

    TariffNews(Supplier<Optional<Audit>> audit) {
        this.audit = audit;
    }

    /**
     * @param before as it was; empty where there was none
     * @param after as it is from now on; empty where it was withdrawn
     */
    void changed(String id, Optional<Tariff> before, Optional<Tariff> after) {
        add(
                id,
                before.map(TariffNews::text).orElse("none") + " -> "
                        + after.map(TariffNews::text).orElse("withdrawn"),
                false);
    }

    void refused(String file, String why) {
        add(file, "refused, the tariffs in force stay: " + why.lines().collect(Collectors.joining("; ")), true);
    }

    private synchronized void add(String object, String detail, boolean refused) {
        if (waiting.size() >= MOST) {
            log.warn("The audit is away for long; this change is not kept for it: {}", waiting.remove());
        }
        waiting.add(new Audit.Event(Audit.Kind.CONFIGURATION, BY, "local", object, detail, refused));
        flush();
    }

    /** Hands on what waits, where somebody listens. */
    synchronized void flush() {
        Optional<Audit> to = audit.get();
        while (to.isPresent() && !waiting.isEmpty()) {
            to.orElseThrow().record(waiting.remove()).exceptionally(failed -> {
                log.warn("The change of a tariff was not audited: {}", failed.getMessage());
                return null;
            });
        }
    }

    /** As {@code EUR ENERGY 0.49 (19 %), FLAT 0.35 (19 %), form 1f2e3d4c5b6a}. */
    private static String text(Tariff tariff) {
        String prices = tariff.elements().stream()
                .flatMap(element -> element.components().stream())
                .map(price -> price.dimension() + " " + price.price().toPlainString() + " ("
                        + price.vatPercent().toPlainString() + " %)")
                .collect(Collectors.joining(", "));
        return tariff.currency() + " " + prices + ", form "
                + Hash.of(TariffForm.write(tariff)).substring(0, SHORT);
    }
}
