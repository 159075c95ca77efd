package io.voltwright.charging.engine;

import io.voltwright.base.api.Power;
import io.voltwright.base.api.Transformer;
import io.voltwright.base.api.Voltage;
import io.voltwright.base.api.Wiring;
import io.voltwright.site.api.Evse;
import io.voltwright.site.api.Node;
import io.voltwright.site.api.Price;
import io.voltwright.site.api.Site;
import java.time.ZoneId;
import java.util.List;

/**
 * What of the site the sharing of power needs.
 *
 * @param grid the tree, with those EVSEs that are on their way out
 * @param voltage at the EVSEs, line to neutral
 * @param zone in which times of day are meant
 * @param prices what energy costs
 */
record Premises(Node grid, Voltage voltage, ZoneId zone, List<Price> prices) {

    static Premises of(Node grid, Site site) {
        return new Premises(grid, site.voltage(), site.zone(), site.prices());
    }

    /** What an ampere gives at an EVSE. */
    Power perAmpere(Evse wiring, int phases) {
        double volts = voltage.volts();
        boolean leg = wiring.rules().wiring() == Wiring.DELTA && phases == 2;
        return Power.watts(leg ? volts * Math.sqrt(3) : volts * phases);
    }

    /** Line to neutral at a node, by the transformers between it and the EVSEs. */
    double volts(Node node) {
        return node.children().stream()
                .mapToDouble(child -> child.rules()
                        .transformer()
                        .map(transformer -> volts(child) * ratio(transformer))
                        .orElseGet(() -> volts(child)))
                .max()
                .orElse(voltage.volts());
    }

    private static double ratio(Transformer transformer) {
        boolean star = transformer.group() == Transformer.Group.YNYN0;
        return star ? transformer.turns() : transformer.turns() / Math.sqrt(3);
    }
}
