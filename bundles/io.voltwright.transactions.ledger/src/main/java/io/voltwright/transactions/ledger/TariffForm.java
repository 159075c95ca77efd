package io.voltwright.transactions.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voltwright.transactions.api.Tariff;
import io.voltwright.transactions.api.Tariff.Component;
import io.voltwright.transactions.api.Tariff.Dimension;
import io.voltwright.transactions.api.Tariff.Element;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;

/** The form in which a tariff is kept and hashed: JSON with sorted names (RFC 8785; all values are texts). */
final class TariffForm {

    private static final ObjectMapper JSON = new ObjectMapper();

    private TariffForm() {}

    static String write(Tariff tariff) {
        ObjectNode root = JSON.createObjectNode();
        root.put("currency", tariff.currency().getCurrencyCode());
        ArrayNode elements = root.putArray("elements");
        for (Element element : tariff.elements()) {
            ArrayNode components = elements.addObject().putArray("components");
            for (Component component : element.components()) {
                components
                        .addObject()
                        .put("dimension", component.dimension().name())
                        .put("price", component.price().toPlainString())
                        .put("vat", component.vatPercent().toPlainString());
            }
        }
        root.put("id", tariff.id());
        return root.toString();
    }

    /**
     * @throws IllegalStateException if it is not what {@link #write} wrote
     */
    static Tariff read(String form) {
        try {
            JsonNode root = JSON.readTree(form);
            List<Element> elements = new ArrayList<>();
            for (JsonNode element : root.path("elements")) {
                List<Component> components = new ArrayList<>();
                for (JsonNode component : element.path("components")) {
                    components.add(new Component(
                            Dimension.valueOf(component.path("dimension").asText()),
                            new BigDecimal(component.path("price").asText()),
                            new BigDecimal(component.path("vat").asText())));
                }
                elements.add(new Element(components));
            }
            return new Tariff(
                    root.path("id").asText(),
                    Currency.getInstance(root.path("currency").asText()),
                    elements);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new IllegalStateException("a kept tariff cannot be read: " + form, e);
        }
    }
}
