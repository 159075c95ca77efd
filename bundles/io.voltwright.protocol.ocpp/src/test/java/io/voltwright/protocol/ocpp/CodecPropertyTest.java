package io.voltwright.protocol.ocpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voltwright.protocol.ocpp.MessageTable.Field;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Whatever the table allows goes through the codec unchanged; whatever it forbids is refused with the code of R-T10. */
class CodecPropertyTest {

    static final int ROUNDS = 200;
    static final String LETTERS = "aZ09 .-*\"\\/\n\u00fc\u20ac\ud83d\ude97";

    final long seed = Long.getLong("voltwright.seed", System.nanoTime());
    final Random random = new Random(seed);
    final MessageTable table = new MessageTable();
    final Codec codec = new Codec(Ocpp16.REQUESTS);
    final ObjectMapper mapper = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();
    final int rounds = Math.max(3, (int) (ROUNDS * Double.parseDouble(System.getProperty("voltwright.scale", "0.1"))));

    @Test
    @DisplayName("decode(encode(x)) = x for both halves of all 39 actions")
    void nothingIsLostOnTheWay() {
        System.out.println("CodecPropertyTest: seed " + seed + ", " + rounds + " rounds");
        assertThat(table.requests).hasSize(39).hasSameSizeAs(table.answers);
        for (int round = 0; round < rounds; round++) {
            for (String action : table.requests.keySet()) {
                ObjectNode payload = object(table.request(action));
                assertThat(Schemas.violations(action, payload))
                        .as(payload.toString())
                        .isEmpty();
                Request<?> request = request(action, payload);
                String text = codec.call("id", request);
                assertThat(text).as("seed " + seed).isEqualTo(call(action, payload));
                assertThat(codec.call("id", Encoded.of(request)))
                        .as("made ahead, seed " + seed)
                        .isEqualTo(text);
                assertThat(codec.read(text)).isInstanceOfSatisfying(Frame.Call.class, call -> assertThat(call.request())
                        .isEqualTo(request));
                answer(action, request);
            }
        }
    }

    private void answer(String action, Request<?> request) {
        ObjectNode payload = object(table.answer(action));
        assertThat(Schemas.violations(action + "Response", payload))
                .as(payload.toString())
                .isEmpty();
        Answer answer = codec.answer(request, "[3,\"id\"," + payload + "]");
        String text = codec.result("id", answer);
        assertThat(text).as("seed " + seed).isEqualTo("[3,\"id\"," + payload + "]");
        assertThat(codec.answer(request, text)).isEqualTo(answer);
    }

    @Test
    @DisplayName("R-T07, R-T10: one broken constraint anywhere in a message has the code for its kind")
    void whatIsForbiddenIsRefusedWithItsCode() {
        System.out.println("CodecPropertyTest: seed " + seed + ", " + rounds + " rounds");
        for (int round = 0; round < rounds; round++) {
            for (String action : table.requests.keySet()) {
                ObjectNode payload = object(table.request(action));
                ErrorCode expected = spoil(payload, table.request(action));
                assertThat(codec.read(call(action, payload)))
                        .as("seed " + seed + " " + action + " " + payload)
                        .isInstanceOfSatisfying(
                                Frame.BadCall.class,
                                bad -> assertThat(bad.violation().code()).isEqualTo(expected));
            }
        }
    }

    @Test
    @DisplayName("R-T10, R-T11: a wrong answer is refused with its code, but fields of a vendor's own are passed over")
    void wrongAnswersAreRefused() {
        for (int round = 0; round < rounds; round++) {
            for (Map.Entry<String, List<Field>> fields : table.answers.entrySet()) {
                Request<?> request = request(fields.getKey(), object(table.request(fields.getKey())));
                ObjectNode payload = object(fields.getValue());
                ErrorCode expected = spoil(payload, fields.getValue());
                String text = "[3,\"id\"," + payload + "]";
                if (expected == ErrorCode.FORMATION_VIOLATION) {
                    assertThat(codec.answer(request, text)).isNotNull();
                } else {
                    assertThat(catchThrowableOfType(Violation.class, () -> codec.answer(request, text)))
                            .as("seed " + seed + " " + text)
                            .extracting(Violation::code)
                            .isEqualTo(expected);
                }
            }
        }
    }

    private static String call(String action, JsonNode payload) {
        return "[2,\"id\",\"" + action + "\"," + payload + "]";
    }

    private Request<?> request(String action, JsonNode payload) {
        Frame frame = codec.read(call(action, payload));
        assertThat(frame).as("seed " + seed + " " + payload).isInstanceOf(Frame.Call.class);
        return ((Frame.Call) frame).request();
    }

    private ObjectNode object(List<Field> fields) {
        ObjectNode object = mapper.createObjectNode();
        for (Field field : fields) {
            if (field.optional() && random.nextBoolean()) {
                continue;
            }
            if (field.list()) {
                ArrayNode list = object.putArray(field.name());
                int size = Math.max(field.fewest(), field.optional() ? 1 : 0) + random.nextInt(3);
                for (int i = 0; i < size; i++) {
                    list.add(value(field));
                }
            } else {
                object.set(field.name(), value(field));
            }
        }
        return object;
    }

    private JsonNode value(Field field) {
        JsonNodeFactory json = mapper.getNodeFactory();
        if (table.enums.containsKey(field.type())) {
            List<String> words = table.enums.get(field.type());
            return json.textNode(words.get(random.nextInt(words.size())));
        }
        return switch (field.type()) {
                // The schemas call locations addresses.
            case "text" -> json.textNode(
                    field.name().equals("location")
                            ? "ftp://a/" + "x".repeat(edge(0, field.most() - 8))
                            : text(edge(0, field.most())));
            case "int" -> json.numberNode(edge(field.least(), Integer.MAX_VALUE));
            case "long" -> json.numberNode(random.nextBoolean() ? random.nextInt() : random.nextLong());
            case "decimal" -> json.numberNode(BigDecimal.valueOf(random.nextInt(1_000_000), random.nextInt(2)));
            case "time" -> json.textNode(JsonOut.time(Instant.ofEpochMilli(random.nextLong(4_000_000_000_000L))));
            case "flag" -> json.booleanNode(random.nextBoolean());
            default -> object(table.type(field.type()));
        };
    }

    /** Often the least or the most. */
    private int edge(int least, int most) {
        return switch (random.nextInt(4)) {
            case 0 -> least;
            case 1 -> most;
            default -> (int) random.nextLong(least, most + 1L);
        };
    }

    private String text(int length) {
        int[] letters = LETTERS.codePoints().toArray();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(letters[random.nextInt(letters.length)]);
        }
        return text.toString();
    }

    /** Breaks one constraint somewhere in the message; the code that says which kind it was. */
    private ErrorCode spoil(ObjectNode object, List<Field> fields) {
        List<Field> there =
                fields.stream().filter(field -> object.has(field.name())).toList();
        if (there.isEmpty() || random.nextInt(8) == 0) {
            object.put("weather", "fine");
            return ErrorCode.FORMATION_VIOLATION;
        }
        Field field = there.get(random.nextInt(there.size()));
        if (!field.optional() && random.nextInt(4) == 0) {
            object.remove(field.name());
            return ErrorCode.OCCURRENCE_CONSTRAINT_VIOLATION;
        }
        if (!field.list()) {
            List<JsonNode> spoilt = new ArrayList<>(List.of(object.get(field.name())));
            ErrorCode code = spoil(field, spoilt);
            object.set(field.name(), spoilt.get(0));
            return code;
        }
        ArrayNode list = (ArrayNode) object.get(field.name());
        if (list.isEmpty() || random.nextInt(4) == 0) {
            if (field.fewest() > 0 && random.nextBoolean()) {
                list.removeAll();
                return ErrorCode.OCCURRENCE_CONSTRAINT_VIOLATION;
            }
            object.put(field.name(), 7);
            return ErrorCode.TYPE_CONSTRAINT_VIOLATION;
        }
        int at = random.nextInt(list.size());
        List<JsonNode> spoilt = new ArrayList<>(List.of(list.get(at)));
        ErrorCode code = spoil(field, spoilt);
        list.set(at, spoilt.get(0));
        return code;
    }

    private ErrorCode spoil(Field field, List<JsonNode> value) {
        JsonNodeFactory json = mapper.getNodeFactory();
        if (table.types.containsKey(field.type()) && random.nextInt(4) > 0) {
            return spoil((ObjectNode) value.get(0), table.type(field.type()));
        }
        Optional<JsonNode> wrong = forbidden(field);
        if (wrong.isPresent() && random.nextBoolean()) {
            value.set(0, wrong.get());
            return ErrorCode.PROPERTY_CONSTRAINT_VIOLATION;
        }
        boolean textual = table.enums.containsKey(field.type())
                || field.type().equals("text")
                || field.type().equals("time");
        value.set(0, textual ? json.numberNode(5) : json.textNode("5"));
        return ErrorCode.TYPE_CONSTRAINT_VIOLATION;
    }

    /** A value of the right type that breaks a bound; empty where there is none. */
    private Optional<JsonNode> forbidden(Field field) {
        JsonNodeFactory json = mapper.getNodeFactory();
        if (table.enums.containsKey(field.type())) {
            return Optional.of(json.textNode("Weather"));
        }
        return switch (field.type()) {
            case "text" -> Optional.of(field)
                    .filter(bounded -> !bounded.bounds().isEmpty())
                    .map(bounded -> json.textNode(text(bounded.most() + 1)));
            case "int" -> Optional.of(
                    field.bounds().isEmpty()
                            ? json.numberNode(Integer.MAX_VALUE + 1L)
                            : json.numberNode(field.least() - 1));
            case "decimal" -> Optional.of(json.numberNode(new BigDecimal("6.25")));
            case "time" -> Optional.of(json.textNode("yesterday"));
            default -> Optional.empty();
        };
    }
}
