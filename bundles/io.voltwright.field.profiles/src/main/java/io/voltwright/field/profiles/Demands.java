package io.voltwright.field.profiles;

import io.voltwright.field.api.Profiles.Demand;
import io.voltwright.field.profiles.ReadPlan.Block;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reckons what polling a device by its profile asks of a wire, before any device is there. */
final class Demands {

    /** Unit, function, address, count and check sum (Modbus over Serial Line V1.02, section 2.3). */
    private static final int REQUEST = 8;
    /** Unit, function, byte count and check sum. */
    private static final int ANSWER = 5;

    private Demands() {}

    static Demand of(DeviceProfile profile) {
        // As the identity of a typical one: that of its virtual device.
        Expression.Scope typical = profile.scope(
                name -> Optional.ofNullable(profile.virtual().initial().get(name)));
        ReadPlan plan = new ReadPlan(profile, profile.transport().unit(), 1);
        double requests = 0;
        double characters = 0;
        Duration fastest = Duration.ofHours(1);
        for (Map.Entry<String, Optional<Duration>> poll : profile.polls().entrySet()) {
            if (poll.getValue().isEmpty()) {
                continue;
            }
            Duration period = poll.getValue().get();
            double perSecond = 1e9 / period.toNanos();
            List<Block> blocks = plan.blocks(profile.points().entrySet().stream()
                    .filter(entry -> entry.getValue().get(0).poll().equals(Optional.of(poll.getKey())))
                    .flatMap(entry -> profile.variant(entry.getKey(), typical).stream())
                    .filter(point -> point.access().reads())
                    .toList());
            for (Block block : blocks) {
                requests += perSecond;
                characters += perSecond * (REQUEST + ANSWER + 2 * block.count());
            }
            if (!blocks.isEmpty() && period.compareTo(fastest) < 0) {
                fastest = period;
            }
        }
        // Two hexadecimal digits a byte.
        int size = profile.transports().containsKey("ascii") ? 2 : 1;
        int times = profile.rules().wake().isZero() ? 1 : 2;
        return new Demand(
                requests * times, characters * size * times, profile.rules().minGap(), fastest);
    }
}
