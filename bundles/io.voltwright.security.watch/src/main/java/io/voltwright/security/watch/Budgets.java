package io.voltwright.security.watch;

import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Token buckets per listener and peer; what a peer does not use refills, up to the burst. */
final class Budgets {

    /**
     * What a peer may do at a listener.
     *
     * @param burst at once
     * @param perMinute in the long run
     */
    record Budget(int burst, int perMinute) {}

    private record Bucket(double left, Duration at) {}

    private static final int MOST_PEERS = 20_000;
    private static final Budget OTHERS = new Budget(60, 120);

    private final Map<String, Budget> budgets;
    private final Supplier<Duration> sinceBoot;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true);

    Budgets(Map<String, Budget> budgets, Supplier<Duration> sinceBoot) {
        this.budgets = Map.copyOf(budgets);
        this.sinceBoot = sinceBoot;
    }

    /**
     * Reads settings.
     *
     * @param texts as {@code ssh=60/120}: burst and refill per minute
     * @throws IllegalArgumentException if one is not of that form
     */
    static Map<String, Budget> of(List<String> texts) {
        Map<String, Budget> budgets = new HashMap<>();
        for (String text : texts) {
            String setting = text.strip();
            if (!setting.matches("[a-z0-9-]{1,20}=[1-9]\\d{0,6}/[1-9]\\d{0,6}")) {
                throw new IllegalArgumentException("io.voltwright.security.watch: budgets '" + setting
                        + "' is not LISTENER=BURST/PER_MINUTE, as ssh=60/120");
            }
            int equals = setting.indexOf('=');
            int slash = setting.indexOf('/');
            budgets.put(
                    setting.substring(0, equals),
                    new Budget(
                            Integer.parseInt(setting, equals + 1, slash, 10),
                            Integer.parseInt(setting, slash + 1, setting.length(), 10)));
        }
        return budgets;
    }

    /** Takes one from the budget, if something is left. */
    synchronized boolean take(String listener, String peer) {
        Budget budget = budgets.getOrDefault(listener, OTHERS);
        Duration now = sinceBoot.get();
        String key = listener + " " + peer;
        Bucket before = buckets.getOrDefault(key, new Bucket(budget.burst(), now));
        double refilled = now.minus(before.at()).toMillis() * (double) budget.perMinute() / 60_000;
        double left = Math.min(budget.burst(), before.left() + refilled);
        boolean taken = left >= 1;
        buckets.put(key, new Bucket(taken ? left - 1 : left, now));
        if (buckets.size() > MOST_PEERS) {
            Iterator<String> oldest = buckets.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        return taken;
    }
}
