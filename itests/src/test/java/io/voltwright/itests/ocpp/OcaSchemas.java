package io.voltwright.itests.ocpp;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

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

/** The OCA's JSON schemas of OCPP 1.6 with those of the security whitepaper, where the reference data is on this machine. */
final class OcaSchemas {

    static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private static final Optional<Path> FOLDER = folder();
    private static final Map<String, Schema> LOADED = new ConcurrentHashMap<>();

    private OcaSchemas() {}

    private static Optional<Path> folder() {
        Stream<Path> named = Optional.ofNullable(System.getenv("VOLTWRIGHT_DATA")).map(Path::of).stream();
        Stream<Path> above = Stream.iterate(Path.of("").toAbsolutePath(), path -> path != null, Path::getParent)
                .map(path -> path.resolve("shared").resolve("data"));
        return Stream.concat(named, above)
                .map(path -> path.resolve("ocpp").resolve("1.6"))
                .filter(Files::isDirectory)
                .findFirst();
    }

    /** Skips the tests where the schemas are not on this machine. */
    static void needed() {
        assumeTrue(FOLDER.isPresent(), "the OCPP schemas are not here: set VOLTWRIGHT_DATA to the reference data");
    }

    /**
     * What is wrong with a payload.
     *
     * @param message as {@code StopTransaction} or {@code StopTransactionResponse}
     */
    static List<String> violations(String message, JsonNode payload) {
        return LOADED.computeIfAbsent(message, OcaSchemas::load).validate(payload).stream()
                .map(error -> message + ": " + error + " in " + payload)
                .toList();
    }

    private static Schema load(String message) {
        Path file = Stream.of("schemas/json", "security-schemas")
                .map(part -> FOLDER.orElseThrow().resolve(part).resolve(message + ".json"))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no schema of " + message));
        try {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_6)
                    .getSchema(JSON.readTree(file.toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
