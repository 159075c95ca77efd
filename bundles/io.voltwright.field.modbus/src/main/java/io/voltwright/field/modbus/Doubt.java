package io.voltwright.field.modbus;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Chooses how much a unit is asked for, so that no answer to an earlier read can be taken for the answer to a later one (field
 * reference section 5.2).
 *
 * <p>On a line without transaction ids only its length tells one answer from another. Two reads in a row never have the same
 * length (rule 4). A read that was given up leaves a ghost: its answer may still come, in whatever order, so no read of the same
 * length is sent until the ghost was seen or is too old. Where nothing is known of what came before (the port was just opened,
 * bytes came unasked) the unit is in doubt: a value is held back until a second answer, of another length, proves that the
 * answers keep step. So rule 4's "invalidate the previous value" never has to reach a value that was already handed out.
 */
final class Doubt {

    /** How late an answer may be and still be recognised. */
    static final long GHOST_LIFE = 10_000_000_000L;
    /** Registers, or bytes of bits, that a read may grow by after reads that were given up; one is enough otherwise. */
    private static final int MOST_PADDING = 3;
    /** Other reads of the unit that are remembered to be put between two of the same length. */
    private static final int MOST_KNOWN = 8;

    private record Ghost(Shape shape, long sent) {}

    private final Deque<Ghost> ghosts = new ArrayDeque<>();
    private final Deque<Shape> known = new ArrayDeque<>();
    private final Map<Integer, Shape> last = new HashMap<>();
    private final Set<Shape> missing = new HashSet<>();
    private boolean raised = true;

    void raise() {
        raised = true;
    }

    void settle() {
        raised = false;
    }

    boolean raised() {
        return raised;
    }

    /**
     * What to ask for in order to get what is wanted.
     *
     * @param pad whether the device allows to ask for more than needed
     * @param life how long a ghost counts
     * @return empty while no length is safe
     */
    Optional<Shape> choose(Shape wanted, boolean pad, long now, long life) {
        ghosts.removeIf(ghost -> now - ghost.sent() > Math.min(life, GHOST_LIFE));
        List<Shape> safe = new ArrayList<>();
        Shape candidate = wanted;
        for (int padding = 0; padding <= (pad ? MOST_PADDING : 0) && !missing.contains(candidate); padding++) {
            if (!haunted(candidate)) {
                safe.add(candidate);
            }
            candidate = candidate.padded();
        }
        Optional<Shape> other = safe.stream().filter(shape -> !repeats(shape)).findFirst();
        return other.or(() -> safe.stream().findFirst());
    }

    /** Whether the last read of the same function had an answer of the same length. */
    boolean repeats(Shape shape) {
        Shape before = last.get(shape.function());
        return before != null && before.answersLike(shape);
    }

    private boolean haunted(Shape shape) {
        return ghosts.stream().map(Ghost::shape).anyMatch(shape::answersLike);
    }

    /** A read of yet another length to put between two that would be alike: one that worked before, or a part of the next. */
    Optional<Shape> fence(Shape next) {
        return Stream.concat(known.stream(), Stream.of(next.shortened()))
                .filter(shape -> shape.function() == next.function() && !shape.answersLike(next))
                .filter(shape -> !haunted(shape) && !repeats(shape))
                .findFirst();
    }

    void sent(Shape shape) {
        last.put(shape.function(), shape);
    }

    void answered(Shape shape) {
        if (!known.contains(shape)) {
            known.addFirst(shape);
            if (known.size() > MOST_KNOWN) {
                known.removeLast();
            }
        }
    }

    /** The device refused. A refusal does not say what it is for: while another answer is due it may have been that one. */
    void refused(Shape asked, long sent) {
        if (raised || expectsLate()) {
            unanswered(asked, sent);
        } else {
            last.remove(asked.function());
        }
    }

    /** More was asked for than needed, and that much is not there. */
    void missing(Shape asked) {
        missing.add(asked);
    }

    void unanswered(Shape shape, long sent) {
        ghosts.addLast(new Ghost(shape, sent));
    }

    /**
     * An answer came that nobody waits for.
     *
     * @return whether it was a ghost's
     */
    boolean late(byte[] pdu) {
        for (Iterator<Ghost> each = ghosts.iterator(); each.hasNext(); ) {
            if (Pdu.answersTo(each.next().shape(), pdu)) {
                each.remove();
                return true;
            }
        }
        List<Ghost> refused = ghosts.stream()
                .filter(ghost -> Pdu.refuses(ghost.shape().function(), pdu))
                .toList();
        // Of several it does not say which, so all are still due.
        if (refused.size() == 1) {
            ghosts.removeAll(refused);
        }
        return !refused.isEmpty();
    }

    boolean expectsLate() {
        return !ghosts.isEmpty();
    }
}
