package io.voltwright.charging.balance;

import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Phase;
import io.voltwright.charging.api.PowerPolicy.Demand;
import io.voltwright.charging.api.PowerPolicy.Limit;
import io.voltwright.charging.api.PowerPolicy.Problem;
import io.voltwright.charging.api.PowerPolicy.Share;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** One line of one node with all that load it, to judge shares by; milliamperes. */
record Row(String name, long available, List<Demand> below) {

    /** What the policy does not hand on any more. */
    static final int PIECE = 100;

    static int current(Map<EvseId, Share> shares, Demand demand) {
        return Objects.requireNonNull(shares.get(demand.evse())).current().milliamperes();
    }

    static List<Row> all(Problem problem) {
        Map<EvseId, Demand> byEvse = new HashMap<>();
        problem.demands().forEach(demand -> byEvse.put(demand.evse(), demand));
        return nodes(problem.grid())
                .flatMap(node -> Stream.of(Phase.values()).map(phase -> row(node, phase, byEvse)))
                .toList();
    }

    private static Row row(Limit node, Phase phase, Map<EvseId, Demand> demands) {
        List<Demand> below = nodes(node)
                .flatMap(each -> each.evses().stream())
                .filter(demands::containsKey)
                .map(demands::get)
                .filter(demand -> demand.phases().contains(phase))
                .toList();
        return new Row(node.node() + phase, node.available().on(phase).milliamperes(), below);
    }

    private static Stream<Limit> nodes(Limit node) {
        return Stream.concat(Stream.of(node), node.children().stream().flatMap(Row::nodes));
    }

    boolean loads(Demand demand) {
        return below.contains(demand);
    }

    void assertWithin(String at, Map<EvseId, Share> shares) {
        assertThat(sum(shares)).as(at + name).isLessThanOrEqualTo(available);
        assertThat(taken(shares)).as(at + name).isLessThanOrEqualTo(Math.max(available, reserves()));
    }

    boolean isFullAtMinima(Map<EvseId, Share> shares, Demand extra) {
        long minima = below.stream()
                .filter(d -> current(shares, d) > 0)
                .mapToLong(d -> d.least().milliamperes())
                .sum();
        return minima + extra.least().milliamperes() > available;
    }

    /** Whether there is no room for one more piece, even if those with more gave what they have beyond. */
    boolean stops(Demand demand, Map<EvseId, Share> shares) {
        int wanted = current(shares, demand) + PIECE;
        long beyond =
                below.stream().mapToLong(other -> beyond(other, wanted, shares)).sum();
        return hasNoRoom(demand, PIECE, beyond, shares);
    }

    boolean hasNoRoom(Demand demand, int piece, Map<EvseId, Share> shares) {
        return hasNoRoom(demand, piece, 0, shares);
    }

    private boolean hasNoRoom(Demand demand, int piece, long beyond, Map<EvseId, Share> shares) {
        int reserved = demand.reserved().milliamperes();
        int wanted = current(shares, demand) + piece;
        if (reserves() > available && wanted > reserved) {
            return true;
        }
        int taken = Math.max(0, wanted - Math.max(reserved, current(shares, demand)));
        return (taken > 0 && taken(shares) - beyond + taken > Math.max(available, reserves()))
                || sum(shares) - beyond + piece > available;
    }

    /** What the other has more, without its least and what is set aside for it anyway, which nobody else can have. */
    private long beyond(Demand other, int share, Map<EvseId, Share> shares) {
        int kept = Math.max(other.least().milliamperes(), other.reserved().milliamperes());
        return Math.max(0, current(shares, other) - Math.max(kept, share));
    }

    private long reserves() {
        return below.stream().mapToLong(d -> d.reserved().milliamperes()).sum();
    }

    private long sum(Map<EvseId, Share> shares) {
        return below.stream().mapToLong(d -> current(shares, d)).sum();
    }

    private long taken(Map<EvseId, Share> shares) {
        return below.stream()
                .mapToLong(d -> Math.max(current(shares, d), d.reserved().milliamperes()))
                .sum();
    }
}
