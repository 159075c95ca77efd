package io.voltwright.charging.engine;

import io.voltwright.base.api.Moment;
import io.voltwright.base.api.Outcome;

/** What is watched at an EVSE each second beside its state: that the load follows, phases, sleeping cars, pauses of DC. */
final class Watches {

    private final EvseMachine machine;
    private final FollowWatch follow = new FollowWatch();
    private final DcPause dcPause = new DcPause();
    private final WakeUp wakeUp;

    Watches(EvseMachine machine) {
        this.machine = machine;
        this.wakeUp = new WakeUp(machine);
    }

    void look(Offers offers, Moment now) {
        follow.look(machine, offers, now);
        machine.phaseSwitch().look(offers, now);
        wakeUp.look(offers, now.sinceBoot());
        dcPause.look(machine, offers, now);
    }

    /** What the pile said to the waking of its car. */
    void woken(Outcome outcome, Moment now) {
        wakeUp.answered(outcome, now);
    }
}
