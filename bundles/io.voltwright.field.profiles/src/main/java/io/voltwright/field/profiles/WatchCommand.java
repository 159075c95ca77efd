package io.voltwright.field.profiles;

import io.voltwright.base.api.Lane;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** {@code profile:watch} shows the values of a device as they change. */
@Service
@Command(
        scope = "profile",
        name = "watch",
        description = "Shows the values of a device as they change; reads only",
        detailedDescription =
                """
                Reads all points of the profile again and again and prints what changed; ends after the given time or with Ctrl-C.

                Example:

                    profile:watch --seconds 30 --unit 255 tcp:192.168.1.20 keba-kecontact-p30""")
public final class WatchCommand extends VisitCommand {

    private static final Duration PAUSE = Duration.ofSeconds(1);

    @Option(name = "--seconds", description = "How long; a minute if left out")
    int seconds = 60;

    @Override
    void visit(DeviceProfile profile, Visitor visitor) throws IOException {
        visitor.identify();
        if (!visitor.accepted()) {
            System.out.println("It is not a " + profile.id() + "; see profile:probe");
            return;
        }
        Duration start = Objects.requireNonNull(time).sinceBoot();
        Map<String, String> known = new TreeMap<>();
        do {
            Map<String, String> values = new TreeMap<>(visitor.readAll());
            values.put("(state)", visitor.state());
            Duration at = Objects.requireNonNull(time).sinceBoot().minus(start);
            values.forEach((point, value) -> {
                if (!value.equals(known.put(point, value))) {
                    System.out.printf("%6.1f s  %-24s %s%n", at.toMillis() / 1000.0, point, value);
                }
            });
        } while (Objects.requireNonNull(time).sinceBoot().minus(start).toSeconds() < seconds && paused());
    }

    /**
     * @return false if the user ended it
     */
    private boolean paused() {
        CountDownLatch over = new CountDownLatch(1);
        Lane lane = Objects.requireNonNull(lanes).open("watch");
        try {
            lane.after(PAUSE, over::countDown);
            over.await();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lane.close();
        }
    }
}
