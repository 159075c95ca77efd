package io.voltwright.field.profiles;

import io.voltwright.field.api.RegisterBus.Table;
import io.voltwright.field.profiles.DeviceProfile.Merge;
import io.voltwright.field.profiles.DeviceProfile.Rules;
import io.voltwright.field.profiles.DeviceProfile.Span;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Joins points into as few reads as the profile's rules allow (P7). */
final class ReadPlan {

    /**
     * One read.
     *
     * @param unit whom to ask
     * @param table where
     * @param at first address on the wire
     * @param count registers
     * @param points what lies in it
     */
    record Block(int unit, Table table, int at, int count, List<Located> points) {

        /** Whether the device may refuse it without being sick. */
        boolean optional() {
            return points.stream().allMatch(point -> point.spec().optional());
        }
    }

    /**
     * A point of one instance.
     *
     * @param at its first address on the wire
     */
    record Located(PointSpec spec, int unit, int at) {}

    private final DeviceProfile profile;
    private final int unit;
    private final int instance;
    private int base;

    /**
     * @param unit of the device as the site says
     * @param instance which of its connectors
     */
    ReadPlan(DeviceProfile profile, int unit, int instance) {
        this.profile = profile;
        this.unit = unit;
        this.instance = instance;
    }

    int unit() {
        return profile.instances().unitOf(instance, unit);
    }

    /** Where the addresses of the device begin, beside the base of its instance. */
    void base(int found) {
        base = found;
    }

    Located locate(PointSpec point) {
        DeviceProfile.Instances instances = profile.instances();
        return point.station()
                ? new Located(point, instances.stationUnit(unit), point.at())
                : new Located(point, instances.unitOf(instance, unit), point.at() + instances.baseOf(instance) + base);
    }

    /** The reads that bring these points, in order of unit, table and address. */
    List<Block> blocks(Collection<PointSpec> points) {
        List<Located> sorted = points.stream()
                .map(this::locate)
                .sorted(Comparator.comparing(Located::unit)
                        .thenComparing(point -> point.spec().table())
                        .thenComparing(Located::at))
                .toList();
        if (profile.rules().merge() == Merge.EXACT) {
            return exact(sorted);
        }
        List<Block> blocks = new ArrayList<>();
        for (Located point : sorted) {
            Block last = blocks.isEmpty() ? null : blocks.get(blocks.size() - 1);
            if (last != null && joins(last, point)) {
                List<Located> joined = new ArrayList<>(last.points());
                joined.add(point);
                int end = Math.max(
                        last.at() + last.count(), point.at() + point.spec().words());
                blocks.set(
                        blocks.size() - 1,
                        new Block(last.unit(), last.table(), last.at(), end - last.at(), List.copyOf(joined)));
            } else {
                blocks.add(alone(point));
            }
        }
        return List.copyOf(blocks);
    }

    private boolean joins(Block block, Located point) {
        Rules rules = profile.rules();
        int end = block.at() + block.count();
        int count = Math.max(end, point.at() + point.spec().words()) - block.at();
        boolean same =
                block.unit() == point.unit() && block.table() == point.spec().table();
        boolean inside = point.at() + point.spec().words() <= end;
        if (!same || point.spec().optional() || block.optional()) {
            return same && inside;
        }
        boolean near = rules.merge() == Merge.AUTO && point.at() - end <= rules.gap() && count <= rules.most();
        return inside
                || (near
                        && rules.avoid().stream()
                                .noneMatch(span -> span.touches(block.table(), end, point.at() - end)));
    }

    private static Block alone(Located point) {
        return new Block(
                point.unit(), point.spec().table(), point.at(), point.spec().words(), List.of(point));
    }

    private List<Block> exact(List<Located> points) {
        int first = profile.instances().baseOf(instance) + base;
        Map<Span, Block> blocks = new LinkedHashMap<>();
        List<Block> single = new ArrayList<>();
        for (Located point : points) {
            PointSpec spec = point.spec();
            profile.rules().blocks().stream()
                    .filter(span -> span.holds(spec.table(), spec.at(), spec.words()))
                    .findFirst()
                    .ifPresentOrElse(
                            span -> blocks.merge(
                                    span,
                                    new Block(
                                            point.unit(),
                                            span.table(),
                                            span.at() + (spec.station() ? 0 : first),
                                            span.count(),
                                            List.of(point)),
                                    ReadPlan::joined),
                            () -> single.add(alone(point)));
        }
        List<Block> all = new ArrayList<>(blocks.values());
        all.addAll(single);
        return List.copyOf(all);
    }

    private static Block joined(Block one, Block other) {
        List<Located> points = new ArrayList<>(one.points());
        points.addAll(other.points());
        return new Block(one.unit(), one.table(), one.at(), one.count(), List.copyOf(points));
    }
}
