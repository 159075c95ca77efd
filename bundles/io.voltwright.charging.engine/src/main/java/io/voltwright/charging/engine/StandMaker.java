package io.voltwright.charging.engine;

import io.voltwright.base.api.Phase;
import io.voltwright.base.api.PhaseCurrents;
import io.voltwright.charging.engine.Notes.Sensed;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes down for the allocator how an EVSE stands. */
final class StandMaker {

    private final EvseMachine machine;
    private final Offers offers;
    private final PhaseUse phaseUse = new PhaseUse();
    private final Restraints restraints;
    private @Nullable Duration wanting;

    StandMaker(EvseMachine machine, Offers offers) {
        this.machine = machine;
        this.offers = offers;
        this.restraints = new Restraints(machine);
    }

    Stand stand(Duration now) {
        Optional<Look> look = machine.look();
        Optional<PhaseCurrents> draws = look.filter(Look::heard)
                .map(Look::status)
                .flatMap(status -> Sensed.of(status, machine.wiring()).currents());
        boolean entitled = machine.entitled();
        if (!entitled || offers.held().isPositive()) {
            wanting = null;
        } else if (wanting == null) {
            wanting = now;
        }
        List<Phase> phases = phaseUse.phases(machine.phaseSwitch().wired(), machine.presence.charging(), draws, now);
        Outlook.Most most = restraints.most(offers.held(), now);
        return new Stand(
                machine.wiring(),
                look.map(restraints::abilities),
                entitled,
                machine.compared(),
                look.filter(Look::heard).isEmpty(),
                offers.held(),
                offers.failSafe(),
                offers.exposed(),
                draws,
                phases,
                most.current(),
                most.cap(),
                offers.changed(),
                Optional.ofNullable(wanting),
                offers.startWait(),
                machine.phaseSwitch().free(phases.size()),
                look.filter(Look::preparing).isPresent());
    }
}
