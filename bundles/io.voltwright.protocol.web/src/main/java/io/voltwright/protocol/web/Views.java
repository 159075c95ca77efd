package io.voltwright.protocol.web;

import io.voltwright.base.api.Energy;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Moment;
import io.voltwright.base.api.PhaseCurrents;
import io.voltwright.base.api.Power;
import io.voltwright.base.api.Reading;
import io.voltwright.charging.api.Evse;
import io.voltwright.charging.api.NodeView;
import io.voltwright.charging.api.PowerControl;
import io.voltwright.charging.api.Session;
import io.voltwright.charging.api.Wish;
import io.voltwright.transactions.api.Cost;
import io.voltwright.transactions.api.Transaction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How things look in JSON: units last in the names, times in ISO 8601 UTC, what is not known is left out. */
final class Views {

    private Views() {}

    static Map<String, Object> evse(Evse evse) {
        Map<String, Object> view = object(
                "id", evse.id().value(),
                "number", evse.number(),
                "status", evse.status().name(),
                "since", evse.since().utc().toString(),
                "plugged", evse.plugged(),
                "operative", evse.operative(),
                "fault", evse.fault(),
                "session", evse.session().map(session -> session.id().value()),
                "offer_a", evse.offer().amperes(),
                "reason", evse.reason(),
                "currents_a", evse.currents().map(Views::currents),
                "power_w", evse.power().map(Power::watts),
                "register_wh", evse.register().map(Energy::wattHours),
                "quality", evse.quality().name(),
                "device", evse.device());
        view.put("readings", evse.readings().stream().map(Views::reading).toList());
        return view;
    }

    /**
     * @param evse where it charges: the offer and what explains it
     */
    static Map<String, Object> session(Session session, Optional<Evse> evse, Wish wish) {
        return object(
                "id", session.id().value(),
                "evse", session.evse().value(),
                "state", session.state().name(),
                "opened", session.opened().utc().toString(),
                "started", session.started().map(started -> started.utc().toString()),
                "token", session.token().map(token -> token.value()),
                "biller", session.biller().map(biller -> biller.toString()),
                "tariff", session.tariff(),
                "start_register_wh", session.startRegister().map(Energy::wattHours),
                "delivered_wh", session.delivered().wattHours(),
                "offer_a", evse.map(at -> at.offer().amperes()),
                "reason", evse.map(Evse::reason),
                "wish", wish(wish));
    }

    /** What was said of a session and what became of it; nothing that says whose it is. */
    static Map<String, Object> wish(Session session, Optional<Evse> evse, Wish wish) {
        return object(
                "session", session.id().value(),
                "evse", session.evse().value(),
                "delivered_wh", session.delivered().wattHours(),
                "wish", wish(wish),
                "offer_a", evse.map(at -> at.offer().amperes()),
                "reason", evse.map(Evse::reason));
    }

    private static Map<String, Object> wish(Wish wish) {
        return object(
                "departure", wish.departure().map(Object::toString),
                "energy_kwh", wish.energy().map(energy -> energy.wattHours() / 1000),
                "priority", wish.priority(),
                "mode", wish.mode().map(WishForm::word));
    }

    static Map<String, Object> limit(PowerControl.Held limit) {
        return object(
                "place", limit.place(),
                "owner", limit.owner(),
                "most", limit.most(),
                "until", limit.until().map(Object::toString));
    }

    static Map<String, Object> node(NodeView node) {
        return object(
                "id", node.id(),
                "limit_a", node.limit().amperes(),
                "limited_by", node.why(),
                "offered_a", currents(node.offered()),
                "measured_a", node.measured().map(Views::currents),
                "evses", node.evses().stream().map(EvseId::value).toList(),
                "children", node.children().stream().map(Views::node).toList());
    }

    static Map<String, Object> transaction(Transaction transaction) {
        return object(
                "session", transaction.session().value(),
                "evse", transaction.evse().value(),
                "token", transaction.token().value(),
                "biller", transaction.biller(),
                "tariff", transaction.tariff(),
                "state", transaction.state().name(),
                "started", transaction.started().utc().toString(),
                "stopped", transaction.stopped().map(Moment::utc).map(Object::toString),
                "stop_reason", transaction.stopReason(),
                "duration_s", transaction.duration().toSeconds(),
                "start_register_wh", transaction.startRegister().wattHours(),
                "stop_register_wh", transaction.stopRegister().wattHours(),
                "energy_wh", transaction.energy().wattHours(),
                "receipt_number", transaction.receiptNumber(),
                "cost", transaction.cost().map(Views::cost));
    }

    private static Map<String, Object> cost(Cost cost) {
        List<Map<String, Object>> lines = cost.lines().stream()
                .map(line -> object(
                        "dimension", line.dimension().name(),
                        "quantity", line.quantity().toPlainString(),
                        "price", line.price().toPlainString(),
                        "net", line.net().toPlainString(),
                        "vat_percent", line.vatPercent().toPlainString()))
                .toList();
        return object(
                "currency", cost.gross().currency().getCurrencyCode(),
                "net", cost.net().amount().toPlainString(),
                "vat", cost.vat().amount().toPlainString(),
                "gross", cost.gross().amount().toPlainString(),
                "lines", lines);
    }

    private static Map<String, Object> reading(Reading reading) {
        return object(
                "point", reading.point().key(),
                "value", reading.value(),
                "unit", reading.point().unit(),
                "requested", reading.requested().utc().toString(),
                "quality", reading.quality().name());
    }

    private static List<Double> currents(PhaseCurrents currents) {
        return List.of(
                currents.l1().amperes(), currents.l2().amperes(), currents.l3().amperes());
    }

    /** A JSON object with its names in the given order; empty optionals are left out. */
    static Map<String, Object> object(Object... namesAndValues) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            Object value = namesAndValues[i + 1];
            String name = (String) namesAndValues[i];
            if (value instanceof Optional<?> optional) {
                optional.ifPresent(present -> object.put(name, present));
            } else {
                object.put(name, value);
            }
        }
        return object;
    }
}
