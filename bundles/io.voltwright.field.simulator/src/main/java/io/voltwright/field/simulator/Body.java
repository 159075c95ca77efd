package io.voltwright.field.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import java.math.BigDecimal;
import java.util.Set;

/** The fields of a call; one that is not what it has to be is refused by its name and value, with what is allowed. */
final class Body {

    private final JsonNode fields;

    /**
     * @throws IllegalArgumentException if it has other fields than these
     */
    Body(JsonNode fields, Set<String> allowed) {
        this.fields = fields;
        fields.fieldNames().forEachRemaining(name -> {
            if (!allowed.contains(name)) {
                throw new IllegalArgumentException("'" + name + "' is unknown here; use " + allowed);
            }
        });
    }

    boolean has(String name) {
        return fields.has(name);
    }

    boolean flag(String name) {
        JsonNode value = needed(name);
        if (!value.isBoolean()) {
            throw wrong(name, value, "true or false");
        }
        return value.asBoolean();
    }

    boolean flag(String name, boolean otherwise) {
        return has(name) ? flag(name) : otherwise;
    }

    String text(String name) {
        JsonNode value = needed(name);
        if (!value.isTextual() || value.asText().isBlank()) {
            throw wrong(name, value, "a text");
        }
        return value.asText();
    }

    double number(String name, double otherwise, double least, double most) {
        JsonNode value = has(name) ? needed(name) : DoubleNode.valueOf(otherwise);
        if (!value.isNumber() || !(value.asDouble() >= least && value.asDouble() <= most)) {
            throw wrong(name, value, "a number from " + plain(least) + " to " + plain(most));
        }
        return value.asDouble();
    }

    double above0(String name, double otherwise, double most) {
        JsonNode value = has(name) ? needed(name) : DoubleNode.valueOf(otherwise);
        if (!value.isNumber() || !(value.asDouble() > 0 && value.asDouble() <= most)) {
            throw wrong(name, value, "a number above 0, at most " + plain(most));
        }
        return value.asDouble();
    }

    int whole(String name, int otherwise, int least, int most) {
        JsonNode value = has(name) ? needed(name) : IntNode.valueOf(otherwise);
        if (!value.isInt() || value.asInt() < least || value.asInt() > most) {
            throw wrong(name, value, "a whole number from " + least + " to " + most);
        }
        return value.asInt();
    }

    /** All or nothing as a truth value, or a share from 0 to 1. */
    double share(String name, double otherwise) {
        JsonNode value = has(name) ? needed(name) : DoubleNode.valueOf(otherwise);
        if (value.isBoolean()) {
            return value.asBoolean() ? 1 : 0;
        }
        if (!value.isNumber() || !(value.asDouble() >= 0 && value.asDouble() <= 1)) {
            throw wrong(name, value, "true, false or a share from 0 to 1");
        }
        return value.asDouble();
    }

    /**
     * @throws IllegalArgumentException if it is not there
     */
    JsonNode needed(String name) {
        JsonNode value = fields.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the body lacks '" + name + "'");
        }
        return value;
    }

    private static String plain(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }

    private static IllegalArgumentException wrong(String name, JsonNode value, String allowed) {
        return new IllegalArgumentException("'" + name + "' is " + value + "; use " + allowed);
    }
}
