package io.voltwright.charging.engine;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.DeviceId;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Lanes;
import io.voltwright.base.api.Time;
import io.voltwright.charging.api.PowerPolicy;
import io.voltwright.field.api.Meter;
import io.voltwright.journal.api.Journal;
import io.voltwright.site.api.Node;
import io.voltwright.site.api.Site;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** How the site's power is shared: the allocator, and all that is said to it by operators, drivers and those outside. */
final class Sharing {

    private final Time time;
    private final Supplier<Optional<PowerPolicy>> policy;
    private final Limits limits = new Limits();
    private final Externals externals = new Externals();
    private final Wishes wishes = new Wishes();
    private final WorstLoads worst;
    private final ProblemBuilder problems;
    private final Allocator allocator;
    private final LimitDesk limitDesk;
    private final ExternalDesk externalDesk;
    private final WishDesk wishDesk;

    Sharing(
            Time time,
            Lanes lanes,
            Supplier<Optional<PowerPolicy>> policy,
            Supplier<Optional<Journal>> journal,
            Supplier<Map<EvseId, Bay>> bays,
            Function<DeviceId, Optional<Meter>> meters) {
        this.time = time;
        this.policy = policy;
        this.worst = new WorstLoads(journal);
        this.problems = new ProblemBuilder(limits, externals, wishes, worst, meters);
        this.allocator = new Allocator(lanes.open("charging allocator"), time, policy, bays, problems);
        this.limitDesk = new LimitDesk(lanes.open("charging limits"), time, limits, journal, allocator::soon);
        this.externalDesk =
                new ExternalDesk(lanes.open("charging outside limits"), time, externals, journal, allocator::soon);
        this.wishDesk = new WishDesk(lanes.open("charging wishes"), time, wishes, journal, bays, allocator::soon);
    }

    void start() {
        allocator.start();
        limitDesk.start();
        externalDesk.start();
        wishDesk.start();
    }

    void close() {
        allocator.close();
        limitDesk.close();
        externalDesk.close();
        wishDesk.close();
    }

    void load(Stored rows) {
        limits.load(rows.limits());
        wishes.load(rows.wishes());
        worst.load(rows.words());
    }

    /**
     * @param grid the tree of the site with those EVSEs that are on their way out
     */
    void site(Node grid, Site site) {
        limitDesk.grid(Strays.name(grid));
        externals.site(grid, time.sinceBoot());
        allocator.site(Premises.of(grid, site));
    }

    void settled(EvseId evse, long seq, Current exposure) {
        allocator.settled(evse, seq, exposure);
    }

    /** What may flow at a node now, and who says so where that is less than its fuse. */
    Optional<Outlook.Most> cap(String node) {
        return Optional.ofNullable(problems.inForce().get(node));
    }

    Limits limits() {
        return limits;
    }

    Externals externals() {
        return externals;
    }

    Wishes wishes() {
        return wishes;
    }

    LimitDesk limitDesk() {
        return limitDesk;
    }

    ExternalDesk externalDesk() {
        return externalDesk;
    }

    WishDesk wishDesk() {
        return wishDesk;
    }

    Allocator allocator() {
        return allocator;
    }

    /** Tries changes with the policy that shares now. */
    Optional<WhatIf> whatIf() {
        return policy.get()
                .flatMap(now -> allocator.last().map(problem -> new WhatIf(now, problem, problems.inForce())));
    }
}
