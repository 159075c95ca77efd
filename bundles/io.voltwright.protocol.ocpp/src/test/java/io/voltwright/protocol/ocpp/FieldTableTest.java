package io.voltwright.protocol.ocpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The field table says what the OCA's schemas say. */
class FieldTableTest {

    static List<String> actions() {
        return Ocpp16.REQUESTS.keySet().stream().sorted().toList();
    }

    @Test
    void knowsAll28MessagesAndThe11OfTheSecurityWhitepaper() {
        assertThat(actions()).hasSize(39);
    }

    @ParameterizedTest
    @MethodSource("actions")
    void everyMessageHasTheFieldsOfItsSchema(String action) throws IOException {
        assumeTrue(Schemas.present(), "the OCA's schemas are not beside the project");
        compare(action, type(action + "Request"), Schemas.source(action).orElseThrow());
        compare(
                action + "Response",
                type(action + "Answer"),
                Schemas.source(action + "Response").orElseThrow());
    }

    private static void compare(String where, Class<?> record, JsonNode schema) throws IOException {
        compare(where, record, schema, schema);
    }

    private static void compare(String where, Class<?> record, JsonNode schema, JsonNode root) throws IOException {
        JsonNode properties = schema.path("properties");
        var names = new TreeSet<String>();
        properties.fieldNames().forEachRemaining(names::add);
        var ours = Arrays.stream(record.getRecordComponents())
                .map(RecordComponent::getName)
                .collect(Collectors.toSet());
        assertThat(ours).as(where).isEqualTo(names);
        var required = new TreeSet<String>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        for (RecordComponent component : record.getRecordComponents()) {
            String at = where + "." + component.getName();
            JsonNode property = resolved(properties.path(component.getName()), root);
            String line = tableLine(record.getSimpleName(), component.getName());
            assertThat(line.endsWith("?")).as(at + " optional").isEqualTo(!required.contains(component.getName()));
            compareValue(at, component.getGenericType(), line, property, root);
        }
    }

    private static void compareValue(String at, Type type, String line, JsonNode property, JsonNode root)
            throws IOException {
        if (property.path("type").asText().equals("array")) {
            Class<?> element = (Class<?>) ((ParameterizedType) type).getActualTypeArguments()[0];
            compareValue(at + "[]", element, line, resolved(property.path("items"), root), root);
            return;
        }
        Class<?> value = type instanceof ParameterizedType optional && optional.getRawType() == Optional.class
                ? (Class<?>) optional.getActualTypeArguments()[0]
                : (Class<?>) type;
        if (property.has("enum")) {
            var words = new TreeSet<String>();
            property.path("enum").forEach(word -> words.add(word.asText()));
            assertThat(Arrays.stream(value.getEnumConstants()).map(word -> ((Word) word).text()))
                    .as(at)
                    .containsExactlyInAnyOrderElementsOf(words);
        } else if (property.path("type").asText().equals("object")) {
            compare(at, value, property, root);
        } else {
            String kind = property.path("type").asText()
                    + (property.has("format") ? ":" + property.path("format").asText() : "");
            String expected =
                    switch (kind) {
                        case "string", "string:uri" -> "String";
                        case "string:date-time" -> "Instant";
                        case "integer" -> value.getSimpleName()
                                        .toLowerCase(java.util.Locale.ROOT)
                                        .startsWith("l")
                                ? value.getSimpleName()
                                : value == int.class ? "int" : "Integer";
                        case "number" -> "BigDecimal";
                        case "boolean" -> "boolean";
                        default -> kind;
                    };
            assertThat(value.getSimpleName()).as(at).isEqualTo(expected);
            Matcher bound = Pattern.compile("\\(([^)]*)\\)").matcher(line);
            if (property.has("maxLength")) {
                assertThat(bound.find()).as(at).isTrue();
                assertThat(bound.group(1))
                        .as(at)
                        .isEqualTo(property.path("maxLength").asText());
            }
            if (property.has("multipleOf")) {
                assertThat(bound.find()).as(at).isTrue();
                assertThat(bound.group(1))
                        .as(at)
                        .isEqualTo(property.path("multipleOf").asText());
            }
        }
    }

    private static JsonNode resolved(JsonNode property, JsonNode root) {
        String ref = property.path("$ref").asText();
        return ref.isEmpty() ? property : root.path("definitions").path(ref.substring(ref.lastIndexOf('/') + 1));
    }

    private static Class<?> type(String name) {
        return Arrays.stream(Ocpp16.class.getDeclaredClasses())
                .filter(type -> type.getSimpleName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String tableLine(String record, String field) throws IOException {
        String table = Files.readString(Path.of("src/main/ocpp/Ocpp16.table"))
                .replaceAll("(?m)^#.*$", "")
                .replaceAll(",\\s*\n\\s+", ", ");
        String message = record.replaceAll("(Request|Answer)$", "");
        Pattern head = record.endsWith("Answer")
                ? Pattern.compile("(?m)^call " + message + "\\b.*\\n\\s+answer:(.*)$")
                : Pattern.compile("(?m)^(?:call|type) " + message + ":(.*)$");
        Matcher line = head.matcher(table);
        assertThat(line.find()).as(record).isTrue();
        return Arrays.stream(line.group(1).split(","))
                .map(String::strip)
                .filter(entry -> entry.startsWith(field + " "))
                .findFirst()
                .orElseThrow();
    }
}
