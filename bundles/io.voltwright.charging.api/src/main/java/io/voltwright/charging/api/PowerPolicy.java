package io.voltwright.charging.api;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.Energy;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Phase;
import io.voltwright.base.api.PhaseCurrents;
import io.voltwright.base.api.Power;
import io.voltwright.base.api.Transformer;
import io.voltwright.base.api.Wiring;
import java.time.Duration;
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
     * @param standing how long the shares will stand before they are asked for again
     * @param coming who is expected later; nothing is set aside for them, they only say what is worth doing before they come
     */
    record Problem(Limit grid, List<Demand> demands, Duration standing, List<Coming> coming) {

        public Problem {
            demands = List.copyOf(demands);
            coming = List.copyOf(coming);
        }

        /** Nobody knows who will come. */
        public Problem(Limit grid, List<Demand> demands, Duration standing) {
            this(grid, demands, standing, List.of());
        }

        /** Asked for again in a second. */
        public Problem(Limit grid, List<Demand> demands) {
            this(grid, demands, Duration.ofSeconds(1));
        }
    }

    /**
     * A node with what may flow through it.
     *
     * @param node its id
     * @param available per line, what all EVSEs below may take together; on the secondary side where it has a transformer
     * @param why who set it, as {@code fuse} or the owner of a limit
     * @param evses directly on it
     * @param children below it
     * @param transformer what it is fed through; empty where it is on the same voltage as its parent
     * @param bounds what holds beside the currents of the lines
     */
    record Limit(
            String node,
            PhaseCurrents available,
            String why,
            List<EvseId> evses,
            List<Limit> children,
            Optional<Transformer> transformer,
            Bounds bounds) {

        public Limit {
            evses = List.copyOf(evses);
            children = List.copyOf(children);
        }

        /** On the same voltage as its parent, and bounded by the currents of its lines alone. */
        public Limit(String node, PhaseCurrents available, String why, List<EvseId> evses, List<Limit> children) {
            this(node, available, why, evses, children, Optional.empty(), Bounds.NONE);
        }

        /** The same with other amounts, and who set them. */
        public Limit available(PhaseCurrents left, String whoSet) {
            return new Limit(node, left, whoSet, evses, children, transformer, bounds);
        }

        /** The same with these EVSEs directly on it. */
        public Limit evses(List<EvseId> own) {
            return new Limit(node, available, why, own, children, transformer, bounds);
        }

        /** The same with these nodes below it. */
        public Limit children(List<Limit> below) {
            return new Limit(node, available, why, evses, below, transformer, bounds);
        }

        /** The same, fed through this transformer. */
        public Limit transformer(Optional<Transformer> feeding) {
            return new Limit(node, available, why, evses, children, feeding, bounds);
        }

        /** The same with what holds beside the currents of its lines. */
        public Limit bounds(Bounds holding) {
            return new Limit(node, available, why, evses, children, transformer, holding);
        }
    }

    /**
     * What holds at a node beside the currents of its lines.
     *
     * @param power what all EVSEs below may take together
     * @param powerWhy who set that, as {@code fuse} or the owner of a limit
     * @param spread how far the largest line current of the EVSEs below may be over the smallest (VDE-AR-N 4100, 5.5.2)
     * @param together how many EVSEs below may have current at a time, as in a shared cabinet (R46)
     */
    record Bounds(Optional<Power> power, String powerWhy, Optional<Current> spread, Optional<Integer> together) {

        public static final Bounds NONE = new Bounds(Optional.empty(), "fuse", Optional.empty(), Optional.empty());
    }

    /**
     * What one EVSE wants.
     *
     * @param evse who
     * @param phases the phases of the grid it loads; with {@link Wiring#DELTA} the lines it is between
     * @param least the smallest share that is of use; below it the share is 0 (R6)
     * @param most the most it can use now
     * @param step granularity of its offers
     * @param reserved must be set aside for it whatever its share is: its armed fail-safe, or what it may draw while not heard (R32, R36)
     * @param held its share now; 0 while it waits
     * @param waiting seconds it has waited since it was last given something
     * @param holding seconds it has held something without a break; it keeps its turn for a while, then may have to yield
     * @param cap who capped it and why, where {@code most} is not its own
     * @param wiring to neutral or between lines
     * @param goal what it needs and by when, where somebody said so
     * @param terms how it differs from an EVSE like any other
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
            Optional<String> cap,
            Wiring wiring,
            Optional<Goal> goal,
            Terms terms) {

        private static final long USUAL_VOLTS = 230;

        public Demand {
            phases = List.copyOf(phases);
        }

        /** To be made for one that wants up to so much on these phases. */
        public static DemandBuilder of(EvseId evse, List<Phase> phases, Current most) {
            return new DemandBuilder(evse, phases, most);
        }

        /** To be made like this one, but for what is set then. */
        public DemandBuilder but() {
            return new DemandBuilder(this);
        }

        /** The power that one ampere of its share gives. */
        public Power perAmpere() {
            int loaded = phases.isEmpty() ? Phase.values().length : phases.size();
            return terms.perAmpere().orElse(Power.watts(USUAL_VOLTS * loaded));
        }
    }

    /**
     * How an EVSE differs from any other.
     *
     * @param priority those of a higher one are served before all of a lower one; 0 is usual
     * @param steps the only shares it can be set to, rising, as with the modules of a shared cabinet (R46); none: any
     *     multiple of its step
     * @param perAmpere the power that one ampere of its share gives; left out, 230 W on each phase it loads
     */
    record Terms(int priority, List<Current> steps, Optional<Power> perAmpere) {

        public static final Terms USUAL = new Terms(0, List.of(), Optional.empty());

        public Terms {
            steps = List.copyOf(steps);
        }
    }

    /**
     * What a driver or operator said the car needs.
     *
     * @param left until it leaves; negative where it should have left
     * @param wanted the energy it still needs; nothing where it has what it needs
     * @param perAmpere the power that one ampere of its share gives: 230 W on one phase, 690 W on three, 208 W between the lines
     *     of 120/208 V
     */
    record Goal(Duration left, Energy wanted, Power perAmpere) {

        /**
         * @throws IllegalArgumentException unless {@code perAmpere} is positive
         */
        public Goal {
            if (perAmpere.milliwatts() <= 0) {
                throw new IllegalArgumentException("power per ampere " + perAmpere + ": must be positive");
            }
        }
    }

    /**
     * A car that is not there yet.
     *
     * @param evse where it is expected; it counts where a demand says how this EVSE is wired
     * @param in until it comes; positive
     * @param left until it leaves again, from now; longer than {@code in}
     * @param wanted the energy it will need
     * @param most the most it can use
     * @param likely how probable it is, over 0 to 1: a fifth where such a car came on one of five days
     */
    record Coming(EvseId evse, Duration in, Duration left, Energy wanted, Current most, double likely) {

        /**
         * @throws IllegalArgumentException unless it is to come, leaves after that, and is likely at all
         */
        public Coming {
            if (in.isNegative() || in.isZero() || left.compareTo(in) <= 0) {
                throw new IllegalArgumentException("comes in " + in + " and leaves in " + left + ": must be later");
            }
            if (!(likely > 0 && likely <= 1)) {
                throw new IllegalArgumentException("likely " + likely + ": must be over 0 and at most 1");
            }
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
