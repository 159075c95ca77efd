package io.voltwright.users.directory;

import io.voltwright.base.api.Time;
import io.voltwright.security.api.UnbanListener;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * How long a login has to wait after failures: longer with each one, never for ever, and per origin, so that nobody can lock
 * out somebody else. Somebody let in again after a ban starts afresh.
 */
@Component(service = {LoginDelays.class, UnbanListener.class})
public final class LoginDelays implements UnbanListener {

    private static final int MOST_REMEMBERED = 10_000;
    private static final Duration LONGEST = Duration.ofMinutes(15);
    private static final Duration FORGOTTEN = Duration.ofHours(1);

    /** Failures without delay and failures with the longest delay. */
    private record Scale(int free, int most) {}

    private static final Scale ACCOUNT = new Scale(2, 10);
    private static final Scale ORIGIN = new Scale(5, 20);

    private record Failures(int count, Duration last) {}

    private final Time time;
    private final Map<String, Failures> failures = new LinkedHashMap<>(16, 0.75f, true);

    @Activate
    public LoginDelays(@Reference Time time) {
        this.time = time;
    }

    /** Zero if a try is looked at now. */
    synchronized Duration wait(String account, String origin) {
        Duration byAccount = wait(key(account, origin), ACCOUNT);
        Duration byOrigin = wait(origin, ORIGIN);
        return byAccount.compareTo(byOrigin) > 0 ? byAccount : byOrigin;
    }

    /** Counts a failure and says how long the next try has to wait. */
    synchronized Duration failed(String account, String origin) {
        count(key(account, origin));
        count(origin);
        return wait(account, origin);
    }

    /** Forgets the account's failures from there; the origin's stay, or one good account would wash them away. */
    synchronized void succeeded(String account, String origin) {
        failures.remove(key(account, origin));
    }

    @Override
    public synchronized void unbanned(Predicate<String> isPeer) {
        failures.keySet().removeIf(key -> isPeer.test(key.substring(key.indexOf('\n') + 1)));
    }

    private void count(String key) {
        Failures before = failures.get(key);
        int count = before == null || forgotten(before) ? 1 : before.count() + 1;
        failures.put(key, new Failures(count, time.sinceBoot()));
        Iterator<String> oldest = failures.keySet().iterator();
        if (failures.size() > MOST_REMEMBERED) {
            oldest.next();
            oldest.remove();
        }
    }

    private Duration wait(String key, Scale scale) {
        Failures known = failures.get(key);
        if (known == null || known.count() <= scale.free() || forgotten(known)) {
            return Duration.ZERO;
        }
        Duration delay = known.count() >= scale.most()
                ? LONGEST
                : Duration.ofSeconds(1L << Math.min(9, known.count() - scale.free() - 1));
        Duration left = known.last().plus(delay).minus(time.sinceBoot());
        return left.isNegative() ? Duration.ZERO : left;
    }

    private boolean forgotten(Failures known) {
        return time.sinceBoot().minus(known.last()).compareTo(FORGOTTEN) > 0;
    }

    private static String key(String account, String origin) {
        return account + "\n" + origin;
    }
}
