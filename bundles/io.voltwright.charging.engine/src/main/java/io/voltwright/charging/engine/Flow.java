package io.voltwright.charging.engine;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.LineCurrents;
import io.voltwright.base.api.PhaseCurrents;
import io.voltwright.base.api.Phasor;
import io.voltwright.base.api.Wiring;
import io.voltwright.site.api.Node;
import java.util.Optional;
import java.util.function.Function;

/** Adds what flows at EVSEs to what flows in the lines of a node: as phasors, through the transformers between. */
final class Flow {

    private Flow() {}

    /** What flows in the lines of a node. */
    static PhaseCurrents in(Node node, Function<EvseId, Optional<LineCurrents>> at) {
        LineCurrents sum = sum(node, at);
        return new PhaseCurrents(
                Current.amperes(sum.l1().magnitude()),
                Current.amperes(sum.l2().magnitude()),
                Current.amperes(sum.l3().magnitude()));
    }

    private static LineCurrents sum(Node node, Function<EvseId, Optional<LineCurrents>> at) {
        LineCurrents sum = LineCurrents.ZERO;
        for (EvseId evse : node.evses()) {
            sum = sum.plus(at.apply(evse).orElse(LineCurrents.ZERO));
        }
        for (Node child : node.children()) {
            LineCurrents below = sum(child, at);
            sum = sum.plus(child.rules()
                    .transformer()
                    .map(transformer -> transformer.primary(below))
                    .orElse(below));
        }
        return sum;
    }

    /** What an EVSE is offered, in its lines. */
    static LineCurrents offered(Stand stand) {
        Wiring wiring = stand.wiring().rules().wiring();
        return wiring.perAmpere(stand.lines()).times(stand.held().amperes());
    }

    /** What an EVSE draws, in its lines; of one between lines the largest current that its pile measures. */
    static Optional<LineCurrents> drawn(Stand stand) {
        if (stand.wiring().rules().wiring() == Wiring.DELTA) {
            return stand.draws().map(draws -> Wiring.DELTA
                    .perAmpere(stand.lines())
                    .times(draws.most().amperes()));
        }
        return stand.draws()
                .map(draws -> new LineCurrents(
                        Phasor.at(draws.l1().amperes(), 0),
                        Phasor.at(draws.l2().amperes(), -120),
                        Phasor.at(draws.l3().amperes(), 120)));
    }
}
