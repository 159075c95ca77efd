package io.voltwright.charging.engine;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Phase;
import io.voltwright.base.api.PhaseCurrents;
import io.voltwright.base.api.Wiring;
import io.voltwright.charging.api.PowerControl.Change;
import io.voltwright.charging.api.PowerControl.NewEvse;
import io.voltwright.charging.api.PowerControl.NewLimit;
import io.voltwright.charging.api.PowerControl.NewSite;
import io.voltwright.charging.api.PowerControl.Prospect;
import io.voltwright.charging.api.PowerPolicy;
import io.voltwright.charging.api.PowerPolicy.Bounds;
import io.voltwright.charging.api.PowerPolicy.Demand;
import io.voltwright.charging.api.PowerPolicy.Limit;
import io.voltwright.charging.api.PowerPolicy.Problem;
import io.voltwright.charging.api.PowerPolicy.Share;
import io.voltwright.charging.api.PowerPolicy.Terms;
import io.voltwright.charging.engine.Outlook.Most;
import io.voltwright.site.api.Evse;
import io.voltwright.site.api.Node;
import io.voltwright.site.api.Site;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** Puts a changed question to the policy that shares now, beside the one it was asked last; nothing is applied. */
final class WhatIf {

    private final PowerPolicy policy;
    private final Problem last;
    private final Map<String, Most> inForce;

    /**
     * @param inForce per node, what held there in the last question before that which else flows was taken off
     */
    WhatIf(PowerPolicy policy, Problem last, Map<String, Most> inForce) {
        this.policy = policy;
        this.last = last;
        this.inForce = inForce;
    }

    /**
     * @throws IllegalArgumentException for a node that is not there, or an id that is
     */
    List<Prospect> prospects(Change change) {
        Map<EvseId, Share> now = share(last);
        Map<EvseId, Share> then = share(changed(change));
        TreeSet<EvseId> all = new TreeSet<>(now.keySet());
        all.addAll(then.keySet());
        List<Prospect> prospects = new ArrayList<>();
        for (EvseId evse : all) {
            Optional<Share> next = Optional.ofNullable(then.get(evse));
            prospects.add(new Prospect(
                    evse,
                    Optional.ofNullable(now.get(evse)).map(Share::current),
                    next.map(Share::current),
                    next.map(Share::reason).orElse("not there any more")));
        }
        return prospects;
    }

    private Map<EvseId, Share> share(Problem problem) {
        return SafetyGate.safe(problem, policy.share(problem));
    }

    private Problem changed(Change change) {
        if (change instanceof NewLimit to) {
            need(to.node());
            return new Problem(
                    at(last.grid(), to.node(), node -> limited(node, to.most())), last.demands(), last.standing());
        }
        if (change instanceof NewEvse more) {
            need(more.node());
            if (last.demands().stream().anyMatch(demand -> demand.evse().equals(more.evse()))) {
                throw new IllegalArgumentException("there is an EVSE " + more.evse() + " already; name another");
            }
            List<Demand> demands = new ArrayList<>(last.demands());
            demands.add(busy(more.evse(), List.of(Phase.values()), more.most(), Optional.empty()));
            return new Problem(at(last.grid(), more.node(), node -> with(node, more.evse())), demands, last.standing());
        }
        if (change instanceof NewSite to) {
            return site(to.site(), to.busy());
        }
        throw new AssertionError(change);
    }

    private void need(String node) {
        if (!inForce.containsKey(node)) {
            throw new IllegalArgumentException(
                    "there is no node " + node + "; there are " + String.join(", ", new TreeSet<>(inForce.keySet())));
        }
    }

    private Current held(String node, Current otherwise) {
        Most most = inForce.get(node);
        return most == null ? otherwise : most.current();
    }

    private static Limit at(Limit node, String name, UnaryOperator<Limit> change) {
        if (node.node().equals(name)) {
            return change.apply(node);
        }
        List<Limit> children =
                node.children().stream().map(child -> at(child, name, change)).toList();
        return node.children(children);
    }

    /** What else flows there flows on. */
    private Limit limited(Limit node, Current most) {
        Current before = held(node.node(), most);
        PhaseCurrents left = new PhaseCurrents(
                moved(node.available().l1(), before, most),
                moved(node.available().l2(), before, most),
                moved(node.available().l3(), before, most));
        return node.available(left, "the limit tried");
    }

    private static Current moved(Current available, Current before, Current after) {
        return available.plus(after).minus(before).max(Current.ZERO);
    }

    private static Limit with(Limit node, EvseId evse) {
        List<EvseId> evses = new ArrayList<>(node.evses());
        evses.add(evse);
        return node.evses(evses);
    }

    private Problem site(Site site, boolean allBusy) {
        Map<EvseId, Demand> known = new HashMap<>();
        last.demands().forEach(demand -> known.put(demand.evse(), demand));
        Map<String, PhaseCurrents> background = new HashMap<>();
        background(last.grid(), background);
        List<Demand> demands = new ArrayList<>();
        for (Evse evse : site.evses()) {
            Demand before = known.get(evse.id());
            if (allBusy || before == null) {
                demands.add(busy(evse.id(), evse.rotation(), evse.most(), Optional.of(evse)));
            } else {
                demands.add(rewired(before, evse));
            }
        }
        return new Problem(limit(site.grid(), background), demands, last.standing());
    }

    private void background(Limit node, Map<String, PhaseCurrents> background) {
        Current most = held(node.node(), Current.ZERO);
        background.put(
                node.node(),
                new PhaseCurrents(
                        most.minus(node.available().l1()),
                        most.minus(node.available().l2()),
                        most.minus(node.available().l3())));
        node.children().forEach(child -> background(child, background));
    }

    private static Limit limit(Node node, Map<String, PhaseCurrents> background) {
        PhaseCurrents others = background.getOrDefault(node.id(), PhaseCurrents.ZERO);
        return new Limit(
                node.id(),
                MeterFeed.left(node.limit(), others),
                "fuse",
                node.evses(),
                node.children().stream().map(child -> limit(child, background)).toList(),
                node.rules().transformer(),
                new Bounds(
                        node.rules().power(),
                        "fuse",
                        node.rules().imbalance(),
                        node.rules().together()));
    }

    private static Demand rewired(Demand d, Evse evse) {
        return d.but()
                .phases(evse.rotation().size() < d.phases().size() ? evse.rotation() : d.phases())
                .most(d.most().min(evse.most()))
                .wiring(evse.rules().wiring())
                .terms(new Terms(
                        evse.rules().priority(), evse.rules().steps(), d.terms().perAmpere()))
                .build();
    }

    private static Demand busy(EvseId evse, List<Phase> phases, Current most, Optional<Evse> wiring) {
        return Demand.of(evse, phases, most)
                .wiring(wiring.map(own -> own.rules().wiring()).orElse(Wiring.STAR))
                .terms(wiring.map(own ->
                                new Terms(own.rules().priority(), own.rules().steps(), Optional.empty()))
                        .orElse(Terms.USUAL))
                .build();
    }
}
