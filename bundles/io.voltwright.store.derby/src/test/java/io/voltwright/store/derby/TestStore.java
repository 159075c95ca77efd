package io.voltwright.store.derby;

import io.voltwright.base.api.VirtualTime;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * A store for the tests of a module: Derby with the module's own schema steps.
 *
 * <pre>{@code
 * TestStore store = TestStore.inMemory();
 * DataSource charging = store.schema("charging", DerbySessions.class);
 * }</pre>
 */
public final class TestStore implements AutoCloseable {

    private final Database database;

    private TestStore(Database database) {
        this.database = database;
    }

    /** Gone when it is closed. */
    public static TestStore inMemory() {
        try {
            return new TestStore(Database.inMemory("test-" + UUID.randomUUID()));
        } catch (StoreException | SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Opens the database in a folder, or makes it; as durable as the station's. */
    public static TestStore onDisk(Path folder) {
        try {
            return new TestStore(Database.open(folder));
        } catch (StoreException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The data source of a schema, migrated by the {@code /schema/*.sql} beside the module's class.
     *
     * @param module any class of the bundle whose schema it is; its jar or classes folder holds the steps
     */
    public DataSource schema(String name, Class<?> module) {
        return schema(name, files(module));
    }

    /** The data source of a schema with the given steps, file name to text. */
    public DataSource schema(String name, Map<String, String> files) {
        try {
            new Migrator(connections(), new VirtualTime()).migrate(name, Step.of(name, files));
            return connections();
        } catch (StoreException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The data source without any schema. */
    public DataSource connections() {
        return database.connections();
    }

    @Override
    public void close() {
        database.close();
    }

    private static Map<String, String> files(Class<?> module) {
        try {
            URI home =
                    module.getProtectionDomain().getCodeSource().getLocation().toURI();
            Path path = Path.of(home);
            if (Files.isDirectory(path)) {
                return read(path.resolve("schema"));
            }
            try (FileSystem jar = FileSystems.newFileSystem(path)) {
                return read(jar.getPath("schema"));
            }
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException("no /schema beside " + module, e);
        }
    }

    private static Map<String, String> read(Path folder) throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        try (Stream<Path> all = Files.list(folder)) {
            for (Path file : all.sorted().toList()) {
                files.put(String.valueOf(file.getFileName()), Files.readString(file));
            }
        }
        return files;
    }
}
