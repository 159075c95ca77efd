package io.voltwright.protocol.ocpp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.derby.jdbc.EmbeddedDataSource;

/** A Derby in memory with the schema of this module. */
final class TestStore extends EmbeddedDataSource {

    private static final long serialVersionUID = 1;

    TestStore() {
        setDatabaseName("memory:" + UUID.randomUUID());
        setCreateDatabase("create");
        try (Connection connection = getConnection();
                Statement sql = connection.createStatement()) {
            sql.execute("CREATE SCHEMA OCPP");
            for (Path step : steps()) {
                for (String statement :
                        Files.readString(step).replaceAll("(?m)^--.*$", "").split(";", -1)) {
                    if (!statement.isBlank()) {
                        sql.execute(statement);
                    }
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> steps() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/schema"))) {
            return files.sorted().toList();
        }
    }
}
