package io.voltwright.charging.balance;

import io.voltwright.base.api.EvseId;
import io.voltwright.charging.api.PowerPolicy.Problem;
import io.voltwright.charging.api.PowerPolicy.Share;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Shares where some said when they leave, or where currents are phasors. Who says nothing gets its fair share, as if nobody had said
 * anything: a deadline moves power among those who name one, and takes none from the others. What those who named one leave over
 * goes to the others again.
 */
final class MixedShare {

    private final Network network;
    private final Map<EvseId, Share> served;
    private final Loads loads;
    private final Rise rise;
    private final Deadlines deadlines;
    private final Problem problem;
    private final int[] patient;
    private final long turn;

    /**
     * @param served who was served before, and with what; it is set aside for them in the problem
     * @param turn seconds that a car keeps its turn
     */
    MixedShare(Problem problem, Map<EvseId, Share> served, long turn) {
        this.problem = problem;
        this.served = served;
        this.turn = turn;
        network = new Network(problem);
        loads = new Loads(network, served);
        rise = new Rise(network, loads, turn);
        deadlines = new Deadlines(
                network,
                loads,
                new Expected(network, problem.coming()),
                Math.max(1, problem.standing().toMillis() / 1000.0),
                turn);
        patient = IntStream.range(0, network.size())
                .filter(i -> Ladder.contends(network.demand(i)) && !Deadlines.isHurried(network.demand(i)))
                .toArray();
    }

    /**
     * @param fair what fair sharing gives each where currents simply add; empty where they do not
     */
    Map<EvseId, Share> shares(Map<EvseId, Share> fair) {
        if (deadlines.cars.isEmpty()) {
            rise.raise(patient);
        } else {
            setFair(fair);
            deadlines.serve();
            rise.raise(patient);
        }
        var words = new Words(network, loads, rise, deadlines);
        Map<EvseId, Share> shares = new HashMap<>(2 * problem.demands().size());
        for (int i = 0; i < network.size(); i++) {
            shares.put(network.demand(i).evse(), words.share(i));
        }
        problem.demands().forEach(demand -> shares.computeIfAbsent(demand.evse(), evse -> Words.homeless()));
        return shares;
    }

    private void setFair(Map<EvseId, Share> fair) {
        var among = new Loads(network, served);
        if (fair.isEmpty() && patient.length > 0) {
            new Rise(network, among, turn)
                    .raise(IntStream.range(0, network.size()).toArray());
        }
        for (int i : patient) {
            Share share = fair.get(network.demand(i).evse());
            loads.set(i, share == null ? among.share[i] : share.current().milliamperes());
        }
    }
}
