package io.voltwright.charging.engine;

import io.voltwright.base.api.Current;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one pile is offered: lowers at once, raises once it is on disk, renews the lease with each cycle of the allocator. */
final class Offers implements PileLine.Answers {

    static final Duration RETRY = Duration.ofSeconds(5);

    private final Ties ties;
    private final Starts starts;
    private final Confirmations confirmations;
    private final PileLine line;

    private Current held;
    private Current failSafe;
    private Current armed;
    private Current exposed;
    private long seq;
    private long used;
    private Allowance latest = Allowance.NONE;
    private String reason;
    private Duration changed;
    private boolean confirmed;
    private boolean forgotten;
    private @Nullable Raise raise;

    /**
     * @param held what was offered last, by the store
     * @param failSafe what is armed for all we know
     * @param exposed the most the pile may hold, by the store
     */
    Offers(Ties ties, StartBudget budget, Current held, Current failSafe, Current exposed) {
        this.ties = ties;
        this.starts = new Starts(ties, budget);
        this.confirmations = new Confirmations(ties);
        this.line = new PileLine(ties, this);
        this.held = held;
        this.failSafe = failSafe;
        this.armed = failSafe;
        this.exposed = exposed.max(held).max(failSafe);
        this.reason = held.isPositive() ? "as before the restart" : "";
        this.changed = ties.now().minus(RETRY);
    }

    /** A cycle of the allocator: what may be offered until the next. */
    void allow(Allowance allowance) {
        latest = allowance;
        if (!ties.machine().compared()) {
            return;
        }
        Current target = ties.machine().entitled() ? allowance.current() : Current.ZERO;
        if (held.exceeds(target)) {
            lower(target, allowance);
        } else if (target.exceeds(held)) {
            tryRaise(allowance);
        } else {
            keep(target, allowance);
            renew();
        }
    }

    private void keep(Current target, Allowance allowance) {
        if (raise == null) {
            seq = allowance.seq();
            if (target.equals(allowance.current())) {
                reason = allowance.reason();
                confirmed = confirmed && failSafe.equals(allowance.failSafe());
                failSafe = allowance.failSafe();
            } else {
                used = allowance.seq();
            }
        }
    }

    private void lower(Current target, Allowance allowance) {
        drop();
        used = allowance.seq();
        seq = allowance.seq();
        Current was = held;
        held = target;
        failSafe = target.isZero() ? ties.idleFailSafe(allowance) : allowance.failSafe();
        change(was, allowance.reason());
        send();
    }

    private void tryRaise(Allowance allowance) {
        if (raise == null && allowance.seq() > used) {
            boolean able = ties.machine().look().filter(Look::mayRaise).isPresent()
                    && ties.pile().isPresent();
            if (able && ties.journalTakes()) {
                raise(allowance);
            } else {
                decline(allowance, able ? "no raise while the journal is away" : "the pile is not ready");
            }
        }
        renew();
    }

    private void raise(Allowance allowance) {
        used = allowance.seq();
        Charge charge = ties.machine().charge().orElseThrow();
        long ticket = ties.machine().ticket();
        raise = new Raise(ticket, allowance, held, failSafe, false);
        charge.offer(allowance.current());
        exposed = exposed.max(allowance.exposure());
        starts.begins(raise);
        ties.commit(ticket, Notes.offered(charge, allowance.current(), allowance.reason(), held));
    }

    private void drop() {
        Raise going = raise;
        raise = null;
        if (going != null) {
            starts.dropped(going);
        }
    }

    private void decline(Allowance allowance, String why) {
        used = allowance.seq();
        seq = allowance.seq();
        reason = why;
        if (confirmed) {
            ties.settled(seq, exposure());
        }
    }

    Confirmations confirmations() {
        return confirmations;
    }

    /** Whether the pile has confirmed what it is offered. */
    boolean isConfirmed() {
        return confirmed;
    }

    /** Whether a raise is on disk and so may take effect. */
    void committed(long ticket, boolean onDisk) {
        Raise going = raise;
        if (going == null || going.ticket() != ticket) {
            return;
        }
        if (!onDisk || !ties.machine().entitled()) {
            drop();
            ties.machine().charge().ifPresent(charge -> charge.offer(held));
            decline(going.allowance(), "no raise while the journal is away");
            return;
        }
        raise = going.taken(held, failSafe);
        held = going.allowance().current();
        failSafe = going.allowance().failSafe();
        seq = going.allowance().seq();
        reason = going.allowance().reason();
        changed = ties.now();
        confirmed = false;
        ties.machine().charge().ifPresent(charge -> charge.samples.change());
        send();
    }

    /** Offer 0, now, whatever the allocator says. */
    void cut(String why) {
        drop();
        used = latest.seq();
        seq = latest.seq();
        Current was = held;
        held = Current.ZERO;
        failSafe = ties.restFailSafe();
        confirmed = false;
        change(was, why);
        send();
    }

    private void change(Current was, String why) {
        reason = why;
        Optional<Charge> charge =
                ties.machine().charge().filter(open -> open.started().isPresent());
        if (!was.equals(held)
                || charge.filter(open -> !open.offer().equals(held)).isPresent()) {
            changed = ties.now();
            confirmed = false;
            charge.ifPresent(open -> {
                open.offer(held);
                open.samples.change();
                ties.note(Notes.offered(open, held, why, was));
            });
        }
    }

    /** Says it once more, whether it was confirmed or not. */
    void repeat() {
        if (raise == null) {
            send();
        }
    }

    /** Each second: repeats what is not confirmed, and gives up what a silent pile cannot hold any more. */
    void tick() {
        tripped();
        forgotten = forgotten && ties.machine().presence.silent().isPresent();
        if (!confirmed && raise == null && line.used()) {
            measured();
            renew();
        }
    }

    // The pile itself shows that a lowering arrived, also where it does not answer the writing of it (R4).
    private void measured() {
        boolean applied = ties.machine()
                .look()
                .filter(look -> look.heard() && look.applies(held, changed))
                .isPresent();
        if (applied && !armed.exceeds(failSafe)) {
            settle(seq, held, failSafe);
        }
    }

    // R36: until its watchdog and ten seconds are over it may still hold the last offer; then it has tripped.
    private void tripped() {
        if (!forgotten && ties.machine().tripped(ties.now())) {
            forgotten = true;
            drop();
            used = latest.seq();
            seq = latest.seq();
            Current was = held;
            held = held.min(failSafe);
            change(was, "silent for longer than its watchdog: it is at its fail-safe current");
            exposed = exposure().max(armed);
            ties.settled(seq, exposed);
        }
    }

    private void renew() {
        boolean heard = ties.machine().look().filter(Look::heard).isPresent();
        if (!line.busy() && (heard || (!confirmed && raise == null))) {
            send();
        }
    }

    private void send() {
        line.send(seq, held, failSafe);
    }

    @Override
    public void confirmed(long under, Current current, Current safe) {
        settle(under, current, safe);
    }

    private void settle(long under, Current current, Current safe) {
        if (current.equals(held) && safe.equals(failSafe)) {
            confirmed = true;
            confirmations.add(current, failSafe);
            if (raise != null && raise.onDisk()) {
                raise = null;
                ties.machine().cable.taken();
            }
            exposed = raise == null ? exposure() : exposed;
            if (current.isZero()) {
                ties.machine().session().cut();
            } else {
                starts.taken();
            }
        }
        armed = safe;
        ties.settled(under, current.max(safe));
    }

    // What the pile does after it refused is not known: the larger of both stays set aside until something is
    // confirmed.
    @Override
    public void refused(String why) {
        Raise going = raise;
        if (going != null && going.onDisk()) {
            raise = null;
            ties.machine().look().ifPresent(look -> ties.machine()
                    .cable
                    .refused(going.allowance().current(), going.before(), look));
            Current was = held;
            held = going.before();
            failSafe = going.failSafeBefore();
            starts.refused(going);
            change(was, "the pile refused: " + why);
        }
    }

    Current held() {
        return held;
    }

    Current failSafe() {
        return failSafe;
    }

    /** The most the pile may hold for all that was said to it and confirmed by it. */
    Current exposed() {
        return exposed;
    }

    private Current exposure() {
        return held.max(failSafe);
    }

    String reason() {
        return reason;
    }

    Duration changed() {
        return changed;
    }

    Duration startWait() {
        return held.isPositive() || raise != null ? Duration.ZERO : starts.pause();
    }
}
