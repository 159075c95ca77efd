package io.voltwright.transactions.reports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voltwright.transactions.api.Cost;
import io.voltwright.transactions.api.Transaction;
import java.time.ZoneId;
import java.util.Locale;

/** A receipt for programs; amounts and quantities are texts, so that no reader makes fractions of them. */
final class ReceiptJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String site;
    private final ZoneId zone;

    ReceiptJson(String site, ZoneId zone) {
        this.site = site;
        this.zone = zone;
    }

    String write(Transaction transaction) {
        ObjectNode root = JSON.createObjectNode();
        root.put("kind", Kind.of(transaction).name().toLowerCase(Locale.ROOT));
        transaction.receiptNumber().ifPresent(number -> root.put("number", number));
        root.put("site", site)
                .put("session", transaction.session().value())
                .put("evse", transaction.evse().value())
                .put("token", transaction.token().value())
                .put("biller", transaction.biller())
                .put("state", transaction.state().name());
        transaction.heldBecause().ifPresent(why -> root.put("heldBecause", why));
        root.put("started", Forms.iso(transaction.started().utc(), zone));
        transaction.stopped().ifPresent(stop -> root.put("stopped", Forms.iso(stop.utc(), zone)));
        transaction.stopReason().ifPresent(reason -> root.put("stopReason", reason));
        root.put("seconds", transaction.duration().toSeconds())
                .put("startRegisterKwh", Forms.kilowattHours(transaction.startRegister()))
                .put("stopRegisterKwh", Forms.kilowattHours(transaction.stopRegister()))
                .put("energyKwh", Forms.kilowattHours(transaction.energy()));
        root.putObject("tariff").put("id", transaction.tariff()).put("version", transaction.tariffVersion());
        transaction.cost().ifPresent(cost -> add(root, cost));
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree always has a text", e);
        }
    }

    private static void add(ObjectNode root, Cost cost) {
        ArrayNode lines = root.putArray("lines");
        for (Cost.Line line : cost.lines()) {
            lines.addObject()
                    .put("dimension", line.dimension().name().toLowerCase(Locale.ROOT))
                    .put("quantity", line.quantity().toPlainString())
                    .put("price", line.price().toPlainString())
                    .put("net", line.net().toPlainString())
                    .put("vatPercent", line.vatPercent().toPlainString());
        }
        ArrayNode taxes = root.putArray("taxes");
        for (Cost.Tax tax : cost.taxes()) {
            taxes.addObject()
                    .put("vatPercent", tax.percent().toPlainString())
                    .put("net", tax.net().amount().toPlainString())
                    .put("vat", tax.vat().amount().toPlainString());
        }
        root.put("currency", cost.gross().currency().getCurrencyCode())
                .put("net", cost.net().amount().toPlainString())
                .put("vat", cost.vat().amount().toPlainString())
                .put("gross", cost.gross().amount().toPlainString())
                .put("rounding", Forms.ROUNDING);
    }
}
