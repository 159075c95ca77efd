package io.voltwright.protocol.ocpp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The OCA's JSON schemas of OCPP 1.6, where the reference data is beside the project. */
final class Schemas {

    static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private static final Optional<Path> FOLDER = find();
    private static final Map<String, Optional<Schema>> LOADED = new ConcurrentHashMap<>();

    private Schemas() {}

    /** Where the texts of 1.6 are; those of other versions are beside it. */
    static Optional<Path> folder() {
        return FOLDER;
    }

    private static Optional<Path> find() {
        Stream<Path> roots = Optional.ofNullable(System.getenv("VOLTWRIGHT_DATA")).map(Path::of).stream();
        Path here = Path.of("").toAbsolutePath();
        Stream<Path> above = Stream.iterate(here, path -> path != null, Path::getParent)
                .map(path -> path.resolve("shared").resolve("data"));
        return Stream.concat(roots, above)
                .map(path -> path.resolve("ocpp").resolve("1.6"))
                .filter(Files::isDirectory)
                .findFirst();
    }

    static boolean present() {
        return FOLDER.isPresent();
    }

    /** The schema file of a message, as {@code StopTransaction} or {@code StopTransactionResponse}. */
    static Optional<JsonNode> source(String message) {
        return FOLDER.flatMap(folder -> Stream.of("schemas/json", "security-schemas")
                        .map(part -> folder.resolve(part).resolve(message + ".json"))
                        .filter(Files::exists)
                        .findFirst())
                .map(path -> {
                    try {
                        return JSON.readTree(path.toFile());
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    /** What is wrong with a payload; nothing is where the schemas are absent. */
    static List<String> violations(String message, JsonNode payload) {
        return LOADED.computeIfAbsent(message, name -> source(name)
                        .map(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_6)::getSchema))
                .map(schema -> schema.validate(payload).stream()
                        .map(error -> message + ": " + error)
                        .toList())
                .orElse(List.of());
    }

    static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
