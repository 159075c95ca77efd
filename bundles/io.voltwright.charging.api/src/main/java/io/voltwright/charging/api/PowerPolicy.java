package io.voltwright.charging.api;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Phase;
import io.voltwright.base.api.PhaseCurrents;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/** Divides power: a pure function from demands, limits and tree to amps with reasons. */
@ConsumerType
public interface PowerPolicy {

    /**
     * Shares for all demands; what they sum to stays within every limit on every phase. Fast and without side effects.
     */
    Map<EvseId, Share> share(Problem problem);

    /**
     * What is to be divided.
     *
     * @param grid the root of the tree
     * @param demands one per EVSE that wants or may take current
     */
    record Problem(Limit grid, List<Demand> demands) {

        public Problem {
            demands = List.copyOf(demands);
        }
    }

    /**
     * A node with what may flow through it.
     *
     * @param node its id
     * @param available per phase, what all EVSEs below may take together
     * @param why who set it, as {@code fuse} or the owner of a limit
     * @param evses directly on it
     * @param children below it
     */
    record Limit(String node, PhaseCurrents available, String why, List<EvseId> evses, List<Limit> children) {

        public Limit {
            evses = List.copyOf(evses);
            children = List.copyOf(children);
        }
    }

    /**
     * What one EVSE wants.
     *
     * @param evse who
     * @param phases the phases of the grid it loads
     * @param least the smallest share that is of use; below it the share is 0 (R6)
     * @param most the most it can use now
     * @param step granularity of its offers
     * @param reserved must be set aside for it whatever its share is: its armed fail-safe, or what it may draw while not heard (R32, R36)
     * @param held its share now; 0 while it waits
     * @param waiting seconds it has waited since it was last given something
     * @param holding seconds it has held something without a break; it keeps its turn for a while, then may have to yield
     * @param cap who capped it and why, where {@code most} is not its own
     */
    record Demand(
            EvseId evse,
            List<Phase> phases,
            Current least,
            Current most,
            Current step,
            Current reserved,
            Current held,
            long waiting,
            long holding,
            Optional<String> cap) {

        public Demand {
            phases = List.copyOf(phases);
        }

        /** Where it is not known since when it holds: it may have to yield at any time. */
        public Demand(
                EvseId evse,
                List<Phase> phases,
                Current least,
                Current most,
                Current step,
                Current reserved,
                Current held,
                long waiting,
                Optional<String> cap) {
            this(
                    evse,
                    phases,
                    least,
                    most,
                    step,
                    reserved,
                    held,
                    waiting,
                    held.isPositive() ? Integer.MAX_VALUE : 0,
                    cap);
        }
    }

    /**
     * What it gets.
     *
     * @param current 0, or between the demand's least and most
     * @param reason one sentence that names the binding constraint
     */
    record Share(Current current, String reason) {}
}
