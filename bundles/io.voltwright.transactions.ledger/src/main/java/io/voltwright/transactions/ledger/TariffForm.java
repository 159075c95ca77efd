package io.voltwright.transactions.ledger;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.voltwright.transactions.api.Tariff;
import io.voltwright.transactions.api.Tariff.Component;
import io.voltwright.transactions.api.Tariff.Dimension;
import io.voltwright.transactions.api.Tariff.Element;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;

/** The form in which a tariff is kept and hashed: JSON with sorted names (RFC 8785; all values are texts). */
final class TariffForm {

    // Tariffs are read at each start: the tree model of the library would cost it a tenth of a second.
    private static final JsonFactory JSON = new JsonFactory();

    private TariffForm() {}

    static String write(Tariff tariff) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(text)) {
            out.writeStartObject();
            out.writeStringField("currency", tariff.currency().getCurrencyCode());
            out.writeArrayFieldStart("elements");
            for (Element element : tariff.elements()) {
                write(element, out);
            }
            out.writeEndArray();
            out.writeStringField("id", tariff.id());
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory cannot be written", e);
        }
        return text.toString();
    }

    private static void write(Element element, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeArrayFieldStart("components");
        for (Component component : element.components()) {
            out.writeStartObject();
            out.writeStringField("dimension", component.dimension().name());
            out.writeStringField("price", component.price().toPlainString());
            out.writeStringField("vat", component.vatPercent().toPlainString());
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    /**
     * @throws IllegalStateException if it is not what {@link #write} wrote
     */
    static Tariff read(String form) {
        try (JsonParser in = JSON.createParser(form)) {
            String id = "";
            String currency = "";
            List<Element> elements = List.of();
            expect(in.nextToken() == JsonToken.START_OBJECT);
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String name = in.currentName();
                in.nextToken();
                switch (name) {
                    case "id" -> id = in.getText();
                    case "currency" -> currency = in.getText();
                    case "elements" -> elements = elements(in);
                    default -> in.skipChildren();
                }
            }
            return new Tariff(id, Currency.getInstance(currency), elements);
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalStateException("a kept tariff cannot be read: " + form, e);
        }
    }

    private static List<Element> elements(JsonParser in) throws IOException {
        expect(in.currentToken() == JsonToken.START_ARRAY);
        List<Element> elements = new ArrayList<>();
        while (in.nextToken() == JsonToken.START_OBJECT) {
            List<Component> components = new ArrayList<>();
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                boolean wanted = in.currentName().equals("components");
                if (in.nextToken() == JsonToken.START_ARRAY && wanted) {
                    while (in.nextToken() == JsonToken.START_OBJECT) {
                        components.add(component(in));
                    }
                } else {
                    in.skipChildren();
                }
            }
            elements.add(new Element(components));
        }
        return elements;
    }

    private static Component component(JsonParser in) throws IOException {
        String dimension = "";
        String price = "";
        String vat = "";
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = in.currentName();
            in.nextToken();
            switch (name) {
                case "dimension" -> dimension = in.getText();
                case "price" -> price = in.getText();
                case "vat" -> vat = in.getText();
                default -> in.skipChildren();
            }
        }
        return new Component(Dimension.valueOf(dimension), new BigDecimal(price), new BigDecimal(vat));
    }

    private static void expect(boolean so) {
        if (!so) {
            throw new IllegalArgumentException("not of the form of a tariff");
        }
    }
}
