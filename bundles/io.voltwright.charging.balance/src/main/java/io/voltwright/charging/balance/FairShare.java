package io.voltwright.charging.balance;

import io.voltwright.base.api.EvseId;
import io.voltwright.charging.api.PowerPolicy;
import java.time.Duration;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Shares each node's current equally, phase by phase, so that nobody can get more without taking from one who has no more; where
 * not all can have their least, they take turns.
 */
@Component(configurationPid = "io.voltwright.charging.balance")
@Designate(ocd = FairShare.Config.class)
public final class FairShare implements PowerPolicy {

    /** Settings. */
    @ObjectClassDefinition(name = "Voltwright power sharing")
    public @interface Config {

        @AttributeDefinition(
                description = "How long a car keeps its turn where not all can charge at once, in minutes",
                min = "1")
        int turnMinutes() default 15;
    }

    private final Duration turn;

    /**
     * @throws IllegalArgumentException for a turn under a minute
     */
    @Activate
    public FairShare(Config config) {
        this(Duration.ofMinutes(config.turnMinutes()));
        if (config.turnMinutes() < 1) {
            throw new IllegalArgumentException(
                    "io.voltwright.charging.balance: turnMinutes " + config.turnMinutes() + ": use 1 or more");
        }
    }

    FairShare(Duration turn) {
        this.turn = turn;
    }

    @Override
    public Map<EvseId, Share> share(Problem problem) {
        return Conditions.any(problem)
                ? new Conditions(this::lines, turn.toSeconds()).shares(problem)
                : lines(problem, Map.of());
    }

    /**
     * @param served who was served before all others, and with what
     */
    private Map<EvseId, Share> lines(Problem problem, Map<EvseId, Share> served) {
        boolean plain = Network.isPlain(problem);
        int hurried = 0;
        for (Demand demand : problem.demands()) {
            hurried += Deadlines.isHurried(demand) ? 1 : 0;
        }
        if (plain && hurried == 0) {
            return fair(problem, served);
        }
        boolean allHurried = hurried == problem.demands().size();
        return new MixedShare(problem, served, turn.toSeconds())
                .shares(plain && !allHurried ? fair(problem, served) : Map.of());
    }

    private Map<EvseId, Share> fair(Problem problem, Map<EvseId, Share> served) {
        var layout = new Layout(problem, served);
        var turns = new Turns(layout, turn.toSeconds());
        var filling = new Filling(layout, turns);
        filling.fill();
        new Steps(layout, turns, filling).round();
        return new Reasons(layout, turns, filling).shares(problem);
    }
}
